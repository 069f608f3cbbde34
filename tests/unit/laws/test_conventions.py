"""Each convention is noted if the spec makes no choice, and binds if it makes one.

The rows are the choices of ``strictness``, each with a server that makes it.
"""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from attrs import evolve, frozen
from httpx import Request, Response

from rollcall.laws import Evaluation, notes_of
from rollcall.spec import CONVENTIONS
from tests.support.api import Api
from tests.support.evaluations import evaluate

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
    """

    key: str
    choice: str
    law: str
    subject: str
    send: Send = lambda _, response: response
    seen: str = ""


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
    Row("unknownParent", "refused", "scope.unknown", "", seen="[404]"),
    Row("unknownParent", "empty", "scope.unknown", "", _shelf(404, lambda _: _page())),
    Row("malformedParent", "refused", "scope.malformed", "", seen="[422]"),
    Row("malformedParent", "empty", "scope.malformed", "", _shelf(422, lambda _: _page())),
    Row("malformedParent", "accepted", "scope.malformed", "", _shelf(422, _on_shelf_7)),
]
_IDS = [f"{row.key}-{row.choice}" for row in ROWS]


def _evaluated(row: Row, strictness: Mapping[str, Any], *, is_strict: bool = False) -> Evaluation:
    api = evolve(BOOKS, strictness=strictness, send=row.send)
    found = evaluate(row.law, api, parents={"shelf": ("7",)}, is_strict=is_strict)
    (evaluation,) = (each for each in found if each.verdict.subject == row.subject)
    return evaluation


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
    (note,) = notes_of(evaluation.sightings)
    assert row.choice in note.choice.strip("[]").split(", ") or note.choice == row.seen, note
    assert note.binding == f"{row.key}: {note.choice}"
    assert note.curl.startswith("curl ")


@pytest.mark.parametrize("row", ROWS, ids=_IDS)
def test_a_choice_that_the_spec_makes_holds(row: Row) -> None:
    """The law passes without a note; the line of the note is enough."""
    (note,) = notes_of(_evaluated(row, {}).sightings)
    words = [
        int(each) if each.isdecimal() else each for each in note.choice.strip("[]").split(", ")
    ]
    evaluation = _evaluated(row, {row.key: words})
    assert (evaluation.verdict.outcome, evaluation.sightings) == ("pass", ())


@pytest.mark.parametrize("row", ROWS, ids=_IDS)
def test_another_choice_of_the_spec_is_a_failure(row: Row) -> None:
    """The violation says what the server does, and what the spec chooses."""
    other = next(each for each in CONVENTIONS[row.key].choices if each != row.choice)
    evaluation = _evaluated(row, {row.key: other})
    assert evaluation.violation is not None
    assert f"Expected {row.key}: {other}." in evaluation.violation.detail
    assert evaluation.sightings == ()


@pytest.mark.parametrize("row", ROWS, ids=_IDS)
def test_a_strict_run_fails_if_the_spec_makes_no_choice(row: Row) -> None:
    """The violation is the note, with the line that makes the choice; with it, the law passes."""
    evaluation = _evaluated(row, {}, is_strict=True)
    (note,) = notes_of(evaluation.sightings)
    assert evaluation.violation is not None
    assert evaluation.violation.title == note.sentence
    assert note.binding in evaluation.violation.detail
