"""Mutants of fields: missing, null, of another type or format, in all rows or in some."""

from collections.abc import Iterator

from rollcall.mutants._harness import CONFORMANCE
from rollcall.mutants._mutant import Responder, ServerMutant
from rollcall.mutants.server._places import (
    Place,
    changed,
    changed_rows,
    every_hundredth,
    has_filter,
    has_flag,
    has_later,
    is_later,
    item_places,
    last,
)
from rollcall.mutants.server._wrongs import Spoil, spoils
from rollcall.spec import ListOperation, Spec

__all__ = ["mutants"]

# An identifier of another form may be accepted, but lead to no item.
_LEADING_LAWS = ("scope.parent", "expand.parent", "coherence.reference")
_LAWS = ("page.bounds", CONFORMANCE, *_LEADING_LAWS)
_LATER_LAWS = ("page.echo", CONFORMANCE)
_INNER_LAWS = ("expand.children", CONFORMANCE, *_LEADING_LAWS)


def mutants(spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Yield the mutants of the fields of items and of the children that flags add."""
    for place in item_places(spec, operation):
        found = [*spoils(place)]
        for kind, sentence, change in found:
            yield _mutant(operation, place, kind, sentence, changed(change))
        if not place.is_inner and found:
            yield from _seldom(operation, place, found)


def _seldom(operation: ListOperation, place: Place, found: list[Spoil]) -> Iterator[ServerMutant]:
    """Yield the mutants that change few rows or few responses."""
    for kind, sentence, change in found[:2]:
        rarely = f"{sentence[:-1]} in one row of 100."
        respond = changed_rows(change, every_hundredth)
        yield _mutant(operation, place, f"{kind}-rarely", rarely, respond)
    kind, sentence, change = found[0]
    said = sentence[:-1]
    end = f"{said} in the last row of the list."
    expanded = {str(each.expand.field) for each in operation.parameters if each.expand}
    # Only the laws of a flag ask for its children on a later page, and with a filter.
    of_flag = ("expand.children",) if place.subject in expanded else ()
    # Few responses hold the children of the last row.
    if not of_flag:
        yield _mutant(operation, place, f"{kind}-last", end, changed_rows(change, last))
    if has_later(operation):
        later = f"{said} on every page but the first."
        respond = changed(change, is_later)
        laws = (*_LATER_LAWS, *of_flag)
        yield _mutant(operation, place, f"{kind}-later", later, respond, *laws)
    if operation.flags:
        flagged = f"{said} if a flag adds children."
        respond = changed(change, has_flag)
        yield _mutant(operation, place, f"{kind}-flagged", flagged, respond, *_INNER_LAWS)
    if operation.filters:
        filtered = f"{said} if a filter is given."
        respond = changed(change, has_filter)
        laws = ("filter.complete", "filter.exact", CONFORMANCE, *of_flag)
        yield _mutant(operation, place, f"{kind}-filtered", filtered, respond, *laws)


def _mutant(
    operation: ListOperation, place: Place, kind: str, sentence: str, respond: Responder, *laws: str
) -> ServerMutant:
    return ServerMutant(
        kind=f"field.{kind}",
        operation=operation.id,
        subject=place.subject,
        sentence=sentence,
        laws=laws or (_INNER_LAWS if place.is_inner else _LAWS),
        respond=respond,
        needs=f"an item whose {place.subject} is set",
    )
