"""The query parameters of the three lists, and the parsers of their values."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from attrs import frozen

from tests.support.laws.full_api._instants import day_number, instant

Value = Any
"""The parsed value of a parameter: a day's number, an instant, a text, an integer, a boolean."""

Reader = Callable[[str], Value]

DEFAULT_SIZE = 5
MAX_SIZE = 40
_LONGEST_NUMBER = 1000
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)")


@frozen
class Filter:
    """A filter: the field, the operator, the precision, and the type of the value."""

    field: str
    operator: str
    precision: str
    type: str


@frozen
class Condition:
    """A filter of a request, with its value."""

    parameter: str
    field: str
    operator: str
    precision: str
    value: Value


def _day(field: str, operator: str) -> Filter:
    return Filter(field, operator, "day", "day")


def _instant(field: str, operator: str) -> Filter:
    return Filter(field, operator, "instant", "instant")


def _exact(field: str, operator: str, kind: str) -> Filter:
    return Filter(field, operator, "exact", kind)


FILTERS: Mapping[str, Mapping[str, Filter]] = {
    "depots": {
        "name": _exact("name", "eq", "text"),
        "opened_from": _day("opened_at", "gte"),
        "opened_until": _day("opened_at", "lte"),
        "closed_on": _day("closed_at", "eq"),
        "open": _exact("open", "eq", "boolean"),
    },
    "parcels": {
        "received_on": _day("received_at", "eq"),
        "received_from": _day("received_at", "gte"),
        "received_until": _day("received_at", "lte"),
        "received_after": _day("received_at", "gt"),
        "received_before": _day("received_at", "lt"),
        "delivered_on": _day("delivered_at", "eq"),
        "delivered_from": _day("delivered_at", "gte"),
        "delivered_until": _day("delivered_at", "lte"),
        "delivered_after": _instant("delivered_at", "gt"),
        "delivered_before": _instant("delivered_at", "lt"),
        "label": _exact("label", "eq", "text"),
        "weight_min": _exact("weight", "gte", "integer"),
        "weight_max": _exact("weight", "lte", "integer"),
        "fragile": _exact("fragile", "eq", "boolean"),
    },
    "scans": {
        "scanned_from": _day("scanned_at", "gte"),
        "scanned_before": _day("scanned_at", "lt"),
        "scanned_after": _instant("scanned_at", "gt"),
        "station": _exact("station", "eq", "text"),
        "manual": _exact("manual", "eq", "boolean"),
    },
}
"""The filters of each list, by parameter."""

OTHERS: Mapping[str, Mapping[str, str]] = {
    "depots": {"size": "size", "number": "number", "with_parcels": "boolean"},
    "parcels": {"size": "size", "number": "number"},
    "scans": {"per": "size", "start": "start"},
}
"""The type of each parameter that is not a filter."""


def _boolean(text: str) -> bool:
    if text not in {"true", "false"}:
        raise ValueError("must be true or false")
    return text == "true"


def integer(text: str) -> int:
    """Parse an integer."""
    if not _NUMBER.fullmatch(text) or len(text) > _LONGEST_NUMBER:
        raise ValueError("must be an integer")
    return int(text)


def _between(least: int, most: int | None) -> Reader:
    def read(text: str) -> int:
        number = integer(text)
        if number < least or (most is not None and number > most):
            raise ValueError(f"must be at least {least}" + (f", at most {most}" if most else ""))
        return number

    return read


READERS: Mapping[str, Reader] = {
    "day": day_number,
    "instant": instant,
    "text": str,
    "boolean": _boolean,
    "integer": integer,
    "size": _between(1, MAX_SIZE),
    "number": _between(1, None),
    "start": _between(0, None),
}
"""The parser of each type; it raises `ValueError` for an invalid text."""
