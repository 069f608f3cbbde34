"""Mutants of the comparison of a filter: other operators, dates, numbers and booleans."""

import operator
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from rollcall.mutants._listed import Condition, Row
from rollcall.mutants._mutant import ServerMutant
from rollcall.mutants.server import _times
from rollcall.mutants.server._conditions import (
    EQUIVALENT_STEP,
    Compared,
    Holds,
    Place,
    matches,
    moved_by,
)
from rollcall.spec import Comparable, is_match

__all__ = ["mutants"]

_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}
_OPPOSITE = {"gt": "lte", "gte": "lt", "lt": "gte", "lte": "gt"}
_EPOCH = date(1970, 1, 1)


def mutants(place: Place) -> Iterator[ServerMutant]:
    """Yield filters that compare differently."""
    yield from place.comparing(_compared(place))


def _compared(place: Place) -> Iterator[Compared]:
    if place.is_ordered:
        for other in _COMPARISONS:
            # The opposite operator is the mutant "inverted".
            if other not in {place.filter.operator, _OPPOSITE.get(place.filter.operator)}:
                yield f"as-{other}", _as(other)
    if place.is_nullable:
        yield "unset-as-zero", _unset_as(_zero)
        # With eq or exact, no value equals the present time.
        if place.filter.precision != "exact" and place.filter.operator != "eq":
            yield "unset-as-now", _unset_as(_now)
    match place.filter.precision, place.kind:
        case "day", _:
            yield from _times.days(place)
        case "instant", _:
            yield from _times.instants()
        case _, "integer" | "number":
            yield from _numbers(place)
        case _, "boolean":
            yield "false-ignored", _ignored_for(value=False)
            yield "true-ignored", _ignored_for(value=True)
            yield "always-true", _always(value=True)
            yield "always-false", _always(value=False)


def _as(name: str) -> Holds:
    compare = _COMPARISONS[name]

    def holds(condition: Condition, row: Row) -> bool:
        key = condition.key(row)
        return key is not None and _are_like(key, condition.value) and compare(key, condition.value)

    return holds


def _are_like(one: Comparable, other: Comparable) -> bool:
    return isinstance(one, str) == isinstance(other, str)


def _unset_as(make: Callable[[Condition], Comparable]) -> Holds:
    def holds(condition: Condition, row: Row) -> bool:
        key = condition.key(row)
        return matches(condition, make(condition) if key is None else key, condition.value)

    return holds


def _zero(condition: Condition) -> Comparable:
    match condition.filter.precision, condition.value:
        case "day", _:
            return _EPOCH
        case "instant", _:
            return Fraction(0)
        case _, bool():
            return False
        case _, str():
            return ""
    return 0


def _now(condition: Condition) -> Comparable:
    now = datetime.now(UTC)
    return now.date() if condition.filter.precision == "day" else Fraction(int(now.timestamp()))


def _numbers(place: Place) -> Iterator[Compared]:
    for step, kind in ((-1, "one-less"), (1, "one-more")):
        if EQUIVALENT_STEP.get(place.filter.operator) != step or place.kind != "integer":
            yield kind, moved_by(step)
    if place.filter.operator != "eq":
        yield "number-as-text", _as_text(place.filter.operator)
    yield "zero-ignored", _ignored_for(value=0)


def _as_text(name: str) -> Holds:
    compare = _COMPARISONS[name]

    def holds(condition: Condition, row: Row) -> bool:
        key = condition.key(row)
        return key is not None and compare(str(key), str(condition.value))

    return holds


def _ignored_for(*, value: Comparable) -> Holds:
    return lambda condition, row: condition.value == value or condition.holds(row)


def _always(*, value: bool) -> Holds:
    return lambda condition, row: is_match(condition.filter, condition.key(row), value)
