"""Each convention is noted if the spec makes no choice, and binds if it makes one.

The rows are the choices of ``strictness``, each with a server that makes it.
"""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from attrs import evolve, frozen
from httpx import Request, Response
from ruamel.yaml import YAML

from rollcall.laws import Evaluation, Note, find_law, notes_of
from rollcall.spec import CONVENTIONS, Spec, parse_spec
from tests.support.api import Api
from tests.support.evaluations import ExampleApi, evaluate
from tests.support.laws.full_api import Steps, full_api
from tests.support.laws.mutants import PARCELS, SCANS
from tests.support.laws.mutants._conventions import CONVENTIONS as CONVENTIONS_OF_MUTANTS
from tests.support.laws.token_api import KIOSKS, Ask, Rules, TokenApi, called, digest

Send = Callable[[Request, Response], Response]

_TEXT = {"type": "string"}
BOOKS = Api(
    items=[
        {
            "id": f"b{number:02}",
            "shelf": "7",
            "kind": ("map", "atlas")[number % 2],
            "rare": number % 3 == 0,
            "price": number % 7,
            "since": f"2021-04-{number + 1:02}T10:00:00Z",
            "title": ("", "Sea", "Sky")[number % 3],
        }
        for number in range(23)
    ],
    fields={
        "id": _TEXT,
        "shelf": _TEXT,
        "kind": {**_TEXT, "enum": ["map", "atlas", "globe"]},
        "rare": {"type": "boolean"},
        "price": {"type": "integer"},
        "since": {**_TEXT, "format": "date-time"},
        "title": _TEXT,
    },
    filters={
        "kind": ("kind", "eq"),
        "rare": ("rare", "eq"),
        "price": ("price", "eq"),
        "since": ("since", "gte"),
        "title": ("title", "eq"),
    },
    values={"since": {**_TEXT, "format": "date"}},
    shelf={"type": "integer"},
)


@frozen
class Row:
    """A choice, and a server that makes it: the correct one refuses what it may.

    Attributes:
        key: The convention.
        choice: The choice.
        law: The law that sees it.
        subject: The parameter.
        send: Returns the response of the server.
        seen: The choice that a note tells, if it is more exact.
        api: Another API than the books, which makes the choice.
        operation: Its operation.
    """

    key: str
    choice: str
    law: str
    subject: str
    send: Send = lambda _, response: response
    seen: str = ""
    api: ExampleApi = BOOKS
    operation: str = "listBooks"


@frozen
class Choosing:
    """An API whose document makes other choices."""

    api: ExampleApi
    strictness: Mapping[str, Any]

    @property
    def spec(self) -> Spec:
        """The spec."""
        known = self.api.spec
        return parse_spec(known.path, {**known.raw, "x-strictness": {**self.strictness}})

    @property
    def token(self) -> str:
        """The token that it admits."""
        return self.api.token

    @property
    def base_url(self) -> str:
        """The base URL that it responds at."""
        return self.api.base_url

    def respond(self, request: Request) -> Response:
        """Return the response to a request."""
        return self.api.respond(request)


def _reading(name: str, read: Callable[[str], str | None]) -> Send:
    """Return a server that reads a refused value of a parameter as another, or as absent."""

    def send(request: Request, response: Response) -> Response:
        text = request.url.params.get(name)
        if text is None or response.status_code != 422:
            return response
        other = read(text)
        params = request.url.params.remove(name)
        if other is not None:
            params = params.set(name, other)
        return BOOKS.respond(Request("GET", request.url.copy_with(params=params)))

    return send


def _ignoring(name: str) -> Send:
    return _reading(name, lambda _: None)


def _empty(name: str) -> Send:
    """Return a server that lists nothing for a refused value of a parameter."""

    def send(request: Request, response: Response) -> Response:
        is_bad = name in request.url.params and response.status_code == 422
        return _page() if is_bad else response

    return send


def _page(*items: object, total: int = 0) -> Response:
    return Response(200, json={"books": [*items], "total": total})


