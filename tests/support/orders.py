"""Example APIs with a documented order."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.support.api import Api

__all__ = ["FIELDS", "ROWS", "ordered"]

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
