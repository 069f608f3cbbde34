"""A client of each style of paging reads the whole list, and finds what is wrong with it."""

import asyncio
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import httpx
import pytest

from rollcall.clients import CheckContext, checks
from rollcall.laws import Results
from rollcall.spec import read_spec
from tests.support.client.generated import import_client
from tests.support.specs import build

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
class _Style:
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

_STYLES = {
    "offset": _Style(
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
    "offset without a total": _Style(
        {"style": "offset", "pageSize": _LIMIT, "offset": {"parameter": "offset"}},
        (_SIZE, _OFFSET),
        None,
        _by_offset_alone,
    ),
    "page with a total in a header": _Style(
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
    "page of an unknown size": _Style(
        {"style": "page", "pageIndex": {"parameter": "page"}, "hasMore": "/more"},
        (_PAGE,),
        _MORE,
        _by_page_and_more,
    ),
    "cursor": _Style(
        {
            "style": "cursor",
            "pageSize": _LIMIT,
            "continuationToken": {"parameter": "after", "next": "/next"},
        },
        (_SIZE, _AFTER),
        {"next": {"type": ["string", "null"]}},
        _by_token,
    ),
    "cursor in a header": _Style(
        {
            "style": "cursor",
            "pageSize": _LIMIT,
            "continuationToken": {"parameter": "after", "next": f"{_HEADER}X-Next"},
        },
        (_SIZE, _AFTER),
        None,
        _by_token_in_header,
    ),
    "cursor of the last item": _Style(
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
    "cursor of the last item alone": _Style(
        {
            "style": "cursor",
            "pageSize": _LIMIT,
            "continuationToken": {"parameter": "after", "field": "/id"},
        },
        (_SIZE, _AFTER),
        {},
        _by_last_item,
    ),
    "link in a header": _Style(
        {"style": "link", "pageSize": _LIMIT, "next": f"{_HEADER}Link"},
        (_SIZE,),
        None,
        _by_link_header,
    ),
}


@pytest.fixture(scope="module", params=_STYLES.items(), ids=lambda each: each[0])
def served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[_Style, ModuleType]:
    """Return a style, and its generated client."""
    name, style = request.param
    spec = tmp_path_factory.mktemp("styles") / f"{name.replace(' ', '_')}.json"
    spec.write_text(json.dumps(style.document), encoding="utf-8")
    return style, import_client(spec)


@pytest.mark.parametrize("name", _STYLES)
def test_a_client_passes_each_check(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Requests, pages, limits, contradictions and errors are checked without a server."""
    # A package is imported once, by its name.
    path = tmp_path / f"checked_{name.replace(' ', '_')}.json"
    path.write_text(json.dumps(_STYLES[name].document), encoding="utf-8")
    build(path, tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    spec, results = read_spec(path), Results()
    for check in checks(spec):
        if not check.needs_target:
            check.run(CheckContext(spec, results, seed=1, examples=5))
    assert not [f"{each.law}: {each.title}" for each in results.violations.values()]
    assert sum(results.ran.values())


def _transport(
    answer: Callable[[Values], Answer], sent: list[Values] | None = None
) -> httpx.MockTransport:
    def respond(request: httpx.Request) -> httpx.Response:
        values = dict(request.url.params)
        if sent is not None:
            sent.append(values)
        body, headers = answer(values)
        return httpx.Response(200, json=body, headers=headers)

    return httpx.MockTransport(respond)


def _listed(
    package: ModuleType, answer: Callable[[Values], Answer], **arguments: object
) -> tuple[list[str], list[Values]]:
    """Return the books that a client lists, and the queries that it sends."""
    sent: list[Values] = []
    with httpx.Client(transport=_transport(answer, sent)) as http:
        pager = package.Client(http_client=http).books.list(**arguments)
        return [each.id for each in pager], sent


_ALL = [each["id"] for each in _BOOKS]


@pytest.mark.parametrize("concurrency", [1, 4])
def test_a_client_reads_the_whole_list(served: tuple[_Style, ModuleType], concurrency: int) -> None:
    """Each book comes once and in its order, with and without prefetch."""
    style, package = served
    listed, _ = _listed(package, style.answer, concurrency=concurrency)
    assert listed == _ALL


def test_an_asynchronous_client_reads_the_whole_list(served: tuple[_Style, ModuleType]) -> None:
    """It follows the same pages."""
    style, package = served

    async def read() -> list[str]:
        async with httpx.AsyncClient(transport=_transport(style.answer)) as http:
            pager = package.AsyncClient(http_client=http).books.list(concurrency=3)
            return [each.id async for each in pager]

    assert asyncio.run(read()) == _ALL


def test_a_limit_saves_requests(served: tuple[_Style, ModuleType]) -> None:
    """No page is requested that the limit does not need."""
    style, package = served
    for limit, most in ((0, 0), (3, 1), (5, 1), (7, 2)):
        listed, sent = _listed(package, style.answer, limit=limit, concurrency=4)
        assert listed == _ALL[:limit]
        assert len(sent) <= most


def test_a_list_of_whole_pages_ends(served: tuple[_Style, ModuleType]) -> None:
    """The last page may be full."""
    style, package = served
    sizes = {"limit_": 1} if _SIZE in style.parameters else {}
    listed, _ = _listed(package, style.answer, **sizes)
    assert listed == _ALL


def _with(answer: Callable[[Values], Answer], **fields: object) -> Callable[[Values], Answer]:
    def changed(values: Values) -> Answer:
        body, headers = answer(values)
        assert isinstance(body, dict)
        return {**body, **fields}, headers

    return changed


@pytest.mark.parametrize(
    ("name", "answer", "problem"),
    [
        (
            "offset",
            _with(_by_offset, offset=0),
            "offset 5 was requested, but the",
        ),
        ("offset", _with(_by_offset, total=17), "offset 15 of 17 items at 5 a page should have 2"),
        ("cursor", _with(_by_token, next="t5"), "leads back to a page that was read already"),
        ("cursor", _with(_by_token, books=[]), "the page is empty, but has the token"),
        ("cursor of the last item", _with(_by_last_item, more=True), "though more follow"),
    ],
)
def test_a_wrong_page_is_an_error(
    name: str, answer: Callable[[Values], Answer], problem: str, tmp_path: Path
) -> None:
    """Its message says what is wrong."""
    spec = tmp_path / "wrong.json"
    spec.write_text(json.dumps(_STYLES[name].document), encoding="utf-8")
    package = import_client(spec)
    with pytest.raises(package.PagingError, match=problem):
        _listed(package, answer)


def test_a_caller_continues_from_a_token(tmp_path: Path) -> None:
    """The parameter of the token is an argument, and replaces the first page."""
    spec = tmp_path / "continued.json"
    spec.write_text(json.dumps(_STYLES["cursor"].document), encoding="utf-8")
    listed, sent = _listed(import_client(spec), _by_token, after="t7")
    assert listed == _ALL[7:]
    assert sent[0] == {"after": "t7"}
