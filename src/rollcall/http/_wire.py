"""Sends one request, and reads the complete response."""

import ssl
import time
import urllib.request
from collections.abc import Iterable
from contextlib import closing
from datetime import timedelta
from functools import cache
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import attrs
import httpcore
import httpx

from rollcall.http._bounds import (
    DEADLINE,
    Backend,
    BrokenBodyError,
    extend,
    httpx_errors,
    total_seconds,
)

__all__ = ["StaleConnectionError", "Wire", "WireWithoutSockets", "is_loopback"]

_ENDED = (httpcore.RemoteProtocolError, httpcore.NetworkError)


class StaleConnectionError(httpx.RemoteProtocolError):
    """The server closed an idle connection before a response; the request may be sent again."""


class Wire(httpx.BaseTransport):
    """Sends requests over persistent connections, for any number of threads.

    Args:
        base_url: The server; unless it is on this machine, the proxy of the environment is used.
        timeout: The time limit of a single read in seconds; a request may take three times as long.
    """

    def __init__(self, base_url: str, timeout: float) -> None:
        self._seconds = total_seconds(timeout)
        self._pool = httpcore.ConnectionPool(
            ssl_context=_tls(),
            proxy=_proxy(base_url),
            max_connections=None,
            network_backend=Backend(),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, and return the response; its stream has the undecoded body.

        Raises:
            httpx.TransportError: No complete response came in time.
        """
        trace = _Trace()
        started = time.monotonic()
        DEADLINE.start(self._seconds)
        with httpx_errors(request):
            try:
                head = self._pool.handle_request(_core_request(request, trace.note))
            except _ENDED as error:
                if trace.is_new:
                    raise
                raise StaleConnectionError(str(error)) from error
            assert isinstance(head.stream, Iterable)
            body = bytearray()
            try:
                for piece in head.stream:
                    extend(body, piece)
            except httpcore.RemoteProtocolError as error:
                raise BrokenBodyError(str(error)) from error
            finally:
                head.close()
        return _response(head.status, head, body, started)

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()


@attrs.frozen
class WireWithoutSockets(httpx.BaseTransport):
    """Sends requests through the transport of a ``Target``, and leaves it open."""

    transport: httpx.BaseTransport

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, and return the response; its stream has the undecoded body."""
        # The trace of an asynchronous client is a coroutine function, which no thread can call.
        extensions = {name: each for name, each in request.extensions.items() if name != "trace"}
        sent = httpx.Request(
            request.method,
            request.url,
            headers=request.headers,
            stream=request.stream,
            extensions=extensions,
        )
        started = time.monotonic()
        with closing(self.transport.handle_request(sent)) as head:
            assert isinstance(head.stream, Iterable)
            body = bytearray()
            for piece in head.stream:
                extend(body, piece)
            return _response(head.status_code, head, body, started)


class _Trace:
    """Records whether a request opened a new connection."""

    is_new = False

    def note(self, event: str, _info: Any) -> None:  # noqa: ANN401 - httpcore's
        self.is_new = self.is_new or event == "connection.connect_tcp.started"


def _core_request(request: httpx.Request, trace: Any) -> httpcore.Request:  # noqa: ANN401
    url = request.url
    return httpcore.Request(
        request.method,
        httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
        headers=request.headers.raw,
        content=request.stream,
        extensions={**request.extensions, "trace": trace},
    )


def _response(
    status: int, head: httpcore.Response | httpx.Response, body: bytearray, started: float
) -> httpx.Response:
    response = httpx.Response(
        status,
        headers=head.headers,
        stream=httpx.ByteStream(bytes(body)),
        extensions=head.extensions,
    )
    response.elapsed = timedelta(seconds=time.monotonic() - started)
    return response


@cache
def _tls() -> ssl.SSLContext:
    # Loading the certificates takes longer than a request.
    return httpx.create_ssl_context()


def _proxy(base_url: str) -> httpcore.Proxy | None:
    """Return the proxy of the environment for a server; None for a server on this machine."""
    parts = urlsplit(base_url)
    if is_loopback(base_url) or urllib.request.proxy_bypass(parts.netloc):
        return None
    proxies = urllib.request.getproxies()
    address = proxies.get(parts.scheme) or proxies.get("all")
    if not address:
        return None
    proxy = httpx.Proxy(address if "://" in address else f"http://{address}")
    return httpcore.Proxy(str(proxy.url), auth=proxy.raw_auth)


def is_loopback(base_url: str) -> bool:
    """Return whether a server is on this machine."""
    host = urlsplit(base_url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
