"""The meaning of a filter: whether an item matches a value."""

import operator
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from rollcall.spec._annotations import Default, Filter
from rollcall.spec._comparing import Comparable, compared, decimal_of, simplified
from rollcall.spec._instants import instant_of

__all__ = ["Scalar", "default_in_force", "field_key", "is_match", "value_key"]

Scalar = str | int | float | bool
"""The value of a parameter, before it is encoded as text."""

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


def value_key(filter_: Filter, value: Scalar) -> Comparable:
    """Return the value that a filter compares items with, for a value of its parameter.

    Raises:
        ValueError: The filter does not accept the value.
    """
    match filter_.precision:
        case "day":
            return date.fromisoformat(str(value))
        case "instant":
            return instant_of(str(value))
        case "decimal":
            return decimal_of(str(value))
    return simplified(value, filter_.ignored) if isinstance(value, str) else value


def is_match(filter_: Filter, key: Comparable | None, value: Comparable) -> bool:
    """Return whether a value of an item matches; null does only if the filter says so."""
    if key is None:
        return filter_.nulls_match
    if isinstance(key, bool) != isinstance(value, bool):
        return False
    if isinstance(key, str) != isinstance(value, str):
        return False
    return _OPERATORS[filter_.operator](key, value)


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
