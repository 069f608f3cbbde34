"""Mutants of filters: they list rows that do not match, or leave out rows that match."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from rollcall.mutants._listed import Condition, Listed, Row, read_listed
from rollcall.mutants._message import OK, Request, Response
from rollcall.mutants._mutant import Responder, ServerMutant
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server import _combined, _defaults, _precisions
from rollcall.mutants.server._conditions import (
    Compared,
    Holds,
    Place,
    filters,
    listed_as,
    moved,
    schemas_of,
    when_given,
    where,
)
from rollcall.mutants.server._kinds import Made
from rollcall.spec import ListOperation, Spec

__all__ = ["mutants"]


def mutants(spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Yield the mutants of the filters of a list."""
    for place in filters(spec, operation):
        yield from place.comparing(_selecting(place))
        yield from _reading(place)
        yield from place.mutants(_losing(place))
        yield from _precisions.mutants(place)
        more = _combined.MORE if place.operation.paging.selector is None else _combined.SHORTER
        yield from place.mutants(_combined.made(place), more=more)
        yield from _defaults.mutants(place)


def _selecting(place: Place) -> Iterator[Compared]:
    """Yield comparisons that match all rows, no row, or the opposite."""
    yield "ignored", _always
    yield (
        "inverted",
        lambda condition, row: condition.key(row) is not None and not condition.holds(row),
    )
    yield "empties", lambda _condition, _row: False
    if place.filter.nulls_match and place.is_nullable:
        yield (
            "unset-left-out",
            lambda condition, row: condition.key(row) is not None and condition.holds(row),
        )
    if place.is_nullable and not place.filter.takes_null:
        yield "inverted-with-unset", lambda condition, row: not condition.holds(row)
        yield (
            "unset-matches",
            lambda condition, row: condition.key(row) is None or condition.holds(row),
        )


def _always(_condition: Condition, _row: Row) -> bool:
    return True


def _reading(place: Place) -> Iterator[ServerMutant]:
    """Yield filters that compare another field of the same type."""
    own, type_ = str(place.filter.field), _type(place.field)
    fields = schemas_of(place.spec, place.operation) if place.field else {}
    for pointer, (schema, _) in fields.items():
        if pointer != own and _type(schema) == type_:
            compared = [(f"reads-{pointer[1:]}", _misread(pointer))]
            yield from place.comparing(compared, pointer=pointer)


def _type(schema: Mapping[str, Any]) -> tuple[frozenset[str], str]:
    """Return the types of a field without null, and its format."""
    type_ = schema.get("type", "")
    types = {type_} if isinstance(type_, str) else {*type_}
    return frozenset(types - {"null"}), str(schema.get("format", ""))


def _misread(pointer: str) -> Holds:
    return lambda condition, row: moved(condition, pointer).holds(row)


def _losing(place: Place) -> Iterator[Made]:
    """Yield filters that lose, repeat or reorder matching rows."""
    name = place.parameter.name
    table: list[tuple[str, Callable[[Listed], Sequence[Row]]]] = [
        ("last-lost", lambda listed: listed.matching[:-1]),
        ("first-lost", lambda listed: listed.matching[1:]),
        ("first-alone", lambda listed: listed.matching[:1]),
        ("first-page-alone", lambda listed: listed.matching[: listed.size]),
        ("order-reversed", lambda listed: listed.matching[::-1]),
        ("first-twice", lambda listed: [*listed.matching[:1], *listed.matching]),
        ("none-gives-all", lambda listed: listed.matching or where(listed, name, _always)),
    ]
    yield from ((kind, listed_as(name, choose)) for kind, choose in table)
    yield "none-not-found", _not_found(name)
    if place.operation.paging.total_items is not None:
        yield "not-counted", _uncounted(name)


def _not_found(name: str) -> Responder:
    def respond(request: Request, upstream: Upstream) -> Response:
        original = upstream.send(request)
        listed = read_listed(request, upstream) if original.status == OK else None
        if listed is None or listed.matching:
            return original
        return upstream.send(attrs.evolve(request, path=f"{request.path}/none", query=""))

    return when_given(name, respond)


def _uncounted(name: str) -> Responder:
    def respond(request: Request, upstream: Upstream) -> Response:
        original = upstream.send(request)
        listed = read_listed(request, upstream) if original.status == OK else None
        if listed is None:
            return original
        total, paging = len(where(listed, name, _always)), listed.operation.paging
        pages = max(1, -(-total // listed.size))
        return original.with_values({paging.total_items: total, paging.total_pages: pages})

    return when_given(name, respond)
