"""What a filter compares: operators, days, instants, numbers and booleans, each a little off."""

import operator
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from rollcall.mutants._listed import Condition, Row
from rollcall.mutants._mutant import Answerer, ServerMutant
from rollcall.mutants.server import _times
from rollcall.mutants.server._conditions import (
    EDGE,
    SAME_AS_SHIFT,
    Holds,
    Place,
    compared,
    comparing,
    matches,
    shifted,
)
from rollcall.spec._matching import Comparable, is_match

__all__ = ["mutants"]

_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}
_SAID = {
    "eq": "equal",
    "gt": "greater",
    "gte": "greater or equal",
    "lt": "less",
    "lte": "less or equal",
}
_OPPOSITE = {"gt": "lte", "gte": "lt", "lt": "gte", "lte": "gt"}
_EPOCH = date(1970, 1, 1)


def mutants(place: Place) -> Iterator[ServerMutant]:
    """Derive filters that compare something else, or in another way, than they should."""
    if place.is_ordered:
        yield from _operators(place)
    if place.is_nullable:
        yield from _unset(place)
    match place.filter.precision, place.kind:
        case "day", _:
            yield from _times.days(place)
        case "instant", _:
            yield from _times.instants(place)
        case _, "integer" | "number":
            yield from _numbers(place)
        case _, "boolean":
            yield from _booleans(place)


def _operators(place: Place) -> Iterator[ServerMutant]:
    """Derive the operators that it could be taken for: those of its siblings, and the others."""
    for other in _COMPARISONS:
        # The opposite of a bound is that bound inverted.
        if other not in {place.filter.operator, _OPPOSITE.get(place.filter.operator)}:
            yield comparing(
                place,
                f"as-{other}",
                f"The filter compares as if its operator were: {_SAID[other]}.",
                _as(other),
                f"an item whose {place.filter.field} is on the edge of a value, or beyond",
            )


def _as(name: str) -> Holds:
    compare = _COMPARISONS[name]

    def holds(condition: Condition, row: Row) -> bool:
        key = condition.key(row)
        return key is not None and _are_like(key, condition.value) and compare(key, condition.value)

    return holds


def _are_like(one: Comparable, other: Comparable) -> bool:
    return isinstance(one, str) == isinstance(other, str)


def _unset(place: Place) -> Iterator[ServerMutant]:
    """Derive fields that are not set, and count as something."""
    needs = f"an item whose {place.filter.field} is not set"
    null = ("filter.null", "filter.exact", "filter.boundary", "filter.sound")
    yield comparing(
        place,
        "unset-as-zero",
        "A field that is not set counts as zero: 0, false, an empty text, or 1 January 1970.",
        _unset_as(_zero),
        needs,
        null,
    )
    # Nothing matches the present day or instant but a value that is exactly that.
    if place.filter.precision != "exact" and place.filter.operator != "eq":
        yield comparing(
            place,
            "unset-as-now",
            "A field that is not set counts as the present time.",
            _unset_as(_now),
            needs,
            null,
        )


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


def _numbers(place: Place) -> Iterator[ServerMutant]:
    near = f"an item whose {place.filter.field} is a value, or one beside it"
    for step, kind, sentence in (
        (-1, "one-less", "The value counts as one less."),
        (1, "one-more", "The value counts as one more."),
    ):
        is_other = SAME_AS_SHIFT.get(place.filter.operator) == step and place.kind == "integer"
        if not is_other:
            yield comparing(place, kind, sentence, shifted(step), near)
    if place.filter.operator != "eq":
        yield comparing(
            place,
            "number-as-text",
            "Numbers are compared as texts, digit by digit.",
            _as_text(place.filter.operator),
            f"items whose {place.filter.field} have a different number of digits",
        )
    yield place.mutant(
        "filter.zero-ignored",
        "The filter is ignored when its value is 0.",
        ("filter.null", *EDGE),
        _ignored_for(place, 0),
        needs=f"an item whose {place.filter.field} is not set, or does not match 0",
    )


def _as_text(name: str) -> Holds:
    compare = _COMPARISONS[name]

    def holds(condition: Condition, row: Row) -> bool:
        key = condition.key(row)
        return key is not None and compare(str(key), str(condition.value))

    return holds


def _ignored_for(place: Place, value: Comparable) -> Answerer:
    return compared(
        place.parameter.name,
        lambda condition, row: condition.value == value or condition.holds(row),
    )


def _booleans(place: Place) -> Iterator[ServerMutant]:
    field = place.filter.field
    sound = ("filter.sound", "filter.complete")
    for value, kind, needs in (
        (False, "false-ignored", f"an item whose {field} is true"),
        (True, "true-ignored", f"an item whose {field} is false"),
    ):
        yield place.mutant(
            f"filter.{kind}",
            f"The filter is ignored when its value is {str(value).lower()}.",
            sound,
            _ignored_for(place, value),
            needs=needs,
        )
    for value, kind in ((True, "always-true"), (False, "always-false")):
        yield comparing(
            place,
            kind,
            f"Every value counts as {str(value).lower()}.",
            _always(value=value),
            f"an item whose {field} is set",
            sound,
        )


def _always(*, value: bool) -> Holds:
    return lambda condition, row: is_match(condition.filter, condition.key(row), value)
