"""The server behind the proxy: what it answers, and the lists that it holds."""

import json
import threading
import time
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import urljoin, urlsplit

import attrs
import httpx

from rollcall.http import Budget, is_loopback
from rollcall.mutants._message import OK, Header, Request, Response
from rollcall.spec import Default, ListOperation, Operation, Spec, default_in_force

__all__ = ["Unreachable", "Upstream"]

_KEPT_RESPONSES = 20_000
_LARGEST = 1000
_MOST_PAGES = 5000
# They follow from the content and the connection, which are the proxy's own.
_OF_THE_CONNECTION = {
    *("connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade"),
    *("content-length", "proxy-authenticate", "proxy-authorization", "host", "accept-encoding"),
}
# They differ from one request, or from one channel, to the next.
_NOT_TELLING = ("user-agent", "x-schemathesis-", "accept", "connection", "host", "content-length")
_SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
_NOT_ALLOWED = 405
# What a server answers when it cannot at the moment; asked again, it may.
_PASSING = {429, 502, 503, 504}


class Unreachable(Exception):  # noqa: N818 - said of the server
    """The server behind the proxy gave no answer."""


@attrs.define
class Upstream:
    """Sends requests to the server behind the proxy, each GET but once.

    A server that is asked the same twice may be asked once: a mutant is looked at beside the sound
    answer, and hundreds of mutants ask for the same lists. Any number of threads may ask.

    Attributes:
        spec: The spec.
        base_url: The server, without a slash at its end.
        token: What authenticates a request; empty without authentication.
        budget: What may be sent, and when.
        timeout: How many seconds to wait for an answer.
        max_rows: How many rows of a list are read at most.
        given: The known parents of lists whose parents no operation lists, by path parameter.
        client: Sends the requests; by default over sockets.
    """

    spec: Spec
    base_url: str
    token: str = attrs.field(repr=False)
    budget: Budget = attrs.field(factory=Budget)
    timeout: float = 30.0
    max_rows: int = 20_000
    given: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    client: httpx.Client = attrs.field(repr=False)
    _responses: dict[object, Response] = attrs.field(factory=dict, repr=False)
    _lists: dict[object, tuple[Mapping[str, Any], ...]] = attrs.field(factory=dict, repr=False)
    _defaults: dict[object, Mapping[str, Default]] = attrs.field(factory=dict, repr=False)
    _lock: threading.RLock = attrs.field(factory=threading.RLock, repr=False)

    @client.default
    def _connect(self) -> httpx.Client:
        """Return a client that uses the proxies and certificates of the environment."""
        # A proxy of the environment cannot reach the loopback interface of this machine.
        trusts = not is_loopback(self.base_url)
        return httpx.Client(trust_env=trusts, timeout=self.timeout, follow_redirects=False)

    @property
    def base_path(self) -> str:
        """The path of the base URL, without a slash at its end."""
        return urlsplit(self.base_url).path

    def send(self, request: Request) -> Response:
        """Return the server's answer to a request.

        Raises:
            Unreachable: There is none.
            Spent: No more may be sent.
        """
        key = request.method, request.path, request.query, _telling(request), request.body
        if request.method not in _SAFE and not is_loopback(self.base_url):
            # Somebody's data would be changed.
            return Response(_NOT_ALLOWED, (("allow", ", ".join(sorted(_SAFE))),), b"")
        known = self._responses.get(key)
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
        if (wait := self.budget.reserve()) > 0:
            time.sleep(wait)
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
            # The target goes out as it came, which no URL of the library would.
            extensions={"target": target.encode("latin-1")},
        )
        try:
            response = self.client.send(asked)
        except httpx.HTTPError as error:
            raise Unreachable(f"{type(error).__name__}: {error}") from None
        # What a HEAD is answered has a length, and no content that it follows from.
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

    def rows(self, request: Request, parent: str | None = None) -> tuple[Mapping[str, Any], ...]:
        """Return all rows of the list that a request asks for, whatever its filters and its page.

        They carry what its flags add. Where a filter has a default, they are those of all of its
        states.

        Args:
            request: The request.
            parent: Whose rows, if not those of the request's own parent.

        Raises:
            Unreachable: The list cannot be read.
        """
        operation = request.list_operation
        identity = operation.identity
        if parent is not None:
            request = self.below(request, parent)
        plain = _bare(operation, request)
        key = plain.path, plain.query, _telling(plain)
        if key not in self._lists:
            parts = [self._read(operation, each) for each in _states(operation, plain)]
            found = [row for part in parts for row in part]
            if len(parts) > 1:
                # What is listed by default is listed by its own state, too.
                found = [*{str(identity.read(row)): row for row in found}.values()]
            self._lists[key] = tuple(found)
        return self._lists[key]

    def in_force(self, request: Request) -> Mapping[str, Default]:
        """Return the defaults that are in force for a list, by the names of their filters.

        Raises:
            Unreachable: The list cannot be read.
        """
        operation = request.list_operation
        hiding = [each for each in operation.parameters if each.filter and each.filter.defaults]
        if not hiding:
            return {}
        plain = _bare(operation, request)
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
        """Return the identifiers of all parents whose children an operation like this one lists.

        Where nothing lists them, they are those that are given.
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
        """Return a request for the same of another parent."""
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
                # Half a list would be taken for the whole of it.
                raise Unreachable(f"{asked.path}: the status {response.status} amid a list")
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

    def close(self) -> None:
        """Close the connections."""
        self.client.close()


def _telling(request: Request) -> tuple[Header, ...]:
    """Return the headers that an answer may depend on."""
    return tuple(each for each in request.headers if not each[0].startswith(_NOT_TELLING))


def _bare(operation: ListOperation, request: Request) -> Request:
    """Return a request for the whole of its list, as far as no default hides it.

    What is no parameter is the opaque part of a link, the server's own or one made up.
    """
    dropped = {*numbering(operation), operation.paging.size}
    kept = {each.name for each in operation.parameters if each.filter is None} - dropped
    return request.without(*(name for name, _ in request.pairs if name not in kept))


def _states(operation: Operation, plain: Request) -> list[Request]:
    """Return the requests that together list what a default hides."""
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
    """Return the parameters that say which page: its number, or what comes in links only."""
    paging = operation.paging
    return [paging.number] if paging.number is not None else [*paging.carried]
