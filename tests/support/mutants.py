"""Mutants of the example API within the process, and requests that a proxy handles."""

import http.client
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urljoin, urlsplit

import attrs
import httpx

from rollcall.http import Target
from rollcall.mutants import (
    Proxy,
    Request,
    Responder,
    Response,
    ServerMutant,
    Upstream,
    proxied,
    server_mutants,
)
from rollcall.spec import Pointer, Spec, parent_path, read_spec
from tests.support.evaluations import ExampleApi
from tests.support.example_api import KEY_HEADER, SPEC, local

__all__ = [
    "BUSY",
    "EXAMPLE",
    "ODD_TARGETS",
    "Mutated",
    "Page",
    "follow",
    "made_up",
    "mutated",
    "open_proxy",
    "page",
    "request",
    "send_raw",
    "serving_example",
]

EXAMPLE = read_spec(SPEC)
"""The spec of the example API."""

BUSY = "B-3"
"""The berth with the most visits."""

ODD_TARGETS = (
    "/berths",
    "/berths?per=7&p=3",
    "/berths?quay=North+Quay%20",
    "/berths?per=0",
    "/berths?quay=%zz",
    "/berths?quay=a&quay=b",
    "/berths?quay=%00",
    "/berths/",
    "/berths/../berths",
    "/berths/%2e%2e/x/visits",
    "/berths/B-1/visits",
    "/nothing",
    f"/berths?quay={'x' * 9000}",
)
"""Request targets as clients may send them: valid, malformed, unknown and too long."""

Row = Mapping[str, Any]


@attrs.frozen
class Page:
    """A response of a proxy, with the items that its body lists."""

    status: int
    items: list[Row]
    body: Any


def open_proxy(spec: Spec | None = None) -> Proxy:
    """Return a proxy in front of the example API; neither opens a socket.

    Args:
        spec: The spec that the mutants are derived from; None: that of the example API.
    """
    api = local()
    return Proxy(Upstream(spec or EXAMPLE, api.base_url, api.key, client=api.client))


def request(
    upstream: Upstream,
    operation_id: str,
    query: Mapping[str, object] | None = None,
    *,
    parent: str | None = None,
) -> Request:
    """Return an authorized request."""
    operation = upstream.spec.operation(operation_id)
    headers = ((KEY_HEADER.lower(), str(upstream.token)),)
    plain = Request("GET", operation.path, "", headers, operation=operation)
    found = plain
    if parent is not None:
        found = upstream.below(plain, parent_path(plain.list_operation, parent))
    return found.with_pairs((name, str(value)) for name, value in (query or {}).items())


def page(proxy: Proxy, asked: Request) -> Page:
    """Return the page with which a proxy responds."""
    response = proxy.respond(asked)
    assert proxy.problem is None
    body = response.json()
    items = asked.list_operation.items.read(body, [])
    return Page(response.status, items, body)


def follow(proxy: Proxy, asked: Request, link: Pointer | None = None) -> Iterator[Page]:
    """Yield a page and the pages after it, by their links to the next page."""
    link = link or Pointer("/more/onward")
    base_url = proxy.base_url or proxy.upstream.base_url
    while True:
        found = page(proxy, asked)
        yield found
        address = link.read(found.body)
        if not isinstance(address, str):
            return
        parts = urlsplit(urljoin(f"{base_url}{asked.path}", address))
        assert f"{parts.scheme}://{parts.netloc}{parts.path}".startswith(f"{base_url}/")
        asked = attrs.evolve(asked, query=parts.query)


def made_up(operation_id: str, respond: Responder) -> ServerMutant:
    """Return a mutant that responds as a function does."""
    laws = ("filter.sound",)
    return ServerMutant("filter.made-up", operation_id, "", "It is made up.", laws, respond)


def send_raw(base_url: str, target: str, key: str = "", method: str = "GET") -> Response:
    """Send a request with exactly this target over a socket, and return the response.

    Its headers are sorted, without the date and those of the connection.
    """
    parts = urlsplit(base_url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=30)
    connection._validate_path = lambda _path: None  # type: ignore[attr-defined] # noqa: SLF001 - it refuses malformed targets
    try:
        connection.request(method, parts.path + target, headers={KEY_HEADER: key} if key else {})
        response = connection.getresponse()
        headers = [(name.lower(), value) for name, value in response.getheaders()]
        kept = sorted(each for each in headers if each[0] not in {"date", "connection"})
        return Response(response.status, tuple(kept), response.read())
    finally:
        connection.close()


@attrs.frozen
class Mutated:
    """An example API behind a proxy.

    Attributes:
        proxy: The proxy, whose mutant a test sets.
        client: Sends the requests to it.
    """

    proxy: Proxy
    client: httpx.Client

    @property
    def spec(self) -> Spec:
        """The spec."""
        return self.proxy.upstream.spec

    @property
    def token(self) -> str:
        """The token that the API admits."""
        return str(self.proxy.upstream.token)

    @property
    def base_url(self) -> str:
        """The base URL of the proxy."""
        return self.proxy.base_url

    def respond(self, request: httpx.Request) -> httpx.Response:
        """Send the request to the proxy."""
        response = self.client.send(request)
        return httpx.Response(
            response.status_code, headers=response.headers, content=response.content
        )


@contextmanager
def mutated(api: ExampleApi, parents: Mapping[str, tuple[str, ...]]) -> Iterator[Mutated]:
    """Serve a proxy of an API in this process, and yield the API behind it."""

    def respond(request: httpx.Request) -> httpx.Response:
        url = request.url.copy_with(raw_path=request.extensions["target"])
        return api.respond(httpx.Request(request.method, url, headers=request.headers))

    server = httpx.Client(transport=httpx.MockTransport(respond))
    upstream = Upstream(api.spec, api.base_url, api.token, given=parents, client=server)
    with proxied(upstream) as proxy, httpx.Client() as client:
        yield Mutated(proxy, client)


@contextmanager
def serving_example(mutant_id: str | None = None) -> Iterator[Target]:
    """Serve the example API, or one mutant of it, in this process, and yield the target."""
    upstream = open_proxy().upstream
    with proxied(upstream) as proxy:
        mutants = {each.id: each for each in server_mutants(upstream.spec)}
        proxy.take(mutants[mutant_id] if mutant_id else None)
        yield Target(proxy.base_url, upstream.token)
