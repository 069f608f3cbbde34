"""The types of the models' fields."""

from datetime import datetime
from typing import Annotated, Any

from msgspec import UNSET, Meta, UnsetType

__all__ = ["UNSET", "Instant", "UnsetType", "shortened"]

Instant = Annotated[datetime, Meta(tz=True)]
"""A date and time with its offset from UTC (RFC 3339)."""


def shortened(value: list[Any] | UnsetType | None) -> str:
    """Return the repr of a field: of a list, the first item and the number of others."""
    if not isinstance(value, list) or len(value) <= 1:
        return repr(value)
    return f"[{value[0]!r}, ... {len(value) - 1} more]"
