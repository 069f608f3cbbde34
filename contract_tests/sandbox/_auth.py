"""Tell who sends a request."""

import re
from collections.abc import Iterable
from hmac import compare_digest
from typing import Protocol

from attrs import frozen

# RFC 6750, section 2.1: the characters of a bearer token.
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")
_CREDENTIALS = re.compile(rb"(?i:bearer) +([^ ]+)")


@frozen
class Unknown:
    """Nobody the server knows; `presented` is whether credentials were sent at all."""

    presented: bool


@frozen
class Known:
    """The holder of credentials that the server gave."""

    admitted: bool


class Senders(Protocol):
    """Those whom a server knows, by what their requests present."""

    def identify(self, headers: Iterable[tuple[bytes, bytes]], /) -> Known | Unknown:
        """Tell who sent these headers, whose names are in lower case."""


@frozen
class Tokens:
    """The bearer tokens that a server knows.

    The holder of `admitted` may read everything. The holder of `forbidden`, if there is one, is
    recognised and may read nothing.
    """

    admitted: str
    forbidden: str | None = None

    def identify(self, headers: Iterable[tuple[bytes, bytes]]) -> Known | Unknown:
        """Tell who sent these headers (RFC 9110, section 11.6.2; RFC 6750, section 2.1).

        The scheme is read without regard to case, the token exactly and in constant time. More
        than one `Authorization` header identifies nobody.
        """
        values = [value for name, value in headers if name == b"authorization"]
        match = _CREDENTIALS.fullmatch(values[0]) if len(values) == 1 else None
        if match is None:
            return Unknown(presented=bool(values))
        if compare_digest(match[1], self.admitted.encode()):
            return Known(admitted=True)
        if self.forbidden is not None and compare_digest(match[1], self.forbidden.encode()):
            return Known(admitted=False)
        return Unknown(presented=True)


def checked_token(text: str) -> str:
    """Return a token that can be sent in a header, or raise `ValueError`."""
    if not _TOKEN.fullmatch(text):
        message = "a token is made of the characters A-Z a-z 0-9 - . _ ~ + / and ends with any ="
        raise ValueError(message)
    return text
