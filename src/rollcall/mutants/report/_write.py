"""Writes the report of a campaign."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rollcall.http._redact import Redactor
from rollcall.mutants.report._html import render_faults
from rollcall.reports import redacted, write_text

__all__ = ["exit_code", "write"]


def write(
    report: Mapping[str, Any],
    redactor: Redactor,
    json_file: Path | None,
    html_file: Path | None,
) -> None:
    """Write a report as JSON and as a page, to where they are asked for, without the token.

    Args:
        report: What ``build_report`` gives.
        redactor: Replaces the token.
        json_file: Where the JSON goes, if anywhere; ``mutants.schema.json`` describes it.
        html_file: Where the page goes, if anywhere.

    Raises:
        OSError: A file cannot be written.
    """
    clean = redacted(dict(report), redactor)
    if json_file is not None:
        write_text(json_file, f"{json.dumps(clean, indent=2, ensure_ascii=False)}\n")
    if html_file is not None:
        write_text(html_file, render_faults(clean))


def exit_code(report: Mapping[str, Any]) -> int:
    """Return 1 if a fault survived and no channel noticed it, or what is sound is found broken."""
    outcomes = [
        {trial["outcome"] for trial in mutant["trials"].values()}
        for mutant in report["faults"]
        if mutant["equivalent"] is None
    ]
    survived = any("survived" in each and "killed" not in each for each in outcomes)
    return int(survived or any(report["sound"].values()))
