"""The rows: made up, the same in each run, and hard to filter and to page."""

import itertools
from collections.abc import Sequence
from functools import cache
from random import Random
from typing import Any
from uuid import UUID

from attrs import evolve, frozen

from tests.support.laws.full_api._instants import instant

Row = dict[str, Any]
"""An item as the API shows it."""

TEXTS = (
    *("crate", "Crate", "CRATE", "crate ", " crate", "crates", "crat", "crate 7", "Crate 7"),
    *("axb", "a_b", "a%b", "a*b", "a b", "a+b", "a&b=c", "axyb", "100%", "100% wool"),
    *("caf\u00e9", "cafe\u0301", "cafe", "stra\u00dfe", "strasse", "\u65e5\u672c", "\U0001f9ca"),
    *("O'Neil", 'the "big" one', "back\\slash", "#5", "50/50", "", "null"),
)
"""Texts, each with a similar one that a lax comparison confuses with it."""

_CLOCKS = (
    *("00:00:00Z", "00:00:00.000001Z", "00:30:00Z", "04:59:59Z", "12:00:00.5Z", "12:00:00.75Z"),
    *("22:30:00Z", "23:30:00Z", "23:59:59Z", "23:59:59.999999Z"),
    *("00:30:00+02:00", "23:30:00-05:00"),
)
_DAYS = ("2024-02-27", "2024-02-28", "2024-02-29", "2024-03-01", "2024-12-31", "2025-01-01")
_INSTANTS = tuple(sorted((f"{day}T{clock}" for day in _DAYS for clock in _CLOCKS), key=instant))
_WEIGHTS = (0, 1, 2, 9, 10, 11, 90, 99, 100, 101, 1000)
_STATIONS = ("gate", "Gate", "gate ", "dock", "dock 2", "do_k", "")
_DEPOTS = 33
# The first depot has more than the largest page holds, others have several pages or no rows.
_PARCELS = (48, 33, 7, 6, 0, 1, 2, 3, 0, 1)
_SCANS = (46, 12, 6, 0, 0, 1, 3)


@frozen
class Data:
    """The rows of the three lists, in the order of the lists."""

    depots: tuple[Row, ...] = ()
    parcels: tuple[Row, ...] = ()
    scans: tuple[Row, ...] = ()

    def rows(self, kind: str, depot: str | None) -> list[Row]:
        """Return the rows of a kind, and of one depot if it is given."""
        rows: tuple[Row, ...] = getattr(self, kind)
        return [row for row in rows if depot is None or row["depot_id"] == depot]


@cache
def hard() -> Data:
    """Return rows in which every law has a witness."""
    random = Random(11)  # noqa: S311 - the same rows in each run
    depots = [_depot(random, index) for index in range(_DEPOTS)]
    numbers = iter(random.sample(range(1000, 10_000), sum(_PARCELS)))
    parcels = [
        _parcel(random, depot, next(numbers), index)
        for depot, count in zip(depots, _PARCELS, strict=False)
        for index in range(count)
    ]
    random.shuffle(parcels)
    scans = [
        _scan(random, depot["id"], [row for row in parcels if row["depot_id"] == depot["id"]])
        for depot, count in zip(depots, _SCANS, strict=False)
        for _ in range(count)
    ]
    for depot in depots[1:8]:
        stored = [row["ref"] for row in parcels if row["depot_id"] == depot["id"]]
        depot["featured_parcel"] = stored[-1] if stored else None
    random.shuffle(depots)
    random.shuffle(scans)
    return Data(tuple(depots), tuple(parcels), tuple(scans))


def empty() -> Data:
    """Return no rows."""
    return Data()


def one_row() -> Data:
    """Return one depot, one parcel and one scan."""
    data = hard()
    scan = data.scans[0]
    depot = next(row for row in data.depots if row["id"] == scan["depot_id"])
    parcel = next(row for row in data.parcels if row["ref"] == scan["parcel_ref"])
    return Data(({**depot, "featured_parcel": None},), (parcel,), (scan,))


def undated() -> Data:
    """Return the hard rows with null in every date-time that may be null."""
    data = hard()
    return evolve(
        data,
        depots=tuple({**row, "closed_at": None} for row in data.depots),
        parcels=tuple({**row, "delivered_at": None} for row in data.parcels),
    )


def one_page() -> Data:
    """Return rows for one page of the default size in each list."""
    data = hard()
    (full,) = (row for row in data.depots if len(data.rows("parcels", row["id"])) == max(_PARCELS))
    others = [row for row in data.depots if data.rows("parcels", row["id"]) and row is not full]
    depots = tuple({**row, "featured_parcel": None} for row in [full, *others[:4]])
    chosen = [row["id"] for row in depots]
    scans = list(itertools.chain.from_iterable(data.rows("scans", each)[:5] for each in chosen))
    scanned = {row["parcel_ref"] for row in scans}
    parcels: list[Row] = []
    for each in chosen:
        rows = data.rows("parcels", each)
        parcels += sorted(rows, key=lambda row: row["ref"] not in scanned)[:5]
    return Data(depots, tuple(parcels), tuple(scans))


def identifier(random: Random) -> str:
    """Return a made-up UUID."""
    return str(UUID(int=random.getrandbits(128), version=4))


def _depot(random: Random, index: int) -> Row:
    opened, closed = _span(random)
    is_open = random.random() < 0.4
    return {
        "id": identifier(random),
        "kind": "depot",
        "name": TEXTS[index] if index < len(TEXTS) else "crate",
        "open": is_open,
        "opened_at": opened,
        "closed_at": None if is_open or index % 9 == 0 else closed,
        "featured_parcel": None,
    }


def _parcel(random: Random, depot: Row, number: int, index: int) -> Row:
    received, delivered = _span(random)
    state = ("delivered", "stored", "delivered", "lost")[index % 4]
    return {
        "ref": f"PX-{number}",
        "kind": "parcel",
        "depot_id": depot["id"],
        "label": TEXTS[index] if index < len(TEXTS) else random.choice(TEXTS),
        "weight": random.choice(_WEIGHTS),
        "fragile": random.random() < 0.5,
        "state": state,
        "received_at": received,
        "delivered_at": delivered if state == "delivered" or index % 8 == 3 else None,
    }


def _scan(random: Random, depot: str, parcels: Sequence[Row]) -> Row:
    scanned, _ = _span(random)
    return {
        "id": identifier(random),
        "kind": "scan",
        "depot_id": depot,
        "parcel_ref": random.choice(parcels[: max(1, len(parcels) // 3)])["ref"],
        "station": random.choice([*_STATIONS, None]),
        "manual": random.random() < 0.5,
        "scanned_at": scanned,
    }


def _span(random: Random) -> tuple[str, str]:
    first, second = sorted((random.randrange(len(_INSTANTS)), random.randrange(len(_INSTANTS))))
    return _INSTANTS[first], _INSTANTS[second]
