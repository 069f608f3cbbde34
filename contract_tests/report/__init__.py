"""What a run has found: on the terminal, as JSON, and as a page.

The data goes one way: from the ledger to plain values, and from those to the page.
"""

from ._faults import (
    STATES,
    Tally,
    count_faults,
    overall,
    read_faults,
    state,
    tell_total,
)
from ._html import render_html, render_joined
from ._join import join_junit, join_reports, sum_up
from ._json import CHANNELS, build_report
from ._page import Page, duration, render, titles
from ._text import describe_failures, describe_run, summarize
from ._visible import visible
from ._write import redacted, write_reports, write_text

__all__ = [
    "CHANNELS",
    "STATES",
    "Page",
    "Tally",
    "build_report",
    "count_faults",
    "describe_failures",
    "describe_run",
    "duration",
    "join_junit",
    "join_reports",
    "overall",
    "read_faults",
    "redacted",
    "render",
    "render_html",
    "render_joined",
    "state",
    "sum_up",
    "summarize",
    "tell_total",
    "titles",
    "visible",
    "write_reports",
    "write_text",
]
