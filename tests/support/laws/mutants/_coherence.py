"""Rows that contradict themselves, or refer to nothing."""

from collections.abc import Callable

from tests.support.laws.depot import Data, Row, Steps, Wanted
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
        "One parcel is delivered before it is received.",
        "coherence.order",
        PARCELS,
        _late_row(
            "parcels",
            lambda row: row["delivered_at"] is not None,
            lambda row: {**row, "delivered_at": "2023-12-31T23:59:59Z"},
        ),
    ),
    Mutant(
        "closed-first",
        "One depot is closed before it is opened.",
        "coherence.order",
        DEPOTS,
        _late_row(
            "depots",
            lambda row: row["closed_at"] is not None,
            lambda row: {**row, "closed_at": "2023-12-31T23:59:59Z"},
        ),
    ),
    Mutant(
        "stored-and-delivered",
        "One parcel is stored and has been delivered.",
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
        "One depot is open and has been closed.",
        "coherence.null_when",
        DEPOTS,
        _late_row(
            "depots",
            lambda row: row["open"],
            lambda row: {**row, "closed_at": "2026-01-01T00:00:00Z"},
        ),
    ),
    Mutant(
        "featured-dangling",
        "The featured parcel of a depot does not exist.",
        "coherence.reference",
        DEPOTS,
        _featured("depots", lambda _data, _row: _NOWHERE),
    ),
    Mutant(
        "featured-elsewhere",
        "The featured parcel of a depot is one of another depot.",
        "coherence.reference",
        DEPOTS,
        _featured("depots", _of_another),
    ),
    Mutant(
        "scanned-dangling",
        "One scan is of a parcel that does not exist.",
        "coherence.reference",
        SCANS,
        _late_row("scans", _any_row, lambda row: {**row, "parcel_ref": _NOWHERE}),
    ),
    Mutant(
        "kind-wrong-once",
        "The last parcel of a list says that it is another kind of thing.",
        "coherence.constant",
        PARCELS,
        _late_row("parcels", _any_row, lambda row: {**row, "kind": "packet"}),
    ),
    Mutant(
        "kind-wrong-capital",
        "The last scan of a list has its kind with a capital.",
        "coherence.constant",
        SCANS,
        _late_row("scans", _any_row, lambda row: {**row, "kind": "Scan"}),
    ),
)
