"""Causes: everything that follows from one defect of a server stands under one name."""

from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from itertools import count
from random import Random
from typing import Any

import attrs
import pytest
from httpx import MockTransport, Request, Response

import rollcall
from rollcall.laws import Symptom, SymptomKind, Violation
from rollcall.reports import TerminalReporter
from rollcall.runs._causes import causes_of
from tests.support.api import Api
from tests.support.dialects import DIALECTS, described
from tests.support.evaluations import ExampleApi
from tests.support.orders import arranged, sorting
from tests.support.paged import Information, Paged
from tests.support.reports._reports import printed

Item = Mapping[str, Any]

_TOKEN = "tok-of-the-test"  # noqa: S105 - of a server in this process


def _report(api: ExampleApi, **options: Any) -> rollcall.Report:  # noqa: ANN401
    target = rollcall.Target(api.base_url, api.token, transport=MockTransport(api.respond))
    (report,) = (
        each.report
        for each in rollcall.run(api.spec, target, rollcall.Config(seed=1, **options))
        if isinstance(each, rollcall.RunFinished)
    )
    return report


def _changed(change: Callable[[dict[str, Any]], object]) -> Callable[[Request, Response], Response]:
    """Return a server that changes the body of each page."""

    def send(_request: Request, response: Response) -> Response:
        if not response.is_success:
            return response
        body = response.json()
        change(body)
        return Response(200, json=body)

    return send


def _fails_beyond_64_bits(request: Request, response: Response) -> Response:
    """Return a status 500 for an integer that a signed integer of 64 bits does not hold."""
    for text in request.url.params.values():
        if text.removeprefix("-").isdecimal() and abs(int(text)) >= 2**63:
            return Response(500, json={"problem": "overflow"})
    return response


def _lets_everybody_in(request: Request, response: Response) -> Response:
    if response.status_code != 401:
        return response
    return Api().respond(request)


def _html_refusals(_request: Request, response: Response) -> Response:
    if response.status_code != 422:
        return response
    return Response(422, headers={"content-type": "text/html"}, content=response.content)


def _redirects(_request: Request, _response: Response) -> Response:
    return Response(308, headers={"location": "/books/"})


def _shuffles_ties() -> Callable[[Sequence[Item], int, int], Sequence[Item]]:
    """Return pages of a list whose items with the same price come in another order each time."""
    random = Random(1)  # noqa: S311 - for test data

    def page(items: Sequence[Item], number: int, size: int) -> Sequence[Item]:
        ordered = sorted(items, key=lambda item: (item["price"], random.random()))
        return ordered[(number - 1) * size : number * size]

    return page


def _counts_views() -> Callable[[Request, Response], Response]:
    """Return a server whose items have a field that differs in each response."""
    views = count()

    def send(_request: Request, response: Response) -> Response:
        if not response.is_success:
            return response
        body = response.json()
        for book in body["books"]:
            book["views"] = next(views)
        return Response(response.status_code, json=body)

    return send


def _any_matches(book: Item, query: Mapping[str, str]) -> bool:
    return not query or any(book[name] == value for name, value in query.items())


def _combines_with_or(request: Request, response: Response) -> Response:
    """Return the books that match one of the filters."""
    given = dict(request.url.params)
    if response.status_code != 200 or "kind" not in given or "shelf" not in given:
        return response
    found = [
        each
        for each in _SHELVED.items
        if _any_matches(each, {name: given[name] for name in ("kind", "shelf")})
    ]
    number, size = int(given.get("page", 1)), int(given.get("per", 5))
    return Response(
        200, json={"books": found[(number - 1) * size : number * size], "total": len(found)}
    )


def _loses_an_item_of_a_kind(items: Sequence[Item], number: int, size: int) -> Sequence[Item]:
    """Return a page; with the filter of a kind, pages of 3 items after the first lose one."""
    start = (number - 1) * size
    is_lost = number > 1 and size == 3 and len({each["kind"] for each in items}) == 1
    return items[start + is_lost : start + size]


