"""What bounds a request of the client as a whole; see ``rollcall.http._deadline``.

The client has bounds of its own. These hold for a faulty one too.
"""

import ssl
from collections.abc import AsyncIterable, Iterable
from datetime import timedelta
from typing import Any

import httpcore
import httpx

from rollcall.http._deadline import DEADLINE, MAX_BODY

__all__ = ["TLS", "BoundedBackend", "read_whole", "read_whole_async", "replayed"]

# Reading the certificates takes longer than a request, so it is done once.
TLS = httpx.create_ssl_context()

# Deflate makes a body up to about a thousand times longer.
_MOST_ENCODED = 64 * 2**10


class BoundedBackend(httpcore.NetworkBackend):
    """Opens connections whose reads end with the deadline of the thread that reads."""

    def __init__(self) -> None:
        self._inner = httpcore.SyncBackend()

    def connect_tcp(self, *args: Any, **options: Any) -> httpcore.NetworkStream:  # noqa: ANN401 - handed on
        """Open a connection."""
        return _Stream(self._inner.connect_tcp(*args, **options))


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            return self._inner.read(max_bytes, DEADLINE.cut(timeout))
        except TimeoutError as error:
            raise httpcore.ReadTimeout(str(error)) from None

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, timeout)

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - it is so in httpcore
        return self._inner.get_extra_info(info)


def read_whole(response: httpx.Response) -> httpx.Response:
    """Read the body of a response from the network, and give a response that holds it.

    Raises:
        httpx.TransportError: The body is not complete in time, or is too long.
    """
    assert isinstance(response.stream, Iterable)
    body = bytearray()
    try:
        for piece in response.stream:
            _extend(body, piece)
    finally:
        response.close()
    return _holding(response, body)


async def read_whole_async(response: httpx.Response) -> httpx.Response:
    """Do what ``read_whole`` does."""
    assert isinstance(response.stream, AsyncIterable)
    body = bytearray()
    try:
        async for piece in response.stream:
            _extend(body, piece)
    finally:
        await response.aclose()
    return _holding(response, body)


def replayed(response: httpx.Response, request: httpx.Request) -> httpx.Response | None:
    """Return another response like one that holds its body, read; None where that may be a bomb.

    Args:
        response: What ``read_whole`` gave.
        request: The request that it answers.
    """
    stream = response.stream
    assert isinstance(stream, httpx.ByteStream)
    body = b"".join(stream)
    if "content-encoding" in response.headers and len(body) > _MOST_ENCODED:
        return None
    copy = httpx.Response(
        response.status_code,
        headers=response.headers,
        stream=httpx.ByteStream(body),
        extensions=response.extensions,
        request=request,
    )
    try:
        copy.read()
    except httpx.DecodingError:
        return None
    # Only a client measures it; what looks at the copy expects it to be there.
    copy.elapsed = timedelta(0)
    return copy


def _extend(body: bytearray, piece: bytes) -> None:
    body += piece
    if len(body) > MAX_BODY:
        raise httpx.ReadError(f"the body is longer than {MAX_BODY // 2**20} MiB")


def _holding(response: httpx.Response, body: bytearray) -> httpx.Response:
    return httpx.Response(
        response.status_code,
        headers=response.headers,
        stream=httpx.ByteStream(bytes(body)),
        extensions=response.extensions,
    )
