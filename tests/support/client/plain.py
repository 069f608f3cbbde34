"""A document with operations of all kinds beside its lists."""

from pathlib import Path
from typing import Any, Final

from tests.support.specs import write

__all__ = ["SHELF", "SHELF_ID", "write_plain"]

SHELF_ID: Final = "7b61621f-62e0-4aad-ab11-000000000001"
SHELF: Final = {"id": SHELF_ID, "label": "oak", "created_at": "2021-04-16T09:46:20Z"}
"""A shelf as the server sends it."""

_ONE = "/paths/~1shelves~1{shelf_id}"


def _ref(kind: str, name: str) -> dict[str, str]:
    return {"$ref": f"#/components/{kind}/{name}"}


def _json(schema: object, media_type: str = "application/json") -> dict[str, Any]:
    return {"description": "It.", "content": {media_type: {"schema": schema}}}


def write_plain(path: Path, **changes: object) -> Path:
    """Write the document to a file, with further changes by JSON Pointer."""
    shelf, draft = _ref("schemas", "Shelf"), _ref("schemas", "Draft")
    shelf_id = {"name": "shelf_id", "in": "path", "required": True}
    missing = _ref("responses", "NotFound")
    secured: dict[str, Any] = {"tags": ["shelves"], "security": [{"bearer": []}]}
    one: dict[str, Any] = {
        "parameters": [{**shelf_id, "schema": {"type": "string", "format": "uuid"}}],
        "get": {
            **secured,
            "operationId": "getShelf",
            "parameters": [
                {
                    "name": "parts",
                    "in": "query",
                    "schema": {"type": "array", "items": {"type": "string"}},
                },
                {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 9}},
                {"name": "X-Trace", "in": "header", "schema": {"type": "string", "minLength": 2}},
                {"name": "Authorization", "in": "header", "schema": {"type": "string"}},
                {"name": "seen", "in": "cookie", "schema": {"type": "string"}},
            ],
            "responses": {"200": _json(shelf), "404": missing},
        },
        "put": {
            **secured,
            "operationId": "replaceShelf",
            "requestBody": _json(draft),
            "responses": {"200": _json(shelf), "204": {"description": "Unchanged."}},
        },
        "patch": {
            **secured,
            "operationId": "updateAShelf",
            "requestBody": {**_json(draft, "application/merge-patch+json"), "required": True},
            "responses": {"default": _json(shelf)},
        },
        "delete": {
            **secured,
            "operationId": "deleteShelf",
            "security": [],
            "responses": {"204": {"description": "Gone."}, "404": missing},
        },
        "head": {**secured, "operationId": "headShelf", "responses": {"200": _json(shelf)}},
    }
    return write(
        path,
        {
            "/components/schemas/Draft": {
                "type": "object",
                "required": ["label"],
                "properties": {
                    "label": {"type": "string", "minLength": 2},
                    "shelf-mark": {"type": ["string", "null"]},
                    "due": {"type": "string", "format": "date-time"},
                },
            },
            "/paths/~1shelves/post": {
                **secured,
                "operationId": "createShelf",
                "requestBody": {**_json(draft), "required": True},
                "responses": {
                    "201": _json(shelf),
                    "202": _json(
                        {
                            "type": "object",
                            "required": ["job"],
                            "properties": {"job": {"type": "integer"}},
                        }
                    ),
                },
            },
            _ONE: one,
            f"{_ONE}~1labels": {
                "parameters": one["parameters"],
                "get": {
                    **secured,
                    "operationId": "readLabels",
                    "responses": {"200": _json({"type": "array", "items": {"type": "string"}})},
                },
                "post": {
                    "security": [{"bearer": []}],
                    "requestBody": _json({"type": "array", "items": {"type": "integer"}}),
                    "responses": {"2XX": _json({"type": "integer"})},
                },
            },
            **changes,
        },
    )
