"""Statuses and content: each answer with another status, another type, or a body that is broken."""

import json
from collections.abc import Iterator
from typing import Any

import attrs

from rollcall.mutants._harness import CONFORMANCE
from rollcall.mutants._message import Response
from rollcall.mutants._mutant import ServerMutant
from rollcall.mutants.server._answers import (
    FAILED,
    Change,
    instead,
    is_documented,
    is_page,
    occasions,
    said,
    schema_of,
    stating,
)
from rollcall.mutants.server._places import EACH, Place, holders, places
from rollcall.mutants.server._wrongs import UNFIT, Wrong, wrongs
from rollcall.spec import ListOperation, Spec, resolve

__all__ = ["mutants"]

_PAGE_LAWS = ("page.bounds", CONFORMANCE)
_WIRE_LAWS = ("http.content_type",)
_PROVOKED = range(400, 500)
_ERROR_KINDS = frozenset({"null", "number", "text", "object", "no-items"})
_MOST = 3
_PLAINLY = frozenset({"body-truncated", "body-empty", "body-html", "body-plain", "body-not-utf8"})


def mutants(spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Return the faults of the statuses of an operation, and of what comes with them."""
    yield from _of_pages(spec, operation)
    for name, words, occasion, laws in occasions(operation):
        for kind, sentence, change in _refused(operation, name, words):
            answer = instead(occasion, change)
            yield ServerMutant(f"status.{kind}", operation.id, name, sentence, laws, answer)
        # What comes with a status, no law but those of the wire is about.
        for kind, sentence, change in (*_types(words), *_plainly(words)):
            answer = instead(occasion, change)
            yield ServerMutant(f"status.{kind}", operation.id, name, sentence, _WIRE_LAWS, answer)
        for place in _error_places(spec, operation, name):
            for kind, sentence, change in _spoils(place):
                subject = f"{name} {place.subject}"
                answer = instead(occasion, change)
                yield ServerMutant(
                    f"status.error-{kind}", operation.id, subject, sentence, _WIRE_LAWS, answer
                )


_Made = tuple[str, str, Change]


def _of_pages(spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    words = "A page"
    for status in (201, 202, 203, 206, 207):
        if not is_documented(spec, operation, status):
            sentence = f"A page comes with the status {status}."
            answer = instead(is_page, stating(status))
            laws: tuple[str, ...] = ("scope.found", *_PAGE_LAWS)
            yield ServerMutant(f"status.is-{status}", operation.id, "200", sentence, laws, answer)
    bare: list[_Made] = [
        ("is-204", "A page comes with the status 204, without a body.", _empty(204)),
        ("is-304", "A page comes with the status 304, without a body.", _empty(304)),
        ("is-302", "A page leads elsewhere, with the status 302.", _elsewhere),
        ("is-500", "The server fails where there is a page.", lambda _: FAILED),
        ("is-404", "A page is not found.", lambda _: said(spec, operation, 404, "not found")),
        ("is-error", "A page is an error with the status 200.", _error(spec, operation, 404)),
    ]
    for kind, sentence, change in (*bare, *_types(words), *_broken(words), *_of_json(words)):
        answer = instead(is_page, change)
        named = ("scope.found", *_PAGE_LAWS)
        laws = _WIRE_LAWS if kind.startswith("type-") else named
        yield ServerMutant(f"status.{kind}", operation.id, "200", sentence, laws, answer)


def _refused(operation: ListOperation, name: str, words: str) -> Iterator[_Made]:
    """Return the other statuses that a refusal may not have."""
    strictness = operation.strictness
    malformed = strictness.malformed_parent
    unknown = {*strictness.unknown_parent, *malformed} if malformed else {*_PROVOKED}
    if not strictness.unknown_parent:
        unknown = {*_PROVOKED}
    allowed = {
        "401": {401},
        "unknown": unknown,
        "invalid": {*strictness.invalid_value} or {*_PROVOKED},
    }[name]
    for status in (400, 401, 403, 404, 409, 410, 418, 422):
        if status not in allowed or (
            name == "unknown" and status not in strictness.unknown_parent != ()
        ):
            sentence = f"{words} is refused with the status {status}."
            yield f"refused-{status}", sentence, stating(status)
    yield "refused-500", f"{words} makes the server fail.", lambda _: FAILED
    yield "refused-503", f"{words} is refused with the status 503.", stating(503)
    yield "refused-200", f"{words} is refused with the status 200.", stating(200)
    yield "refused-204", f"{words} is answered with the status 204.", _empty(204)
    yield "refused-302", f"{words} leads elsewhere, with the status 302.", _elsewhere


def _types(words: str) -> Iterator[_Made]:
    for kind, media in (("html", "text/html"), ("text", "text/plain"), ("xml", "application/xml")):
        yield (
            f"type-{kind}",
            f"{words} comes with the content type {media}.",
            _typed(f"{media}; charset=utf-8"),
        )
    yield (
        "type-missing",
        f"{words} comes without a content type.",
        lambda sound: sound.with_header("content-type", None),
    )


def _typed(media: str) -> Change:
    return lambda sound: sound.with_header("content-type", media)


def _broken(words: str) -> Iterator[_Made]:
    """Return the bodies that are no JSON."""
    for kind, sentence, remake in (
        ("truncated", "ends in the middle.", lambda body: body[: len(body) // 2]),
        ("last-missing", "lacks its last character.", lambda body: body.rstrip()[:-1]),
        ("empty", "is empty.", lambda _: b""),
        ("html", "is a page of HTML.", lambda _: FAILED.body),
        ("plain", "is plain text.", lambda _: b"Something went wrong."),
        ("trailing-comma", "has a comma before its end.", lambda body: body.rstrip()[:-1] + b",}"),
        ("garbage", "has a brace too many at its end.", lambda body: body + b"}"),
        ("twice", "comes twice.", lambda body: body + body),
        ("quotes", "has single quotes.", lambda body: body.replace(b'"', b"'")),
        ("not-utf8", "is not UTF-8.", lambda body: body.replace(b'"', b'"\xe9\xff', 1)),
        ("utf16", "is UTF-16.", lambda body: body.decode("utf-8", "replace").encode("utf-16")),
        ("mark", "begins with a byte order mark.", lambda body: b"\xef\xbb\xbf" + body),
    ):
        yield f"body-{kind}", f"{words} has a body that {sentence}", _remade(remake)


def _plainly(words: str) -> Iterator[_Made]:
    """Return the bodies that are no JSON, one of each way in which frameworks give them."""
    return (each for each in _broken(words) if each[0] in _PLAINLY)


def _of_json(words: str) -> Iterator[_Made]:
    """Return the bodies that Python takes for JSON, and that are none."""
    for kind, number in (("nan", float("nan")), ("infinity", float("inf"))):
        sentence = f"{words} has a number that JSON has not: {json.dumps(number)}."
        yield f"body-{kind}", sentence, _numbered(number)


def _numbered(number: float) -> Change:
    return lambda sound: sound.reworked(lambda body: _number(body, number))


def _number(value: Any, number: float) -> bool:  # noqa: ANN401 - JSON
    """Put a number in place of the first one that is found."""
    pairs = [*value.items()] if isinstance(value, dict) else [*enumerate(value)]
    for name, each in pairs:
        if isinstance(each, int | float) and not isinstance(each, bool):
            value[name] = number
            return True
        if isinstance(each, dict | list) and _number(each, number):
            return True
    return False


def _remade(remake: Any) -> Change:  # noqa: ANN401 - a function of bytes
    return lambda sound: attrs.evolve(sound, body=remake(sound.body))


def _empty(status: int) -> Change:
    def change(sound: Response) -> Response:
        return attrs.evolve(sound, status=status, body=b"").with_header("content-type", None)

    return change


def _elsewhere(sound: Response) -> Response:
    return attrs.evolve(sound, status=302, body=b"").with_header("location", "/elsewhere")


def _error(spec: Spec, operation: ListOperation, status: int) -> Change:
    return lambda _: attrs.evolve(said(spec, operation, status, "not found"), status=200)


def _error_places(spec: Spec, operation: ListOperation, name: str) -> Iterator[Place]:
    """Return what the body of a refusal must have; of several forms, what the first one must."""
    strictness = operation.strictness
    status = {
        "401": 401,
        "unknown": next(iter(strictness.unknown_parent), 404),
        "invalid": next(iter(strictness.invalid_value), 400),
    }[name]
    schema = resolve(spec, schema_of(spec, operation, status) or {})
    while forms := schema.get("anyOf") or schema.get("oneOf"):
        schema = resolve(spec, forms[0])
    required: set[tuple[str, ...]] = {()}
    for place in places(spec, schema):
        above = tuple(each for each in place.path[:-1])
        while above and above[-1] == EACH:
            above = above[:-1]
        if place.is_required and above in required:
            required.add(place.path)
            yield place


def _spoils(place: Place) -> Iterator[_Made]:
    name = place.path[-1]
    if place.is_required:

        def without(body: Any) -> None:  # noqa: ANN401 - JSON
            for each in holders(body, place.path):
                each.pop(name, None)

        yield "missing", "The field of an error is missing.", lambda sound: sound.reworked(without)
    for wrong in [each for each in wrongs(place.schema) if each.kind in _ERROR_KINDS][:_MOST]:
        sentence = wrong.sentence.replace("The field is", "The field of an error is")
        yield wrong.kind, sentence, _respelled(place, wrong)


def _respelled(place: Place, wrong: Wrong) -> Change:
    name = place.path[-1]

    def put(body: Any) -> None:  # noqa: ANN401 - JSON
        for each in holders(body, place.path):
            if name in each and (value := wrong.make(each[name])) is not UNFIT:
                each[name] = value

    return lambda sound: sound.reworked(put)
