"""The verdicts of a report, arranged as the tables of its page."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

__all__ = ["VERDICTS", "arrange_families", "arrange_matrix", "count_tallies"]

VERDICTS = ("fail", "inconclusive", "vacuous", "pass")
"""The kinds of verdict, the worst first."""


@attrs.frozen
class Cell:
    """What a channel found of one operation and one law's subject, or of a family of laws.

    Attributes:
        verdict: The worst verdict.
        laws: How many laws there are.
        worst: How many laws have the worst verdict.
        witnesses: How many cases could have told right from wrong.
        cases: How many cases there were.
        failure: The number of the failure that tells more, if there is one.
    """

    verdict: str
    laws: int
    worst: int
    witnesses: int
    cases: int
    failure: int | None = None


@attrs.frozen
class Row:
    """The verdicts on one operation and subject.

    Attributes:
        operation: The operation's id.
        subject: What the law is about, or an empty string.
        cells: What each channel found, in the order of the channels; None where it did not look.
        reasons: Why nothing was established, each reason once.
    """

    operation: str
    subject: str
    cells: Sequence[Cell | None]
    reasons: Sequence[str]


@attrs.frozen
class Law:
    """A law and what became of it.

    Attributes:
        law: As in the report.
        rows: The verdicts, the worst first.
        tallies: How many verdicts there are of each kind that there is.
        has_reasons: Whether any row has a reason.
    """

    law: Mapping[str, Any]
    rows: Sequence[Row]
    tallies: Mapping[str, int]
    has_reasons: bool


def arrange_families(report: Mapping[str, Any]) -> list[tuple[Mapping[str, Any], list[Law]]]:
    """Return each family with its laws, as far as there are verdicts."""
    by_law = _grouped(report["verdicts"], "law")
    numbers = {_key(each): number for number, each in enumerate(report["failures"], 1)}
    channels = [each["id"] for each in report["channels"]]
    order = {each["id"]: number for number, each in enumerate(report["operations"])}
    found = []
    for family in report["families"]:
        laws = [
            _law(law, by_law[law["id"],], channels, order, numbers)
            for law in report["laws"]
            if law["family"] == family["id"] and (law["id"],) in by_law
        ]
        if laws:
            found.append((family, laws))
    return found


def _law(
    law: Mapping[str, Any],
    verdicts: Sequence[Mapping[str, Any]],
    channels: Sequence[str],
    order: Mapping[str, int],
    failures: Mapping[tuple[str, ...], int],
) -> Law:
    rows = []
    for (operation, subject), group in _grouped(verdicts, "operation", "subject").items():
        by_channel = {each["channel"]: each for each in group}
        cells = [
            _cell([by_channel[each]], failures.get(_key(by_channel[each])))
            if each in by_channel
            else None
            for each in channels
        ]
        reasons = [*dict.fromkeys(each["reason"] for each in group if each["reason"])]
        rows.append(Row(operation, subject, cells, reasons))
    rows.sort(
        key=lambda row: (
            min(_rank(each.verdict) for each in row.cells if each),
            order[row.operation],
        )
    )
    return Law(law, rows, _count_kinds(verdicts), any(row.reasons for row in rows))


def arrange_matrix(
    report: Mapping[str, Any],
) -> list[tuple[str, list[tuple[str, list[Cell | None]]]]]:
    """Give, for each channel and operation, what was found in each family."""
    family_of = {each["id"]: each["family"] for each in report["laws"]}
    grouped: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}
    for each in report["verdicts"]:
        key = (each["channel"], each["operation"], family_of[each["law"]])
        grouped.setdefault(key, []).append(each)
    matrix = []
    for channel in report["channels"]:
        rows = []
        for operation in report["operations"]:
            groups = [
                grouped.get((channel["id"], operation["id"], family["id"]))
                for family in report["families"]
            ]
            rows.append((operation["id"], [_cell(each) if each else None for each in groups]))
        matrix.append((channel["id"], rows))
    return matrix


def _cell(verdicts: Sequence[Mapping[str, Any]], failure: int | None = None) -> Cell:
    worst = min((each["verdict"] for each in verdicts), key=_rank)
    return Cell(
        verdict=worst,
        laws=len({each["law"] for each in verdicts}),
        worst=len({each["law"] for each in verdicts if each["verdict"] == worst}),
        witnesses=sum(each["witnesses"] for each in verdicts),
        cases=sum(each["cases"] for each in verdicts),
        failure=failure,
    )


def count_tallies(report: Mapping[str, Any]) -> dict[str, Counter[str]]:
    """Count the verdicts by verdict, channel, operation and family: what a filter would leave."""
    family_of = {each["id"]: each["family"] for each in report["laws"]}
    verdicts = report["verdicts"]
    return {
        **{
            name: Counter(each[name] for each in verdicts)
            for name in ("verdict", "channel", "operation")
        },
        "family": Counter(family_of[each["law"]] for each in verdicts),
    }


def _count_kinds(verdicts: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    counts = Counter(each["verdict"] for each in verdicts)
    return {kind: counts[kind] for kind in VERDICTS if counts[kind]}


def _grouped(
    verdicts: Iterable[Mapping[str, Any]], *names: str
) -> dict[tuple[str, ...], list[Mapping[str, Any]]]:
    groups: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for each in verdicts:
        groups.setdefault(tuple(each[name] for name in names), []).append(each)
    return groups


def _key(found: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(found[name] for name in ("channel", "operation", "law", "subject"))


def _rank(verdict: str) -> int:
    return VERDICTS.index(verdict)