def _ascending(rows: Sequence[Item], given: Mapping[str, str]) -> Sequence[Item]:
    return arranged(rows, {name: text.replace("-", "") for name, text in given.items()})


_SHELVED = Api(
    items=[
        {"id": f"b{number:02}", "kind": ("map", "atlas")[number % 2], "shelf": "abc"[number % 3]}
        for number in range(23)
    ],
    fields={name: {"type": "string"} for name in ("id", "kind", "shelf")},
    filters={"kind": ("kind", "eq"), "shelf": ("shelf", "eq")},
)
_PRICED = Api(
    items=[{"id": f"b{number:02}", "price": number % 7} for number in range(23)],
    fields={"id": {"type": "string"}, "price": {"type": "integer"}},
    filters={"price": ("price", "eq"), "price_from": ("price", "gte")},
)


_OVERLAPPING = attrs.evolve(
    sorting("prefix"),
    page=lambda items, number, size: items[(number - 1) * (size - 1) :][:size],
)


@pytest.mark.parametrize(
    ("api", "causes"),
    [
        pytest.param(
            Api(send=_changed(lambda body: body["books"][0:1] and body["books"][0].update(kind=7))),
            {"schema listBooks /books/*/kind": "listBooks: /books/0/kind is an integer, expected "},
            id="a field of another type",
        ),
        pytest.param(
            attrs.evolve(_PRICED, send=_fails_beyond_64_bits),
            {
                "server-error listBooks page": "GET /books?page=9999999999999999999 answers 500",
                "server-error listBooks per": "GET /books?per=",
            },
            id="an overflow",
        ),
        pytest.param(
            attrs.evolve(
                _PRICED, keeps=lambda book, name, value: name == "price" or book["price"] > value
            ),
            {
                "filter listBooks price": "price=",
                "filter listBooks price_from": "price_from: an item",
            },
            id="two filters that are broken",
        ),
        pytest.param(
            attrs.evolve(_PRICED, total=lambda found: len(found) + 1),
            {"total listBooks": "the total is "},
            id="a total that is wrong in every view",
        ),
        pytest.param(
            Api(page=lambda items, number, size: items[(number - 1) * (size - 1) :][:size]),
            {"pages listBooks": "the joined pages of size "},
            id="pages that overlap",
        ),
        pytest.param(
            attrs.evolve(_SHELVED, send=_combines_with_or),
            {"conjunction listBooks": "several filters together list other items: "},
            id="filters that are combined with or",
        ),
        pytest.param(
            attrs.evolve(_PRICED, page=_shuffles_ties()),
            {"order listBooks /price": "items equal in /price changes between requests"},
            id="an order that drifts among ties",
        ),
        pytest.param(
            Api(
                fields={**Api().fields, "views": {"type": "integer"}},
                items=[{**each, "views": 0} for each in Api().items],
                send=_counts_views(),
            ),
            {"drift listBooks /views": "/views of an item changes between requests"},
            id="a field that drifts",
        ),
        pytest.param(
            Api(
                fields={**Api().fields, "views": {"type": "integer"}},
                items=[{**each, "views": 0} for each in Api().items],
                send=_counts_views(),
                total=lambda found: len(found) + 1,
            ),
            {
                "drift listBooks /views": "/views of an item changes between requests",
                "total listBooks": "the total ",
            },
            id="a wrong total beside a field that drifts",
        ),
        pytest.param(
            Api(token=_TOKEN, send=lambda _, __: Response(406, json={"problem": "no"})),
            {"rejects listBooks": "GET /books answers 406"},
            id="a list that refuses every request",
        ),
        pytest.param(
            Api(send=_redirects),
            {"rejects listBooks": "GET /books answers 308 to /books/: name that path in the spec"},
            id="a list that redirects",
        ),
        pytest.param(
            Api(token=_TOKEN, send=_lets_everybody_in),
            {"auth listBooks": "a request with no token is not refused"},
            id="a list that needs no token",
        ),
        pytest.param(
            sorting("prefix", _ascending),
            {"sort listBooks sort": "the list is not in the order of "},
            id="a descending order that is ascending",
        ),
        pytest.param(
            _OVERLAPPING,
            {"pages listBooks": "the joined pages of size "},
            id="pages that overlap in every order",
        ),
        pytest.param(
            attrs.evolve(sorting("prefix"), total=lambda found: max(len(found), 20)),
            {"total listBooks": "the total is "},
            id="a total that is wrong in every order",
        ),
        pytest.param(
            Api(send=_html_refusals),
            {"content-type listBooks 422": "Content-Type"},
            id="refusals in another media type",
        ),
    ],
)
def test_a_defect_is_one_cause(api: Api, causes: dict[str, str]) -> None:
    """Its id and its title name the defect, whichever law met it."""
    report = _report(api, channels=("http",))
    found = {each.id: each.title for each in report.causes}
    assert {*found} == {*causes}, found
    for name, title in causes.items():
        assert title in found[name]
    assert {each.key for cause in report.causes for each in cause.violations} == {
        each.key for each in report.violations
    }


