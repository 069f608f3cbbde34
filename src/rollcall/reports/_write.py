"""Writes the reports to where they are asked for."""

import json
from pathlib import Path
from typing import Any

from rollcall._run import Run
from rollcall.http._redact import Redactor
from rollcall.reports._html import render_html
from rollcall.reports._json import build_report
from rollcall.reports._mutants import read_campaigns

__all__ = ["redacted", "write_reports", "write_text"]


def write_reports(run: Run, redactor: Redactor, *, has_passed: bool) -> None:
    """Write the JSON report and the HTML page, without the token."""
    paths = run.options.json_report, run.options.html_report
    if not any(paths):
        return
    report = redacted(build_report(run, has_passed=has_passed), redactor)
    if paths[0] is not None:
        write_text(paths[0], f"{json.dumps(report, indent=2, ensure_ascii=False)}\n")
    if paths[1] is not None:
        mutants = [*map(read_campaigns, run.options.mutants_json)]
        write_text(paths[1], render_html(report, mutants))


def write_text(path: Path, text: str) -> None:
    """Write a file, and the folders that it is to lie in.

    Raises:
        OSError: It cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # What a server sends may be half of a character.
    path.write_text(text, encoding="utf-8", errors="backslashreplace")


def redacted(value: Any, redactor: Redactor) -> Any:  # noqa: ANN401 - JSON
    """Return JSON without the token, in its keys and in its values."""
    match value:
        case str():
            return redactor.text(value)
        case list():
            return [redacted(each, redactor) for each in value]
        case dict():
            return {redactor.text(key): redacted(each, redactor) for key, each in value.items()}
    return value
