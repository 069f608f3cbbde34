"""What a run has found: on the terminal, as JSON, and as a page.

The data goes one way: from the ledger to plain values, and from those to the page.
"""

from ._html import render_html
from ._json import build_report
from ._text import describe_failures, describe_run, summarize
from ._write import write_reports

__all__ = [
    "build_report",
    "describe_failures",
    "describe_run",
    "render_html",
    "summarize",
    "write_reports",
]
