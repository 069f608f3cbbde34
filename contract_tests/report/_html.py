"""A report as one HTML page, which needs no network and no server."""

from collections.abc import Mapping
from typing import Any

from ._faults import count_faults, tell_total
from ._page import Page, render, titles
from ._tables import VERDICTS, arrange_families, arrange_matrix, count_tallies

__all__ = ["render_html"]

_PAGE = Page("page.html.jinja", ["page.js"])


def render_html(report: Mapping[str, Any], faults: Mapping[str, Any] | None = None) -> str:
    r"""Write a report as a self-contained HTML page.

    All text in the report is taken for what a server says: it is escaped, and characters that
    cannot be seen are written as in JSON (``\u202e``). Secrets are not looked for.

    Args:
        report: What ``report.schema.json`` describes, with the secrets replaced.
        faults: The report of a campaign of faults, whose matrix is shown besides; None: none.

    Returns:
        The page; the same for the same report.

    Raises:
        KeyError: The report lacks a key, or a verdict names what the report does not list.
    """
    channels = titles(report["channels"])
    return render(
        _PAGE,
        {
            "report": report,
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
            "faults": faults,
            "fault_groups": count_faults(faults) if faults is not None else [],
            "faults_told": tell_total(faults) if faults is not None else "",
        },
    )
