"""Plain HTTP: requests built from the spec alone."""

import json
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import parse_qsl, unquote, urlsplit

import attrs
import schemathesis

from rollcall.channels._addresses import is_address, origin_of
from rollcall.channels._query import KEYS, Key, Probe, Query
from rollcall.channels._response import Response
from rollcall.channels._walk import walk
from rollcall.fuzzing._checks import Case
from rollcall.fuzzing._engine import Engine, items_of
from rollcall.http._exchange import Exchange, Reproduction, exchange_of, headers_of
from rollcall.http._json import read_json
from rollcall.spec import ListOperation

__all__ = ["HttpChannel", "written"]


@attrs.define
class HttpChannel:
    """Asks a server by plain HTTP, and checks each response against the spec.

    Attributes:
        engine: Sends the requests and checks the responses.
    """

    engine: Engine
    id: str = "http"
    _known: dict[object, Response] = attrs.field(factory=dict, repr=False)

    @property
    def keys(self) -> frozenset[Key]:
        """How a request can authenticate itself."""
        credential = self.engine.transport.credential
        if credential is None:
            return frozenset({"right"})
        return frozenset({"none", *(each for each in KEYS if each in credential.values())})

    def page(self, query: Query) -> Response:
        """Ask for one page; the same query is sent once, until the channel is to forget."""
        known = query, repr(query.values)
        if known not in self._known:
            self._known[known] = self.ask(query)
        return self._known[known]

    def walk(self, query: Query, most: int) -> list[Response]:
        """Ask for one page after the other, ``most`` at most; one that is no page ends the walk."""
        return walk(self.page, query, most)

    def ask(self, query: Query) -> Response:
        """Ask for one page, whether or not it was asked for before."""
        if query.link is not None:
            return self._follow(query)
        case = self.engine.case(
            query.operation,
            self.path_parameters(query),
            {name: written(value) for name, value in query.values},
            key=query.key,
        )
        return self._answer(query, case, case.call())

    def probe(self, probe: Probe) -> Response:
        """Send a request that no client sends."""
        query = probe.query
        case = self.engine.case(
            query.operation,
            self.path_parameters(query),
            {name: written(value) for name, value in query.values},
            key=query.key,
        )
        case.method = cast("Any", probe.method)
        response = self.engine.transport.deliver(case, suffix=probe.suffix)
        return self._answer(query, case, response, is_checked=probe.method == "GET")

    def is_same(
        self, operation: ListOperation, known: Mapping[str, Any], item: Mapping[str, Any]
    ) -> bool:
        """Return whether an item is the one that is known, in all its fields."""
        del operation
        return known == item

    def path_parameters(self, query: Query) -> dict[str, str]:
        """Return the values of the path parameters of a query."""
        operation = query.operation
        parent = operation.parent
        return {parent.parameter: query.parent} if parent and query.parent is not None else {}

    def exchange(self, answer: Response) -> tuple[Exchange, Reproduction]:
        """Write down how an answer came about, and how to get it again."""
        response = cast("schemathesis.Response", answer.source)
        request = response.request
        return exchange_of(response), self.engine.reproduction(request, answer.query.operation)

    def forget(self) -> None:
        """Forget all answers."""
        self._known.clear()

    def _follow(self, query: Query) -> Response:
        assert query.link is not None
        if not is_address(query.link):
            return Response(query, None, problem=f"the link {query.link} is no address")
        parts = urlsplit(query.link)
        template = urlsplit(self.engine.transport.base_url).path + query.operation.path
        path = _path_values(template, parts.path)
        if path is None or origin_of(query.link) != origin_of(self.engine.transport.base_url):
            problem = f"the link {query.link} leads elsewhere"
            return Response(query, None, problem=problem)
        case = self.engine.case(
            query.operation,
            path,
            dict(parse_qsl(parts.query, keep_blank_values=True)),
            key=query.key,
        )
        return self._answer(query, case, case.call())

    def _answer(
        self,
        query: Query,
        case: Case,
        response: schemathesis.Response,
        *,
        is_checked: bool = True,
    ) -> Response:
        if is_checked:
            self.engine.validate(case, response)
        operation = query.operation
        return Response(
            query=query,
            status=response.status_code,
            items=items_of(operation, response),
            body=read_json(response.content),
            headers=headers_of(response),
            content=response.content,
            url=str(response.request.url),
            source=response,
        )


def _path_values(template: str, path: str) -> dict[str, str] | None:
    names, texts = template.split("/"), path.split("/")
    if len(names) != len(texts):
        return None
    values = {}
    for name, text in zip(names, texts, strict=True):
        if name.startswith("{"):
            values[name[1:-1]] = unquote(text)
        elif name != text:
            return None
    return values


def written(value: object) -> str:
    """Write a value as the text of a parameter."""
    return json.dumps(value) if isinstance(value, bool) else str(value)
