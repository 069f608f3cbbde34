"""Sends every request of a run, within its budget, and obeys status 429."""

import socket
import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping

import attrs
import httpx

from rollcall.http._bounds import (
    MAX_BODY,
    BodyTooLongError,
    BrokenBodyError,
    OverdueError,
    decoded,
    total_seconds,
)
from rollcall.http._budget import Budget, Halted, RateLimited
from rollcall.http._client_transport import ClientTransport, Lifetime, Note
from rollcall.http._credential import Credentials
from rollcall.http._given import add_constants
from rollcall.http._keyring import Keyring
from rollcall.http._renewal import Renewal
from rollcall.http._request import request_for
from rollcall.http._waits import is_limited, next_wait
from rollcall.http._wire import StaleConnectionError, Wire, WireWithoutSockets
from rollcall.spec import Operation

__all__ = ["Transport", "Unanswered"]

# RFC 9110, section 9.2.1.
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_CLOSED = "the connection was closed or could not be made"
# A subclass comes before its base class.
_REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (BodyTooLongError, f"its body is longer than {MAX_BODY // 2**20} MiB"),
    (httpx.TimeoutException, "it timed out"),
    (ssl.SSLError, "the TLS connection could not be made"),
    (ConnectionRefusedError, "the connection was refused"),
    (socket.gaierror, "the name of the host is not known"),
    (BrokenBodyError, "the response is incomplete or cannot be decoded"),
    (StaleConnectionError, _CLOSED),
    (httpx.RemoteProtocolError, "the response is not HTTP"),
)
_DISCONNECTED = "Server disconnected"


class Unanswered(BaseException):
    """A request got no complete response.

    Not an Exception, so that Hypothesis neither repeats nor shrinks it: each repetition would
    take as long as the first.

    Attributes:
        request: The request, with a placeholder for the token.
        operation: The operation of the request.
        is_unreachable: Whether no connection could be made, whatever the request.
    """

    def __init__(
        self,
        request: httpx.Request,
        operation: Operation,
        reason: str,
        *,
        is_unreachable: bool = False,
    ) -> None:
        super().__init__(reason)
        self.is_unreachable = is_unreachable
        self.request = request
        self.operation = operation


