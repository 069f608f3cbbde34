"""The configurable list server pages, filters, sorts, searches and selects as its style says."""

import re
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from tests.support.styles import (
    After,
    Auth,
    Filter,
    Key,
    Numbered,
    Offset,
    Search,
    Select,
    Size,
    Sort,
    Style,
    StyleServer,
    Token,
)

_SIZE = Size("limit", 2, 4)
_ITEMS = [
    {"id": "a", "name": "Ada Bo", "price": "9.5", "at": "2024-03-09T23:30:00Z", "tag": None},
    {"id": "b", "name": "zoë", "price": "10.0", "at": "2024-03-10T00:00:00+02:00", "tag": "x"},
    {"id": "c", "name": "Zoe\u0308", "price": "10", "at": "2024-03-10T00:00:00Z", "tag": "X"},
    {"id": "d", "name": " ada", "price": "-1", "at": "2024-03-10T12:00:00.5Z", "tag": "x,y"},
    {"id": "e", "name": "", "price": "0.99", "at": "2024-03-10T12:00:00.5Z", "tag": ""},
]
_BODY = {"/data": "items", "/next": "next", "/token": "token", "/more": "more"}


def _style(**changes: Any) -> Style:  # noqa: ANN401 - the attributes of a Style
    defaults = {"path": "/list", "items": _ITEMS, "paging": Token(_SIZE, "cursor"), "body": _BODY}
    return Style(**{**defaults, **changes})


def _get(style: Style, query: str = "", headers: Mapping[str, str] | None = None) -> httpx.Response:
    request = httpx.Request("GET", f"http://api.test/list?{query}", headers=headers)
    return StyleServer(style).respond(request)


def _ids(style: Style, query: str) -> str:
    return "".join(each["id"] for each in _get(style, f"limit=4&{query}").json()["data"])


@pytest.mark.parametrize(
    ("paging", "query", "link"),
    [
        (Numbered(_SIZE, "page"), "page=2", "page=3"),
        (Numbered(_SIZE, "page", first=0), "page=1", "page=2"),
        (Offset(_SIZE, "skip"), "skip=2", "skip=4"),
        (After(_SIZE, "after"), "after=b", "after=d"),
        (Token(_SIZE, "cursor"), "", "cursor=.+"),
    ],
)
def test_a_page_is_requested_in_each_style(paging: Any, query: str, link: str) -> None:  # noqa: ANN401
    """The second page of two items has the link to the third."""
    style = _style(paging=paging)
    if not query:
        query = f"cursor={_get(style).json()['token']}"
    page = _get(style, query).json()
    assert [each["id"] for each in page["data"]] == ["c", "d"]
    assert re.fullmatch(rf"http://api\.test/list\?{link}", page["next"])
    last = httpx.URL(page["next"]).query.decode()
    assert [each["id"] for each in _get(style, last).json()["data"]] == ["e"]
    assert _get(style, last).json()["next"] is None


def test_a_token_of_other_filters_is_refused() -> None:
    """So is an invented one."""
    style = _style(filters={"tag": Filter("tag", "ne")})
    token = _get(style).json()["token"]
    assert _get(style, f"cursor={token}").status_code == 200
    assert _get(style, f"cursor={token}&tag=q").status_code == 400
    assert _get(style, f"cursor={token}A").status_code == 400


def test_a_token_that_carries_the_filters_admits_no_others() -> None:
    """The link names only the token and the size."""
    style = _style(
        paging=Token(_SIZE, "cursor", carries=True), filters={"tag": Filter("tag", "ne")}
    )
    link = httpx.URL(_get(style, "tag=q&limit=1").json()["next"])
    assert {*link.params} == {"cursor", "limit"}
    assert _get(style, link.query.decode()).json()["data"][0]["id"] == "c"
    assert _get(style, f"{link.query.decode()}&tag=q").status_code == 400


