"""Reports as one HTML page, which needs no network and no server."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from rollcall.reports._join import side_by_side
from rollcall.reports._mutants import count_mutants, is_about, tell_total
from rollcall.reports._page import Page, render, titles
from rollcall.reports._tables import VERDICTS, arrange_families, arrange_matrix, count_tallies

__all__ = ["render_html", "render_joined"]

_PAGE = Page("page.html.jinja", ["page.js"])


def render_html(report: Mapping[str, Any], mutants: Sequence[Mapping[str, Any]] = ()) -> str:
    """Write the report of a run as a self-contained HTML page; see ``render_joined``."""
    return render_joined([report], mutants)


def render_joined(
    reports: Sequence[Mapping[str, Any]],
    mutants: Sequence[Mapping[str, Any]] = (),
    missing: Mapping[str, str] = MappingProxyType({}),
) -> str:
    r"""Write the reports of several runs as one self-contained HTML page.

    All text in the reports is taken for what a server says: it is escaped, and characters that
    cannot be seen are written as in JSON (``\u202e``). Secrets are not looked for.

    Args:
        reports: What ``report.schema.json`` describes, with the secrets replaced; one at least.
        mutants: Reports of campaigns of faults. The matrix of each that is about the contract and
            the server of a run is shown besides.
        missing: The files of the contracts of which there is no report, each with the reason.

    Returns:
        The page; the same for the same reports.

    Raises:
        KeyError: A report lacks a key, or a verdict names what the report does not list.
    """
    report = side_by_side(reports, missing)
    channels = titles(report["channels"])
    return render(
        _PAGE,
        {
            "report": report,
            "runs": reports,
            "missing": missing,
            "is_good": report["verdict"] == "pass",
            "verdicts": VERDICTS,
            "channels": channels,
            "facets": {
                "verdict": ("Verdict", {each: each for each in VERDICTS}),
                "family": ("Family", titles(report["families"])),
                "operation": (
                    "Operation",
                    {each["id"]: each["id"] for each in report["operations"]},
                ),
                "channel": ("Channel", channels),
            },
            "tallies": count_tallies(report),
            "matrix": arrange_matrix(report),
            "families": arrange_families(report),
            "laws": {each["id"]: each for each in report["laws"]},
            "failures": [*enumerate(report["failures"], 1)],
            "campaigns": [
                {"faults": each, "groups": count_mutants(each), "told": tell_total(each)}
                for each in mutants
                if any(is_about(each, run) for run in reports)
            ],
        },
    )
