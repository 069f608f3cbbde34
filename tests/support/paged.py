"""An example API in every style of paging: a test replaces the part that is to be wrong.

api = Paged("offset", start=lambda start: start + 1)
assert outcome("page.partition", api) == "fail"
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode
from zlib import crc32

import httpx
from attrs import frozen

from rollcall.spec import Spec, parse_spec

__all__ = ["Information", "Paged", "Style"]

Style = Literal["page", "offset", "token", "item", "link"]
"""By number, by offset, by the token of a page, by the identity of its last item, by a link."""

Row = Mapping[str, Any]
Information = dict[str, Any]
"""What a page says of itself: total, pages, more, token, position, size, and links."""

_LINKS = ("next", "prev", "first", "last", "self")
_SELECTORS = {"page": "page", "offset": "offset", "token": "after", "item": "after", "link": "at"}
_HEADERS = {"total": "X-Total-Count", "more": "X-Has-More", "token": "X-Next-Token"}
_MOST = 10


def _unchanged(information: Information) -> Information:
    return information


def _correct(rows: Sequence[Row], start: int, size: int) -> Sequence[Row]:
    return rows[start : start + size]


@frozen
class Paged:
    """A list ``GET /books`` with the filter ``kind``, and a correct server of it.

    Attributes:
        style: How pages are requested.
        in_headers: Whether the page information is in headers, and the body the array of items.
        tells: What a page says of itself, beside the token or the link that its style needs.
        strictness: The choices of the list where guidelines differ.
        extra: More keys of the annotation ``pagination``.
        items: The items.
        start: Returns where the page begins in place of the requested row.
        page: Returns the items of a page, given the matching ones, its first row and its size.
        told: Returns what a page says of itself in place of the correct information.
        keeps: Returns whether an item matches the filter, given the start of the page.
        check: Whether invalid tokens are refused.
        is_sized: Whether the document has the page size.
    """

    style: Style = "page"
    in_headers: bool = False
    tells: frozenset[str] = frozenset({"total", "more"})
    strictness: Mapping[str, Any] = {}
    extra: Mapping[str, Any] = {}
    items: Sequence[Row] = tuple(
        {"id": f"b{number:02}", "kind": ("map", "atlas")[number % 2]} for number in range(23)
    )
    start: Callable[[int], int] = int
    page: Callable[[Sequence[Row], int, int], Sequence[Row]] = _correct
    told: Callable[[Information], Information] = _unchanged
    keeps: Callable[[Row, str, int], bool] = lambda book, kind, _start: book["kind"] == kind
    check: bool = True
    is_sized: bool = True
    token: str = ""
    base_url: str = "http://api.test"

    @property
    def document(self) -> dict[str, Any]:
        """The OpenAPI document."""
        kinds = {"type": "string", "enum": ["map", "atlas", "globe"]}
        fields = {"id": {"type": "string"}, "kind": kinds}
        item = {"type": "object", "required": [*fields], "properties": fields}
        rows = {"type": "array", "items": item}
        told = {name: {"type": ["string", "null"]} for name in ("token", *_LINKS)}
        counts = {name: {"type": "integer"} for name in ("total", "pages", "position", "size")}
        body = {
            "type": "object",
            "required": ["books"],
            "properties": {"books": rows, **told, **counts, "more": {"type": "boolean"}},
        }
        selector, first = _SELECTORS[self.style], int(self.style == "page")
        is_text = self.style in {"token", "item", "link"}
        number = {"type": "integer", "minimum": first, "default": first}
        kind = {"field": "/kind", "operator": "eq", "precision": "exact"}
        size = {"type": "integer", "minimum": 1, "maximum": _MOST, "default": 5}
        sized = [{"name": "limit", "in": "query", "schema": size}] if self.is_sized else []
        return {
            "openapi": "3.1.0",
            "info": {"title": "Books", "version": "1.0.0"},
            "paths": {
                "/books": {
                    "get": {
                        "operationId": "listBooks",
                        "tags": ["books"],
                        "parameters": [
                            {
                                "name": selector,
                                "in": "query",
                                "schema": {"type": "string"} if is_text else number,
                            },
                            *sized,
                            {
                                "name": "kind",
                                "in": "query",
                                "schema": kinds,
                                "x-filter": kind,
                            },
                        ],
                        "responses": {
                            "200": _described(rows if self.in_headers else body),
                            "422": _described({"type": "object"}),
                        },
                        "x-list": {
                            "items": "" if self.in_headers else "/books",
                            "identity": "/id",
                            "pagination": self._pagination,
                            "strictness": {"invalidValue": [422], **self.strictness},
                        },
                    }
                }
            },
        }

    @property
    def _pagination(self) -> dict[str, Any]:
        parameter = {"parameter": _SELECTORS[self.style]}
        places: dict[str, Any] = {
            "total": {"totalItems": self._place("total")},
            "pages": {"totalPages": self._place("pages")},
            "more": {"hasMore": self._place("more")},
            **{name: {name: self._place(name)} for name in _LINKS},
        }
        style: dict[str, Any] = {
            "page": {"style": "page", "pageIndex": parameter},
            "offset": {"style": "offset", "offset": parameter},
            "token": {
                "style": "cursor",
                "continuationToken": {**parameter, "next": self._place("token")},
            },
            "item": {"style": "cursor", "continuationToken": {**parameter, "field": "/id"}},
            "link": {"style": "link", "next": self._place("next"), "continuationToken": parameter},
        }[self.style]
        size = {"pageSize": {"parameter": "limit"}} if self.is_sized else {}
        told = {key: value for name in self.tells for key, value in places[name].items()}
        return {**style, **size, **told, **self.extra}

    def _place(self, name: str) -> str:
        if not self.in_headers:
            return f"$response.body#/{name}" if name == "total" else f"/{name}"
        return f"$response.header.{_HEADERS.get(name, 'Link')}"

    @property
    def spec(self) -> Spec:
        """The spec, as Rollcall reads it."""
        return parse_spec(Path("paged.json"), self.document)

    def respond(self, request: httpx.Request) -> httpx.Response:
        """Return the response to a request."""
        if request.method != "GET":
            return httpx.Response(405, json={}, headers={"Allow": "GET"})
        given = dict(request.url.params)
        try:
            size = _integer(given.get("limit", "5"), 1, _MOST)
            asked = self._asked(given, size)
        except ValueError as error:
            return httpx.Response(422, json={"problem": str(error)})
        kind = given.get("kind")
        if kind not in {None, "map", "atlas", "globe"}:
            return httpx.Response(422, json={"problem": "no such kind"})
        start = self.start(asked)
        found = [each for each in self.items if kind is None or self.keeps(each, kind, start)]
        if self.style == "item" and asked:
            # The token is the place of an item in the whole list.
            found_ids = [each["id"] for each in found]
            start = self.start(sum(each <= f"b{asked - 1:02}" for each in found_ids))
        information = self.told(self._information(given, found, start, size))
        rows = [*self.page(found, max(0, start), size)]
        return self._page(rows, information)

    def _asked(self, given: Mapping[str, str], size: int) -> int:
        """Return the requested row, or raise `ValueError`."""
        text = given.get(_SELECTORS[self.style])
        match self.style:
            case "page":
                return (_integer(text or "1", 1) - 1) * size
            case "offset":
                return _integer(text or "0", 0)
            case "item":
                ids = [each["id"] for each in self.items]
                if text is not None and text not in ids:
                    raise ValueError("no such item")
                return ids.index(text) + 1 if text is not None else 0
        if text is None:
            return 0
        start = int(text.partition(".")[0], 16) if self.check or "." in text else 0
        if self.check and text != _token(start, given):
            raise ValueError("not a token of this list")
        return start

    def _information(
        self, given: Mapping[str, str], found: Sequence[Row], start: int, size: int
    ) -> Information:
        count, name = len(found), _SELECTORS[self.style]

        def link(at: int) -> str:
            position = {"page": at // size + 1, "offset": at}.get(self.style, _token(at, given))
            return f"/books?{urlencode({**given, name: position})}"

        after = start + size
        has_more = after < count
        return {
            "total": count,
            "pages": -(-count // size),
            "more": has_more,
            "position": start // size + 1 if self.style == "page" else start,
            "size": size,
            "token": _token(after, given) if has_more else None,
            "next": link(after) if has_more else None,
            "prev": link(max(0, start - size)) if start else None,
            "first": link(0),
            "last": link(max(0, count - 1) // size * size),
            "self": link(start),
        }

    def _page(self, rows: Sequence[Row], information: Information) -> httpx.Response:
        needed = {"token": {"token"}, "link": {"next"}}.get(self.style, set())
        told = {name: information[name] for name in {*self.tells, *needed}}
        if not self.in_headers:
            return httpx.Response(200, json={"books": rows, **told})
        links = [f'<{told[name]}>; rel="{name}"' for name in _LINKS if told.get(name)]
        headers = [("Link", each) for each in links]
        for name, value in told.items():
            if name in _HEADERS and value is not None:
                headers.append(
                    (_HEADERS[name], str(value).lower() if name == "more" else str(value))
                )
        return httpx.Response(200, json=[*rows], headers=headers)


def _token(start: int, given: Mapping[str, str]) -> str:
    """Return the token of a row, which is bound to the other parameters of the request."""
    bound = sorted((name, value) for name, value in given.items() if name in {"kind", "limit"})
    return f"{start:x}.{crc32(f'{start}{bound}'.encode()):x}"


def _integer(text: str, least: int, most: int = 10**9) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 20):
        raise ValueError("must be a number")
    if not least <= int(text) <= most:
        raise ValueError("is out of bounds")
    return int(text)


def _described(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": "It.", "content": {"application/json": {"schema": schema}}}
