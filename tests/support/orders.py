"""Example APIs with a documented order, and with a parameter that chooses it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from tests.support.api import Api, Item

__all__ = ["FIELDS", "RANKED", "ROWS", "Arrange", "arranged", "ordered", "sorting"]

Arrange = Callable[[Sequence[Item], Mapping[str, str]], Sequence[Item]]

_TITLES = ("Maps", "atlas", "Zebra", "Apple", "maps of old", "10", "9")
_PRICES = ("10.50", "9.75", "100", "-3", "20")
_WRITTEN = (
    "2021-01-14T23:30:00+02:00",
    "2021-01-14T22:00:00Z",
    "2021-01-15T03:00:00+05:30",
    "2021-03-01T00:00:00Z",
)

FIELDS: Mapping[str, Any] = {
    "id": {"type": "string"},
    "title": {"type": "string"},
    "price": {"type": "string"},
    "pages": {"type": "integer"},
    "opened": {"type": "string", "format": "date-time"},
    "rank": {"type": ["integer", "null"]},
}

ROWS: Sequence[Mapping[str, Any]] = tuple(
    {
        "id": f"b{number * 7 % 23:02}",
        "title": _TITLES[number % len(_TITLES)],
        "price": _PRICES[number % len(_PRICES)],
        "pages": number % 12,
        "opened": _WRITTEN[number % len(_WRITTEN)],
        "rank": None if number % 3 == 0 else number % 4,
    }
    for number in range(23)
)


def ordered(order: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]]) -> Api:
    """Return an API that lists rows, whose order is documented."""
    return Api(items=rows, fields=FIELDS, filters={"from": ("pages", "gte")}, order=order)


def _ranked(row: Item) -> tuple[bool, int, str]:
    """Return the place of a row: those without a rank are first, then the highest rank is."""
    rank = row["rank"]
    return rank is not None, -(rank or 0), row["title"].lower()


RANKED = ordered(
    [
        {"field": "/rank", "direction": "descending", "nulls": "first"},
        {"field": "/title", "precision": "text", "ignore": ["case"]},
    ],
    sorted(ROWS, key=_ranked),
)
"""The API with an order of two keys, where null comes first and case does not count."""


_NAMES: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "id": lambda row: row["id"],
    "title": lambda row: row["title"],
    "price": lambda row: Decimal(row["price"]),
    "newest": lambda row: -datetime.fromisoformat(row["opened"]).timestamp(),
    "rank": lambda row: -1 if row["rank"] is None else row["rank"],
}
_KEYS: Mapping[str, Any] = {
    "id": {"field": "/id", "precision": "text"},
    "title": {"field": "/title", "precision": "text"},
    "price": {"field": "/price", "precision": "decimal"},
    "newest": {"field": "/opened", "precision": "instant", "direction": "descending"},
    "rank": {"field": "/rank", "nulls": "least"},
}
_SPELLED: Mapping[str, Mapping[str, Any]] = {
    "prefix": {"descending": {"prefix": "-"}, "separator": ","},
    "suffix": {"ascending": {"suffix": ":asc"}, "descending": {"suffix": ":desc"}},
    "parameter": {
        "ascending": {"parameter": "way", "value": "up"},
        "descending": {"parameter": "way", "value": "down"},
    },
}


def arranged(rows: Sequence[Item], given: Mapping[str, str]) -> Sequence[Item]:
    """Return rows in the order that the parameters ``sort`` and ``way`` choose."""
    result = [*rows]
    for part in reversed(given["sort"].split(",")) if "sort" in given else ():
        name = part.removeprefix("-").removesuffix(":asc").removesuffix(":desc")
        if name not in _NAMES:
            raise ValueError("sort is none of the documented keys")
        is_turned = part.startswith("-") or part.endswith(":desc")
        if "way" in given:
            # The direction is that of the field.
            is_turned = (given["way"] == "down") is not (name == "newest")
        result.sort(key=_NAMES[name], reverse=is_turned)
    return result


def sorting(spelling: str, arrange: Arrange = arranged) -> Api:
    """Return an API with a parameter that chooses the order.

    Args:
        spelling: Whether a prefix, a suffix or a parameter has the direction.
        arrange: Returns the rows in the order that the parameters choose.
    """
    text = {"type": "string"}
    annotation = {"keys": _KEYS, **_SPELLED[spelling]}
    way = {"way": {"schema": {"type": "string", "enum": ["up", "down"]}}}
    return Api(
        items=ROWS,
        fields=FIELDS,
        filters={"from": ("pages", "gte")},
        sorts={
            "sort": {"schema": text, "x-sort": annotation},
            **(way if spelling == "parameter" else {}),
        },
        arrange=arrange,
    )
