"""Plain HTTP: requests built only from the spec."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import attrs
import httpx

from rollcall.channels._addresses import is_address, origin_of, path_values
from rollcall.channels._compare import is_same_json
from rollcall.channels._query import CREDENTIAL_VARIANTS, CredentialVariant, Probe, Query
from rollcall.channels._reproduce import reproduction
from rollcall.channels._response import Response, items_in
from rollcall.channels._walk import walk
from rollcall.http import (
    Exchange,
    RateLimited,
    Reproduction,
    Transport,
    exchange_of,
    headers_of,
    parse_json,
    request_url,
)
from rollcall.spec import ListOperation, Operation, Spec

__all__ = ["HttpChannel"]


@attrs.define
class HttpChannel:
    """Sends queries by plain HTTP.

    Attributes:
        spec: The spec.
        transport: Sends the requests.
        on_response: Called with each response to an operation of the spec, to check it.
        pages: How many pages the server has returned, by operationId.
    """

    spec: Spec
    transport: Transport
    on_response: Callable[[Operation, httpx.Response], object]
    id: str = "http"
    pages: Counter[str] = attrs.field(factory=Counter, init=False, repr=False)
    _known: dict[object, Response] = attrs.field(factory=dict, repr=False)

    def variants(self, operation: Operation) -> tuple[tuple[CredentialVariant, str], ...]:
        """Return the credential variants of a request, each with the scheme that it varies."""
        found = self.transport.credentials(operation).variants
        return tuple(
            (each, scheme) for each in CREDENTIAL_VARIANTS for name, scheme in found if name == each
        )

    def page(self, query: Query) -> Response:
        """Return one page; a query is sent once, until ``forget`` is called."""
        known = query, repr(query.values)
        if known not in self._known:
            self._known[known] = self.ask(query)
        return self._known[known]

    def walk(self, query: Query, most: int) -> list[Response]:
        """Return up to ``most`` pages in a row; a response that is not a page ends the walk."""
        return walk(self.page, query, most)

    def ask(self, query: Query) -> Response:
        """Send a query, even if its response is known."""
        if query.link is not None:
            return self._follow(query)
        return self.probe(Probe(query))

    def probe(self, probe: Probe) -> Response:
        """Send a request that no client can send."""
        values = [*_pairs(probe.query)]
        parent = probe.query.parent
        return self._send(probe, dict(parent.values) if parent is not None else {}, values)

    def is_same(
        self, operation: ListOperation, known: Mapping[str, Any], item: Mapping[str, Any]
    ) -> bool:
        """Return whether an item equals the known one in all its fields."""
        del operation
        return is_same_json(known, item)

    def exchange(self, response: Response) -> tuple[Exchange, Reproduction]:
        """Return the exchange behind a response, and how to reproduce it."""
        source, operation = response.source, response.query.operation
        assert isinstance(source, httpx.Response)
        again = reproduction(source.request, self.transport, self.spec, operation)
        return exchange_of(source), again

    def settle(self) -> None:
        """Do nothing: each response was waited for."""

    def forget(self) -> None:
        """Forget all responses."""
        self._known.clear()

    def _follow(self, query: Query) -> Response:
        assert query.link is not None
        if not is_address(query.link):
            return Response(query, None, problem=f"the link {query.link} is not an address")
        parts = urlsplit(query.link)
        template = urlsplit(self.transport.base_url).path + query.operation.path
        path = path_values(template, parts.path)
        if path is None or origin_of(query.link) != origin_of(self.transport.base_url):
            problem = f"the link {query.link} leads elsewhere"
            return Response(query, None, problem=problem)
        values = parse_qsl(parts.query, keep_blank_values=True)
        return self._send(Probe(query), path, values)

    def _send(
        self, probe: Probe, path: Mapping[str, str], values: Iterable[tuple[str, str]]
    ) -> Response:
        query, operation = probe.query, probe.query.operation
        options = {"method": probe.method, "suffix": probe.suffix}
        options |= {"variant": query.variant, "scheme": query.scheme}
        request = self.transport.request(operation, path, values, **options)
        try:
            response = self.transport.send(request, operation)
        except RateLimited as problem:
            for each in problem.responses:
                self.on_response(operation, each)
            raise
        if probe.method == operation.method:
            for each in (*response.history, response):
                self.on_response(operation, each)
        body = parse_json(response.content)
        is_page = response.status_code == httpx.codes.OK
        self.pages[operation.id] += is_page and probe.method == operation.method
        return Response(
            query=query,
            status=response.status_code,
            items=items_in(operation, body.value) if is_page else [],
            body=body.value,
            body_problem=body.problem,
            headers=headers_of(response),
            content=response.content,
            url=request_url(request),
            source=response,
        )


def _pairs(query: Query) -> Iterator[tuple[str, str]]:
    """Yield the names and texts of the query of a URL."""
    for name, value in query.values:
        texts = [_written(each) for each in (value if isinstance(value, tuple) else (value,))]
        parameter = query.operation.parameter(name)
        delimiter = parameter.delimiter if parameter is not None else None
        yield from ((name, each) for each in ([delimiter.join(texts)] if delimiter else texts))


def _written(value: object) -> str:
    """Return a value as the text of a parameter."""
    return json.dumps(value) if isinstance(value, bool) else str(value)
