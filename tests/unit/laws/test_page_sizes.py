"""The laws on servers that limit page sizes, though their documents do not say how."""

from collections.abc import Callable, Mapping

import httpx
import pytest
from attrs import evolve

from rollcall.laws import Law, Runner, registered
from rollcall.mutants import Proxy, Request, Upstream, server_mutants
from tests.support.clamped import Body, Clamped
from tests.support.evaluations import evaluate, runner_of
from tests.support.styles import After, Fact, Numbered, Offset, Paging, Size, Token

_SIZE = Size("size", 5, 10, too_large="clamped", invalid="ignored")
_IGNORED = evolve(_SIZE, too_large="ignored")
_WIDE = evolve(_SIZE, least=4)
_TOTAL: Mapping[str, Fact] = {"/total": "total"}
_STYLES: Mapping[str, tuple[Paging, Mapping[str, Fact]]] = {
    "page, total": (Numbered(_SIZE, "page"), _TOTAL),
    "page, total, next": (Numbered(_SIZE, "page"), {**_TOTAL, "/next": "next"}),
    "page, more": (Numbered(_SIZE, "page"), {"/more": "more"}),
    "page, nothing": (Numbered(_SIZE, "page"), {}),
    "page, ignored": (Numbered(_IGNORED, "page"), _TOTAL),
    "page, smallest": (Numbered(_WIDE, "page"), _TOTAL),
    "offset, total": (Offset(_SIZE, "skip"), _TOTAL),
    "offset, next": (Offset(_SIZE, "skip"), {"/next": "next"}),
    "offset, nothing": (Offset(_SIZE, "skip"), {}),
    "token, total": (Token(_SIZE, "at"), {"/token": "token", **_TOTAL}),
    "token, smallest": (Token(_WIDE, "at"), {"/token": "token"}),
    "link": (Token(_SIZE, "at"), {"/next": "next"}),
    "item, more": (After(_SIZE, "after"), {"/more": "more"}),
    "item, total": (After(_SIZE, "after"), _TOTAL),
    "item, nothing": (After(_SIZE, "after"), {}),
}
_APIS = {name: Clamped(paging, tells) for name, (paging, tells) in _STYLES.items()}


@pytest.fixture(scope="module", params=[*_APIS], ids=str)
def clamped(request: pytest.FixtureRequest) -> Runner:
    """Return a runner on an API whose server has pages of 10 items at most."""
    return runner_of(_APIS[request.param])


def test_the_baseline_is_the_whole_list(clamped: Runner) -> None:
    """A page that is shorter than requested is not taken for the list."""
    baseline = clamped.baselines.of(clamped.spec.list_operation("listBooks"), None)
    assert [each["id"] for each in baseline.rows] == [*range(1, 24)]
    assert baseline.is_complete


@pytest.mark.parametrize("law", registered(), ids=lambda law: law.id)
def test_a_law_holds(law: Law, clamped: Runner) -> None:
    """No law compares a part of the list with the whole."""
    for each in clamped.evaluate(law, clamped.spec.list_operation("listBooks"), "http"):
        assert each.violation is None, (each.violation.title, each.violation.curl)
        assert each.verdict.outcome in {"pass", "vacuous"}, each.verdict


_MORE = "pages of listBooks with more than"


@pytest.mark.parametrize(
    ("name", "remark"),
    [
        ("page, total", f"{_MORE} 10 items: size=1000 gets 10; the spec should say maximum: 10"),
        ("link", f"{_MORE} 10 items: size=1000 gets 10; the spec should say maximum: 10"),
        ("page, ignored", f"{_MORE} 5 items: size=1000 gets 5; the spec should say the maximum of"),
    ],
)
def test_the_missing_bound_is_named(name: str, remark: str) -> None:
    """A server that ignores a size above its maximum does not tell the maximum."""
    runner = runner_of(_APIS[name])
    runner.baselines.of(runner.spec.list_operation("listBooks"), None)
    (told,) = runner.baselines.limits.remarks
    assert told.startswith(remark)