def _first_again(said: Information) -> Information:
    """Return page information that is wrong: more pages always follow, and the first is next."""
    return {**said, "more": True, "next": said["first"]}


def test_a_wrong_link_is_a_cause_beside_wrong_pages() -> None:
    """The boolean is wrong too, but the pages by number show what the link is."""
    api = Paged(tells=frozenset({"total", "more", "next", "first"}), told=_first_again)
    causes = {each.id: each for each in _report(api, channels=("http",)).causes}
    assert {*causes} == {"pages listBooks", "link listBooks link.agrees"}
    assert causes["link listBooks link.agrees"].title.startswith("the next link of page ")


def test_each_defect_that_was_printed_stands_in_the_report() -> None:
    """It is a cause, or a line under the cause that explains it."""
    stream = StringIO()
    target = rollcall.Target(_OVERLAPPING.base_url, transport=MockTransport(_OVERLAPPING.respond))
    reporter = TerminalReporter(stream)
    config = rollcall.Config(seed=1, channels=("http",))
    for event in rollcall.run(_OVERLAPPING.spec, target, config):
        reporter.show(event)
    lines = stream.getvalue().splitlines()
    found = [each.partition(": listBooks: ")[2] for each in lines if each.startswith("found: ")]
    told = [each for each in lines if each.startswith(("FAIL", "    explains: "))]
    assert len(found) > 1
    for title in found:
        assert any(title.partition("…")[0] in each for each in told), (title, told)


@pytest.mark.parametrize(
    ("api", "found"),
    [
        pytest.param(
            attrs.evolve(_SHELVED, total=lambda found: len(found) + (len(found) in {11, 12})),
            {"filter.totals": {("kind",)}},
            id="a total that is wrong with one filter",
        ),
        pytest.param(
            attrs.evolve(_SHELVED, page=_loses_an_item_of_a_kind),
            {"filter.later_pages": {("kind",)}},
            id="pages that lose an item with one filter",
        ),
        pytest.param(
            attrs.evolve(_SHELVED, send=_combines_with_or),
            {"filter.conjunction": {("kind", "shelf")}},
            id="filters that are combined with or",
        ),
        pytest.param(
            attrs.evolve(_PRICED, send=_fails_beyond_64_bits),
            {"conformance.not_a_server_error": {("page",), ("per",)}},
            id="a page number or a page size that is an overflow",
        ),
        pytest.param(
            attrs.evolve(_PRICED, total=lambda found: len(found) + 1),
            {"page.totals": {()}},
            id="a total that is wrong in every view",
        ),
    ],
)
def test_a_violation_names_the_parameters_at_fault(
    api: Api, found: dict[str, set[tuple[str, ...]]]
) -> None:
    """They are those without which the law holds, also for a law that is about the whole list."""
    report = _report(api, channels=("http",))
    parameters: dict[str, set[tuple[str, ...]]] = {}
    for each in report.violations:
        parameters.setdefault(each.law, set()).add(each.parameters)
    assert {law: parameters.get(law) for law in found} == found, parameters


