"""Rows with contradictory fields, or with a reference to no row."""

from collections.abc import Callable

from tests.support.laws.full_api import Data, ListRequest, Row, Steps
from tests.support.laws.mutants._mutant import CORRECT, DEPOTS, PARCELS, SCANS, Mutant

_NOWHERE = "PX-0000"


def _late_row(kind: str, choose: Callable[[Row], bool], change: Callable[[Row], Row]) -> Steps:
    """Build steps that change only the last chosen row of a list."""

    def rows(data: Data, asked: ListRequest) -> list[Row]:
        correct = CORRECT.rows(data, asked)
        if asked.kind != kind:
            return correct
        last = max((i for i, row in enumerate(correct) if choose(row)), default=None)
        return [change(row) if i == last else row for i, row in enumerate(correct)]

    return Steps(rows=rows)


def _featured(kind: str, change: Callable[[Data, Row], str | None]) -> Steps:
    def rows(data: Data, asked: ListRequest) -> list[Row]:
        correct = CORRECT.rows(data, asked)
        if asked.kind != kind:
            return correct
        return [
            {**row, "featured_parcel": change(data, row)} if row["featured_parcel"] else row
            for row in correct
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
