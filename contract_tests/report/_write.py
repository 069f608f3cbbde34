"""Writes the reports to where they are asked for."""

import json
from pathlib import Path
from typing import Any

from contract_tests._redact import Redactor
from contract_tests._run import Run

from ._html import render_html
from ._json import build_report

__all__ = ["write_reports"]


def write_reports(run: Run, redactor: Redactor, *, has_passed: bool) -> None:
    """Write the JSON report and the HTML page, without the token."""
    paths = run.options.json_report, run.options.html_report
    if not any(paths):
        return
    report = _redacted(build_report(run, has_passed=has_passed), redactor)
    if paths[0] is not None:
        _write(paths[0], f"{json.dumps(report, indent=2, ensure_ascii=False)}\n")
    if paths[1] is not None:
        _write(paths[1], render_html(report))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # What a server sends may be half of a character.
    path.write_text(text, encoding="utf-8", errors="backslashreplace")


def _redacted(value: Any, redactor: Redactor) -> Any:  # noqa: ANN401 - JSON
    match value:
        case str():
            return redactor.text(value)
        case list():
            return [_redacted(each, redactor) for each in value]
        case dict():
            return {redactor.text(key): _redacted(each, redactor) for key, each in value.items()}
    return value
