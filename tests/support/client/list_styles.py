"""Lists of books in each style of paging, with a server of each, for clients to read."""

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

import attrs
import httpx

__all__ = ["STYLES", "Answer", "ListStyle", "Values", "all_books", "listed", "transport"]

_BOOKS = tuple({"id": f"b{number:02}"} for number in range(23))
_SIZE = {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "default": 5}}
_TEXT = {"type": "string"}
_COUNT = {"type": "integer"}
_OFFSET = {"name": "offset", "in": "query", "schema": {"type": "integer", "minimum": 0}}
_PAGE = {"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1}}
_AFTER = {"name": "after", "in": "query", "schema": _TEXT}

Values = Mapping[str, str]
Answer = tuple[object, Mapping[str, str]]


@attrs.frozen
class ListStyle:
    """A style of paging, with a server of it.

    Attributes:
        pagination: The annotation.
        parameters: The parameters.
        fields: The fields of the body beside the items; None: the body is the array.
        answer: Returns the body and the headers for the values of a query.
    """

    pagination: Mapping[str, Any]
    parameters: tuple[Mapping[str, Any], ...]
    fields: Mapping[str, Any] | None
    answer: Callable[[Values], Answer]

    @property
    def document(self) -> dict[str, Any]:
        """The spec."""
        book = {"$ref": "#/components/schemas/Book"}
        body: dict[str, Any] = {"type": "array", "items": book}
        if self.fields is not None:
            body = {
                "type": "object",
                "required": ["books"],
                "properties": {"books": body, **self.fields},
            }
        listed = {
            "items": "" if self.fields is None else "/books",
            "identity": "/id",
            "pagination": self.pagination,
        }
        operation = {
            "operationId": "listBooks",
            "parameters": [*self.parameters],
            "responses": {
                "200": {"description": "Books.", "content": {"application/json": {"schema": body}}}
            },
            "x-list": listed,
        }
        schema = {"type": "object", "required": ["id"], "properties": {"id": _TEXT}}
        return {
            "openapi": "3.1.0",
            "info": {"title": "Books", "version": "1"},
            "servers": [{"url": "http://books.test"}],
            "paths": {"/books": {"get": operation}},
            "components": {"schemas": {"Book": schema}},
        }


def _cut(start: int, values: Values) -> tuple[list[Mapping[str, str]], int]:
    end = start + int(values.get("limit", 5))
    return [*_BOOKS[start:end]], end


def _by_offset(values: Values) -> Answer:
    start = int(values.get("offset", 0))
    rows, _ = _cut(start, values)
    return {"books": rows, "offset": start, "total": len(_BOOKS)}, {}


def _by_offset_alone(values: Values) -> Answer:
    return _cut(int(values.get("offset", 0)), values)[0], {}


def _by_page_with_headers(values: Values) -> Answer:
    start = (int(values.get("page", 1)) - 1) * int(values.get("limit", 5))
    return _cut(start, values)[0], {"X-Total-Count": str(len(_BOOKS))}


def _by_page_and_more(values: Values) -> Answer:
    start = (int(values.get("page", 1)) - 1) * 5
    return {"books": [*_BOOKS[start : start + 5]], "more": start + 5 < len(_BOOKS)}, {}


def _by_token(values: Values) -> Answer:
    rows, end = _cut(int(values.get("after", "t0")[1:]), values)
    return {"books": rows, "next": f"t{end}" if end < len(_BOOKS) else None}, {}


def _by_token_in_header(values: Values) -> Answer:
    rows, end = _cut(int(values.get("after", "t0")[1:]), values)
    return rows, {"X-Next": f"t{end}"} if end < len(_BOOKS) else {}


def _by_last_item(values: Values) -> Answer:
    start = int(values["after"][1:]) + 1 if "after" in values else 0
    rows, end = _cut(start, values)
    return {"books": rows, "more": end < len(_BOOKS)}, {}


def _by_link_header(values: Values) -> Answer:
    rows, end = _cut(int(values.get("after", "t0")[1:]), values)
    url = f"/books?limit={values.get('limit', 5)}&after=t{end}"
    links = '<http://books.test/books>; rel="first"'
    return rows, {"Link": f'{links}, <{url}>; rel="next"' if end < len(_BOOKS) else links}


_LIMIT = {"parameter": "limit"}
_MORE = {"more": {"type": "boolean"}}
_HEADER = "$response.header."

STYLES = {
    "offset": ListStyle(
        {
            "style": "offset",
            "pageSize": _LIMIT,
            "offset": {"parameter": "offset", "echo": "/offset"},
            "totalItems": "/total",
        },
        (_SIZE, _OFFSET),
        {"offset": _COUNT, "total": _COUNT},
        _by_offset,
    ),
    "offset without a total": ListStyle(
        {"style": "offset", "pageSize": _LIMIT, "offset": {"parameter": "offset"}},
        (_SIZE, _OFFSET),
        None,
        _by_offset_alone,
    ),
    "page with a total in a header": ListStyle(
        {
            "style": "page",
            "pageSize": _LIMIT,
            "pageIndex": {"parameter": "page"},
            "totalItems": f"{_HEADER}X-Total-Count",
        },
        (_SIZE, _PAGE),
        None,
        _by_page_with_headers,
    ),
    "page of an unknown size": ListStyle(
        {"style": "page", "pageIndex": {"parameter": "page"}, "hasMore": "/more"},
        (_PAGE,),
        _MORE,
        _by_page_and_more,
    ),
    "cursor": ListStyle(
        {
            "style": "cursor",
            "pageSize": _LIMIT,
            "continuationToken": {"parameter": "after", "next": "/next"},
        },
        (_SIZE, _AFTER),
        {"next": {"type": ["string", "null"]}},
        _by_token,
    ),
    "cursor in a header": ListStyle(
        {
            "style": "cursor",
            "pageSize": _LIMIT,
            "continuationToken": {"parameter": "after", "next": f"{_HEADER}X-Next"},
        },
        (_SIZE, _AFTER),
        None,
        _by_token_in_header,
    ),
    "cursor of the last item": ListStyle(
        {
            "style": "cursor",
            "pageSize": _LIMIT,
            "continuationToken": {"parameter": "after", "field": "/id"},
            "hasMore": "/more",
        },
        (_SIZE, _AFTER),
        _MORE,
        _by_last_item,
    ),
    "cursor of the last item alone": ListStyle(
        {
            "style": "cursor",
            "pageSize": _LIMIT,
            "continuationToken": {"parameter": "after", "field": "/id"},
        },
        (_SIZE, _AFTER),
        {},
        _by_last_item,
    ),
    "link in a header": ListStyle(
        {"style": "link", "pageSize": _LIMIT, "next": f"{_HEADER}Link"},
        (_SIZE,),
        None,
        _by_link_header,
    ),
}


def transport(
    answer: Callable[[Values], Answer], sent: list[Values] | None = None
) -> httpx.MockTransport:
    """Return a transport to a server, which records the queries that it receives."""

    def respond(request: httpx.Request) -> httpx.Response:
        values = dict(request.url.params)
        if sent is not None:
            sent.append(values)
        body, headers = answer(values)
        return httpx.Response(200, json=body, headers=headers)

    return httpx.MockTransport(respond)


def listed(
    package: ModuleType, answer: Callable[[Values], Answer], **arguments: object
) -> tuple[list[str], list[Values]]:
    """Return the books that a client lists, and the queries that it sends."""
    sent: list[Values] = []
    with httpx.Client(transport=transport(answer, sent)) as http:
        pager = package.Client(http_client=http).books.list(**arguments)
        return [each.id for each in pager], sent


def all_books() -> list[str]:
    """Return the identities of all books, in their order."""
    return [each["id"] for each in _BOOKS]
