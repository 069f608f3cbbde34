"""Bodies on their way: decompressed as they come, and never beyond their limit.

httpx would decompress each part whole, whatever comes of it: a few kilobytes may become megabytes.
And it would take compressed data that ends early for complete.
"""

import zlib
from typing import Any, Final

__all__ = ["ACCEPTED", "Body", "BodyError"]

ACCEPTED: Final = "gzip"
"""The compression that is asked for; there is no other that tells when it would grow too large."""

_CODINGS = {"": False, "identity": False, "gzip": True, "x-gzip": True}


class BodyError(Exception):
    """The body cannot be received."""


class Body:
    """A body, as far as it was received.

    Args:
        limit: The longest body, in bytes, once it is decompressed.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._member: Any = None
        self._parts: list[bytes] = []
        self._size = 0

    def decompress(self, coding: str) -> None:
        """Decompress what comes, as the Content-Encoding says.

        Raises:
            BodyError: The coding was not asked for.
        """
        name = coding.strip().lower()
        if name not in _CODINGS:
            raise BodyError(f"the body is encoded as {name[:20]!r}, which was not asked for")
        self._member = _new_member() if _CODINGS[name] else None

    @property
    def content(self) -> bytes:
        """What was received so far, decompressed."""
        return b"".join(self._parts)

    def add(self, part: bytes) -> None:
        """Take a part of the body.

        Raises:
            BodyError: The body is too large, or not what its Content-Encoding says.
        """
        if self._member is None:
            self._keep(part)
            return
        while part:
            # Gzip data may have several members (RFC 1952, section 2.2).
            self._member = _new_member() if self._member.eof else self._member
            # One byte more than is admitted tells a body of that length from a longer one.
            room = self._limit - self._size + 1
            try:
                data = self._member.decompress(part, room)
            except zlib.error as error:
                raise BodyError(f"the body is not gzip, as its header says: {error}") from None
            self._keep(data)
            part = self._member.unused_data

    def end(self) -> None:
        """Take note that no more comes.

        Raises:
            BodyError: The body ends early.
        """
        if self._member is not None and self._parts and not self._member.eof:
            raise BodyError("the body ends before its gzip data does")

    def _keep(self, data: bytes) -> None:
        self._size += len(data)
        self._parts.append(data)
        if self._size > self._limit:
            raise BodyError(f"the body is larger than {self._limit} bytes (max_body)")


def _new_member() -> Any:  # noqa: ANN401 - zlib has no public name for it
    return zlib.decompressobj(zlib.MAX_WBITS | 16)
