"""Writing reports to files."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from rollcall.http import Redactor
from rollcall.reports._junit import to_junit
from rollcall.reports._markdown import to_markdown
from rollcall.reports._mutation import MutationReport, mutation_to_json
from rollcall.reports._mutation_page import mutation_to_html
from rollcall.reports._run_json import to_json
from rollcall.reports._run_page import to_html
from rollcall.reports._run_text import update_line
from rollcall.reports._sarif import to_sarif
from rollcall.runs import Report, redacted, write_known

__all__ = ["FORMATS", "update_baseline", "write", "write_mutation_report"]


FORMATS: Mapping[str, tuple[str, Callable[[Report], str]]] = {
    "json": ("a JSON report", to_json),
    "junit": ("a JUnit report", to_junit),
    "html": ("a report for a browser", to_html),
    "markdown": ("a summary in Markdown", to_markdown),
    "sarif": ("a SARIF report, for code scanning", to_sarif),
}
"""The formats of the report of a run by name: what each is, and the function that renders it."""


def write(
    report: Report,
    files: Mapping[str, Path],
    mutation_reports: Sequence[MutationReport] = (),
) -> list[Path]:
    """Write the report of a run to the given files, and return their paths.

    Args:
        report: The report, with its secrets already replaced.
        files: The files by the names of their formats, of ``FORMATS``.
        mutation_reports: The reports of mutation runs, for a summary in the HTML page.

    Raises:
        OSError: A file cannot be written.
    """
    return _write_texts(
        {
            path: to_html(report, mutation_reports) if name == "html" else FORMATS[name][1](report)
            for name, path in files.items()
        }
    )


def update_baseline(report: Report) -> tuple[Report, str]:
    """Write the causes of a run into its baseline file, if its configuration says so.

    Returns:
        The report with these causes known, and a line about the changes; empty if there is none.

    Raises:
        OSError: The file cannot be written.
    """
    path = report.config.baseline
    if path is None or not report.config.update_baseline:
        return report, ""
    updated = report.updated()
    write_known(path, updated.known.values())
    return updated, update_line(report, updated)


def write_mutation_report(
    report: MutationReport,
    redactor: Redactor,
    json: Path | None = None,
    html: Path | None = None,
) -> list[Path]:
    """Write the report of a mutation run to the given files, and return their paths.

    Args:
        report: The report.
        redactor: Replaces the secrets in it.
        json: The file for the JSON.
        html: The file for the HTML page.

    Raises:
        OSError: A file cannot be written.
    """
    clean = redacted(report, redactor)
    texts: dict[Path, str] = {}
    if json is not None:
        texts[json] = mutation_to_json(clean)
    if html is not None:
        texts[html] = mutation_to_html(clean)
    return _write_texts(texts)


def _write_texts(texts: Mapping[Path, str]) -> list[Path]:
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        # A server may send a lone surrogate.
        path.write_text(text, encoding="utf-8", errors="backslashreplace")
    return [*texts]
