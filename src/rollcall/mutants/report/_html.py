"""The report of a campaign as one HTML page, which needs no network and no server."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from rollcall.mutants.report._wanting import wanting
from rollcall.reports import (
    STATES,
    Page,
    count_mutants,
    overall,
    render,
    state,
    tell_total,
    titles,
)

__all__ = ["render_faults"]

_PAGE = Page("faults.html.jinja", ["page.js"], Path(__file__).parent / "page")
_SIDES = {
    "server": "Faults of a server",
    "document": "Mutated documents",
}


@attrs.frozen
class _Cell:
    """What came of a fault through a channel."""

    state: str
    trial: Mapping[str, Any] | None


@attrs.frozen
class _Row:
    """A fault."""

    mutant: Mapping[str, Any]
    cells: Sequence[_Cell]
    reasons: Sequence[str]


@attrs.frozen
class _Kind:
    """The faults of a kind."""

    id: str
    sentence: str
    rows: Sequence[_Row]
    tallies: Mapping[str, int]
    has_reasons: bool


def render_faults(report: Mapping[str, Any]) -> str:
    """Write a report as a self-contained HTML page.

    All text in the report is taken for what a server says, and escaped. Secrets are not looked
    for.

    Args:
        report: What ``mutation-report.schema.json`` describes, with the secrets replaced.

    Returns:
        The page; the same for the same report.
    """
    channels = titles(report["channels"])
    survivors = [
        (mutant, channel)
        for mutant in report["mutants"]
        for channel in channels
        if state(mutant, channel) == overall(mutant, channels) == "survived"
    ]
    operations = dict.fromkeys(each["operation"] for each in report["mutants"] if each["operation"])
    is_good = not survivors and not any(report["sound"].values())
    tallies = _tallies(report, channels)
    return render(
        _PAGE,
        {
            "report": report,
            "is_good": is_good,
            "side": _SIDES[report["side"]],
            "told": tell_total(report),
            "states": STATES,
            "channels": channels,
            "facets": {
                "verdict": ("Outcome", {each: each for each in STATES if tallies["verdict"][each]}),
                "family": (
                    "Group",
                    {
                        each["id"]: each["title"]
                        for each in report["groups"]
                        if tallies["family"][each["id"]]
                    },
                ),
                "operation": ("Operation", {each: each for each in operations}),
                "channel": ("Looked for through", channels),
            },
            "tallies": tallies,
            "outcomes": Counter(overall(each, channels) for each in report["mutants"]),
            "matrix": count_mutants(report),
            "survivors": [*enumerate(survivors, 1)],
            "wanting": wanting(report),
            "groups": [*_groups(report, channels)],
        },
    )


def _tallies(report: Mapping[str, Any], channels: Mapping[str, str]) -> dict[str, Counter[str]]:
    """Count the trials by what they can be filtered by."""
    trials = [(mutant, channel) for mutant in report["mutants"] for channel in channels]
    return {
        "verdict": Counter(state(mutant, channel) for mutant, channel in trials),
        "family": Counter(mutant["group"] for mutant, _ in trials),
        "operation": Counter(mutant["operation"] for mutant, _ in trials),
        "channel": Counter(channel for _, channel in trials),
    }


def _groups(
    report: Mapping[str, Any], channels: Mapping[str, str]
) -> list[tuple[Mapping[str, str], list[_Kind]]]:
    """Return each group with the kinds that it has faults of, those of the worst outcome first."""
    by_kind: dict[str, list[Mapping[str, Any]]] = {}
    for each in report["mutants"]:
        by_kind.setdefault(each["kind"], []).append(each)
    found = []
    for group in report["groups"]:
        kinds = [
            _kind(kind, mutants, channels)
            for kind, mutants in by_kind.items()
            if mutants[0]["group"] == group["id"]
        ]
        kinds.sort(key=lambda kind: min(map(STATES.index, kind.tallies)))
        if kinds:
            found.append((group, kinds))
    return found


def _kind(kind: str, mutants: Sequence[Mapping[str, Any]], channels: Mapping[str, str]) -> _Kind:
    rows = [
        _Row(
            mutant,
            [_Cell(state(mutant, each), mutant["trials"].get(each)) for each in channels],
            _reasons(mutant),
        )
        for mutant in mutants
    ]
    rows.sort(key=lambda row: min(STATES.index(each.state) for each in row.cells))
    counted = Counter(cell.state for row in rows for cell in row.cells)
    tallies = {each: counted[each] for each in STATES if counted[each]}
    sentences = dict.fromkeys(each["sentence"] for each in mutants)
    return _Kind(kind, " ".join(sentences), rows, tallies, any(row.reasons for row in rows))


def _reasons(mutant: Mapping[str, Any]) -> list[str]:
    """Say why a fault was not noticed, each reason once."""
    if mutant["equivalent"]:
        return [mutant["equivalent"]]
    trials = mutant["trials"].values()
    if not any(each["outcome"] in {"survived", "not covered"} for each in trials):
        return []
    needs = [f"needs {mutant['needs']}"] if mutant["needs"] else []
    return [*dict.fromkeys([*needs, *(reason for each in trials for reason in each["reasons"])])]
