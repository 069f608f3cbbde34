"""What a campaign of faults has found: on the terminal, as JSON, and as a page."""

from rollcall.mutants.report._html import render_faults
from rollcall.mutants.report._report import Campaign, Entry, Outcome, Result, Side, build_report
from rollcall.mutants.report._text import summarize
from rollcall.mutants.report._write import exit_code, write

__all__ = [
    "Campaign",
    "Entry",
    "Outcome",
    "Result",
    "Side",
    "build_report",
    "exit_code",
    "render_faults",
    "summarize",
    "write",
]
