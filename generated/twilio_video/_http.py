# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""Requests and responses of httpx, which no other module uses."""

import ssl
import threading
import time
from collections.abc import Callable, Mapping
from typing import ParamSpec, TypeVar

import anyio
import attrs
import httpx

from ._bodies import ACCEPTED, Body, BodyError
from ._deadlines import deadline_watched
from ._errors import (
    ArgumentError,
    ConnectionFailedError,
    DecodingError,
    Exchange,
    TimeoutExceededError,
    TransportError,
)
from ._handshakes import Handshake
from ._parameters import add_missing
from ._redaction import Secrets
from ._sockets import Sockets

__all__ = [
    "HTTP",
    "AsyncHTTP",
    "AsyncHTTPClient",
    "Bounds",
    "HTTPClient",
    "Headers",
    "Request",
    "Response",
    "Stopped",
    "Timeout",
    "absolute",
    "exchange_of",
    "header_boolean",
    "header_link",
    "header_number",
    "header_text",
    "is_address",
    "reason_phrase",
    "received",
    "same_origin",
]

HTTPClient = httpx.Client
AsyncHTTPClient = httpx.AsyncClient
Request = httpx.Request
Response = httpx.Response
Headers = httpx.Headers
Timeout = httpx.Timeout

P = ParamSpec("P")
ClientT = TypeVar("ClientT", httpx.Client, httpx.AsyncClient)

_PORTS = range(1, 65536)
_ATTEMPTS = f"{__package__}.attempts"


class Stopped(Exception):  # noqa: N818 - not an error
    """The response is no longer needed."""


@attrs.frozen(eq=False, repr=False)
class Bounds:
    """The bounds of a response in time and size.

    Attributes:
        timeout: How long each part of the exchange may take.
        deadline: When the exchange ends at the latest, by the monotonic clock.
        max_body: The largest body, in bytes after decompression.
        secrets: The secrets, which no exception shows.
    """

    timeout: Timeout
    deadline: float
    max_body: int
    secrets: Secrets

    def remaining(self) -> float:
        """Return the seconds until the deadline."""
        return self.deadline - time.monotonic()

    def exceeded(self, request: Request, problem: str) -> TimeoutExceededError:
        """Return the error of a deadline that has passed."""
        return TimeoutExceededError(problem, _exchange(request, None, b"", self.secrets))


def is_address(value: object) -> bool:
    """Return whether a value is an absolute http or https address."""
    if not isinstance(value, str) or any(character.isspace() for character in value):
        return False
    try:
        url = httpx.URL(value)
        url.host.encode("idna")
    except (httpx.InvalidURL, UnicodeError):
        return False
    has_port = url.port is None or url.port in _PORTS
    return url.scheme in {"http", "https"} and bool(url.host) and has_port


def absolute(base: str, reference: str) -> str | None:
    """Resolve a link against the address it was found at; None where it is not an address."""
    try:
        return str(httpx.URL(base).join(reference))
    except httpx.InvalidURL:
        return None


def same_origin(one: str, other: str) -> bool:
    """Return whether two addresses have the same scheme, host and port."""
    left, right = httpx.URL(one), httpx.URL(other)
    return (left.scheme, left.host, _port(left)) == (right.scheme, right.host, _port(right))


def header_boolean(response: Response, name: str) -> bool | None:
    """Return the boolean in a header; None if there is none."""
    return {"true": True, "false": False}.get(response.headers.get(name, "").lower())


def header_link(response: Response, relation: str) -> str | None:
    """Return the URL of the first link of a relation type in the header Link (RFC 8288)."""
    for relations, link in response.links.items():
        if relation in str(relations).lower().split():
            return link.get("url")
    return None


def header_number(response: Response, name: str) -> int | None:
    """Return the decimal number in a header; None if there is none."""
    text = response.headers.get(name, "")
    return int(text) if text.isascii() and text.isdigit() else None


def header_text(response: Response, name: str) -> str | None:
    """Return the text of a header; None if there is none."""
    text: str | None = response.headers.get(name)
    return text


def received(response: Response, attempts: int, key_header: str) -> Response:
    """Record the number of attempts with a response, and remove the key from its request.

    A page keeps its response, and an application may store it.
    """
    response.extensions[_ATTEMPTS] = attempts
    response.request.headers.pop(key_header, None)
    return response


def reason_phrase(status: int) -> str:
    """Return the reason phrase of a status."""
    return httpx.codes.get_reason_phrase(status)


def exchange_of(response: Response, secrets: Secrets) -> Exchange:
    """Return the data of a response for an exception."""
    return _exchange(response.request, response, response.content, secrets)


