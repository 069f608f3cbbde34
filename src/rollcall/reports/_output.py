"""Writing reports to files."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from rollcall.http import Redactor
from rollcall.reports._junit import to_junit
from rollcall.reports._mutation import MutationReport, mutation_to_json
from rollcall.reports._mutation_page import mutation_to_html
from rollcall.reports._run_json import to_json
from rollcall.reports._run_page import to_html
from rollcall.runs import Report, redacted

__all__ = ["write", "write_mutation_report"]


def write(
    report: Report,
    json: Path | None = None,
    junit: Path | None = None,
    html: Path | None = None,
    mutation_reports: Sequence[MutationReport] = (),
) -> list[Path]:
    """Write the report of a run to the given files, and return their paths.

    Args:
        report: The report, with its secrets already replaced.
        json: The file for the JSON.
        junit: The file for the JUnit XML.
        html: The file for the HTML page.
        mutation_reports: The reports of mutation runs, for a summary in the page.

    Raises:
        OSError: A file cannot be written.
    """
    texts: dict[Path, str] = {}
    if json is not None:
        texts[json] = to_json(report)
    if junit is not None:
        texts[junit] = to_junit(report)
    if html is not None:
        texts[html] = to_html(report, mutation_reports)
    return _write_texts(texts)


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
