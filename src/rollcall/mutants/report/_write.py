"""Writes the report of a campaign."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rollcall.http._redact import Redactor
from rollcall.mutants.report._html import render_faults
from rollcall.reports import redacted, write_text

__all__ = ["write"]


def write(
    report: Mapping[str, Any],
    redactor: Redactor,
    json_file: Path | None,
    html_file: Path | None,
) -> None:
    """Write a report as JSON and as a page, to where they are asked for, without the token.

    Args:
        report: What ``MutationReport.to_json`` returns.
        redactor: Replaces the token.
        json_file: Where the JSON goes, if anywhere; ``mutation-report.schema.json`` describes it.
        html_file: Where the page goes, if anywhere.

    Raises:
        OSError: A file cannot be written.
    """
    clean = redacted(dict(report), redactor)
    if json_file is not None:
        write_text(json_file, f"{json.dumps(clean, indent=2, ensure_ascii=False)}\n")
    if html_file is not None:
        write_text(html_file, render_faults(clean))
