# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The senders of requests, which open and keep HTTP clients."""

import os
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar
from weakref import WeakKeyDictionary

import attrs
import httpx

from .._errors import ArgumentError, Exchange, TransportError, shown
from .._parameters import add_missing
from ._bodies import ACCEPTED
from ._deadlines import deadline_watched
from ._drafts import Draft
from ._exchanges import exchanged, running_loop
from ._failures import FAILURES, closed, too_late, transport_error
from ._handshakes import Handshake
from ._messages import (
    AsyncHTTPClient,
    Bounds,
    HTTPClient,
    Request,
    Response,
    exchange_without_response,
)
from ._receiving import Reception
from ._sockets import Sockets

__all__ = ["HTTP", "AsyncHTTP", "Stopped"]

ClientT = TypeVar("ClientT", httpx.Client, httpx.AsyncClient)

_PROXIES = {"http_proxy", "https_proxy", "all_proxy"}
_CERTIFICATES = {"SSL_CERT_FILE", "SSL_CERT_DIR"}

# Credentials that a caller's own HTTP client holds would otherwise replace the API key.
_NO_AUTH = httpx.Auth()


class Stopped(Exception):  # noqa: N818 - not an error
    """The response is no longer needed."""


class HTTP:
    """Sends requests, for any number of threads, and also after a fork.

    Its own HTTP client is created with the first request of a process, because that reads the
    certificates, which takes longer than everything else in a new client. Two processes that shared
    a connection would get each other's responses.
    """

    def __init__(self, client: HTTPClient | None, *, trust_env: bool) -> None:
        _check(client, httpx.Client)
        self._given = client
        self._trust_env = trust_env
        self._user = 0
        self._closed = False
        self._processes: dict[int, _Process] = {}

    def close(self) -> None:
        """Close the connections, unless the HTTP client is the caller's own."""
        if self._given is not None:
            return
        process = self._process()
        with process.lock:
            self._closed = True
            if process.client is not None:
                process.sockets.shut_down()
                process.client.close()

    def request(self, draft: Draft) -> Request:
        """Build a request.

        Raises:
            ArgumentError: The address is too long.
            TransportError: The client is closed, or the environment admits none.
        """
        process = self._process()
        with process.lock:
            if process.client is None and not self._closed:
                process.client = self._given or _made(
                    httpx.Client, draft, trust_env=self._trust_env
                )
        return _request(process.client, draft)

    def send(self, request: Request, bounds: Bounds, stop: threading.Event) -> Response:
        """Send a request, and receive the whole response.

        Raises:
            TransportError: No complete response was received.
            DecodingError: The body is too large, or wrongly compressed.
            Stopped: ``stop`` was set.
        """
        process = self._process()
        client = _open(process.client, request, bounds)
        if self._given is not None:
            self._user = _only_user(self._user, request, bounds)
        request.extensions["trace"] = process.sockets.trace
        try:
            with deadline_watched(bounds.deadline, process.sockets):
                return self._receive(client, request, bounds, stop)
        except FAILURES as error:
            failed = transport_error(error, request, bounds)
            raise failed from failed.__cause__

    def _receive(
        self, client: HTTPClient, request: Request, bounds: Bounds, stop: threading.Event
    ) -> Response:
        response = client.send(request, auth=_NO_AUTH, follow_redirects=False, stream=True)
        # A caller's own HTTP client may have opened the connection before.
        self._process().sockets.learn(response.extensions.get("network_stream"))
        try:
            reception = Reception(response, bounds)
            for part in response.iter_raw() if reception.is_streamed else ():
                if stop.is_set():
                    raise Stopped
                if bounds.remaining() <= 0:
                    raise too_late(request, bounds)
                reception.add(part)
        finally:
            response.close()
        return reception.complete()

    def _process(self) -> "_Process":
        pid = os.getpid()
        # A lock could have been held by another thread at the time of the fork.
        return self._processes.get(pid) or self._processes.setdefault(pid, _Process())


@attrs.define(eq=False)
class _Process:
    """What one process has opened; an inherited one is kept, but never used."""

    client: HTTPClient | None = None
    lock: threading.Lock = attrs.field(factory=threading.Lock)
    sockets: Sockets = attrs.field(factory=Sockets)


