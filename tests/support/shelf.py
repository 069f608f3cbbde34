"""An example API with one list, which serves its own document; no provider's."""

import json
from collections.abc import Callable
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

__all__ = ["DOCUMENT", "app", "shelf"]

_BOOKS = [{"id": f"b{number:02}", "kind": ("map", "atlas")[number % 2]} for number in range(23)]
_MOST = 10


def _integer(name: str, default: int, **bounds: int) -> dict[str, Any]:
    schema = {"type": "integer", "minimum": 1, "default": default, **bounds}
    return {"name": name, "in": "query", "schema": schema}


def _body(**properties: object) -> dict[str, Any]:
    schema = {"type": "object", "required": [*properties], "properties": properties}
    return {"description": "It.", "content": {"application/json": {"schema": schema}}}


_BOOK = {
    "type": "object",
    "required": ["id", "kind"],
    "properties": {"id": {"type": "string"}, "kind": {"type": "string"}},
}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Shelf", "version": "1.0.0"},
    "paths": {
        "/books": {
            "get": {
                "operationId": "listBooks",
                "tags": ["books"],
                "parameters": [
                    _integer("page", 1),
                    _integer("per", 5, maximum=_MOST),
                    {
                        "name": "kind",
                        "in": "query",
                        "schema": {"type": "string", "enum": ["map", "atlas"]},
                        "x-filter": {"field": "/kind", "operator": "eq", "precision": "exact"},
                    },
                ],
                "responses": {
                    "200": _body(
                        books={"type": "array", "items": _BOOK}, total={"type": "integer"}
                    ),
                    "401": _body(problem={"type": "string"}),
                    "422": _body(problem={"type": "string"}),
                },
                "x-list": {
                    "items": "/books",
                    "identity": "/id",
                    "pagination": {
                        "style": "page",
                        "pageSize": {"parameter": "per"},
                        "pageIndex": {"parameter": "page"},
                        "totalItems": "/total",
                    },
                },
            }
        }
    },
}
_GUARDED = {
    "security": [{"key": []}],
    "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
}


def _number(request: Request, name: str, default: int, most: int) -> int:
    text = request.query_params.get(name, str(default))
    if not text.isascii() or not text.isdecimal() or not 1 <= (number := int(text)) <= most:
        raise ValueError(name)
    return number


def shelf(
    is_kept: Callable[[dict[str, Any], str], bool] | None = None,
    *,
    is_empty: bool = False,
    token: str = "",
) -> Starlette:
    """Return the application.

    Args:
        is_kept: Returns whether the filter keeps a book; the right answer unless given.
        is_empty: Whether it has no books.
        token: The bearer token that the list takes, and that the document asks for; empty: none.
    """
    keeps = is_kept or (lambda book, kind: book["kind"] == kind)
    stock = [] if is_empty else _BOOKS

    async def document(_: Request) -> Response:
        return JSONResponse({**DOCUMENT, **_GUARDED} if token else DOCUMENT)

    async def books(request: Request) -> Response:
        if token and request.headers.get("Authorization") != f"Bearer {token}":
            return JSONResponse({"problem": "token"}, 401)
        kind = request.query_params.get("kind")
        try:
            page = _number(request, "page", 1, 10**4000)
            per = _number(request, "per", 5, _MOST)
        except ValueError as error:
            return JSONResponse({"problem": str(error)}, 422)
        if kind not in {None, "map", "atlas"}:
            return JSONResponse({"problem": "kind"}, 422)
        found = [book for book in stock if kind is None or keeps(book, kind)]
        body = {"books": found[(page - 1) * per : page * per], "total": len(found)}
        return Response(json.dumps(body), media_type="application/json")

    return Starlette(
        routes=[
            Route("/openapi.json", document, methods=["GET"]),
            Route("/books", books, methods=["GET"]),
        ]
    )


app = shelf()
