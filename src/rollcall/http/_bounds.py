"""Bounds of a complete request: its time, and the length of its response.

The timeouts of an HTTP library apply to a single read. A server that sends a byte now and then
never exceeds them, so that its response may never end.
"""

import math
import socket
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
"""The maximum number of bytes of a response's body, both encoded and decoded."""

_TIMEOUTS = 3
# The number of bytes to decode at a time: a few compressed bytes can become many.
_PIECE = 1024


class OverdueError(httpx.ReadTimeout):
    """The response was not complete at the deadline of the request."""


class BodyTooLongError(httpx.ReadError):
    """The body of a response is longer than ``MAX_BODY``."""


class BrokenBodyError(httpx.RemoteProtocolError):
    """The body of a response ends too early, or cannot be decoded."""


def total_seconds(timeout: float) -> float:
    """Return the time limit of a complete request in seconds, from the timeout of a single read."""
    return _TIMEOUTS * timeout


class Deadline(threading.local):
    """The deadline of the request that the current thread sends."""

    end = math.inf

    def start(self, seconds: float) -> None:
        """Set the deadline of a request that starts now."""
        self.end = time.monotonic() + seconds

    def cut(self, timeout: float | None) -> float:
        """Return the timeout of one read: the given one, or the remaining time if that is shorter.

        Raises:
            OverdueError: No time is left.
        """
        left = self.end - time.monotonic()
        if left <= 0:
            raise OverdueError("the deadline of the request has passed")
        return left if timeout is None else min(timeout, left)


DEADLINE = Deadline()


_QUICK_ACK = getattr(socket, "TCP_QUICKACK", None)


class Backend(httpcore.SyncBackend):
    """Opens connections whose reads end at the deadline of the reading thread.

    They acknowledge at once what they receive, where the system can (Linux). A server that writes
    the head and the body of a response apart, such as those of ``wsgiref``, waits for the
    acknowledgement of the head (RFC 896), which a client otherwise delays for 40 ms.
    """

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
        connection = self._inner.get_extra_info("socket")
        if _QUICK_ACK is not None and connection is not None:
            # The system forgets it: it holds for some packets.
            connection.setsockopt(socket.IPPROTO_TCP, _QUICK_ACK, 1)
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
    """Convert httpcore's errors to those of httpx, which have the same names."""
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
        BodyTooLongError: The new body is longer than ``MAX_BODY``.
    """
    body += piece
    if len(body) > MAX_BODY:
        raise BodyTooLongError(f"the body is longer than {MAX_BODY // 2**20} MiB")


def decoded(raw: httpx.Response, request: httpx.Request) -> httpx.Response:
    """Return a copy of a response with the content decoded.

    Args:
        raw: A response whose stream has the undecoded body.
        request: The request of the copy.

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
