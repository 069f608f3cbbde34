"""An example API whose server limits page sizes, though its document does not say how.

api = Clamped(Numbered(Size("size", 5, 10, too_large="clamped"), "page"), tells={"/total": "total"})
assert outcome("page.partition", api) == "pass"
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx
from attrs import frozen

from rollcall.spec import Spec, parse_spec
from tests.support.styles import (
    After,
    Fact,
    Filter,
    Key,
    Numbered,
    Offset,
    Paging,
    Search,
    Sort,
    Style,
    StyleServer,
    Token,
)

__all__ = ["Body", "Clamped"]

Body = dict[str, Any]

_KINDS = ("map", "atlas", "globe")
_OK = 200
_PLACES = {"total": "totalItems", "pages": "totalPages", "more": "hasMore", "next": "next"}


def _correct(_request: httpx.Request, body: Body) -> Body:
    return body


@frozen
class Clamped:
    """A list ``GET /books`` with a filter, a sort and a search.

    Attributes:
        paging: How pages are requested, with the bounds of the server.
        tells: What a page says of itself, beside its items: facts by their places in the body.
        count: The number of items.
        schema: The schema of the page size in the document.
        told: Returns the body of a page in place of the correct one.
    """

    paging: Paging
    tells: Mapping[str, Fact]
    count: int = 23
    schema: Mapping[str, Any] = {"type": "integer"}
    told: Callable[[httpx.Request, Body], Body] = _correct
    token: str = ""
    base_url: str = "http://api.test"

    def respond(self, request: httpx.Request) -> httpx.Response:
        """Return the response to a request."""
        response = StyleServer(self._style).respond(request)
        if response.status_code != _OK:
            return response
        return httpx.Response(_OK, json=self.told(request, response.json()))

    @property
    def _style(self) -> Style:
        return Style(
            path="/books",
            items=[
                {"id": at + 1, "kind": _KINDS[at % 3], "name": f"{_KINDS[at % 2]} {at}"}
                for at in range(self.count)
            ],
            paging=self.paging,
            body={"/books": "items", **self.tells},
            filters={"kind": Filter("kind")},
            sort=Sort("sort", {"name": Key("name")}),
            search=Search("q", ("name",)),
            order=(Key("id", "integer"),),
        )

    @property
    def spec(self) -> Spec:
        """The spec."""
        return parse_spec(Path("books.yaml"), self._document)

    @property
    def _document(self) -> dict[str, Any]:
        text, number = {"type": "string"}, {"type": "integer"}
        item = {
            "type": "object",
            "required": ["id", "kind", "name"],
            "properties": {"id": number, "kind": text, "name": text},
        }
        told = {place.removeprefix("/"): _schema_of(fact) for place, fact in self.tells.items()}
        body = {
            "type": "object",
            "required": ["books"],
            "properties": {"books": {"type": "array", "items": item}, **told},
        }
        parameters = [
            {"name": self.paging.parameter, "in": "query", "schema": self._selector},
            {"name": self.paging.size.parameter, "in": "query", "schema": self.schema},
            {
                "name": "kind",
                "in": "query",
                "schema": text,
                "x-filter": {"field": "/kind", "operator": "eq", "precision": "exact"},
            },
            {
                "name": "sort",
                "in": "query",
                "schema": {"type": "string", "enum": ["name"]},
                "x-sort": {"keys": {"name": {"field": "/name", "precision": "text"}}},
            },
            {
                "name": "q",
                "in": "query",
                "schema": text,
                "x-search": {
                    "fields": ["/name"],
                    "match": "contains",
                    "words": "all",
                    "ignore": ["case"],
                },
            },
        ]
        responses = {
            "200": _described(body),
            **{status: _described({"type": "object"}) for status in ("400", "404")},
        }
        return {
            "openapi": "3.1.0",
            "info": {"title": "Books", "version": "1.0.0"},
            "paths": {
                "/books": {
                    "get": {
                        "operationId": "listBooks",
                        "tags": ["books"],
                        "parameters": parameters,
                        "responses": responses,
                        "x-list": {
                            "items": "/books",
                            "identity": "/id",
                            "order": [{"field": "/id"}],
                            "pagination": self._pagination,
                        },
                    }
                }
            },
        }

    @property
    def _selector(self) -> Mapping[str, Any]:
        if isinstance(self.paging, Token):
            return {"type": "string"}
        return {"type": "integer"}

    @property
    def _pagination(self) -> dict[str, Any]:
        parameter = {"parameter": self.paging.parameter}
        size = {"pageSize": {"parameter": self.paging.size.parameter}}
        told = {_PLACES[fact]: place for place, fact in self.tells.items() if fact in _PLACES}
        match self.paging:
            case Numbered():
                return {"style": "page", "pageIndex": parameter, **size, **told}
            case Offset():
                return {"style": "offset", "offset": parameter, **size, **told}
            case After():
                token = {**parameter, "field": "/id"}
                return {"style": "cursor", "continuationToken": token, **size, **told}
            case Token():
                if "next" in told:
                    return {"style": "link", **size, **told, "continuationToken": parameter}
                token = {**parameter, "next": "/token"}
                return {"style": "cursor", "continuationToken": token, **size, **told}


def _schema_of(fact: Fact) -> Mapping[str, Any]:
    if fact in {"next", "token"}:
        return {"type": ["string", "null"]}
    return {"type": "boolean" if fact == "more" else "integer"}


def _described(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": "A response.", "content": {"application/json": {"schema": schema}}}
