"""The server behind the proxy: requests to it, and its responses."""

import threading
import time
from urllib.parse import urlsplit

import attrs
import httpx

from rollcall.http import (
    Budget,
    Credential,
    Keyring,
    StaleConnectionError,
    Token,
    Wire,
    is_loopback,
    keyring_of,
)
from rollcall.mutants._message import Header, Request, Response
from rollcall.spec import Operation, Spec

__all__ = ["PASSING", "Origin", "Unreachable", "telling"]

PASSING = frozenset({429, 502, 503, 504})
"""The statuses of temporary errors, which are not cached."""

_KEPT_RESPONSES = 20_000
# The proxy has a body and a connection of its own.
_OF_THE_CONNECTION = {
    *("connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade"),
    *("content-length", "proxy-authenticate", "proxy-authorization", "host", "accept-encoding"),
}
# Headers that differ between requests or channels, without an effect on the response.
_NOT_TELLING = ("user-agent", "x-schemathesis-", "accept", "connection", "host", "content-length")
_SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
_NOT_ALLOWED = 405


class Unreachable(Exception):  # noqa: N818 - a state of the server
    """The server behind the proxy did not respond."""


@attrs.define
class Origin:
    """Sends requests to the server behind the proxy, and caches the responses to GET.

    The cache saves most requests: a mutant is compared with the original
    response, and hundreds of mutants read the same lists. It can be used by several threads.

    Attributes:
        spec: The spec.
        base_url: The server, without a slash at its end.
        token: The token, or the tokens of the security schemes; empty without authentication.
        budget: The budget of requests.
        timeout: The time limit of a response, in seconds.
        client: Sends the requests; by default over sockets.
        keyring: The credentials of the requests.
    """

    spec: Spec
    base_url: str
    token: Token = attrs.field(repr=False)
    budget: Budget = attrs.field(factory=Budget)
    timeout: float = 30.0
    client: httpx.Client = attrs.field(repr=False, kw_only=True)
    keyring: Keyring = attrs.field(init=False, repr=False)
    _responses: dict[object, Response] = attrs.field(factory=dict, init=False, repr=False)
    _lock: threading.RLock = attrs.field(factory=threading.RLock, init=False, repr=False)

    @keyring.default
    def _hold(self) -> Keyring:
        return keyring_of(self.spec, self.token)

    @client.default
    def _connect(self) -> httpx.Client:
        """Return a client that uses the proxies and certificates of the environment."""
        return httpx.Client(transport=Wire(self.base_url, self.timeout), timeout=self.timeout)

    @property
    def base_path(self) -> str:
        """The path of the base URL, without a slash at its end."""
        return urlsplit(self.base_url).path

    def credential(self, operation: Operation | None) -> Credential | None:
        """Return the credential of an operation; None if it has none."""
        return self.keyring.credentials(operation).first if operation is not None else None

    def send(self, request: Request) -> Response:
        """Return the response of the server to a request.

        Raises:
            Unreachable: The server does not respond.
            Spent: The budget is spent.
        """
        key = request.method, request.path, request.query, telling(request), request.body
        if request.method not in _SAFE and not is_loopback(self.base_url):
            # Such a request could change the data of a real server.
            return Response(_NOT_ALLOWED, (("allow", ", ".join(sorted(_SAFE))),), b"")
        known = self._responses.get(key)
        if request.header("cache-control") == "no-cache":
            return self._send(request)
        if known is not None:
            return known
        with self._lock:
            known = self._responses.get(key)
            if known is None:
                known = self._send(request)
                is_lasting = known.status not in PASSING and request.method in _SAFE
                if is_lasting and len(self._responses) < _KEPT_RESPONSES:
                    self._responses[key] = known
        return known

    def _send(self, request: Request) -> Response:
        parts = urlsplit(self.base_url)
        target = f"{parts.path}{request.path}" + (f"?{request.query}" if request.query else "")
        host = parts.netloc.rpartition("@")[2]
        headers = [
            ("host", host),
            ("accept-encoding", "identity"),
            *(each for each in request.headers if each[0] not in _OF_THE_CONNECTION),
        ]
        if request.body:
            headers.append(("content-length", str(len(request.body))))
        asked = httpx.Request(
            request.method,
            f"{parts.scheme}://{host}",
            headers=[(name.encode(), value.encode("latin-1")) for name, value in headers],
            content=request.body,
            # A URL of httpx would change malformed targets.
            extensions={"target": target.encode("latin-1")},
        )
        try:
            response = self._answer(asked)
        except httpx.HTTPError as error:
            raise Unreachable(f"{type(error).__name__}: {error}") from None
        # The response to HEAD has no body, so that its length must be kept.
        dropped = _OF_THE_CONNECTION - ({"content-length"} if request.method == "HEAD" else set())
        return Response(
            response.status_code,
            tuple(
                (name.decode("latin-1").lower(), value.decode("latin-1"))
                for name, value in response.headers.raw
                if name.decode("latin-1").lower() not in dropped
            ),
            response.content,
        )

    def _answer(self, asked: httpx.Request) -> httpx.Response:
        while True:
            if (wait := self.budget.reserve()) > 0:
                time.sleep(wait)
            try:
                return self.client.send(asked)
            except StaleConnectionError:
                # The server closed an idle connection; it may have received an unsafe request.
                if asked.method not in _SAFE:
                    raise

    def close(self) -> None:
        """Close the connections."""
        self.client.close()


def telling(request: Request) -> tuple[Header, ...]:
    """Return the headers that may affect the response."""
    return tuple(each for each in request.headers if not each[0].startswith(_NOT_TELLING))
