"""The report of a mutation run: on the terminal, as JSON, and as a page."""

from rollcall.mutants.report._html import render_faults
from rollcall.mutants.report._text import summarize
from rollcall.mutants.report._write import write

__all__ = ["render_faults", "summarize", "write"]