class HTTP:
    """Sends requests, for any number of threads.

    Its own HTTP client is created with the first request, because that reads the certificates,
    which takes longer than everything else in a new client.
    """

    def __init__(self, client: HTTPClient | None) -> None:
        _check(client, httpx.Client)
        self._client = client
        self._owned = client is None
        self._closed = False
        self._lock = threading.Lock()
        self._sockets = Sockets()

    def close(self) -> None:
        """Close the connections, unless the HTTP client is the caller's own."""
        with self._lock:
            self._closed = self._owned
            if self._owned and self._client is not None:
                self._sockets.shut_down()
                self._client.close()

    def request(self, url: str, headers: Headers, secrets: Secrets) -> Request:
        """Build a GET request.

        Raises:
            ArgumentError: The address is too long.
            TransportError: The client is closed, or the environment admits none.
        """
        with self._lock:
            if self._client is None and not self._closed:
                self._client = _made(httpx.Client, url, secrets)
        return _request(self._client, url, headers, secrets)

    def send(self, request: Request, bounds: Bounds, stop: threading.Event) -> Response:
        """Send a request, and receive the whole response.

        Raises:
            TransportError: No complete response was received.
            DecodingError: The body is too large, or wrongly compressed.
            Stopped: ``stop`` was set.
        """
        client = _open(self._client, request, bounds)
        request.extensions["trace"] = self._sockets.trace
        try:
            with deadline_watched(bounds.deadline, self._sockets):
                return self._receive(client, request, bounds, stop)
        except _FAILURES as error:
            raise _transport_error(error, request, bounds) from error

    def _receive(
        self, client: HTTPClient, request: Request, bounds: Bounds, stop: threading.Event
    ) -> Response:
        response = client.send(request, auth=_NO_AUTH, follow_redirects=False, stream=True)
        # A caller's own HTTP client may have opened the connection before.
        self._sockets.learn(response.extensions.get("network_stream"))
        try:
            reception = _Reception(response, bounds)
            for part in response.iter_raw() if reception.is_streamed else ():
                if stop.is_set():
                    raise Stopped
                if bounds.remaining() <= 0:
                    raise _too_late(request, bounds)
                reception.add(part)
        finally:
            response.close()
        return reception.complete()


class AsyncHTTP:
    """Sends requests, for any number of tasks.

    Its own HTTP client is created with the first request, as in ``HTTP``.
    """

    def __init__(self, client: AsyncHTTPClient | None) -> None:
        _check(client, httpx.AsyncClient)
        self._client = client
        self._owned = client is None
        self._closed = False

    async def aclose(self) -> None:
        """Close the connections, unless the HTTP client is the caller's own."""
        self._closed = self._owned
        if self._owned and self._client is not None:
            await self._client.aclose()

    def request(self, url: str, headers: Headers, secrets: Secrets) -> Request:
        """Build a GET request.

        Raises:
            ArgumentError: The address is too long.
            TransportError: The client is closed, or the environment admits none.
        """
        if self._client is None and not self._closed:
            self._client = _made(httpx.AsyncClient, url, secrets)
        return _request(self._client, url, headers, secrets)

    async def send(self, request: Request, bounds: Bounds) -> Response:
        """Send a request, and receive the whole response.

        Raises:
            TransportError: No complete response was received.
            DecodingError: The body is too large, or wrongly compressed.
        """
        client = _open(self._client, request, bounds)
        try:
            with anyio.move_on_after(bounds.remaining()):
                return await self._receive(client, request, bounds)
        except _FAILURES as error:
            raise _transport_error(error, request, bounds) from error
        raise _too_late(request, bounds)

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
            reception = _Reception(response, bounds)
            if reception.is_streamed:
                async for part in response.aiter_raw():
                    reception.add(part)
        finally:
            await response.aclose()
        return reception.complete()