@attrs.define
class Transport:
    """Sends requests over persistent connections, or through a transport of httpx.

    Attributes:
        base_url: The base URL of the server.
        keyring: The tokens of the requests; None if the spec requires none.
        timeout: The seconds to wait for the next part of a response; a complete response may take
            three times as long.
        max_wait: The longest wait after a response of status 429, in seconds.
        on_response: Called with the operation of each complete response.
        on_wait: Called with the seconds of each wait that the server asks for, before it begins.
        on_renewal: Called after a token was replaced by a new one.
        budget: The budget of requests, rate and time.
        transport: Sends the requests in place of sockets; see ``Target``.
        may_write: Whether unsafe methods are sent, which its user asked for.
    """

    base_url: str
    keyring: Keyring | None = None
    timeout: float = 10.0
    max_wait: float = 60.0
    on_response: Callable[[Operation], None] = lambda _: None
    on_wait: Callable[[float], None] = lambda _: None
    on_renewal: Callable[[], object] = lambda: None
    budget: Budget = attrs.field(factory=Budget)
    transport: httpx.BaseTransport | None = attrs.field(default=None, repr=False)
    may_write: bool = False
    _wire: httpx.BaseTransport = attrs.field(init=False, repr=False)
    _renewal: Renewal | None = attrs.field(init=False, repr=False)

    @_renewal.default
    def _watch(self) -> Renewal | None:
        if self.keyring is None:
            return None
        return Renewal(self.keyring, self._once, self.on_renewal)

    @_wire.default
    def _open(self) -> httpx.BaseTransport:
        if self.transport is not None:
            return WireWithoutSockets(self.transport)
        return Wire(self.base_url, self.timeout)

    def request(
        self,
        operation: Operation,
        path: Mapping[str, str],
        query: Iterable[tuple[str, str]] = (),
        *,
        variant: str = "right",
        scheme: str = "",
        **options: str,
    ) -> httpx.Request:
        """Return a request for an operation; see ``request_for``.

        Args:
            operation: The operation.
            path: The values of the path parameters; others may be among them.
            query: The names and values of the query parameters.
            variant: The credential variant.
            scheme: The security scheme that it varies; see ``Credentials.variants``.
            options: More arguments of ``request_for``.
        """
        request = request_for(self.base_url, operation, path, query, **options)
        add_constants(request, operation)
        self.credentials(operation).add(request, variant, scheme)
        return request

    def credentials(self, operation: Operation) -> Credentials:
        """Return the credentials of an operation."""
        return self.keyring.credentials(operation) if self.keyring is not None else Credentials()

    def send(self, request: httpx.Request, operation: Operation) -> httpx.Response:
        """Send a request, and return the complete response.

        Its ``history`` has the earlier responses of status 429.

        Raises:
            Unanswered: There was no complete response.
            Halted: The run cannot continue.
            httpx.LocalProtocolError: HTTP does not allow the request, for example a header's name.
        """
        earlier: list[httpx.Response] = []

        def note(response: httpx.Response | None) -> None:
            assert response is not None
            self.on_response(operation)
            earlier.append(response)

        self._limit(request)
        self.credentials(operation).reveal(request)
        try:
            self.exchange(request, lambda raw: note(decoded(raw, request)), Lifetime(), operation)
        except RateLimited as problem:
            problem.responses = tuple(earlier)
            raise
        except httpx.LocalProtocolError:
            raise  # the server has no part in it
        except httpx.TransportError as error:
            reason = _reason(error, self.timeout)
            is_unreachable = any(isinstance(each, httpx.ConnectError) for each in _causes(error))
            raise Unanswered(request, operation, reason, is_unreachable=is_unreachable) from None
        finally:
            if self.keyring is not None:
                self.keyring.conceal(request, operation)
        response = earlier.pop()
        response.history = earlier
        return response

    def client_transport(self, note: Note, operation: Operation | None = None) -> ClientTransport:
        """Return a transport for one call of a client, which uses the same connections.

        Args:
            note: Called for each response.
            operation: The operation that is called, whose constant headers are added.
        """

        def send(request: httpx.Request, lifetime: Lifetime) -> httpx.Response:
            if operation is not None:
                # A client takes constant query parameters as arguments, and has no headers.
                add_constants(request, operation, ("header", "cookie"))
            for each in self.keyring.fixed if self.keyring is not None else ():
                each.write(request, each.value)
            return self.exchange(
                request, lambda raw: note(self.shown(raw, request)), lifetime, operation
            )

        return ClientTransport(send, self.budget.halt)

    def close(self) -> None:
        """Close the connections."""
        self._wire.close()

    def exchange(
        self,
        request: httpx.Request,
        note: Callable[[httpx.Response], None],
        lifetime: Lifetime,
        operation: Operation | None = None,
    ) -> httpx.Response:
        """Send a request until its status is not 429; see ``Wire.handle_request``.

        If its token has expired, it is sent again with a new one.

        Args:
            request: The request, with the token.
            note: Called with each undecoded response.
            lifetime: The lifetime of the call that sends the request.
            operation: The operation of the request; None: its token is not replaced.
        """
        if not self.may_write:
            _require_safe(request)
        attempt = 0
        while True:
            lifetime.check()
            self.budget.sleep(self.budget.reserve())
            with lifetime.sending():
                try:
                    response = self._wire.handle_request(request)
                except StaleConnectionError:
                    continue  # ends: each of them removes an idle connection
                is_last = not is_limited(response)
                if is_last and self._is_revived(request, response, operation):
                    continue  # ends: a new token that is refused raises an error
                note(response)
            if is_last:
                return response
            self.budget.sleep(self._wait(response, request, attempt))
            attempt += 1

    def _is_revived(
        self, request: httpx.Request, response: httpx.Response, operation: Operation | None
    ) -> bool:
        if operation is None or self._renewal is None:
            return False
        if response.is_success:
            self._renewal.note(request, operation)
            return False
        return self._renewal.revive(request, operation, response.status_code)

    def _once(self, request: httpx.Request) -> httpx.Response:
        """Send a request that no law asks for, until its status is not 429."""
        self._limit(request)
        return self.exchange(request, lambda _: None, Lifetime())

    def _limit(self, request: httpx.Request) -> None:
        """Set the timeouts of a request that is not a client's."""
        timeouts = dict.fromkeys(("connect", "read", "write", "pool"), self.timeout)
        request.extensions = {**request.extensions, "timeout": timeouts}

    def shown(self, raw: httpx.Response, request: httpx.Request) -> httpx.Response | None:
        """Return a decoded and redacted copy of a client's response; None if decoding fails."""
        copy = httpx.Request(request.method, request.url, headers=request.headers)
        if self.keyring is not None:
            self.keyring.conceal(copy)
        try:
            return decoded(raw, copy)
        except httpx.TransportError:
            return None

    def _wait(self, response: httpx.Response, request: httpx.Request, attempt: int) -> float:
        seconds = next_wait(response, request, attempt, self.max_wait, self.budget)
        self.on_wait(seconds)
        return seconds


def _require_safe(request: httpx.Request) -> None:
    if request.method not in _SAFE_METHODS:
        raise Halted(f"{request.method} was not sent: a run changes nothing on the server it tests")


def _reason(error: httpx.TransportError, timeout: float) -> str:
    """Return the reason of an error, without the addresses and objects in an exception's text."""
    if isinstance(error, OverdueError):
        return f"it was not complete after {total_seconds(timeout):g} s"
    causes = [*_causes(error)]
    if any(_DISCONNECTED in str(each) for each in causes):
        return _CLOSED
    for kind, reason in _REASONS:
        if any(isinstance(each, kind) for each in causes):
            return reason
    return _CLOSED


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and its causes; an error that is raised again is its own context."""
    seen: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting:
        each = waiting.pop()
        if each is not None and each not in seen:
            seen.append(each)
            yield each
            waiting += [each.__cause__, each.__context__]
