"""Wrong comparisons of dates and date-times."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import attrs

from rollcall.mutants._listed import Condition, Row
from rollcall.mutants.server._conditions import (
    EQUIVALENT_STEP,
    Compared,
    Holds,
    Place,
    matches,
    moved_by,
)
from rollcall.spec import Comparable, day_of, field_key, instant_of, midnight_of, offsets_of

__all__ = ["days", "instants", "zones"]

_HOUR = 3600
_SECONDS_OF_DAY = 86_400
_LAST_SECOND = _SECONDS_OF_DAY - 1
_ZONE = re.compile(r"(?:[Zz]|[+-]\d\d:\d\d)$", re.ASCII)


def days(place: Place) -> Iterator[Compared]:
    """Yield wrong comparisons of dates."""
    for step, kind in ((-1, "day-early"), (1, "day-late")):
        if EQUIVALENT_STEP.get(place.filter.operator) != step:
            yield kind, moved_by(timedelta(days=step))
    yield "month-compared", _both(lambda day: day.replace(day=1))
    yield from zones(place)
    # For gte and lt, a comparison with midnight is correct.
    if place.is_instant and place.filter.operator not in {"gte", "lt"}:
        yield "day-at-midnight", _lasting(0)
        yield "day-without-its-end", _lasting(_LAST_SECOND)
        yield "day-with-next-midnight", _lasting(_SECONDS_OF_DAY)


def zones(place: Place) -> Iterator[Compared]:
    """Yield comparisons with the dates of other time zones."""
    if not place.is_instant or place.filter.precision != "day":
        return
    zone = place.filter.zone
    if zone == "UTC":
        for hours in (-5, 9):
            yield f"day-of-utc{hours:+}", _in_zone(hours * _HOUR)
    else:
        yield "day-of-utc", _in_zone(0)
        offsets = offsets_of(zone)
        if len(offsets) > 1:
            yield "day-without-summer-time", _in_zone(min(offsets))
    yield "day-as-written", _as_written


def _in_zone(seconds: int) -> Holds:
    """Return a comparison of dates at a fixed offset from UTC."""

    def holds(condition: Condition, row: Row) -> bool:
        instant = _instant(condition, row)
        if instant is None:
            return False
        return matches(condition, day_of(instant + seconds), condition.value)

    return holds


def _as_written(condition: Condition, row: Row) -> bool:
    if condition.key(row) is None:
        return False
    text = condition.filter.field.read(row)
    return matches(condition, date.fromisoformat(text[: len("2021-04-25")]), condition.value)


def _instant(condition: Condition, row: Row) -> Fraction | None:
    key = field_key(attrs.evolve(condition.filter, precision="instant"), row)
    return key if isinstance(key, Fraction) else None


def _lasting(last: int) -> Holds:
    """Return a comparison with a date that ends a number of seconds after its midnight."""

    def holds(condition: Condition, row: Row) -> bool:
        instant, day = _instant(condition, row), condition.value
        assert isinstance(day, date)
        if instant is None:
            return False
        since = instant - midnight_of(day, condition.filter.zone)
        match condition.filter.operator:
            case "eq":
                return 0 <= since <= last
            case "lte":
                return since <= last
        return since > last

    return holds


def instants() -> Iterator[Compared]:
    """Yield wrong comparisons of date-times."""
    for step, kind in ((Fraction(1), "second"), (Fraction(1, 1_000_000), "microsecond")):
        yield f"{kind}-early", moved_by(-step)
        yield f"{kind}-late", moved_by(step)
    yield "offset-ignored", _clock_of_value
    yield "field-offset-ignored", _clock_of_field
    for unit, kind in (
        (Fraction(1, 1000), "milliseconds"),
        (Fraction(1), "seconds"),
        (Fraction(_SECONDS_OF_DAY), "days"),
    ):
        yield f"cut-to-{kind}", _both(_cut(unit))
        yield f"value-cut-to-{kind}", _cut_value(unit)


def _cut(unit: Fraction) -> Callable[[Fraction], Fraction]:
    return lambda instant: instant // unit * unit


def _cut_value(unit: Fraction) -> Holds:
    cut = _cut(unit)

    def holds(condition: Condition, row: Row) -> bool:
        assert isinstance(condition.value, Fraction)
        return matches(condition, condition.key(row), cut(condition.value))

    return holds


def _clock(text: str) -> Fraction:
    return instant_of(_ZONE.sub("Z", text))


def _clock_of_value(condition: Condition, row: Row) -> bool:
    return matches(condition, condition.key(row), _clock(condition.text))


def _clock_of_field(condition: Condition, row: Row) -> bool:
    if condition.key(row) is None:
        return False
    return matches(condition, _clock(condition.filter.field.read(row)), condition.value)


def _both(change: Callable[[Any], Comparable]) -> Holds:
    """Return a comparison of the field and the value after a change of both."""

    def holds(condition: Condition, row: Row) -> bool:
        key = condition.key(row)
        return key is not None and matches(condition, change(key), change(condition.value))

    return holds
