"""Days and instants: what a filter makes of them that is a little off."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import attrs

from rollcall.mutants._listed import Condition, Row
from rollcall.mutants._mutant import ServerMutant
from rollcall.mutants.server._conditions import (
    EDGE,
    SAME_AS_SHIFT,
    Holds,
    Place,
    comparing,
    matches,
    shifted,
)
from rollcall.spec._instants import day_of, instant_of
from rollcall.spec._matching import Comparable, field_key

__all__ = ["days", "instants"]

_HOUR = 3600
_SECONDS_OF_DAY = 86_400
_EPOCH = date(1970, 1, 1)
_LAST_SECOND = _SECONDS_OF_DAY - 1
_ZONE = re.compile(r"(?:[Zz]|[+-]\d\d:\d\d)$", re.ASCII)


def days(place: Place) -> Iterator[ServerMutant]:
    """Derive days that are others than they should be."""
    edge = f"an item whose {place.filter.field} is on the day of a value, or the day beside"
    for step, kind, sentence in (
        (-1, "day-early", "The value counts as the day before it."),
        (1, "day-late", "The value counts as the day after it."),
    ):
        if SAME_AS_SHIFT.get(place.filter.operator) != step:
            yield comparing(place, kind, sentence, shifted(timedelta(days=step)), edge)
    yield comparing(
        place,
        "month-compared",
        "Of a day, the year and the month are compared.",
        _both(lambda day: day.replace(day=1)),
        f"items whose {place.filter.field} is in the month of a value, on another day",
    )
    if place.is_instant:
        yield from _moments_of_days(place)


def _moments_of_days(place: Place) -> Iterator[ServerMutant]:
    """Derive days of instants that begin or end when they should not."""
    field = place.filter.field
    for hours, kind, sentence in (
        (-5, "day-of-utc-5", "A day begins and ends five hours late: days are those of UTC-5."),
        (9, "day-of-utc+9", "A day begins and ends nine hours early: days are those of UTC+9."),
    ):
        yield comparing(
            place,
            kind,
            sentence,
            _in_zone(hours),
            f"an item whose {field} is on another day there than in UTC",
        )
    yield comparing(
        place,
        "day-as-written",
        "The day of an instant is the one that it is written with, whatever its offset.",
        _as_written,
        f"an item whose {field} is written with an offset, and falls on another day in UTC",
    )
    # From midnight on is what gte and lt mean.
    if place.filter.operator in {"gte", "lt"}:
        return
    yield comparing(
        place,
        "day-at-midnight",
        "An instant is compared with the midnight that the day begins with.",
        _at(_after_midnight, 0),
        f"an item whose {field} is within the day of a value",
    )
    yield comparing(
        place,
        "day-without-its-end",
        "A day ends at 23:59:59, and what is later in this second is beyond it.",
        _at(_after_midnight, _LAST_SECOND),
        f"an item whose {field} is within the last second of a day, not at its beginning",
    )
    yield comparing(
        place,
        "day-with-next-midnight",
        "A day ends with the midnight of the next day, which belongs to it.",
        _at(_after_midnight, _SECONDS_OF_DAY),
        f"an item whose {field} is exactly at midnight",
    )


def _in_zone(hours: int) -> Holds:
    def holds(condition: Condition, row: Row) -> bool:
        instant = _instant(condition, row)
        if instant is None:
            return False
        return matches(condition, day_of(instant + hours * _HOUR), condition.value)

    return holds


def _as_written(condition: Condition, row: Row) -> bool:
    if condition.key(row) is None:
        return False
    text = condition.filter.field.read(row)
    return matches(condition, date.fromisoformat(text[: len("2021-04-25")]), condition.value)


def _instant(condition: Condition, row: Row) -> Fraction | None:
    key = field_key(attrs.evolve(condition.filter, precision="instant"), row)
    return key if isinstance(key, Fraction) else None


def _after_midnight(condition: Condition, since: Fraction, last: int) -> bool:
    """Return whether an instant matches, a day lasting until so many seconds after its midnight."""
    match condition.filter.operator:
        case "eq":
            return 0 <= since <= last
        case "lte":
            return since <= last
    return since > last


def _at(holds_at: Callable[[Condition, Fraction, int], bool], last: int) -> Holds:
    def holds(condition: Condition, row: Row) -> bool:
        instant, day = _instant(condition, row), condition.value
        assert isinstance(day, date)
        if instant is None:
            return False
        return holds_at(condition, instant - (day - _EPOCH).days * _SECONDS_OF_DAY, last)

    return holds


def instants(place: Place) -> Iterator[ServerMutant]:
    """Derive instants that are others than they should be."""
    field = place.filter.field
    for step, kind, said in (
        (Fraction(1), "second", "a second"),
        (Fraction(1, 1_000_000), "microsecond", "a microsecond"),
    ):
        for sign, end, where_ in ((-1, "early", "before"), (1, "late", "after")):
            yield comparing(
                place,
                f"{kind}-{end}",
                f"The value counts as the instant {said} {where_} it.",
                shifted(sign * step),
                f"an item whose {field} is within {said} of a value",
            )
    yield comparing(
        place,
        "offset-ignored",
        "The offset of the value is ignored: its clock is taken for that of UTC.",
        _clock_of_value,
        f"items whose {field} are within hours of each other",
        ("filter.sound", *EDGE),
    )
    yield comparing(
        place,
        "field-offset-ignored",
        "The offset of the field is ignored: its clock is taken for that of UTC.",
        _clock_of_field,
        f"an item whose {field} is written with an offset",
        ("filter.sound", *EDGE),
    )
    for unit, kind, said in (
        (Fraction(1, 1000), "milliseconds", "milliseconds"),
        (Fraction(1), "seconds", "seconds"),
        (Fraction(_SECONDS_OF_DAY), "days", "days"),
    ):
        yield comparing(
            place,
            f"cut-to-{kind}",
            f"Instants are compared in whole {said}.",
            _both(_cut(unit)),
            f"items whose {field} is within the {kind[:-1]} of a value",
        )
        yield comparing(
            place,
            f"value-cut-to-{kind}",
            f"The value is cut to whole {said}.",
            _cut_value(unit),
            f"items whose {field} is within the {kind[:-1]} of a value",
        )


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
    """Compare what is made of the field and of the value."""

    def holds(condition: Condition, row: Row) -> bool:
        key = condition.key(row)
        return key is not None and matches(condition, change(key), change(condition.value))

    return holds