class AsyncHTTP:
    """Sends requests, for any number of tasks and event loops, and also after a fork.

    Each event loop has an HTTP client of its own, which is created with its first request, as in
    ``HTTP``: a connection serves only the event loop that opened it.
    """

    def __init__(self, client: AsyncHTTPClient | None, *, trust_env: bool) -> None:
        _check(client, httpx.AsyncClient)
        self._given = client
        self._trust_env = trust_env
        self._user = 0
        self._closed = False
        self._loops: WeakKeyDictionary[object, AsyncHTTPClient] = WeakKeyDictionary()
        self._process = os.getpid()
        self._inherited: object = None

    async def aclose(self) -> None:
        """Close the connections, unless the HTTP client is the caller's own."""
        if self._given is not None:
            return
        self._closed = True
        client = self._client()
        if client is not None:
            await client.aclose()

    def request(self, draft: Draft) -> Request:
        """Build a request.

        Raises:
            ArgumentError: The address is too long.
            TransportError: The client is closed, or the environment admits none.
        """
        client = self._client()
        if client is None and not self._closed:
            client = _made(httpx.AsyncClient, draft, trust_env=self._trust_env)
            self._loops[self._loop()] = client
        return _request(client, draft)

    async def send(self, request: Request, bounds: Bounds) -> Response:
        """Send a request, and receive the whole response.

        Raises:
            TransportError: No complete response was received.
            DecodingError: The body is too large, or wrongly compressed.
        """
        client = _open(self._client(), request, bounds)
        if self._given is not None:
            self._user = _only_user(self._user, request, bounds)
        receive = partial(self._receive, client, request, bounds)
        try:
            response = await exchanged(receive, bounds.remaining())
        except FAILURES as error:
            failed = transport_error(error, request, bounds)
            raise failed from failed.__cause__
        if response is None:
            raise too_late(request, bounds)
        return response

    async def _receive(self, client: AsyncHTTPClient, request: Request, bounds: Bounds) -> Response:
        handshake = Handshake()
        request.extensions["trace"] = handshake.trace
        try:
            response = await client.send(
                request, auth=_NO_AUTH, follow_redirects=False, stream=True
            )
        except BaseException:
            await handshake.abandon()
            raise
        try:
            reception = Reception(response, bounds)
            if reception.is_streamed:
                async for part in response.aiter_raw():
                    reception.add(part)
        finally:
            await response.aclose()
        return reception.complete()

    def _loop(self) -> object:
        """Return the event loop; libraries other than asyncio have one for all their runs."""
        return running_loop() or self

    def _client(self) -> AsyncHTTPClient | None:
        """Return the HTTP client of this process and event loop, if there is one."""
        if self._given is not None:
            return self._given
        if self._process != os.getpid():
            # Without a reference, the connections of the other process would be closed.
            self._inherited = self._loops
            self._loops, self._process = WeakKeyDictionary(), os.getpid()
        return self._loops.get(self._loop())


def _check(client: object, kind: type[object]) -> None:
    if client is not None and not isinstance(client, kind):
        raise ArgumentError(
            "http_client", f"expected an httpx.{kind.__name__}, got {shown(client)}"
        )


def _only_user(user: int, request: Request, bounds: Bounds) -> int:
    """Return the process that uses an HTTP client of the caller, which must be the only one.

    Raises:
        TransportError: Another process has used it before.
    """
    if user and user != os.getpid():
        problem = (
            "the http_client was used before the process was forked, and its connections would be "
            "shared: make one in each process"
        )
        raise TransportError(problem, exchange_without_response(request, bounds.secrets))
    return os.getpid()


def _made(kind: type[ClientT], draft: Draft, *, trust_env: bool) -> ClientT:
    """Return a new HTTP client."""
    try:
        return kind(trust_env=trust_env)
    except (ValueError, OSError, ImportError, httpx.InvalidURL) as error:
        problem = f"no HTTP client can be made with the proxies and certificates given: {error}"
        if names := [*_invalid_variables()]:
            problem += f"; see {', '.join(names)} in the environment, or pass trust_env=False"
        exchange = Exchange(draft.method, draft.shown_url, attempts=0)
        failed = TransportError(problem, exchange)
        failed.cause = error
        raise failed from None


def _invalid_variables() -> Iterator[str]:
    """Yield the variables of the environment that httpx cannot read."""
    for name, value in os.environ.items():
        if name.lower() in _PROXIES and value:
            try:
                httpx.HTTPTransport(verify=False, proxy=value).close()
            except (ValueError, ImportError, httpx.InvalidURL):
                yield name
        elif name in _CERTIFICATES and not Path(value).exists():
            yield name


def _request(client: HTTPClient | AsyncHTTPClient | None, draft: Draft) -> Request:
    if client is None or client.is_closed:
        raise closed(draft.method, draft.shown_url)
    url = draft.url
    try:
        headers = {**draft.headers, "accept-encoding": ACCEPTED}
        request = client.build_request(draft.method, url, headers=headers, content=draft.content)
        if client.params:
            # httpx has replaced the query with the parameters of the caller's HTTP client.
            url = add_missing(url, client.params.multi_items())
            request.url = httpx.URL(url)
        draft.authorize(request)
    except httpx.InvalidURL as error:
        problem = f"together they make an address of {len(url)} characters: {error}"
        raise ArgumentError("arguments", problem) from None
    return request


def _open(client: ClientT | None, request: Request, bounds: Bounds) -> ClientT:
    """Bound the timeouts of a request by its deadline, and return the client that sends it."""
    if client is None or client.is_closed:
        raise closed(request.method, bounds.secrets.redact(str(request.url)))
    remaining = bounds.remaining()
    if remaining <= 0:
        raise too_late(request, bounds)
    request.extensions = {
        **request.extensions,
        "timeout": {
            name: remaining if seconds is None else min(seconds, remaining)
            for name, seconds in bounds.timeout.as_dict().items()
        },
    }
    return client
