"""Reads identities, fields and filters for the laws."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from rollcall.spec import Filter, ListOperation, Parameter

__all__ = [
    "UNUSED_ID",
    "filter_of",
    "identity_of",
    "identity_text",
    "is_uuid",
    "named",
    "rows_by_identity",
    "without_children",
]

UNUSED_ID = "00000000-0000-0000-0000-000000000000"
"""An identifier that most APIs accept as valid, and that no item has."""

_UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)


def identity_text(value: object) -> str:
    """Return an identity as text; UUIDs are equal in any case (RFC 9562), other texts are not."""
    text = str(value)
    return text.lower() if is_uuid(text) else text


def is_uuid(text: str) -> bool:
    """Return whether a text is a UUID."""
    return _UUID.fullmatch(text) is not None


def identity_of(operation: ListOperation, item: object) -> str:
    """Return the identity of an item of a list."""
    return identity_text(operation.identity.read(item))


def named(operation: ListOperation, identity: str) -> str:
    """Return an identity after the name of its field, such as ``id 7``."""
    location = operation.identity.location
    return f"{location[-1]} {identity}" if location else identity


def rows_by_identity(
    operation: ListOperation, rows: Iterable[Mapping[str, Any]]
) -> dict[str, Mapping[str, Any]]:
    """Return rows of a list by their identities."""
    return {identity_of(operation, each): each for each in rows}


def without_children(operation: ListOperation, item: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an item without the children that flags add."""
    fields = {each.field.location[0] for each in operation.flags.values()}
    return {name: value for name, value in item.items() if name not in fields}


def filter_of(parameter: Parameter) -> Filter:
    """Return the meaning of a parameter that is a filter."""
    assert parameter.filter is not None
    return parameter.filter
