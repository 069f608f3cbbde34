# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The types that the models are made of."""

from datetime import datetime
from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

__all__ = ["UNSET", "Instant", "UnsetType"]

Instant = Annotated[datetime, Meta(tz=True)]
"""A date and time with its offset from UTC (RFC 3339)."""
