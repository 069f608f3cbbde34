"""The rows of other parents than that of a request."""

from collections.abc import Callable, Sequence
from copy import deepcopy

from rollcall.mutants._listed import Listed, Row
from rollcall.mutants._message import put
from rollcall.mutants.server._scope_unknown import identity_in

__all__ = ["claimed", "far", "first_stranger", "neighbours", "strangers"]

_MOST = 8


def strangers(listed: Listed) -> list[Row]:
    """Return the rows of the first other parents that have any."""
    upstream, request = listed.upstream, listed.request
    found: list[Row] = []
    seen = 0
    for each in upstream.parents(request):
        rows = () if each == request.parent else upstream.rows(request, each)
        seen += bool(rows)
        found += rows
        if seen == _MOST:
            break
    return [row for row in found if all(each.holds(row) for each in listed.conditions.values())]


def first_stranger(listed: Listed) -> list[Row]:
    """Return one row of another parent, the same one for all parents but its own."""
    return strangers(listed)[:1]


def neighbours(listed: Listed) -> Sequence[Row]:
    """Return the rows of the first other parent that has any."""
    upstream, request = listed.upstream, listed.request
    for each in upstream.parents(request):
        if each != request.parent and (rows := upstream.rows(request, each)):
            return rows
    return ()


def far(listed: Listed) -> list[Row]:
    """Return the rows of the first parent below another one that has any."""
    upstream, request = listed.upstream, listed.request
    above = request.parent.above if request.parent is not None else ()
    for each in upstream.parents(request):
        if each.above != above and (rows := upstream.rows(request, each)):
            return [row for row in rows if all(c.holds(row) for c in listed.conditions.values())]
    return []


def claimed(listed: Listed, strangers: Callable[[Listed], Sequence[Row]]) -> Sequence[Row]:
    """Return one row of another list with the parent of the request, before the right ones."""
    assert listed.operation.parent is not None
    field = listed.operation.parent.field

    def own(row: Row) -> Row:
        renamed = deepcopy({**row})
        put(renamed, field, identity_in(listed.request))
        return renamed

    return [*map(own, strangers(listed)[:1]), *listed.matching]