def _past(respond: Callable[[Request, int], Response]) -> Send:
    """Return a server with other pages after the last one; it is given the last number."""

    def send(request: Request, response: Response) -> Response:
        content = response.json()
        if response.status_code != 200 or content["books"]:
            return response
        size = int(request.url.params.get("per", "5"))
        return respond(request, max(1, -(-content["total"] // size)))

    return send


def _last(request: Request, number: int) -> Response:
    params = request.url.params.set("page", str(number))
    return BOOKS.respond(Request("GET", request.url.copy_with(params=params)))


def _literal(request: Request, response: Response) -> Response:
    """Return the books without a title for an empty one, as the correct server does."""
    del request
    return response


def _empty_title(respond: Callable[[Request], Response]) -> Send:
    return lambda request, response: (
        respond(request) if request.url.params.get("title") == "" else response
    )


def _padded(read: Callable[[str], str | None]) -> Send:
    """Return a server that reads a title with blanks around it otherwise, or refuses it."""

    def send(request: Request, response: Response) -> Response:
        text = request.url.params.get("title", "")
        if text == text.strip():
            return response
        other = read(text)
        if other is None:
            return Response(422, json={"problem": "title"})
        params = request.url.params.set("title", other)
        return BOOKS.respond(Request("GET", request.url.copy_with(params=params)))

    return send


def _without_title(request: Request) -> Response:
    params = request.url.params.remove("title")
    return BOOKS.respond(Request("GET", request.url.copy_with(params=params)))


def _shelf(status: int, otherwise: Callable[[Request], Response]) -> Send:
    return lambda request, response: (
        otherwise(request) if response.status_code == status else response
    )


def _on_shelf_7(request: Request) -> Response:
    shelf = request.url.path.split("/")[2]
    is_similar = shelf.strip() == "7" or shelf[:-1] == "7"
    if not is_similar:
        return Response(422, json={"problem": "no such shelf"})
    return BOOKS.respond(Request("GET", request.url.copy_with(path="/shelves/7/books")))


def _opened_loosely(token: str, ask: Ask, bind: Callable[[Ask], str]) -> int:
    """Return the start of the page that a token names, whatever else it says."""
    del bind
    start = token.partition("-")[0]
    return min(int(start), 1000) if start.isdecimal() else ask.per


def _strictly(request: Request, response: Response) -> Response:
    """Refuse a parameter that the list does not have."""
    known = {"page", "per", *BOOKS.filters}
    return response if {*request.url.params} <= known else _problem()


def _problem() -> Response:
    return Response(422, json={"problem": "a parameter"})


def _once(respond: Callable[[Request], Response]) -> Send:
    """Return a server that treats a repeated title otherwise."""
    return lambda request, response: (
        respond(request) if len(request.url.params.get_list("title")) > 1 else response
    )


def _last_one(request: Request) -> Response:
    params = request.url.params.set("title", request.url.params.get_list("title")[-1])
    return BOOKS.respond(Request("GET", request.url.copy_with(params=params)))


def _neither(request: Request) -> Response:
    params = request.url.params.remove("title")
    return BOOKS.respond(Request("GET", request.url.copy_with(params=params)))


def _either(request: Request) -> Response:
    titles = request.url.params.get_list("title")
    found = [book for book in BOOKS.items if book["title"] in titles]
    return _page(*found[: int(request.url.params["per"])], total=len(found))


_LOOSE = {
    "alteredToken": Rules(opened=_opened_loosely),
    "tokenOfOtherFilters": Rules(bind=lambda ask: digest(evolve(ask, filters=()))),
    "tokenOfOtherPageSize": Rules(bind=lambda ask: digest(evolve(ask, per=1))),
    "tokenOfOtherParent": Rules(bind=lambda ask: digest(evolve(ask, kiosk=""))),
}
OTHERWISE = {each.id: each.steps for each in CONVENTIONS_OF_MUTANTS}


def _linked(key: str, choice: str, law: str, steps: Steps) -> Row:
    return Row(key, choice, law, "", api=full_api(steps), operation=SCANS)


def _paged(choice: str, steps: Steps) -> Row:
    law = "page.count_of_none"
    return Row("emptyListPages", choice, law, "", api=full_api(steps), operation=PARCELS)


def _boolean(text: str) -> str:
    return "true" if text.casefold() in {"true", "1", "yes", "on", "t", "2"} else "false"


def _number(text: str) -> str:
    text = text.strip().removeprefix("+")
    if text.startswith("0x"):
        return str(int(text, 16))
    digits = "".join(each for each in text.partition(".")[0].partition("e")[0] if each.isdecimal())
    return str(int(digits or "0"))


def _value_rows(key: str, law: str, subject: str, accepted: Callable[[str], str]) -> list[Row]:
    return [
        Row(key, "refused", law, subject, seen="[422]" if key == "invalidValue" else ""),
        Row(key, "accepted", law, subject, _reading(subject, accepted)),
        Row(key, "ignored", law, subject, _ignoring(subject)),
        Row(key, "noMatch", law, subject, _empty(subject)),
    ]


ROWS = [
    Row("oversizedPage", "refused", "page.oversized", "per"),
    Row("oversizedPage", "clamped", "page.oversized", "per", _reading("per", lambda _: "10")),
    Row("oversizedPage", "ignored", "page.oversized", "per", _ignoring("per")),
    Row("pastTheEnd", "empty", "page.past_the_end", ""),
    Row(
        *("pastTheEnd", "notFound", "page.past_the_end", ""),
        _past(lambda _, __: Response(404, json={"problem": "no such page"})),
    ),
    Row("pastTheEnd", "lastPage", "page.past_the_end", "", _past(_last)),
    Row(
        *("pastTheEnd", "refused", "page.past_the_end", ""),
        _past(lambda _, __: Response(422, json={"problem": "no such page"})),
    ),
    Row("invalidPage", "refused", "page.refused", "per"),
    Row("invalidPage", "ignored", "page.refused", "per", _ignoring("per")),
    Row("invalidPage", "clamped", "page.refused", "per", _reading("per", lambda _: "1")),
    Row("invalidPage", "empty", "page.refused", "per", _empty("per")),
    *_value_rows("invalidValue", "filter.refused", "rare", lambda _: "false"),
    *_value_rows("emptyValue", "value.empty", "rare", lambda _: "false"),
    Row("emptyText", "literal", "value.empty_text", "title", _literal),
    Row("emptyText", "ignored", "value.empty_text", "title", _empty_title(_without_title)),
    Row(
        *("emptyText", "refused", "value.empty_text", "title"),
        _empty_title(lambda _: Response(422, json={"problem": "title"})),
    ),
    Row("outerBlanks", "literal", "value.blanks", "title"),
    Row("outerBlanks", "ignored", "value.blanks", "title", _padded(lambda text: text.strip())),
    Row("outerBlanks", "refused", "value.blanks", "title", _padded(lambda _: None)),
    *_value_rows("lenientBooleans", "value.boolean", "rare", _boolean),
    Row(
        *("lenientBooleans", "misread", "value.boolean", "rare"),
        _reading("rare", lambda text: "false" if _boolean(text) == "true" else "true"),
    ),
    *_value_rows("lenientNumbers", "value.number", "price", _number),
    Row("lenientNumbers", "misread", "value.number", "price", _reading("price", lambda _: "0")),
    *_value_rows("lenientDates", "value.date", "since", lambda _: "2021-04-20"),
    *_value_rows("enumCase", "value.case", "kind", str.lower),
    Row("unknownParameter", "ignored", "value.unknown", ""),
    Row("unknownParameter", "refused", "value.unknown", "", _strictly),
    Row("repeatedParameter", "first", "value.repeated", "title"),
    Row("repeatedParameter", "refused", "value.repeated", "title", _once(lambda _: _problem())),
    Row("repeatedParameter", "last", "value.repeated", "title", _once(_last_one)),
    Row("repeatedParameter", "any", "value.repeated", "title", _once(_either)),
    Row("repeatedParameter", "ignored", "value.repeated", "title", _once(_neither)),
    Row("repeatedParameter", "noMatch", "value.repeated", "title", _once(lambda _: _page())),
    *(
        Row(key, choice, "link.token", "after", api=TokenApi(rules), operation="listOrders")
        for key, loose in _LOOSE.items()
        for choice, rules in (("refused", Rules()), ("accepted", loose))
    ),
    _linked("linkedPages", "full", "link.full", Steps()),
    _linked("linkedPages", "short", "link.full", OTHERWISE["pages-short"]),
    _linked("lastPage", "filled", "link.last", Steps()),
    _linked("lastPage", "empty", "link.last", OTHERWISE["last-page-empty"]),
    _paged("none", Steps()),
    _paged("one", OTHERWISE["one-page-of-none"]),
    Row("unknownParent", "refused", "scope.unknown", "", seen="[404]"),
    Row("unknownParent", "empty", "scope.unknown", "", _shelf(404, lambda _: _page())),
    Row(
        *("unknownParent", "accepted", "scope.unknown", ""),
        api=TokenApi(Rules(called=lambda asked: called(asked.lower()))),
        operation="listOrders",
    ),
    Row("malformedParent", "refused", "scope.malformed", "", seen="[422]"),
    Row("malformedParent", "empty", "scope.malformed", "", _shelf(422, lambda _: _page())),
    Row("malformedParent", "accepted", "scope.malformed", "", _shelf(422, _on_shelf_7)),
]
_IDS = [f"{row.key}-{row.choice}" for row in ROWS]


_SILENT = {"invalidPage": "refused"}
"""A choice that no row is about: an annotation is not empty."""


def _evaluated(row: Row, strictness: Mapping[str, Any], *, is_strict: bool = False) -> Evaluation:
    api: ExampleApi = Choosing(row.api, {**_SILENT, **strictness})
    if row.api is BOOKS:
        api = evolve(BOOKS, strictness=strictness, send=row.send)
    parents = {"shelf": ("7",), "kiosk": KIOSKS}
    found = evaluate(row.law, api, row.operation, parents, is_strict=is_strict)
    (evaluation,) = (each for each in found if each.verdict.subject == row.subject)
    return evaluation


def _note(row: Row, evaluation: Evaluation) -> Note:
    notes = {each.convention: each for each in notes_of(evaluation.sightings)}
    return notes[row.key]


def test_every_choice_has_a_row() -> None:
    """No choice of a convention is left out."""
    rows = [(row.key, row.choice) for row in ROWS]
    assert sorted(rows) == sorted(
        (each.key, choice) for each in CONVENTIONS.values() for choice in each.choices
    )


@pytest.mark.parametrize("row", ROWS, ids=_IDS)
def test_a_choice_is_noted_if_the_spec_makes_none(row: Row) -> None:
    """The law passes; a note has the choice, and the line that would make it binding."""
    evaluation = _evaluated(row, {})
    assert evaluation.verdict.outcome == "pass", evaluation
    assert {each.convention for each in evaluation.sightings} <= {*find_law(row.law).choices}
    note = _note(row, evaluation)
    assert row.choice in note.choice.strip("[]").split(", ") or note.choice == row.seen, note
    assert note.binding == f"{row.key}: {note.choice}"
    assert note.curl.startswith("curl ")


@pytest.mark.parametrize("row", ROWS, ids=_IDS)
def test_a_choice_that_the_spec_makes_holds(row: Row) -> None:
    """The law passes without a note; the line of the note is enough."""
    note = _note(row, _evaluated(row, {}))
    words = [
        int(each) if each.isdecimal() else each for each in note.choice.strip("[]").split(", ")
    ]
    evaluation = _evaluated(row, {row.key: words})
    assert evaluation.verdict.outcome == "pass"
    assert row.key not in {each.convention for each in evaluation.sightings}


@pytest.mark.parametrize(
    "row",
    [each for each in ROWS if each.choice == "refused" and CONVENTIONS[each.key].is_of_value],
    ids=lambda row: row.key,
)
@pytest.mark.parametrize("is_chosen", [False, True], ids=["noted", "chosen"])
def test_the_lines_of_notes_hold_together(row: Row, *, is_chosen: bool) -> None:
    """A refusal with another status than those of ``invalidValue`` is noted with its status."""

    def send(request: Request, response: Response) -> Response:
        sent = row.send(request, response)
        return Response(404, json=sent.json()) if sent.status_code == 422 else sent

    values = Row("invalidValue", "refused", "filter.refused", "rare")
    chosen = {"invalidValue": [422]} if is_chosen else {}
    other = evolve(row, send=send)
    found = [_evaluated(each, chosen) for each in (values, other)]
    notes = notes_of([seen for each in found for seen in each.sightings])
    lines = {each.convention: YAML(typ="safe").load(each.choice) for each in notes}
    assert 404 in lines[row.key]
    assert _evaluated(other, {**chosen, **lines}).verdict.outcome == "pass"


@pytest.mark.parametrize("row", ROWS, ids=_IDS)
def test_another_choice_of_the_spec_is_a_failure(row: Row) -> None:
    """The violation says what the server does, and what the spec chooses."""
    other = next(each for each in CONVENTIONS[row.key].choices if each != row.choice)
    evaluation = _evaluated(row, {row.key: other})
    assert evaluation.violation is not None
    assert f"Expected {row.key}: {other}." in evaluation.violation.detail
    assert row.key not in {each.convention for each in evaluation.sightings}


@pytest.mark.parametrize("row", ROWS, ids=_IDS)
def test_a_strict_run_fails_if_the_spec_makes_no_choice(row: Row) -> None:
    """The violation is the note, with the line that makes the choice; with it, the law passes."""
    evaluation = _evaluated(row, {}, is_strict=True)
    notes = notes_of(evaluation.sightings)
    assert evaluation.violation is not None
    assert evaluation.violation.title in {each.sentence for each in notes}
    assert any(each.binding in evaluation.violation.detail for each in notes)


def test_no_contradiction_hides_another_one() -> None:
    """The detail of a violation names each convention that the server contradicts."""
    rules = Rules(opened=_opened_loosely, bind=lambda ask: digest(evolve(ask, per=1)))
    row = Row("alteredToken", "accepted", "link.token", "after", api=TokenApi(rules))
    row = evolve(row, operation="listOrders")
    evaluation = _evaluated(row, {row.key: "refused", "tokenOfOtherPageSize": "refused"})
    assert evaluation.violation is not None
    assert "Expected alteredToken: refused." in evaluation.violation.detail
    assert (
        "Besides, a continuation token that is sent with another page size"
        in evaluation.violation.detail
    )


def test_a_page_count_that_is_no_choice_is_a_failure() -> None:
    """An empty list with seven pages makes neither choice, even if the spec makes none."""
    evaluation = _evaluated(_paged("one", OTHERWISE["seven-pages-of-none"]), {})
    assert evaluation.violation is not None
    assert evaluation.violation.title == "the number of pages of an empty list is 7"
