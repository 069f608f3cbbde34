"""Mutants of bodies: other envelopes and page information."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from rollcall.mutants._harness import CONFORMANCE
from rollcall.mutants._message import OK, Request, Response, put
from rollcall.mutants._mutant import Responder, ServerMutant
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server._kinds import derived
from rollcall.mutants.server._places import Change, Place, When, has_later, is_later, places
from rollcall.mutants.server._wrongs import spoils
from rollcall.spec import EACH, ListOperation, Pointer, Spec, success_schema

__all__ = ["mutants"]

_LAWS = ("page.bounds", CONFORMANCE)
_LATER_LAWS = ("page.echo", CONFORMANCE)

_Remake = Callable[[Any], Any]


def mutants(spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Yield the mutants of the bodies of pages, without those of the fields of items."""
    if operation.items.text:
        reshaped = ((name, _remade(remake)) for name, remake in _shapes(operation.items))
        yield from derived(operation, "body", reshaped)
    for place in _envelope(spec, operation, operation.items):
        found = [*spoils(place)]
        for kind, sentence, change in found:
            yield ServerMutant(
                f"body.{kind}", operation.id, place.subject, sentence, _LAWS, _spoiled(change)
            )
        if has_later(operation) and found:
            kind, sentence, change = found[0]
            later = f"{sentence[:-1]} on every page but the first."
            respond = _spoiled(change, is_later)
            yield ServerMutant(
                f"body.{kind}-later", operation.id, place.subject, later, _LATER_LAWS, respond
            )


def _envelope(spec: Spec, operation: ListOperation, items: Pointer) -> Iterator[Place]:
    """Yield the fields of a page that are not in its items."""
    for place in places(spec, success_schema(spec, operation)):
        if EACH not in place.path and not place.subject.startswith(f"{items}/"):
            yield place


def _spoiled(change: Change, when: When = lambda _request, _sound: True) -> Responder:
    """Return a mutant that changes the body of the pages for which ``when`` returns true."""

    def respond(request: Request, upstream: Upstream) -> Response:
        original = upstream.send(request)
        is_changed = original.status == OK and when(request, original)
        return original.reworked(change) if is_changed else original

    return respond


def _remade(remake: _Remake) -> Responder:
    """Return a mutant that replaces the body of each page.

    Args:
        remake: Returns another body; it may change the original one.
    """

    def respond(request: Request, upstream: Upstream) -> Response:
        original = upstream.send(request)
        body = original.json()
        is_page = original.status == OK and isinstance(body, dict)
        return original.with_json(remake(body)) if is_page else original

    return respond


def _shapes(items: Pointer) -> Iterator[tuple[str, _Remake]]:
    """Yield other shapes of bodies and of lists of items."""
    yield "bare-array", items.read
    yield "in-array", lambda body: [body]
    yield "nested", lambda body: {"body": body}
    yield "text-of-json", json.dumps
    yield "is-null", lambda _: None
    yield "no-fields", lambda _: {}
    rows_changes: list[tuple[str, Callable[[list[Any]], object]]] = [
        ("items-by-number", lambda rows: {str(at): row for at, row in enumerate(rows)}),
        ("items-nested", lambda rows: [rows]),
        ("items-wrapped", lambda rows: [{"item": row} for row in rows]),
        ("item-null", lambda rows: _last(rows, None)),
        ("item-array", lambda rows: _last(rows, [*rows[-1].values()] if rows else [])),
        ("item-text", lambda rows: _last(rows, "an item")),
        ("item-empty", lambda rows: _last(rows, {})),
        ("items-with-null", lambda rows: [*rows, None]),
    ]
    yield from ((name, _putting(items, change)) for name, change in rows_changes)


def _putting(items: Pointer, change: _Remake) -> _Remake:
    def remake(body: Any) -> Any:  # noqa: ANN401 - JSON
        put(body, items, change(items.read(body)))
        return body

    return remake


def _last(rows: list[Any], item: object) -> list[Any]:
    return [*rows[:-1], item] if rows else rows
