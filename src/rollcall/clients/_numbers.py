"""Valid numbers of schemas."""

from collections.abc import Mapping
from math import ceil, floor, inf
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rollcall.spec import SpecError

__all__ = ["format_bounds", "integer_bounds", "integers", "nth_integer", "numbers", "sample_number"]

_EXACT = 2**53
"""Up to here, each integer is a float too."""
_MOST_STEPS = 10_000
_SIZES = {"int32": 2**31, "int64": 2**63}
"""The least positive integer that a format excludes."""


def integer_bounds(schema: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """Return the least and the largest integer of a schema; None without a bound."""
    low, high, _ = _range(schema)
    return None if low == -inf else int(low), None if high == inf else int(high)


def format_bounds(schema: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """Return the least and the largest integer of the format of a schema; None without a bound."""
    size = _SIZES.get(schema.get("format", ""))
    return (None, None) if size is None else (-size, size - 1)


def integers(schema: Mapping[str, Any]) -> SearchStrategy[int | float]:
    """Draw integers of a schema, and floats without a fraction, which JSON Schema admits too."""
    low, high, step = _range(schema)
    drawn = st.integers(
        None if low == -inf else int(low) // step, None if high == inf else int(high) // step
    )
    return drawn.flatmap(lambda each: st.sampled_from(_spellings(each * step)))


def _spellings(value: int) -> list[int | float]:
    return [value, float(value)] if abs(value) <= _EXACT else [value]


def numbers(schema: Mapping[str, Any]) -> SearchStrategy[int | float]:
    """Draw numbers of a schema, with and without a fraction."""
    low, high = _bounds(schema)
    step = schema.get("multipleOf")
    if step is not None and step % 1 == 0:
        return integers(schema)
    if step is not None:
        steps = st.integers(-_MOST_STEPS, _MOST_STEPS).map(lambda each: each * float(step))
        return steps.filter(lambda each: low <= each <= high and (each / step).is_integer())
    drawn = st.floats(
        None if low == -inf else low,
        None if high == inf else high,
        exclude_min=low == schema.get("exclusiveMinimum"),
        exclude_max=high == schema.get("exclusiveMaximum"),
        allow_nan=False,
        allow_infinity=False,
    )
    least, most, _ = _range(schema)
    return integers(schema) | drawn if least <= most else drawn


def sample_number(schema: Mapping[str, Any]) -> int | float:
    """Return a number of a schema: the least integer, if there is one.

    Raises:
        SpecError: The schema admits none that is simple.
    """
    low, high, step = _range(schema)
    if low <= high:
        return int(low if low > -inf else min(high, step))
    least, most = _bounds(schema)
    if schema.get("type") == "integer" or least >= most or "multipleOf" in schema:
        raise SpecError(f"no number can be built for {dict(schema)}")
    return (least + most) / 2


def nth_integer(schema: Mapping[str, Any], number: int) -> int:
    """Return another integer of a schema for each number.

    Raises:
        SpecError: The schema admits too few.
    """
    low, high, step = _range(schema)
    found = low + number * step if low > -inf else min(high, 0) - number * step
    if found > high:
        raise SpecError(f"there are too few integers for {number + 1} items: {dict(schema)}")
    return int(found)


def _bounds(schema: Mapping[str, Any]) -> tuple[float, float]:
    """Return the bounds of a schema, whether it includes them or not."""
    low = max(schema.get(each, -inf) for each in ("minimum", "exclusiveMinimum"))
    high = min(schema.get(each, inf) for each in ("maximum", "exclusiveMaximum"))
    return low, high


def _range(schema: Mapping[str, Any]) -> tuple[float, float, int]:
    """Return the least and the largest integer of a schema, or infinity, and their distance."""
    step = schema.get("multipleOf", 1)
    step = int(step) if step % 1 == 0 else 1
    low, high = _bounds(schema)
    if low > -inf:
        least = floor(low) + 1 if low == schema.get("exclusiveMinimum") else ceil(low)
        low = -(-least // step) * step
    if high < inf:
        most = ceil(high) - 1 if high == schema.get("exclusiveMaximum") else floor(high)
        high = most // step * step
    return low, high, step
