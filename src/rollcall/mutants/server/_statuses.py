"""Mutants of responses: other statuses, other content types, invalid bodies."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import attrs

from rollcall.mutants._message import Request, Response
from rollcall.mutants._mutant import ServerMutant
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server._kinds import derived
from rollcall.mutants.server._places import Place, holders, places
from rollcall.mutants.server._responses import (
    FAILED,
    Change,
    Occasion,
    instead,
    is_documented,
    is_page,
    occasions,
    said,
    stating,
)
from rollcall.mutants.server._wrongs import UNFIT, Wrong, without, wrongs
from rollcall.spec import EACH, ListOperation, Spec, body_location, resolve, response_schema

__all__ = ["mutants"]

_WIRE_LAWS = ("http.content_type",)
_PROVOKED = range(400, 500)
_ERROR_KINDS = frozenset({"null", "number", "text", "object", "no-items"})
_MOST = 3
_PLAINLY = frozenset({"body-truncated", "body-empty", "body-html", "body-plain", "body-not-utf8"})


def mutants(spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Yield the mutants of the statuses, content types and bodies of an operation."""

    def made(
        occasion: Occasion, changes: Iterable[_Changed], subject: str, words: str, laws: Laws = ()
    ) -> Iterator[ServerMutant]:
        answers = ((name, instead(occasion, change)) for name, change in changes)
        return derived(operation, "status", answers, subject, laws=laws, words=words)

    yield from made(is_page, _of_pages(spec, operation), "200", "A page")
    for name, words, occasion, laws in occasions(operation):
        yield from made(occasion, _refused(operation, name), name, words, laws)
        # Only the laws of HTTP check the bodies of refusals, where the spec describes them.
        plainly = [each for each in _broken() if each[0] in _PLAINLY]
        described = _described(spec, operation, occasion)
        yield from made(described, [*_types(), *plainly], name, words, _WIRE_LAWS)
        for place in _error_places(spec, operation, name):
            subject = f"{name} {place.subject}"
            yield from made(occasion, _spoils(place), subject, words, _WIRE_LAWS)


def _described(spec: Spec, operation: ListOperation, occasion: Occasion) -> Occasion:
    """Return the same occasion, but only for statuses whose bodies the spec describes."""

    def is_met(request: Request, original: Response, upstream: Upstream) -> bool:
        is_there = body_location(spec, operation.at, original.status) is not None
        return is_there and occasion(request, original, upstream)

    return is_met


_Changed = tuple[str, Change]
Laws = tuple[str, ...]


def _of_pages(spec: Spec, operation: ListOperation) -> Iterator[_Changed]:
    for status in (201, 202, 203, 206, 207):
        if not is_documented(spec, operation, status):
            yield f"is-{status}", stating(status)
    yield "is-204", _empty(204)
    yield "is-304", _empty(304)
    yield "is-302", _elsewhere
    yield "is-500", lambda _: FAILED
    yield "is-404", lambda _: said(spec, operation, 404, "not found")
    yield "is-error", lambda _: attrs.evolve(said(spec, operation, 404, "not found"), status=200)
    yield from _types()
    yield from _broken()
    # Python parses these as JSON.
    yield "body-nan", _numbered(float("nan"))
    yield "body-infinity", _numbered(float("inf"))


def _refused(operation: ListOperation, name: str) -> Iterator[_Changed]:
    """Yield the statuses that a refusal must not have."""
    strictness = operation.strictness
    malformed = strictness.statuses("malformedParent")
    missing = strictness.statuses("unknownParent")
    unknown = {*missing, *malformed} if missing and malformed else {*_PROVOKED}
    allowed = {
        "401": {401},
        "unknown": unknown,
        "invalid": {*strictness.statuses("invalidValue")} or {*_PROVOKED},
    }[name]
    for status in (400, 401, 403, 404, 409, 410, 418, 422):
        if status not in allowed or (name == "unknown" and status not in missing != ()):
            yield f"refused-{status}", stating(status)
    yield "refused-500", lambda _: FAILED
    yield "refused-503", stating(503)
    yield "refused-200", stating(200)
    yield "refused-204", _empty(204)
    yield "refused-302", _elsewhere


def _types() -> Iterator[_Changed]:
    yield "type-html", _typed("text/html; charset=utf-8")
    yield "type-text", _typed("text/plain; charset=utf-8")
    yield "type-xml", _typed("application/xml; charset=utf-8")
    yield "type-missing", _typed(None)


def _typed(media: str | None) -> Change:
    return lambda original: original.with_header("content-type", media)


def _broken() -> Iterator[_Changed]:
    """Yield the bodies that are not JSON."""
    remakes: list[tuple[str, Callable[[bytes], bytes]]] = [
        ("truncated", lambda body: body[: len(body) // 2]),
        ("last-missing", lambda body: body.rstrip()[:-1]),
        ("empty", lambda _: b""),
        ("html", lambda _: FAILED.body),
        ("plain", lambda _: b"Something went wrong."),
        ("trailing-comma", lambda body: body.rstrip()[:-1] + b",}"),
        ("garbage", lambda body: body + b"}"),
        ("twice", lambda body: body + body),
        ("quotes", lambda body: body.replace(b'"', b"'")),
        ("not-utf8", lambda body: body.replace(b'"', b'"\xe9\xff', 1)),
        ("utf16", lambda body: body.decode("utf-8", "replace").encode("utf-16")),
        ("mark", lambda body: b"\xef\xbb\xbf" + body),
    ]
    yield from ((f"body-{name}", _remade(remake)) for name, remake in remakes)


def _numbered(number: float) -> Change:
    return lambda original: original.reworked(lambda body: _number(body, number))


def _number(value: Any, number: float) -> bool:  # noqa: ANN401 - JSON
    """Replace the first number in a value, and return whether there is one."""
    pairs = [*value.items()] if isinstance(value, dict) else [*enumerate(value)]
    for name, each in pairs:
        if isinstance(each, int | float) and not isinstance(each, bool):
            value[name] = number
            return True
        if isinstance(each, dict | list) and _number(each, number):
            return True
    return False


def _remade(remake: Callable[[bytes], bytes]) -> Change:
    return lambda original: attrs.evolve(original, body=remake(original.body))


def _empty(status: int) -> Change:
    def change(original: Response) -> Response:
        return attrs.evolve(original, status=status, body=b"").with_header("content-type", None)

    return change


def _elsewhere(original: Response) -> Response:
    return attrs.evolve(original, status=302, body=b"").with_header("location", "/elsewhere")


def _error_places(spec: Spec, operation: ListOperation, name: str) -> Iterator[Place]:
    """Yield the required fields of an error body; of several alternatives, those of the first."""
    strictness = operation.strictness
    status = {
        "401": 401,
        "unknown": next(iter(strictness.statuses("unknownParent")), 404),
        "invalid": next(iter(strictness.statuses("invalidValue")), 400),
    }[name]
    schema = resolve(spec, response_schema(spec, operation, status) or {})
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


def _spoils(place: Place) -> Iterator[_Changed]:
    if place.is_required:
        yield "error-missing", lambda original: original.reworked(without(place))
    for wrong in [each for each in wrongs(place.schema) if each.kind in _ERROR_KINDS][:_MOST]:
        yield f"error-{wrong.kind}", _respelled(place, wrong)


def _respelled(place: Place, wrong: Wrong) -> Change:
    name = place.path[-1]

    def put(body: Any) -> None:  # noqa: ANN401 - JSON
        for each in holders(body, place.path):
            if name in each and (value := wrong.make(each[name])) is not UNFIT:
                each[name] = value

    return lambda original: original.reworked(put)
