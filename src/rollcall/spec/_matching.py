"""The meaning of a filter: whether an item matches a value."""

import operator
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import attrs

from rollcall.spec._annotations import Default, Filter, Operator
from rollcall.spec._comparing import Comparable, compared, decimal_of, simplified
from rollcall.spec._instants import instant_of

__all__ = ["Chosen", "Operand", "Scalar", "default_in_force", "field_key", "is_match", "value_key"]

Scalar = str | int | float | bool
"""The value of a parameter, before it is encoded as text."""


@attrs.frozen
class Chosen:
    """A value whose operator is a part of it."""

    operator: Operator
    value: Comparable


Operand = Comparable | tuple[Comparable, ...] | Chosen
"""What a filter compares items with: a value, several, or one with its operator."""

_ENDS = 2
_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "contains": lambda key, value: str(value) in str(key),
    "startsWith": lambda key, value: str(key).startswith(str(value)),
    "endsWith": lambda key, value: str(key).endswith(str(value)),
    "isNull": operator.eq,
}


def field_key(filter_: Filter, item: Mapping[str, Any]) -> Comparable | None:
    """Return the value of an item that a filter compares; None if it is null or not comparable."""
    value = filter_.field.read(item)
    if filter_.operator == "isNull":
        return value is None
    return compared(value, filter_.precision, filter_.ignored, filter_.zone)


def value_key(filter_: Filter, value: Scalar | tuple[Scalar, ...]) -> Operand:
    """Return the value that a filter compares items with, for a value of its parameter.

    Raises:
        ValueError: The filter does not accept the value.
    """
    if filter_.prefixes:
        return _chosen(filter_, str(value))
    if not filter_.takes_several:
        assert not isinstance(value, tuple)
        return _value_key(filter_, value)
    values = value if isinstance(value, tuple) else (value,)
    if filter_.operator == "between" and len(values) != _ENDS:
        msg = f"{value!r} is not two values"
        raise ValueError(msg)
    return tuple(_value_key(filter_, each) for each in values)


def _chosen(filter_: Filter, text: str) -> Chosen:
    """Parse a value with its operator; of two prefixes that fit, the longer one counts."""
    fitting = [each for each in filter_.prefixes if text.startswith(each[1])]
    if not fitting:
        msg = f"{text!r} begins with no operator"
        raise ValueError(msg)
    operator_, prefix = max(fitting, key=lambda each: len(each[1]))
    return Chosen(operator_, _value_key(filter_, text.removeprefix(prefix)))


def _value_key(filter_: Filter, value: Scalar) -> Comparable:
    match filter_.precision:
        case "day":
            return date.fromisoformat(str(value))
        case "instant":
            return instant_of(str(value))
        case "decimal":
            return decimal_of(str(value))
    return simplified(value, filter_.ignored) if isinstance(value, str) else value


def is_match(filter_: Filter, key: Comparable | None, value: Operand) -> bool:
    """Return whether a value of an item matches; null does only if the filter says so."""
    if key is None:
        return filter_.nulls_match
    if isinstance(value, Chosen):
        return _holds(value.operator, key, value.value)
    if not isinstance(value, tuple):
        return _holds(filter_.operator, key, value)
    match filter_.operator:
        case "between":
            return _holds("gte", key, value[0]) and _holds("lte", key, value[1])
        case "notIn":
            return all(_holds("ne", key, each) for each in value)
    return any(_holds("eq", key, each) for each in value)


def _holds(name: Operator, key: Comparable, value: Comparable) -> bool:
    if isinstance(key, bool) != isinstance(value, bool):
        return False
    if isinstance(key, str) != isinstance(value, str):
        return False
    return _OPERATORS[name](key, value)


def default_in_force(
    filter_: Filter, plain: Iterable[Mapping[str, Any]], every: Iterable[Mapping[str, Any]]
) -> Default:
    """Return the default that a server applies if the filter is absent.

    Args:
        filter_: The filter, which has defaults.
        plain: The items that are listed without the filter.
        every: The whole list. If ``plain`` is empty, the default is one that matches no item, if
            there is one.
    """
    shown, rows = [*plain], [*every]

    def count(value: Default, rows: Iterable[Mapping[str, Any]]) -> int:
        wanted = value_key(filter_, value)
        return sum(is_match(filter_, field_key(filter_, row), wanted) for row in rows)

    if shown:
        return max(filter_.defaults, key=lambda each: count(each, shown))
    return min(filter_.defaults, key=lambda each: count(each, rows))
