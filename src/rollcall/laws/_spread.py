"""A few of many values."""

from collections.abc import Sequence
from typing import TypeVar

__all__ = ["spread"]

_Value = TypeVar("_Value")


def spread(values: Sequence[_Value], most: int) -> list[_Value]:
    """Return some values, evenly spread over a sequence."""
    if len(values) <= most:
        return list(values)
    return [values[round(number * (len(values) - 1) / (most - 1))] for number in range(most)]
