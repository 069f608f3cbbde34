"""What a run has found: on the terminal, as JSON, and as a page.

The data goes one way: from the ledger to plain values, and from those to the page.
"""

from rollcall.reports._html import render_html, render_joined
from rollcall.reports._join import join_junit, join_reports, sum_up
from rollcall.reports._json import CHANNELS, build_report
from rollcall.reports._mutants import (
    STATES,
    Tally,
    count_mutants,
    overall,
    read_campaigns,
    state,
    tell_total,
)
from rollcall.reports._mutation import (
    MutantResult,
    MutationReport,
    Trial,
    mutation_to_json,
    read_mutation_report,
)
from rollcall.reports._mutation_terminal import print_mutation_report
from rollcall.reports._output import write_mutation_report
from rollcall.reports._page import Page, duration, render, titles
from rollcall.reports._progress import Progress, open_console
from rollcall.reports._text import describe_failures, describe_run, summarize
from rollcall.reports._visible import visible
from rollcall.reports._write import redacted, write_reports, write_text

__all__ = [
    "CHANNELS",
    "STATES",
    "MutantResult",
    "MutationReport",
    "Page",
    "Progress",
    "Tally",
    "Trial",
    "build_report",
    "count_mutants",
    "describe_failures",
    "describe_run",
    "duration",
    "join_junit",
    "join_reports",
    "mutation_to_json",
    "open_console",
    "overall",
    "print_mutation_report",
    "read_campaigns",
    "read_mutation_report",
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
    "write_mutation_report",
    "write_reports",
    "write_text",
]
