"""Rows that contradict themselves, or refer to nothing."""

from collections.abc import Callable

from tests.support.laws.full_api import Data, Row, Steps, Wanted
from tests.support.laws.mutants._mutant import DEPOTS, PARCELS, RIGHT, SCANS, Mutant

_NOWHERE = "PX-0000"


def _late_row(kind: str, choose: Callable[[Row], bool], change: Callable[[Row], Row]) -> Steps:
    """Make a step that changes the last row of a list that is as `choose` says, and no other."""

    def rows(data: Data, want: Wanted) -> list[Row]:
        right = RIGHT.rows(data, want)
        if want.kind != kind:
            return right
        last = max((i for i, row in enumerate(right) if choose(row)), default=None)
        return [change(row) if i == last else row for i, row in enumerate(right)]

    return Steps(rows=rows)


def _featured(kind: str, change: Callable[[Data, Row], str | None]) -> Steps:
    def rows(data: Data, want: Wanted) -> list[Row]:
        right = RIGHT.rows(data, want)
        if want.kind != kind:
            return right
        return [
            {**row, "featured_parcel": change(data, row)} if row["featured_parcel"] else row
            for row in right
        ]

    return Steps(rows=rows)


def _of_another(data: Data, depot: Row) -> str | None:
    others = [row for row in data.parcels if row["depot_id"] != depot["id"]]
    return str(others[0]["ref"]) if others else None


def _any_row(row: Row) -> bool:
    return bool(row)


COHERENCE = (
    Mutant(
        "delivered-first",
        "coherence.order",
        PARCELS,
        _late_row(
            "parcels",
            lambda row: row["delivered_at"] is not None,
            lambda row: {**row, "delivered_at": "2023-12-31T23:59:59Z"},
        ),
    ),
    Mutant(
        "stored-and-delivered",
        "coherence.null_when",
        PARCELS,
        _late_row(
            "parcels",
            lambda row: row["state"] == "stored",
            lambda row: {**row, "delivered_at": "2026-01-01T00:00:00Z"},
        ),
    ),
    Mutant(
        "open-and-closed",
        "coherence.null_when",
        DEPOTS,
        _late_row(
            "depots",
            lambda row: row["open"],
            lambda row: {**row, "closed_at": "2026-01-01T00:00:00Z"},
        ),
    ),
    Mutant("featured-elsewhere", "coherence.reference", DEPOTS, _featured("depots", _of_another)),
    Mutant(
        "scanned-dangling",
        "coherence.reference",
        SCANS,
        _late_row("scans", _any_row, lambda row: {**row, "parcel_ref": _NOWHERE}),
    ),
    Mutant(
        "kind-wrong-once",
        "coherence.constant",
        PARCELS,
        _late_row("parcels", _any_row, lambda row: {**row, "kind": "packet"}),
    ),
)