class _Reception:
    """A response whose body is being received."""

    def __init__(self, response: Response, bounds: Bounds) -> None:
        self._response = response
        self._bounds = bounds
        # A transport may have read and decompressed the body before us.
        self.is_streamed = not response.is_stream_consumed
        self._body = Body(bounds.max_body)
        if self.is_streamed:
            self._attempt(self._body.decompress, response.headers.get("content-encoding", ""))
        else:
            self.add(response.content)

    def add(self, part: bytes) -> None:
        """Add a part of the body."""
        self._attempt(self._body.add, part)

    def complete(self) -> Response:
        """Return the response, its body received."""
        self._attempt(self._body.end)
        streamed = self._response
        if not self.is_streamed:
            return streamed
        response = httpx.Response(
            streamed.status_code,
            content=self._body.content,
            request=streamed.request,
            extensions=streamed.extensions,
            default_encoding=streamed.default_encoding,
        )
        # Given to the constructor, a Content-Encoding would have the body decompressed again.
        response.headers = streamed.headers
        response.elapsed = streamed.elapsed
        return response

    def _attempt(self, step: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
        try:
            step(*args, **kwargs)
        except BodyError as error:
            request, secrets = self._response.request, self._bounds.secrets
            content = self._body.content[:_EXCERPT]
            about = _exchange(request, self._response, content, secrets)
            raise DecodingError(str(error), about) from None


# httpx parses the Location of a redirect that it does not follow; it may be invalid.
# A caller's transport or hook may raise exceptions that httpx itself does not.
_FAILURES = (
    httpx.HTTPError,
    httpx.StreamError,
    httpx.InvalidURL,
    httpx.CookieConflict,
    anyio.BrokenResourceError,
    anyio.ClosedResourceError,
    EOFError,
    OSError,
    RuntimeError,
    UnicodeError,
)

_EXCERPT = 65_536

# Credentials that a caller's own HTTP client holds would otherwise replace the API key.
_NO_AUTH = httpx.Auth()


def _check(client: object, kind: type[object]) -> None:
    if client is not None and not isinstance(client, kind):
        raise ArgumentError("http_client", f"expected an httpx.{kind.__name__}, got {client!r}")


def _made(kind: type[ClientT], url: str, secrets: Secrets) -> ClientT:
    """Return a new HTTP client; it reads proxies and certificates from the environment."""
    try:
        return kind()
    except (ValueError, OSError, ImportError, httpx.InvalidURL) as error:
        problem = f"no HTTP client can be made with the proxies and certificates given: {error}"
        exchange = Exchange("GET", secrets.redact(url), attempts=0)
        raise TransportError(problem, exchange) from error


def _request(
    client: HTTPClient | AsyncHTTPClient | None, url: str, headers: Headers, secrets: Secrets
) -> Request:
    if client is None or client.is_closed:
        raise _closed(url, secrets)
    try:
        request = client.build_request("GET", url, headers=headers)
        if client.params:
            # httpx has replaced the query with the parameters of the caller's HTTP client.
            url = add_missing(url, client.params.multi_items())
            request.url = httpx.URL(url)
    except httpx.InvalidURL as error:
        problem = f"together they make an address of {len(url)} characters: {error}"
        raise ArgumentError("arguments", problem) from None
    request.headers["accept-encoding"] = ACCEPTED
    return request


def _open(client: ClientT | None, request: Request, bounds: Bounds) -> ClientT:
    """Bound the timeouts of a request by its deadline, and return the client that sends it."""
    if client is None or client.is_closed:
        raise _closed(str(request.url), bounds.secrets)
    remaining = bounds.remaining()
    if remaining <= 0:
        raise _too_late(request, bounds)
    request.extensions = {
        **request.extensions,
        "timeout": {
            name: remaining if seconds is None else min(seconds, remaining)
            for name, seconds in bounds.timeout.as_dict().items()
        },
    }
    return client


def _closed(url: str, secrets: Secrets) -> TransportError:
    exchange = Exchange("GET", secrets.redact(url), attempts=0)
    return TransportError("the client is closed", exchange)


def _too_late(request: Request, bounds: Bounds) -> TimeoutExceededError:
    return bounds.exceeded(request, "the response was not complete in time (total_timeout)")


def _transport_error(error: Exception, request: Request, bounds: Bounds) -> TransportError:
    problem = bounds.secrets.redact(str(error)) or type(error).__name__
    exchange = _exchange(request, None, b"", bounds.secrets)
    if bounds.remaining() <= 0:
        return _too_late(request, bounds)
    if isinstance(error, httpx.TimeoutException):
        return TimeoutExceededError(_PHASES.get(type(error), problem), exchange)
    if isinstance(error, OSError | EOFError | httpx.TransportError | anyio.BrokenResourceError):
        failed = ConnectionFailedError(problem, exchange)
        # Another attempt would fail in the same way.
        failed.retryable = not isinstance(error, _MISTAKES) and not _is_caused_by(
            error, ssl.SSLCertVerificationError
        )
        return failed
    if isinstance(error, httpx.InvalidURL | UnicodeError):
        problem = f"the response redirects to an invalid address: {problem}"
    elif isinstance(error, RuntimeError) and not isinstance(error, httpx.StreamError):
        problem = f"{problem} (an AsyncClient serves one event loop, and none once it is closed)"
    return TransportError(problem, exchange)


_PHASES: Mapping[type[Exception], str] = {
    httpx.ConnectTimeout: "no connection was made in time",
    httpx.ReadTimeout: "the server sent nothing in time",
    httpx.WriteTimeout: "the server did not take the request in time",
    httpx.PoolTimeout: "no connection of the pool was free in time",
}
_MISTAKES = (httpx.UnsupportedProtocol, httpx.LocalProtocolError)


def _is_caused_by(error: BaseException | None, kind: type[BaseException]) -> bool:
    while error is not None and not isinstance(error, kind):
        error = error.__cause__ or error.__context__
    return error is not None


def _exchange(
    request: Request, response: Response | None, content: bytes, secrets: Secrets
) -> Exchange:
    url = secrets.redact(str(request.url))
    if response is None:
        return Exchange(request.method, url)
    headers = dict(response.headers.items())
    attempts = response.extensions.get(_ATTEMPTS, 1)
    return Exchange(request.method, url, response.status_code, headers, content, attempts)


def _port(url: httpx.URL) -> int | None:
    return url.port or {"http": 80, "https": 443}.get(url.scheme)
