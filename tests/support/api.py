"""An example API with one list, ``GET /books``: a test replaces the part that is to be wrong.

api = Api(keeps=lambda book, parameter, value: True)
assert outcome("filter.sound", api) == "fail"
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import httpx
from attrs import frozen
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from rollcall.spec import Spec, parse_spec
from tests.support.comparisons import check_operand, delimiter_of, is_match

__all__ = ["Api", "Described", "Item", "Respond", "asgi"]

Item = Mapping[str, Any]
Respond = Callable[[httpx.Request], httpx.Response]
"""A server: a function from a request to its response."""

_MAX_SIZE = 10


@frozen
class Api:
    """An example API: its spec, and a correct server of it unless a part is replaced.

    Attributes:
        items: The items, in the order in which they are listed.
        fields: The schema of each field of an item; ``id`` is the identity.
        filters: The field and the operator of each filter, by its parameter.
        values: The schema of each filter's values, if it is not that of the field.
        annotations: Further keys of the annotation of a filter, by its parameter.
        styles: The ``style`` and ``explode`` of a filter of several values, by its parameter.
        shelf: The schema of the parent in the path; empty: the list has no parent. The one shelf
            is called 7.
        order: The documented order of the list.
        sorts: The parameters that choose another order: their parts of the document by name.
        arrange: Returns the items in the order that the values of the parameters choose.
        strictness: The choices of the list where guidelines differ.
        token: The bearer token that the list requires; empty: none.
        base_url: The base URL of the server in this process.
        keeps: Returns whether an item matches a filter; the correct comparison unless given.
        page: Returns the items of a page, given the matching ones, its number and its size.
        total: Returns the ``total`` of a page, given the matching items.
        send: Returns the response that is sent in place of the correct one.
    """

    items: Sequence[Item] = tuple(
        {"id": f"b{number:02}", "kind": ("map", "atlas")[number % 2]} for number in range(23)
    )
    fields: Mapping[str, Any] = {
        "id": {"type": "string"},
        "kind": {"type": "string", "enum": ["map", "atlas", "globe"]},
    }
    filters: Mapping[str, tuple[str, str]] = {"kind": ("kind", "eq")}
    values: Mapping[str, Any] = {}
    annotations: Mapping[str, Mapping[str, Any]] = {}
    styles: Mapping[str, Mapping[str, Any]] = {}
    shelf: Mapping[str, Any] = {}
    order: Sequence[Mapping[str, Any]] = ()
    sorts: Mapping[str, Mapping[str, Any]] = {}
    arrange: Callable[[Sequence[Item], Mapping[str, str]], Sequence[Item]] = lambda items, _: items
    strictness: Mapping[str, Any] = {}
    token: str = ""
    base_url: str = "http://api.test"
    keeps: Callable[[Item, str, Any], bool] | None = None
    page: Callable[[Sequence[Item], int, int], Sequence[Item]] = lambda items, number, size: items[
        (number - 1) * size : number * size
    ]
    total: Callable[[Sequence[Item]], int] = len
    send: Callable[[httpx.Request, httpx.Response], httpx.Response] = lambda _, response: response

    @property
    def document(self) -> dict[str, Any]:
        """The OpenAPI document."""
        item = {"type": "object", "required": [*self.fields], "properties": {**self.fields}}
        listed = {"books": {"type": "array", "items": item}, "total": {"type": "integer"}}
        guard = {"key": {"type": "http", "scheme": "bearer"}}
        secured = {"security": [{"key": []}], "components": {"securitySchemes": guard}}
        operation = {
            "operationId": "listBooks",
            "tags": ["books"],
            "parameters": [
                _parameter("page", _number(1)),
                _parameter("per", _number(5, maximum=_MAX_SIZE)),
                *(
                    _parameter(name, self._value(name))
                    | {"x-filter": self._annotation(name), **self.styles.get(name, {})}
                    for name in self.filters
                ),
                *({"name": name, "in": "query", **part} for name, part in self.sorts.items()),
                *([_parameter("shelf", self.shelf, "path")] if self.shelf else []),
            ],
            "responses": {
                "200": _body(listed),
                **{
                    status: _body({"problem": {"type": "string"}})
                    for status in ("401", *(["404"] if self.shelf else []), "422")
                },
            },
            "x-list": {
                **self._ordered,
                "items": "/books",
                "identity": "/id",
                "pagination": {
                    "style": "page",
                    "pageSize": {"parameter": "per"},
                    "pageIndex": {"parameter": "page"},
                    "totalItems": "/total",
                },
                **({"strictness": {**self.strictness}} if self.strictness else {}),
                **({"parent": {"parameter": "shelf", "field": "/shelf"}} if self.shelf else {}),
            },
        }
        return {
            "openapi": "3.1.0",
            "info": {"title": "Books", "version": "1.0.0"},
            "paths": {"/shelves/{shelf}/books" if self.shelf else "/books": {"get": operation}},
            **(secured if self.token else {}),
        }

    @property
    def spec(self) -> Spec:
        """The spec, as Rollcall reads it."""
        return parse_spec(Path("api.json"), self.document)

    def respond(self, request: httpx.Request) -> httpx.Response:
        """Return the response to a request."""
        return self.send(request, self._correct(request))

    @property
    def app(self) -> Callable[[Scope, Receive, Send], Any]:
        """The API and its document as an ASGI application."""
        return asgi(self.respond)

    def _correct(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/openapi.json":
            return _json(200, self.document)
        if (refusal := self._refusal(request.url.path)) is not None:
            return refusal
        if request.method != "GET":
            return _json(405, {"problem": "method"}, allow="GET")
        if self.token and request.headers.get("authorization") != f"Bearer {self.token}":
            return _json(401, {"problem": "token"})
        given = dict(request.url.params)
        try:
            number = _read(given.get("page", "1"), _number(1))
            size = _read(given.get("per", "5"), _number(5, maximum=_MAX_SIZE))
            values = {
                name: self._operand(name, request.url.params.get_list(name))
                for name in self.filters
                if name in given
            }
            for name, value in values.items():
                check_operand(value, self._annotation(name))
            items = self.arrange(self.items, given)
        except ValueError as error:
            return _json(422, {"problem": str(error)})
        keeps = self.keeps or self._matches
        found = [
            item
            for item in items
            if all(keeps(item, name, value) for name, value in values.items())
        ]
        return _json(200, {"books": [*self.page(found, number, size)], "total": self.total(found)})

    def _operand(self, parameter: str, texts: Sequence[str]) -> Any:  # noqa: ANN401 - a value
        schema, annotation = self._value(parameter), self._annotation(parameter)
        delimiter = delimiter_of(schema, annotation, self.styles.get(parameter, {}))
        if delimiter is None:
            return _read(texts[0], schema)
        one = schema.get("items", self.fields[self.filters[parameter][0]])
        texts = texts[0].split(delimiter) if delimiter else texts
        return [_read(each, one) for each in texts]

    @property
    def _ordered(self) -> dict[str, Any]:
        return {"order": [*self.order]} if self.order else {}

    def _value(self, parameter: str) -> Mapping[str, Any]:
        schema: Mapping[str, Any] = self.values.get(
            parameter, self.fields[self.filters[parameter][0]]
        )
        return schema

    def _annotation(self, parameter: str) -> dict[str, Any]:
        field, by = self.filters[parameter]
        precisions = {"date": "day", "date-time": "instant"}
        precision = precisions.get(str(self._value(parameter).get("format")), "exact")
        compared = {} if by == "isNull" else {"precision": precision}
        further = self.annotations.get(parameter, {})
        operator = {} if "prefixes" in further else {"operator": by}
        return {"field": f"/{field}", **operator, **compared, **further}

    def _refusal(self, path: str) -> httpx.Response | None:
        """Return the refusal of a path that is not that of the list, or of an unknown shelf."""
        if not self.shelf:
            return None if path == "/books" else _json(404, {"problem": "no such path"})
        shelf = path.removeprefix("/shelves/").removesuffix("/books")
        if shelf == "7":
            return None
        return _json(404 if shelf.isdecimal() else 422, {"problem": "no such shelf"})

    def _matches(self, item: Item, parameter: str, value: Any) -> bool:  # noqa: ANN401
        return is_match(item[self.filters[parameter][0]], value, self._annotation(parameter))


@frozen
class Described:
    """An example API with another document.

    Attributes:
        api: The API.
        document: Its document.
    """

    api: Api
    document: Mapping[str, Any]

    @property
    def spec(self) -> Spec:
        """The spec, as Rollcall reads it."""
        return parse_spec(Path("api.json"), self.document)

    @property
    def token(self) -> str:
        """The token that the API requires."""
        return self.api.token

    @property
    def base_url(self) -> str:
        """The base URL of the server in this process."""
        return self.api.base_url

    def respond(self, request: httpx.Request) -> httpx.Response:
        """Return the response to a request."""
        return self.api.respond(request)


def asgi(respond: Respond) -> Callable[[Scope, Receive, Send], Any]:
    """Return the ASGI application of a server that is a function."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        incoming = Request(scope)
        target = scope["raw_path"].decode("ascii")
        query = scope["query_string"].decode("ascii")
        url = f"{str(incoming.base_url).rstrip('/')}{target}{'?' if query else ''}{query}"
        given = respond(httpx.Request(incoming.method, url, headers=incoming.headers.raw))
        response = Response(given.content, given.status_code)
        response.raw_headers = given.headers.raw
        await response(scope, receive, send)

    return app


