"""The types that the models are made of."""

from datetime import datetime
from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

__all__ = ["UNSET", "Instant", "UnsetType"]

Instant = Annotated[datetime, Meta(tz=True)]
"""A date and time with its offset from UTC (RFC 3339)."""
