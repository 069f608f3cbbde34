"""The types of the models' fields."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, TypeAlias

from msgspec import UNSET, Meta, UnsetType

__all__ = ["UNSET", "Holders", "Instant", "UnsetType", "shortened"]

Instant = Annotated[datetime, Meta(tz=True)]
"""A date and time with its offset from UTC (RFC 3339)."""


Holders: TypeAlias = Mapping[type[object], Sequence[tuple[str, str]]]
"""The fields of each model that may hold models: their names in Python and in JSON."""


def shortened(value: list[Any] | UnsetType | None) -> str:
    """Return the repr of a field: of a list, the first item and the number of others."""
    if not isinstance(value, list) or len(value) <= 1:
        return repr(value)
    return f"[{value[0]!r}, ... {len(value) - 1} more]"
