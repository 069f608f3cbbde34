"""The server behind the proxy: its responses and the rows of its lists."""

import json
import threading
import time
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import urljoin, urlsplit

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
from rollcall.mutants._message import OK, Header, Request, Response
from rollcall.spec import Default, ListOperation, Operation, Spec, default_in_force

__all__ = ["Unreachable", "Upstream"]

_KEPT_RESPONSES = 20_000
_LARGEST = 1000
_MOST_PAGES = 5000
# The proxy has a body and a connection of its own.
_OF_THE_CONNECTION = {
    *("connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade"),
    *("content-length", "proxy-authenticate", "proxy-authorization", "host", "accept-encoding"),
}
# Headers that differ between requests or channels, without an effect on the response.
_NOT_TELLING = ("user-agent", "x-schemathesis-", "accept", "connection", "host", "content-length")
_SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
_NOT_ALLOWED = 405
# The statuses of temporary errors, which are not cached.
_PASSING = {429, 502, 503, 504}


class Unreachable(Exception):  # noqa: N818 - a state of the server
    """The server behind the proxy did not respond."""


@attrs.define
class Upstream:
    """Sends requests to the server behind the proxy, and caches the responses to GET.

    The cache saves most requests: a mutant is compared with the original
    response, and hundreds of mutants read the same lists. It can be used by several threads.

    Attributes:
        spec: The spec.
        base_url: The server, without a slash at its end.
        token: The token, or the tokens of the security schemes; empty without authentication.
        budget: The budget of requests.
        timeout: The time limit of a response, in seconds.
        max_rows: The maximum number of rows that are read of a list.
        given: The known parents of lists whose parents no operation lists, by path parameter.
        params: The names of the query parameters that each request carries.
        client: Sends the requests; by default over sockets.
    """

    spec: Spec
    base_url: str
    token: Token = attrs.field(repr=False)
    budget: Budget = attrs.field(factory=Budget)
    timeout: float = 30.0
    max_rows: int = 20_000
    given: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    params: frozenset[str] = frozenset()
    client: httpx.Client = attrs.field(repr=False)
    _keyring: Keyring = attrs.field(init=False, repr=False)
    _responses: dict[object, Response] = attrs.field(factory=dict, repr=False)
    _lists: dict[object, tuple[Mapping[str, Any], ...]] = attrs.field(factory=dict, repr=False)
    _defaults: dict[object, Mapping[str, Default]] = attrs.field(factory=dict, repr=False)
    _lock: threading.RLock = attrs.field(factory=threading.RLock, repr=False)

    @_keyring.default
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
        return self._keyring.credentials(operation).first if operation is not None else None

    def send(self, request: Request) -> Response:
        """Return the response of the server to a request.

        Raises:
            Unreachable: The server does not respond.
            Spent: The budget is spent.
        """
        key = request.method, request.path, request.query, _telling(request), request.body
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
                is_lasting = known.status not in _PASSING and request.method in _SAFE
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

    def rows(self, request: Request, parent: str | None = None) -> tuple[Mapping[str, Any], ...]:
        """Return all rows of the list of a request, without its filters and its page.

        They include the children that flags add. If a filter has a default, they are the rows of
        all its states.

        Args:
            request: The request.
            parent: The identifier of another parent than that of the request.

        Raises:
            Unreachable: The list cannot be read.
        """
        operation = request.list_operation
        identity = operation.identity
        if parent is not None:
            request = self.below(request, parent)
        plain = self._bare(operation, request)
        key = plain.path, plain.query, _telling(plain)
        if key not in self._lists:
            parts = [self._read(operation, each) for each in _states(operation, plain)]
            found = [row for part in parts for row in part]
            if len(parts) > 1:
                # The rows of a default are also listed by its own state.
                found = [*{str(identity.read(row)): row for row in found}.values()]
            self._lists[key] = tuple(found)
        return self._lists[key]

    def in_force(self, request: Request) -> Mapping[str, Default]:
        """Return the defaults that apply to a list, by the names of the filters.

        Raises:
            Unreachable: The list cannot be read.
        """
        operation = request.list_operation
        hiding = [each for each in operation.parameters if each.filter and each.filter.defaults]
        if not hiding:
            return {}
        plain = self._bare(operation, request)
        key = "in force", plain.path, plain.query, _telling(plain)
        if key not in self._defaults:
            shown, every = self._read(operation, plain), self.rows(request)
            self._defaults[key] = {
                each.name: default_in_force(each.filter, shown, every)
                for each in hiding
                if each.filter
            }
        return self._defaults[key]

    def parents(self, request: Request) -> tuple[str, ...]:
        """Return the identifiers of all parents of the list of a request.

        If no operation lists them, they are the given ones.
        """
        operation = request.list_operation
        assert operation.parent is not None
        if operation.parent.operation is None:
            return self.given.get(operation.parent.parameter, ())
        above = self.spec.list_operation(operation.parent.operation)
        asked = attrs.evolve(request, path=above.path, query="", operation=above, parent=None)
        if above.parent is not None:
            return tuple(
                str(above.identity.read(row))
                for each in self.parents(asked)
                for row in self.rows(asked, each)
            )
        return tuple(str(above.identity.read(row)) for row in self.rows(asked))

    def below(self, request: Request, parent: str) -> Request:
        """Return the same request for another parent."""
        operation = request.list_operation
        assert operation.parent is not None
        path = operation.path.replace(f"{{{operation.parent.parameter}}}", parent)
        return attrs.evolve(request, path=path, parent=parent)

    def _read(self, operation: ListOperation, plain: Request) -> list[Mapping[str, Any]]:
        parameter = operation.page_size
        size = 0
        if parameter is not None:
            size = min(_LARGEST, int(parameter.schema.get("maximum", _LARGEST)))
            plain = plain.having(parameter.name, str(size))
        found: list[Mapping[str, Any]] = []
        asked: Request | None = plain
        number = 0
        while asked is not None and number < _MOST_PAGES and len(found) < self.max_rows:
            response = self.send(asked)
            items = operation.items.read(response.json(), [])
            if response.status in _PASSING or (found and response.status != OK):
                # A part of the list must not be used as the list.
                raise Unreachable(f"{asked.path}: the status {response.status} on a later page")
            if response.status != OK or not isinstance(items, list):
                break
            found += [each for each in items if isinstance(each, dict)]
            number += 1
            is_full = len(items) >= (size or 1)
            asked = self._following(plain, asked, response, number, is_full=is_full)
        return found[: self.max_rows]

    def _following(
        self, first: Request, asked: Request, response: Response, number: int, *, is_full: bool
    ) -> Request | None:
        operation = first.list_operation
        if operation.paging.number is not None:
            if not is_full:
                return None
            return first.having(operation.paging.number, str(number + operation.first_index))
        link = operation.paging.next_link(response.json())
        if link is None:
            return None
        target = f"{asked.path}?{asked.query}"
        parts = urlsplit(urljoin(f"{self.base_url}{target}", link))
        return attrs.evolve(asked, path=parts.path.removeprefix(self.base_path), query=parts.query)

    def _bare(self, operation: ListOperation, request: Request) -> Request:
        """Return a request for the list without filters and page.

        Unknown query parameters are removed: they are opaque parts of links.
        """
        dropped = {*numbering(operation), operation.paging.size}
        kept = {each.name for each in operation.parameters if each.filter is None} - dropped
        kept |= {each.scheme.field for each in self._keyring.every} | self.params
        kept |= {each.name for each in operation.parameters if each.constant is not None}
        return request.without(*(name for name, _ in request.pairs if name not in kept))

    def close(self) -> None:
        """Close the connections."""
        self.client.close()


def _telling(request: Request) -> tuple[Header, ...]:
    """Return the headers that may affect the response."""
    return tuple(each for each in request.headers if not each[0].startswith(_NOT_TELLING))


def _states(operation: Operation, plain: Request) -> list[Request]:
    """Return the requests for all states of the filters that have defaults."""
    found = [plain]
    for parameter in operation.parameters:
        if parameter.filter is not None and parameter.filter.defaults:
            found = [
                each.having(parameter.name, _written(value))
                for each in found
                for value in parameter.states
            ]
    return found


def _written(value: object) -> str:
    return json.dumps(value) if isinstance(value, bool) else str(value)


def numbering(operation: ListOperation) -> list[str]:
    """Return the parameters that determine the page: the number, or those of links."""
    paging = operation.paging
    return [paging.number] if paging.number is not None else [*paging.carried]
