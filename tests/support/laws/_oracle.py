"""What the depot's filters mean, said once more: with the datetimes of the standard library."""

import operator
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.support.laws.depot import FILTERS, Row

_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "gte": operator.ge,
    "lte": operator.le,
    "gt": operator.gt,
    "lt": operator.lt,
}


def matches(kind: str, row: Row, parameter: str, value: str) -> bool:
    """Return whether a row is listed with this parameter, by what the document says of it."""
    filter_ = FILTERS[kind][parameter]
    held = row[filter_.field]
    if held is None:
        return False
    if filter_.precision == "day":
        return _COMPARE[filter_.operator](in_utc(held).date().isoformat(), value)
    if filter_.precision == "instant":
        return _COMPARE[filter_.operator](in_utc(held), in_utc(value))
    if isinstance(held, bool):
        return held == (value == "true")
    return _COMPARE[filter_.operator](held, type(held)(value))


def in_utc(text: str) -> datetime:
    """Read a moment."""
    return datetime.fromisoformat(text).astimezone(UTC)


def values(kind: str, rows: list[Row], parameter: str) -> list[str]:
    """List values of a parameter: those that the rows hold, and one precision to either side."""
    filter_ = FILTERS[kind][parameter]
    held = [row[filter_.field] for row in rows if row[filter_.field] is not None]
    if filter_.precision == "day":
        days = [in_utc(each).date() + timedelta(days=step) for each in held for step in (-1, 0, 1)]
        return sorted({day.isoformat() for day in days})
    if filter_.precision == "instant":
        step = timedelta(microseconds=1)
        moments = {in_utc(each) + n * step for each in held for n in (-1, 0, 1)}
        return [each.isoformat() for each in sorted(moments)]
    if filter_.type == "boolean":
        return ["true", "false"]
    if filter_.type == "integer":
        return sorted({str(each + step) for each in held for step in (-1, 0, 1)})
    variants = {each + suffix for each in held for suffix in ("", " ", "s")}
    return sorted(variants | {each.swapcase() for each in held} | {each[:-1] for each in held})


def value_of(kind: str, row: Row, parameter: str) -> str:
    """Return the value of a parameter that is just what a row holds; nothing for null."""
    filter_ = FILTERS[kind][parameter]
    held = row[filter_.field]
    if held is None:
        return "2024-02-29" if filter_.precision == "day" else ""
    if filter_.precision == "day":
        return in_utc(held).date().isoformat()
    return str(held).lower() if isinstance(held, bool) else str(held)
