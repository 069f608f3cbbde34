"""Mutants of filters of several values, and of values with operators."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from rollcall.mutants._listed import Condition, Row
from rollcall.mutants.server._conditions import Compared, Holds, Place, matches
from rollcall.spec import Chosen, Operator, is_match

__all__ = ["chosen", "compared"]

Values = Sequence[Any]

_NEAREST: Mapping[Operator, Operator] = {
    "eq": "ne",
    "ne": "eq",
    "gt": "gte",
    "gte": "gt",
    "lt": "lte",
    "lte": "lt",
    "contains": "startsWith",
    "startsWith": "contains",
    "endsWith": "contains",
}
"""The operator that each is mistaken for."""


def compared(place: Place) -> Iterator[Compared]:
    """Yield the wrong comparisons with several values."""
    if place.filter.operator == "between":
        yield "low-end-excluded", _bounds("gt", "lte")
        yield "high-end-excluded", _bounds("gte", "lt")
        yield "low-end-ignored", _bounds(None, "lte")
        yield "high-end-ignored", _bounds("gte", None)
        yield "ends-swapped", _with(lambda values: values[::-1])
        return
    yield "first-value-alone", _with(lambda values: values[:1])
    yield "last-value-alone", _with(lambda values: values[-1:])
    yield "last-value-lost", _with(lambda values: values[:-1] or values)
    yield "values-joined", _joined
    if place.parameter.delimiter:
        yield "values-unsplit", _unsplit


def chosen(place: Place) -> Iterator[Compared]:
    """Yield the comparisons that read one of the operators in a value as another one."""
    for name, _ in place.filter.prefixes:
        yield f"operator-{name}", _read_as(name, _NEAREST[name])


def _read_as(name: Operator, other: Operator) -> Holds:
    def holds(condition: Condition, row: Row) -> bool:
        value = condition.value
        assert isinstance(value, Chosen)
        if value.operator == name:
            value = attrs.evolve(value, operator=other)
        return matches(condition, condition.key(row), value)

    return holds


def _with(choose: Callable[[Values], Values]) -> Holds:
    """Return a comparison with only some of the values."""
    return lambda condition, row: matches(
        condition, condition.key(row), tuple(choose(_values(condition)))
    )


def _values(condition: Condition) -> Values:
    assert isinstance(condition.value, tuple)
    return condition.value


def _joined(condition: Condition, row: Row) -> bool:
    """Compare with all values instead of any, or with any instead of all."""
    join = all if condition.filter.operator == "in" else any
    return join(matches(condition, condition.key(row), (each,)) for each in _values(condition))


def _unsplit(condition: Condition, row: Row) -> bool:
    if len(_values(condition)) == 1:
        return condition.holds(row)
    return matches(condition, condition.key(row), (condition.text,))


def _bounds(low: Operator | None, high: Operator | None) -> Holds:
    """Return a comparison with other operators for the ends of a range."""

    def holds(condition: Condition, row: Row) -> bool:
        ends = zip((low, high), _values(condition), strict=True)
        return all(
            is_match(attrs.evolve(condition.filter, operator=by), condition.key(row), value)
            for by, value in ends
            if by is not None
        ) and (condition.key(row) is not None or condition.filter.nulls_match)

    return holds
