"""A tiny list API: an ASGI application with its spec, without dependencies."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

__all__ = ["SPEC", "app"]

_ORDERS = [{"id": number, "state": ("open", "paid")[number % 2]} for number in range(23)]
_LONG = 100
_QUERY = {"page": "1", "size": "10"}


def _parameter(name: str, schema: Mapping[str, Any], **annotations: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"name": name, "in": "query", "schema": schema, **annotations}


_OBJECT = {"type": "object", "required": ["id", "state"]}
_ITEM = {**_OBJECT, "properties": {"id": {"type": "integer"}, "state": {"type": "string"}}}
_ITEMS = {"type": "array", "items": {"$ref": "#/components/schemas/Order"}}
_SIZE: dict[str, Any] = {"type": "integer", "minimum": 1, "maximum": 50, "default": 10}
_PAGE = {"type": "integer", "minimum": 1, "default": 1}
_BAD = {"description": "A value that is not allowed."}
SPEC: Mapping[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "1.0.0"},
    "servers": [{"url": "http://127.0.0.1"}],
    "components": {"schemas": {"Order": _ITEM}},
    "paths": {
        "/orders": {
            "get": {
                "operationId": "listOrders",
                "tags": ["orders"],
                "parameters": [
                    _parameter("size", _SIZE),
                    _parameter("page", _PAGE),
                    _parameter(
                        "state",
                        {"type": "string"},
                        **{"x-filter": {"field": "/state", "operator": "eq", "precision": "exact"}},
                    ),
                ],
                "responses": {
                    "200": {
                        "description": "A page of orders.",
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "object",
                                    "required": ["orders"],
                                    "properties": {"orders": _ITEMS},
                                }
                            }
                        },
                    },
                    "400": _BAD,
                },
                "x-list": {
                    "items": "/orders",
                    "identity": "/id",
                    "pagination": {
                        "style": "page",
                        "pageSize": {"parameter": "size"},
                        "pageIndex": {"parameter": "page"},
                    },
                },
            }
        }
    },
}


def _answer(method: str, path: str, query: str) -> tuple[int, Mapping[str, Any]]:
    if path != "/orders" or method != "GET":
        return (405, {}) if path == "/orders" else (404, {})
    try:
        pairs = parse_qsl(query, keep_blank_values=True, errors="strict")
    except ValueError:
        return 400, {"problem": "not UTF-8"}
    asked = {**_QUERY, **dict(pairs)}
    numbers = asked["page"], asked["size"]
    if len({name for name, _ in pairs}) < len(pairs) or not all(map(_is_number, numbers)):
        return 400, {"problem": "a value is not allowed"}
    page, size = (int(each) if len(each) < _LONG else 10**_LONG for each in numbers)
    if size > _SIZE["maximum"]:
        return 400, {"problem": "size: at most 50"}
    found = [each for each in _ORDERS if asked.get("state", each["state"]) == each["state"]]
    return 200, {"orders": found[(page - 1) * size : page * size]}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and text.strip("0") != ""


async def app(
    scope: Mapping[str, Any],
    receive: Callable[[], Awaitable[Mapping[str, Any]]],
    send: Callable[[Mapping[str, Any]], Awaitable[None]],
) -> None:
    """Respond to a request."""
    del receive
    if scope["type"] != "http":
        return
    query = scope["query_string"].decode("latin-1")
    is_spec = scope["path"] == "/openapi.json"
    status, body = (200, SPEC) if is_spec else _answer(scope["method"], scope["path"], query)
    headers = [(b"content-type", b"application/json")]
    if status == 405:
        headers.append((b"allow", b"GET"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(body).encode()})