def test_a_media_type_is_that_of_the_document() -> None:
    """A page of JSON:API that is sent as JSON violates the document."""
    report = _report(described(DIALECTS["JSON:API"]), channels=("http",))
    assert {each.id for each in report.causes} == {
        "content-type listBooks 200",
        "content-type listBooks 422",
    }


def test_a_wrong_field_explains_only_the_laws_that_compare_it() -> None:
    """A cause in which one law compares another field is a cause of its own."""
    schema = Symptom("schema", "listBooks", ("/books/*/price",))
    flag = Symptom("flag", "listBooks", ("full",))
    compared = attrs.evolve(flag, fields=("/price",))
    found = {
        len(fields): [
            each.id for each in causes_of([_violation(each) for each in (schema, *fields)])
        ]
        for fields in ((compared,), (compared, flag))
    }
    assert found == {1: [schema.id], 2: [schema.id, flag.id]}


def test_what_one_response_shows_comes_last() -> None:
    """A defect that only several responses show is not below those that any tool finds."""
    shown = _violation(Symptom("status", "listBooks", ("404",)), "conformance.status")
    hidden = _violation(Symptom("link", "listBooks", ("link.agrees",)))
    assert [each.id for each in causes_of([shown, hidden])] == [
        "link listBooks link.agrees",
        "status 404",
    ]


def test_an_undocumented_status_is_one_cause_for_all_operations() -> None:
    """It stands after all others, and names the operations; another status is another cause."""
    symptoms = [
        Symptom("status", "listBooks", ("404",)),
        Symptom("status", "getBook", ("405",)),
        Symptom("status", "getBook", ("404",)),
        Symptom("schema", "getBook", ("/price",)),
    ]
    found = causes_of([_violation(each, "conformance.status") for each in symptoms])
    assert [(each.id, each.title.partition(": ")[2]) for each in found[1:]] == [
        ("status 404", "listBooks, getBook"),
        ("status 405", "getBook"),
    ]
    assert [each.symptom for each in found[1].violations] == [symptoms[0], symptoms[2]]
    assert found[0].id == "schema getBook /price"


def test_an_undocumented_status_that_explains_a_refused_list_is_no_cause() -> None:
    """A list that is refused with this status is the cause."""
    refused = Symptom("rejects", "listBooks", status=404)
    status = Symptom("status", "listBooks", ("404",), status=404)
    found = causes_of([_violation(status, "conformance.status"), _violation(refused)])
    assert [each.id for each in found] == ["rejects listBooks"]


@pytest.mark.parametrize("kind", ["status", "content-type", "method", "auth"])
def test_what_is_beside_a_list_explains_nothing_that_it_lacks(kind: SymptomKind) -> None:
    """Two lists that disagree have another cause, or one of their own."""
    beside = _violation(Symptom(kind, "listBooks", ("400",)), "conformance.status")
    ranges = _violation(Symptom("list", "listBooks", ()), "filter.ranges")
    rows = _violation(Symptom("rows", "listBooks", ("before",)), "filter.complete")
    found = {each.id: len(each.violations) for each in causes_of([beside, ranges])}
    assert sorted(found.values()) == [1, 1]
    found = {each.id: len(each.violations) for each in causes_of([beside, rows, ranges])}
    assert found["filter listBooks before"] == 2


def test_an_undocumented_status_is_named() -> None:
    """The title has the status, and the report the option that excludes the check."""
    report = _report(Api(send=_teapot), channels=("http",))
    (cause,) = (each for each in report.causes if each.id.startswith("status "))
    assert cause.title == "the status 418 is not documented: listBooks"
    assert report.causes[-1] == cause
    law = "conformance.status_code_conformance"
    lines = printed(report)
    assert f"    violates {law}, through plain HTTP; --exclude-law {law} leaves it out" in lines
    assert sum("leaves it out" in each for each in lines) == 1


def _teapot(request: Request, response: Response) -> Response:
    return Response(418) if request.url.params.get("per") == "1" else response


def _violation(symptom: Symptom, law: str = "") -> Violation:
    place = "http", "listBooks", law or f"of.{symptom.kind}"
    return Violation(*place, title="", detail="", curl="", python="", symptom=symptom)
