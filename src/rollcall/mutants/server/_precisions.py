"""Mutants of the comparison of a filter: other operators, dates, numbers and booleans."""

import operator
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import attrs

from rollcall.mutants._listed import Condition, Row
from rollcall.mutants._mutant import ServerMutant
from rollcall.mutants.server import _several, _times
from rollcall.mutants.server._conditions import (
    EQUIVALENT_STEP,
    Compared,
    Holds,
    Place,
    matches,
    moved_by,
)
from rollcall.spec import Comparable, Operator, is_match

__all__ = ["mutants"]

_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}
_OPPOSITE = {"gt": "lte", "gte": "lt", "lt": "gte", "lte": "gt", "ne": "eq"}
_PARTS: tuple[Operator, ...] = ("contains", "startsWith", "endsWith")
_TEXTUAL: tuple[Operator, ...] = (*_PARTS, "eq")
_EPOCH = date(1970, 1, 1)


def mutants(place: Place) -> Iterator[ServerMutant]:
    """Yield filters that compare differently."""
    yield from place.comparing(_compared(place))


def _compared(place: Place) -> Iterator[Compared]:
    if place.filter.prefixes:
        yield from _several.chosen(place)
        return
    if place.filter.takes_several:
        yield from _several.compared(place)
        yield from _times.zones(place)
        return
    yield from _operators(place)
    yield from _unset(place)
    match place.filter.precision, place.kind:
        case "day", _:
            yield from _times.days(place)
        case "instant", _:
            yield from _times.instants()
        case "decimal", _:
            yield from _decimals()
        case "text", _ if "case" not in place.filter.ignored:
            yield "ordered-without-case", _changed(str.casefold)
        case _, "integer" | "number":
            yield from _numbers(place)
        case _, "boolean":
            yield "false-ignored", _ignored_for(value=False)
            yield "true-ignored", _ignored_for(value=True)
            yield "always-true", _always(value=True)
            yield "always-false", _always(value=False)


def _operators(place: Place) -> Iterator[Compared]:
    """Yield the comparisons of other operators."""
    own = place.filter.operator
    if own in _PARTS:
        yield from ((f"as-{each}", _by(each)) for each in _TEXTUAL if each != own)
    elif place.is_ordered:
        # The opposite operator is the mutant "inverted".
        others = [each for each in _COMPARISONS if each not in {own, _OPPOSITE.get(own)}]
        yield from ((f"as-{each}", _as(each)) for each in others)


def _unset(place: Place) -> Iterator[Compared]:
    """Yield the comparisons of fields that are not set, or that are empty."""
    if place.filter.operator == "isNull":
        yield "empty-as-unset", lambda condition, row: _is_empty(condition, row) is condition.value
        return
    # For a text, only the empty value shows it: as if the filter were ignored.
    is_lower = place.filter.operator in {*_PARTS, "gt", "gte"}
    if place.is_nullable and not (is_lower and place.is_textual):
        yield "unset-as-zero", _unset_as(_zero)
    # No value equals the present time.
    is_time = place.filter.precision in {"day", "instant"}
    if place.is_nullable and is_time and place.filter.operator != "eq":
        yield "unset-as-now", _unset_as(_now)


def _as(name: str) -> Holds:
    compare = _COMPARISONS[name]

    def holds(condition: Condition, row: Row) -> bool:
        key = condition.key(row)
        return key is not None and _are_like(key, condition.value) and compare(key, condition.value)

    return holds


def _by(name: Operator) -> Holds:
    """Return a comparison with another operator of the specification."""

    def holds(condition: Condition, row: Row) -> bool:
        filter_ = attrs.evolve(condition.filter, operator=name)
        return is_match(filter_, condition.key(row), condition.value)

    return holds


def _is_empty(condition: Condition, row: Row) -> bool:
    return not condition.filter.field.read(row)


def _changed(change: Callable[[Any], Any]) -> Holds:
    """Return a comparison of both values after a change."""

    def holds(condition: Condition, row: Row) -> bool:
        key = condition.key(row)
        return matches(condition, None if key is None else change(key), change(condition.value))

    return holds


def _are_like(one: object, other: object) -> bool:
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
        case "instant" | "decimal", _:
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
    if place.filter.operator not in {"eq", "ne"}:
        yield "number-as-text", _as_text(place.filter.operator)
    yield "zero-ignored", _ignored_for(value=0)


def _decimals() -> Iterator[Compared]:
    for step, kind in ((-1, "one-less"), (1, "one-more")):
        yield kind, moved_by(step)
    yield "number-as-text", _spelled
    yield "decimals-cut", _changed(int)
    yield "zero-ignored", _ignored_for(value=0)


def _spelled(condition: Condition, row: Row) -> bool:
    """Compare numbers as they are spelled."""
    written = condition.filter.field.read(row)
    key = None if condition.key(row) is None else str(written)
    return matches(condition, key, condition.text)


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
