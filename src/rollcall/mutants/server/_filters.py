"""Filters: what a server may let through, or hold back, that it should not."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from rollcall.mutants._listed import Listed, Row
from rollcall.mutants._message import Request, Response
from rollcall.mutants._mutant import Answerer, ServerMutant
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server import _combined, _defaults, _precisions
from rollcall.mutants.server._conditions import (
    Holds,
    Place,
    compared,
    filters,
    listed_as,
    moved,
    read_listed,
    schemas_of,
    when_given,
    where,
)
from rollcall.spec import ListOperation, Spec

__all__ = ["mutants"]

SELECTED = ("filter.sound", "filter.complete", "filter.boundary")
_OK = 200


def mutants(spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Derive what a server may get wrong about the filters of a list."""
    for place in filters(spec, operation):
        yield from _selecting(place)
        yield from _reading(place)
        yield from _losing(place)
        yield from _precisions.mutants(place)
        yield from _combined.mutants(place)
        yield from _defaults.mutants(place)


def _selecting(place: Place) -> Iterator[ServerMutant]:
    """Derive filters that do nothing, or the opposite."""
    name = place.parameter.name
    yield place.mutant(
        "filter.ignored",
        "The filter is ignored.",
        SELECTED,
        compared(name, lambda condition, row: True),  # noqa: ARG005 - whatever the row
        needs="an item that does not match a value",
    )
    yield place.mutant(
        "filter.inverted",
        "The filter lists what it should hold back, of what is set.",
        SELECTED,
        compared(
            name, lambda condition, row: condition.key(row) is not None and not condition.holds(row)
        ),
        needs="an item that matches a value, or one that does not",
    )
    yield place.mutant(
        "filter.empties",
        "Whatever the value, nothing matches.",
        ("filter.complete",),
        compared(name, lambda condition, row: False),  # noqa: ARG005 - whatever the row
        needs="an item that matches a value",
    )
    if not place.is_nullable:
        return
    needs = f"an item whose {place.filter.field} is not set"
    null = ("filter.null", "filter.sound")
    yield place.mutant(
        "filter.inverted-with-unset",
        "The filter lists what it should hold back, and what is not set.",
        ("filter.sound", *null),
        compared(name, lambda condition, row: not condition.holds(row)),
        needs=needs,
    )
    yield place.mutant(
        "filter.unset-matches",
        "An item whose field is not set matches.",
        null,
        compared(name, lambda condition, row: condition.key(row) is None or condition.holds(row)),
        needs=needs,
    )


def _reading(place: Place) -> Iterator[ServerMutant]:
    """Derive filters that read another field: each that has the same type."""
    of = _type(place.field)
    own = str(place.filter.field)
    if not place.field:
        return
    fields = schemas_of(place.spec, place.operation)
    for pointer, (schema, _) in fields.items():
        if pointer != own and _type(schema) == of:
            yield place.mutant(
                f"filter.reads-{pointer[1:]}",
                f"The filter reads {pointer}.",
                SELECTED,
                compared(place.parameter.name, _misread(pointer)),
                needs=f"an item whose {pointer} lies on the other side of a value than {own}",
            )


def _type(schema: Mapping[str, Any]) -> tuple[frozenset[str], str]:
    """Return the type of a field, null aside, and its format."""
    type_ = schema.get("type", "")
    types = {type_} if isinstance(type_, str) else {*type_}
    return frozenset(types - {"null"}), str(schema.get("format", ""))


def _misread(pointer: str) -> Holds:
    return lambda condition, row: moved(condition, pointer).holds(row)


def _losing(place: Place) -> Iterator[ServerMutant]:
    """Derive filters that compare well, and lose, repeat or disarrange what matches."""
    complete = ("filter.complete",)
    some = "an item that matches a value"
    more = "two items that match the same value"
    for kind, sentence, change, laws, needs in (
        ("last-lost", "The last item that matches is missing.", _but_last, complete, some),
        ("first-lost", "The first item that matches is missing.", _but_first, complete, some),
        ("first-alone", "Only the first item that matches is listed.", _first, complete, more),
        (
            "first-page-alone",
            "Of what matches, only a page is listed.",
            _first_page,
            ("filter.later_pages", *complete),
            "more items that match a value than a page holds",
        ),
        ("order-reversed", "What matches comes in reverse order.", _reversed, complete, more),
        (
            "first-twice",
            "The first item that matches comes twice, as by a join.",
            _first_twice,
            ("filter.totals", "filter.later_pages", "filter.complete"),
            some,
        ),
        (
            "none-gives-all",
            "A filter that nothing matches is ignored.",
            _all_for_none(place.parameter.name),
            ("filter.none",),
            "an item, and a value that matches none",
        ),
    ):
        yield place.mutant(
            f"filter.{kind}", sentence, laws, listed_as(place.parameter.name, change), needs
        )
    yield place.mutant(
        "filter.none-not-found",
        "A filter that nothing matches is answered with 404.",
        ("filter.none",),
        _not_found(place.parameter.name),
        needs="a value that matches no item",
    )
    operation = place.operation
    if operation.paging.total_items is not None:
        yield place.mutant(
            "filter.not-counted",
            "The total counts what the filter holds back, too.",
            ("filter.totals",),
            _uncounted(place.parameter.name),
            needs="an item that does not match a value",
        )


def _but_last(listed: Listed) -> Sequence[Row]:
    return listed.matching[:-1]


def _but_first(listed: Listed) -> Sequence[Row]:
    return listed.matching[1:]


def _first(listed: Listed) -> Sequence[Row]:
    return listed.matching[:1]


def _first_page(listed: Listed) -> Sequence[Row]:
    return listed.matching[: listed.size]


def _reversed(listed: Listed) -> Sequence[Row]:
    return listed.matching[::-1]


def _first_twice(listed: Listed) -> Sequence[Row]:
    found = listed.matching
    return [*found[:1], *found]


def _all_for_none(name: str) -> Callable[[Listed], Sequence[Row]]:
    return lambda listed: listed.matching or _without(listed, name)


def _without(listed: Listed, name: str) -> list[Row]:
    return where(listed, name, lambda condition, row: True)  # noqa: ARG005 - whatever the row


def _not_found(name: str) -> Answerer:
    def answer(request: Request, upstream: Upstream) -> Response:
        sound = upstream.send(request)
        listed = read_listed(request, upstream) if sound.status == _OK else None
        if listed is None or listed.matching:
            return sound
        return upstream.send(attrs.evolve(request, path=f"{request.path}/none", query=""))

    return when_given(name, answer)


def _uncounted(name: str) -> Answerer:
    def answer(request: Request, upstream: Upstream) -> Response:
        sound = upstream.send(request)
        listed = read_listed(request, upstream) if sound.status == _OK else None
        if listed is None:
            return sound
        return listed.page(sound, listed.matching, total=len(_without(listed, name)))

    return when_given(name, answer)
