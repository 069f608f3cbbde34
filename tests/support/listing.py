"""The lists of example APIs: their part of the document, and the pages of their rows."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import httpx

__all__ = ["answered", "listed"]

_SIZE, _LARGEST = 3, 20
_NUMBER = re.compile("[1-9][0-9]{0,9}")


def answered(request: httpx.Request, rows: Sequence[Mapping[str, Any]]) -> httpx.Response:
    """Return the response to a request for a page of rows."""
    if request.method != "GET":
        return httpx.Response(405, headers={"allow": "GET"}, json={"problem": "method"})
    given = dict(request.url.params)
    page, size = given.get("page", "1"), given.get("per", str(_SIZE))
    if not all(map(_NUMBER.fullmatch, (page, size))) or int(size) > _LARGEST:
        return httpx.Response(422, json={"problem": "page and per are positive integers"})
    start = (int(page) - 1) * int(size)
    shown = [*rows[start : start + int(size)]]
    return httpx.Response(200, json={"rows": shown, "total": len(rows)})


def listed(name: str, schema: str, *parameters: object, **annotation: object) -> dict[str, Any]:
    """Return an operation that lists items of a schema, in pages.

    Args:
        name: The operationId without its first word.
        schema: The name of the schema of an item.
        parameters: The path parameters.
        annotation: Further keys of ``x-list``.
    """
    page = {
        "type": "object",
        "required": ["rows", "total"],
        "properties": {
            "rows": {"type": "array", "items": {"$ref": f"#/components/schemas/{schema}"}},
            "total": {"type": "integer"},
        },
    }
    numbers = {"page": {"default": 1}, "per": {"default": _SIZE, "maximum": _LARGEST}}
    return {
        "operationId": f"list{name}",
        "tags": [name.lower()],
        "parameters": [
            *parameters,
            *(
                {"name": each, "in": "query", "schema": {"type": "integer", "minimum": 1, **more}}
                for each, more in numbers.items()
            ),
        ],
        "responses": {
            "200": {"description": "It.", "content": {"application/json": {"schema": page}}},
            **({"404": {"description": "There is no such list."}} if parameters else {}),
            "422": {"description": "A number is wrong."},
        },
        "x-list": {
            "items": "/rows",
            "identity": "/id",
            "pagination": {
                "style": "page",
                "pageSize": {"parameter": "per"},
                "pageIndex": {"parameter": "page"},
                "totalItems": "/total",
            },
            "strictness": {
                "oversizedPage": "refused",
                "pastTheEnd": "empty",
                **({"unknownParent": [404]} if parameters else {}),
            },
            **annotation,
        },
    }
