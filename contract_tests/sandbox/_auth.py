"""Identify the sender of a request."""

import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from enum import Enum
from hmac import compare_digest

from attrs import field, frozen

# RFC 6750, section 2.1: the characters of a bearer token.
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")
_BEARER = re.compile(rb"(?i:bearer) +([^ ]+)")
_BASIC = re.compile(rb"(?i:basic) +([A-Za-z0-9+/]+=*)")


class Sender(Enum):
    """The sender of a request, by its credentials."""

    ANONYMOUS = "no credentials were sent"
    UNKNOWN = "the credentials are not known"
    FORBIDDEN = "may read nothing"
    ADMITTED = "may read everything"


KNOWN = {Sender.FORBIDDEN, Sender.ADMITTED}
"""The senders whose credentials are known."""


@frozen
class Credentials:
    """The credentials that a server knows; `read` takes them from an `Authorization` header.

    `admitted` may read everything, `forbidden` nothing.
    """

    read: Callable[[bytes], bytes | None]
    admitted: tuple[str, ...] = field(repr=False)
    forbidden: str | None = field(default=None, repr=False)

    def identify(self, headers: Iterable[tuple[bytes, bytes]]) -> Sender:
        """Return the sender of these headers, whose names are in lower case (RFC 9110, 11.6.2).

        The scheme is case-insensitive; credentials are compared exactly and in constant time. A
        request with two `Authorization` headers has no known sender.
        """
        values = [value for name, value in headers if name == b"authorization"]
        presented = self.read(values[0]) if len(values) == 1 else None
        if presented is None:
            return Sender.UNKNOWN if values else Sender.ANONYMOUS
        # Compare all, so that the time reveals nothing.
        if any([compare_digest(presented, each.encode()) for each in self.admitted]):  # noqa: C419
            return Sender.ADMITTED
        if self.forbidden is not None and compare_digest(presented, self.forbidden.encode()):
            return Sender.FORBIDDEN
        return Sender.UNKNOWN


def bearer(header: bytes) -> bytes | None:
    """Return the token of a header (RFC 6750, section 2.1)."""
    match = _BEARER.fullmatch(header)
    return match and match[1]


def basic(header: bytes) -> bytes | None:
    """Return `user:password` of a header in canonical Base64 (RFC 7617)."""
    match = _BASIC.fullmatch(header)
    try:
        decoded = b64decode(match[1], validate=True) if match else None
    except ValueError:
        return None
    return decoded if match and decoded is not None and b64encode(decoded) == match[1] else None


def checked_token(text: str) -> str:
    """Return a token if it can be sent in a header; otherwise, raise `ValueError`."""
    if not _TOKEN.fullmatch(text):
        message = "a token is made of the characters A-Z a-z 0-9 - . _ ~ + / and ends with any ="
        raise ValueError(message)
    return text
