"""Values of items: with ties, case variants, accents, blanks, offsets, and instants at midnight."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

__all__ = ["INSTANTS", "SECONDS", "TEXTS", "cycle", "rows"]

TEXTS = (
    *("Ada", "ada", "Ada ", "Zoë", "Zoe\u0308", "Zoe", "Ada Bo", "Bo"),
    *("50%", "a_b", "a+b", "a&b", "ADA", "Zo", ""),
)
INSTANTS = (
    "2024-03-10T00:00:00Z",
    "2024-03-09T23:59:59.999999Z",
    "2024-03-10T00:00:00.000001Z",
    "2024-03-10T01:30:00+02:00",
    "2024-03-09T20:00:00-05:00",
    "2024-03-11T12:00:00Z",
    "2024-03-11T12:00:00Z",
    "2024-03-12T12:00:00.5Z",
    "2024-02-29T22:30:00Z",
)
SECONDS = tuple(
    f"2024-03-{day}T{time}Z"
    for day in ("09", "10", "12")
    for time in ("00:00:00", "00:00:01", "12:00:00", "23:59:59")
)
"""Instants in UTC, without a fraction of a second."""


def cycle(values: Sequence[Any], number: int) -> Any:  # noqa: ANN401 - of any type
    """Return the value with a number, from the first again after the last."""
    return values[number % len(values)]


def rows(count: int, row: Callable[[int], Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return items by their numbers, in an order that is no order of a field."""
    return [row(number) for number in sorted(range(count), key=lambda each: each * 37 % 101)]
