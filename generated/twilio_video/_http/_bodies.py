# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""Bodies of responses, decompressed in parts and bounded in size.

httpx decompresses each part at once, so that a few kilobytes can become megabytes. It also accepts
compressed data that ends too early.
"""

import zlib
from typing import Any, Final

__all__ = ["ACCEPTED", "Body", "BodyError"]

ACCEPTED: Final = "gzip"
"""The compression that is requested: the only one whose output can be bounded."""

_CODINGS = {"": False, "identity": False, "gzip": True, "x-gzip": True}


class BodyError(Exception):
    """The body cannot be received."""


class Body:
    """The part of a body that was received.

    Args:
        limit: The largest body, in bytes after decompression.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._member: Any = None
        self._parts: list[bytes] = []
        self._size = 0

    def decompress(self, coding: str) -> None:
        """Decompress the parts that follow, by the Content-Encoding.

        Raises:
            BodyError: The coding was not requested.
        """
        name = coding.strip().lower()
        if name not in _CODINGS:
            raise BodyError(f"the body is encoded as {name[:20]!r}, which was not requested")
        self._member = _new_member() if _CODINGS[name] else None

    @property
    def content(self) -> bytes:
        """The decompressed content so far."""
        return b"".join(self._parts)

    def add(self, part: bytes) -> None:
        """Add a part of the body.

        Raises:
            BodyError: The body is too large, or its Content-Encoding is wrong.
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
                raise BodyError(
                    f"the Content-Encoding is gzip, but the body is not: {error}"
                ) from None
            self._keep(data)
            part = self._member.unused_data

    def end(self) -> None:
        """Check that the body is complete.

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
