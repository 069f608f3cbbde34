"""What tells an item from every other, as text that can be compared."""

import re

from rollcall.spec import ListOperation

__all__ = ["identity_of", "identity_text", "is_uuid"]

_UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)


def identity_text(value: object) -> str:
    """Return an identity as text; UUIDs are the same in any case (RFC 9562), others are not."""
    text = str(value)
    return text.lower() if is_uuid(text) else text


def is_uuid(text: str) -> bool:
    """Return whether a text is a UUID."""
    return _UUID.fullmatch(text) is not None


def identity_of(operation: ListOperation, item: object) -> str:
    """Return the identity of an item of a list."""
    return identity_text(operation.identity.read(item))
