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
    """What a server knows of the sender of a request; the first two are strangers."""

    ANONYMOUS = "no credentials were sent"
    UNKNOWN = "the credentials are not known"
    FORBIDDEN = "may read nothing"
    ADMITTED = "may read everything"


# Those whom a server knows.
KNOWN = {Sender.FORBIDDEN, Sender.ADMITTED}


@frozen
class Credentials:
    """The credentials that a server knows; `read` finds those of an `Authorization` header.

    The holder of one of `admitted` may read everything, the holder of `forbidden` nothing.
    """

    read: Callable[[bytes], bytes | None]
    admitted: tuple[str, ...] = field(repr=False)
    forbidden: str | None = field(default=None, repr=False)

    def identify(self, headers: Iterable[tuple[bytes, bytes]]) -> Sender:
        """Return who sent these headers, whose names are in lower case (RFC 9110, 11.6.2).

        The scheme is read without regard to case, the credentials exactly and in constant time.
        More than one `Authorization` header identifies nobody.
        """
        values = [value for name, value in headers if name == b"authorization"]
        presented = self.read(values[0]) if len(values) == 1 else None
        if presented is None:
            return Sender.UNKNOWN if values else Sender.ANONYMOUS
        # All are looked at, so that the time does not tell which of them is nearly right.
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
    """Return `user:password` of a header (RFC 7617), whose Base64 has its one right spelling."""
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
