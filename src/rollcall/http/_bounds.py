"""Bounds of a request as a whole: the time that it takes, and the length of its response.

The timeouts of an HTTP library are those of a single read: a server that sends a byte now and then
never exceeds them, and never ends either.
"""

import math
import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore
import httpx

__all__ = [
    "DEADLINE",
    "MAX_BODY",
    "Backend",
    "BodyTooLongError",
    "BrokenBodyError",
    "OverdueError",
    "decoded",
    "extend",
    "httpx_errors",
    "total_seconds",
]

MAX_BODY = 64 * 2**20
"""The most bytes that the body of a response may have, encoded and decoded."""

_TIMEOUTS = 3
# Few bytes of a compressed body can become many: so many are decoded at a time.
_PIECE = 1024


class OverdueError(httpx.ReadTimeout):
    """The response was not complete when the time of the request was over."""


class BodyTooLongError(httpx.ReadError):
    """The body of a response is longer than ``MAX_BODY``."""


class BrokenBodyError(httpx.RemoteProtocolError):
    """The body of a response ends too early, or cannot be decoded."""


def total_seconds(timeout: float) -> float:
    """Return how many seconds a request may take in all, given the timeout of a single read."""
    return _TIMEOUTS * timeout


class Deadline(threading.local):
    """The end of the request that the current thread sends."""

    end = math.inf

    def start(self, seconds: float) -> None:
        """Start the time of a request that may take this many seconds."""
        self.end = time.monotonic() + seconds

    def cut(self, timeout: float | None) -> float:
        """Return the timeout of one read: the given one, or the time that is left if it is less.

        Raises:
            OverdueError: No time is left.
        """
        left = self.end - time.monotonic()
        if left <= 0:
            raise OverdueError("the time of the request is over")
        return left if timeout is None else min(timeout, left)


DEADLINE = Deadline()


class Backend(httpcore.SyncBackend):
    """Opens connections whose reads end with the deadline of the thread that reads."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Open a connection."""
        timeout = DEADLINE.cut(timeout)
        return _Stream(super().connect_tcp(host, port, timeout, local_address, socket_options))


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        timeout = DEADLINE.cut(timeout)
        try:
            return self._inner.read(max_bytes, timeout)
        except httpcore.ReadTimeout:
            DEADLINE.cut(None)
            raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, DEADLINE.cut(timeout))

    def close(self) -> None:
        self._inner.close()

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore's
        return self._inner.get_extra_info(info)

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, DEADLINE.cut(timeout)))


_ERRORS = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
)


@contextmanager
def httpx_errors(request: httpx.Request) -> Iterator[None]:
    """Raise httpcore's errors as those of httpx, which have the same names."""
    try:
        yield
    except _ERRORS as error:
        kind = getattr(httpx, type(error).__name__, httpx.TransportError)
        raise kind(str(error), request=request) from error
    except httpx.RequestError as error:
        error.request = request
        raise


def extend(body: bytearray, piece: bytes) -> None:
    """Append a piece to a body.

    Raises:
        BodyTooLongError: The body is longer than ``MAX_BODY`` then.
    """
    body += piece
    if len(body) > MAX_BODY:
        raise BodyTooLongError(f"the body is longer than {MAX_BODY // 2**20} MiB")


def decoded(raw: httpx.Response, request: httpx.Request) -> httpx.Response:
    """Return a copy of a response with the content decoded.

    Args:
        raw: A response whose stream holds the body as it came.
        request: The request that the copy names.

    Raises:
        BodyTooLongError: The content is longer than ``MAX_BODY``.
        BrokenBodyError: The body is not encoded as its headers say.
    """
    body = b"".join(raw.stream) if isinstance(raw.stream, httpx.ByteStream) else raw.content
    try:
        if "content-encoding" in raw.headers:
            pieces = (body[at : at + _PIECE] for at in range(0, len(body), _PIECE))
            content = bytearray()
            for piece in httpx.Response(200, headers=raw.headers, content=pieces).iter_bytes():
                extend(content, piece)
        copy = httpx.Response(
            raw.status_code,
            headers=raw.headers,
            stream=httpx.ByteStream(body),
            extensions=raw.extensions,
            request=request,
        )
        copy.read()
    except httpx.DecodingError as error:
        raise BrokenBodyError(str(error), request=request) from error
    copy.elapsed = raw.elapsed
    return copy