@pytest.mark.parametrize(
    ("rule", "value", "ids"),
    [
        (Filter("tag"), "f=x", "b"),
        (Filter("tag"), "f=", "e"),
        (Filter("tag", "ne"), "f=x", "cde"),
        (Filter("tag", "ne", nulls=True), "f=x", "acde"),
        (Filter("tag", "in", many="repeated"), "f=x&f=X", "bc"),
        (Filter("tag", "notIn", many=","), "f=x,y", "cde"),
        (Filter("tag", fold=("case",)), "f=x", "bc"),
        (Filter("tag", "isNull"), "f=true", "a"),
        (Filter("tag", "isNull"), "f=false", "bcde"),
        (Filter("name", "contains", fold=("case",)), "f=ADA", "ad"),
        (Filter("name", "startsWith", fold=("case", "blanks")), "f=ada", "ad"),
        (Filter("name", "endsWith"), "f=Bo", "a"),
        (Filter("name", fold=("accents", "case")), "f=ZOE", "bc"),
        (Filter("price", "gte", "decimal"), "f=10", "bc"),
        (Filter("price", "between", "decimal", many=","), "f=-1,9.50", "ade"),
        (Filter("price", prefixes={"lt": "lt:", "eq": ""}, kind="decimal"), "f=lt:9.5", "de"),
        (Filter("price", prefixes={"lt": "lt:", "eq": ""}, kind="decimal"), "f=10", "bc"),
        (Filter("at", kind="day"), "f=2024-03-09", "ab"),
        (Filter("at", kind="day", zone="Europe/Athens"), "f=2024-03-10", "abcd"),
        (Filter("at", "gt", "instant"), "f=2024-03-10T02:00:00%2B02:00", "de"),
        (Filter("at", "lte", "instant"), "f=2024-03-09T22:00:00Z", "b"),
    ],
)
def test_a_filter_keeps_what_it_matches(rule: Filter, value: str, ids: str) -> None:
    """Null matches only where the style says so."""
    assert _ids(_style(filters={"f": rule}), value) == ids


_SORTS = {"price": Key("price", "decimal"), "tag": Key("tag", nulls="first")}


@pytest.mark.parametrize(
    ("sort", "query", "ids"),
    [
        (Sort("sort", _SORTS, ("-", "")), "sort=price", "deab"),
        (Sort("sort", _SORTS, ("-", "")), "sort=-price", "bcae"),
        (Sort("sort", _SORTS, ("", ":desc"), ("", ":asc")), "sort=price:asc", "deab"),
        (Sort("sort", _SORTS, ("", ":desc")), "sort=price:desc", "bcae"),
        (Sort("sort", _SORTS, direction=("way", "up", "down")), "sort=price&way=down", "bcae"),
        (Sort("sort", _SORTS, ("-", ""), separator=","), "sort=-price,-tag", "bcae"),
        (Sort("sort", _SORTS, ("-", ""), separator=","), "sort=-price,tag", "cbae"),
        (Sort("sort", _SORTS), "sort=tag", "aecb"),
    ],
)
def test_a_parameter_sorts(sort: Sort, query: str, ids: str) -> None:
    """Equal items stay in the order of the list."""
    assert _ids(_style(sort=sort), query) == ids


@pytest.mark.parametrize(
    ("search", "text", "ids"),
    [
        (Search("q", ("name",)), "ADA", "ad"),
        (Search("q", ("name",)), "bo ada", "a"),
        (Search("q", ("name",), words="any"), "bo ada", "ad"),
        (Search("q", ("name",), words="phrase"), "bo ada", ""),
        (Search("q", ("name",), match="word"), "ad", ""),
        (Search("q", ("name",), match="prefix"), "b", "a"),
        (Search("q", ("name", "tag"), match="word"), "x", "bcd"),
    ],
)
def test_a_text_is_searched(search: Search, text: str, ids: str) -> None:
    """The style says what a term matches, and how terms are combined."""
    assert _ids(_style(search=search), f"q={text}") == ids


def test_fields_are_selected() -> None:
    """A field below another is selected with its path; an unknown one is refused."""
    items = [{"id": "a", "owner": {"id": 1, "name": "x"}, "size": 3}]
    style = _style(items=items, select=Select("fields", ("size", "owner.id")))
    assert _get(style, "fields=owner.id").json()["data"] == [{"id": "a", "owner": {"id": 1}}]
    assert _get(style, "fields=color").status_code == 400


def test_the_facts_of_a_page_are_in_headers() -> None:
    """The body is the array of the items."""
    style = _style(
        paging=Numbered(_SIZE, "page"),
        body={"": "items"},
        headers={"X-Total": "total", "X-At-Least": "atLeast", "X-Pages": "pages"},
        linked=("next", "last", "prev"),
        bound=3,
    )
    response = _get(style)
    assert [each["id"] for each in response.json()] == ["a", "b"]
    assert [response.headers[f"x-{name}"] for name in ("total", "at-least", "pages")] == [
        *("5", "3", "3")
    ]
    assert response.links["next"]["url"] == "http://api.test/list?page=2"
    assert response.links["last"]["url"] == "http://api.test/list?page=3"
    assert "prev" not in response.links


def test_requests_are_refused() -> None:
    """Without the credential, with an unknown parameter, or with a page size that is too large."""
    style = _style(auth=Auth("authorization", "s3cret", "bearer"), strict=True)
    headers = {"authorization": "Bearer s3cret"}
    assert _get(style).status_code == 401
    assert _get(style, "", headers).status_code == 200
    assert _get(style, "color=1", headers).status_code == 400
    assert _get(style, "limit=5", headers).status_code == 400