def test_a_missing_smallest_size_is_named() -> None:
    """The server returns 4 items in place of one."""
    runner = runner_of(_APIS["page, smallest"])
    runner.baselines.of(runner.spec.list_operation("listBooks"), None)
    told = (
        "pages of listBooks with fewer than 4 items: size=1 gets 4; the spec should say minimum: 4"
    )
    assert [each.partition(" for ")[0] for each in runner.baselines.limits.remarks[1:]] == [told]


@pytest.mark.parametrize("paging", [Numbered(_SIZE, "page"), Token(_SIZE, "at")])
def test_a_list_that_one_page_holds_has_no_bound(paging: Paging) -> None:
    """Nothing says that the server limits its pages."""
    tells: Mapping[str, Fact] = {"/token": "token"} if isinstance(paging, Token) else {}
    runner = runner_of(Clamped(paging, tells, count=10))
    assert len(runner.baselines.of(runner.spec.list_operation("listBooks"), None).rows) == 10
    assert not runner.baselines.limits.remarks


@pytest.mark.parametrize("bound", ["maximum", "minimum"])
def test_a_documented_bound_must_be_applied(bound: str) -> None:
    """A server that clamps within the bounds of the document violates it."""
    limit = {"maximum": 20, "minimum": 1}[bound]
    paging = Numbered(_WIDE, "page")
    api = Clamped(paging, _TOTAL, schema={"type": "integer", bound: limit})
    (found,) = evaluate("page.bounds", api)
    assert found.verdict.outcome == "fail"


def _whole_total(_request: httpx.Request, body: Body) -> Body:
    return {**body, "total": 23}


def _without_last_page(request: httpx.Request, body: Body) -> Body:
    is_last = len(body["books"]) < 5 and request.url.params.get("page", "1") != "1"
    return {**body, "books": []} if is_last else body


@pytest.mark.parametrize(
    ("law", "told"), [("page.totals", _whole_total), ("page.length", _without_last_page)]
)
def test_a_bug_of_a_clamping_server_is_found(
    law: str, told: Callable[[httpx.Request, Body], Body]
) -> None:
    """The total ignores the filter; the last page is lost."""
    (found,) = evaluate(law, evolve(_APIS["page, total"], told=told))
    assert found.verdict.outcome == "fail"


def _without_first_of_later(request: httpx.Request, body: Body) -> Body:
    is_later = request.url.params.get("page", "1") != "1"
    return {**body, "books": body["books"][int(is_later) :]}


def _without_first_of_kind(request: httpx.Request, body: Body) -> Body:
    return {**body, "books": body["books"][int("kind" in request.url.params) :]}


@pytest.mark.parametrize(
    ("law", "told", "title"),
    [
        (
            "page.partition",
            _without_first_of_later,
            "the joined pages of the default size differ from the whole list",
        ),
        (
            "filter.complete",
            _without_first_of_kind,
            "an item that matches is not listed: id 1",
        ),
    ],
)
def test_a_violation_names_the_size_and_the_item(
    law: str, told: Callable[[httpx.Request, Body], Body], title: str
) -> None:
    """The request has no size, and the document no default; a bare number is no name."""
    (found,) = evaluate(law, evolve(_APIS["page, total"], told=told))
    assert found.violation is not None
    assert found.violation.title == title


def test_a_mutant_of_a_clamping_server_lists_all_rows() -> None:
    """The pages that the proxy makes have the server's sizes, and its whole list."""
    api = _APIS["page, total, next"]
    client = httpx.Client(transport=httpx.MockTransport(lambda sent: api.respond(_meant(sent))))
    proxy = Proxy(Upstream(api.spec, api.base_url, "", client=client))
    (mutant,) = (
        each for each in server_mutants(api.spec) if each.id == "listBooks filter.ignored kind"
    )
    proxy.take(mutant)
    (operation,) = api.spec.lists
    query = "kind=map&page=3&size=1000"
    response = proxy.respond(Request("GET", "/books", query, (), operation=operation))
    assert [each["id"] for each in response.json()["books"]] == [21, 22, 23]
    assert response.json()["total"] == 23


def _meant(sent: httpx.Request) -> httpx.Request:
    target = sent.extensions["target"].decode()
    return httpx.Request(sent.method, f"{sent.url.scheme}://{sent.url.host}{target}")