def _read(text: str, schema: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a value of the schema
    """Parse the value of a parameter, or raise `ValueError`."""
    value: Any = text
    if schema["type"] == "integer":
        if not (text.isascii() and text.removeprefix("-").isdecimal() and len(text) < 4000):
            raise ValueError("must be an integer")
        value = int(text)
    elif schema["type"] == "number":
        value = json.loads(text)
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise ValueError("must be a number")
    elif schema["type"] == "boolean":
        value = json.loads(text) if text in {"true", "false"} else None
    elif schema.get("format") == "date" and not _is_date(text):
        raise ValueError("must be a date")
    if value is None or value not in schema.get("enum", [value]):
        raise ValueError("must be one of the documented values")
    if schema["type"] == "integer" and not (
        schema.get("minimum", value) <= value <= schema.get("maximum", value)
    ):
        raise ValueError("is out of bounds")
    return value


def _is_date(text: str) -> bool:
    return date.fromisoformat(text).isoformat() == text


def _json(status: int, content: object, **headers: str) -> httpx.Response:
    return httpx.Response(status, json=content, headers=headers)


def _number(default: int, **bounds: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": 1, "default": default, **bounds}


def _parameter(name: str, schema: Mapping[str, Any], place: str = "query") -> dict[str, Any]:
    required = {"required": True} if place == "path" else {}
    return {"name": name, "in": place, "schema": schema, **required}


def _body(properties: Mapping[str, object]) -> dict[str, Any]:
    schema = {"type": "object", "required": [*properties], "properties": properties}
    return {"description": "It.", "content": {"application/json": {"schema": schema}}}
