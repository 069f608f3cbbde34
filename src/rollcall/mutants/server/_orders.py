"""Mutants of the order of a list, and of the parameters that choose it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cmp_to_key

import attrs

from rollcall.mutants._listed import Listed, Row
from rollcall.mutants._message import Request, Response
from rollcall.mutants._mutant import Responder, ServerMutant
from rollcall.mutants._relisted import relisted
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server._conditions import listed_as, schemas_of, when_given
from rollcall.mutants.server._cutting import cut, shown
from rollcall.mutants.server._kinds import Made, derived
from rollcall.mutants.server._responses import FAILED
from rollcall.mutants.server._wrongs import types_of
from rollcall.spec import Ignored, ListOperation, Nulls, Sort, SortKey, Spec, compare_ranked, rank

__all__ = ["mutants"]

_NUMBERS = frozenset({"integer", "number"})
_CASE: frozenset[Ignored] = frozenset({"case"})
_ENDS: Mapping[Nulls, Nulls] = {
    "first": "last",
    "last": "first",
    "least": "greatest",
    "greatest": "least",
}

_Reorder = Callable[[Sequence[Row]], Sequence[Row]]
"""Returns rows, which are in the right order, in another one."""


def mutants(spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Yield the mutants of the documented order of a list, and of those that a request chooses."""
    if operation.order:
        made = [
            (name, relisted(_applied(change)))
            for name, change in _reorders(spec, operation, operation.order)
        ]
        yield from derived(operation, "order", made)
    for name, sort in operation.sorts.items():
        yield from _sorts(spec, operation, name, sort)


def _sorts(spec: Spec, operation: ListOperation, name: str, sort: Sort) -> Iterator[ServerMutant]:
    """Yield the mutants of a parameter that chooses the order."""

    def changes(listed: Listed) -> Mapping[str, _Reorder]:
        return dict(_reorders(spec, operation, _keys(listed, name)))

    def reordered(kind: str) -> Responder:
        def choose(listed: Listed) -> Sequence[Row]:
            change = changes(listed).get(kind) if _keys(listed, name) else None
            return listed.matching if change is None else change(listed.matching)

        return listed_as(name, choose)

    kinds = dict.fromkeys(
        kind for choice in sort.choices(name) for kind, _ in _reorders(spec, operation, choice.keys)
    )
    made = [(kind, reordered(kind)) for kind in kinds]
    yield from derived(operation, "order", made, name, laws=("order.sorted",))
    yield from derived(operation, "order", _of_parameter(spec, operation, name, sort), name)


def _of_parameter(spec: Spec, operation: ListOperation, name: str, sort: Sort) -> Iterator[Made]:
    def plain(listed: Listed) -> list[Row]:
        """Return the rows in the order without the parameter."""
        request = listed.request.without(name, *sort.parameters)
        return attrs.evolve(listed, request=request).matching

    def is_descending(listed: Listed) -> bool:
        return any(key.is_descending for key in _keys(listed, name)[:1])

    def sorted_again(listed: Listed, rows: Sequence[Row]) -> Sequence[Row]:
        return _sorted_by(*_keys(listed, name))(rows)

    yield "ignored", listed_as(name, plain)
    yield (
        "descending-ignored",
        listed_as(name, lambda listed: listed.matching[:: -1 if is_descending(listed) else 1]),
    )
    yield (
        "sorted-within",
        _cut_as(name, lambda listed: sorted_again(listed, shown(listed, plain(listed)))),
    )
    yield (
        "later-unsorted",
        _cut_as(name, lambda listed: shown(listed, plain(listed) if listed.number else None)),
    )
    yield (
        "ties-by-size",
        _cut_as(
            name,
            lambda listed: shown(
                listed, sorted_again(listed, listed.matching[:: -1 if listed.size % 2 else 1])
            ),
        ),
    )
    yield "row-lost", listed_as(name, lambda listed: listed.matching[:-1])
    yield "row-twice", listed_as(name, lambda listed: [*listed.matching[:1], *listed.matching])
    fields = schemas_of(spec, operation)
    if any(fields.get(str(key.field), ({}, True))[1] for key in sort.keys.values()):
        yield "unset-left-out", listed_as(name, lambda listed: _set(listed, name))
    if operation.filters:
        yield (
            "dropped-beside-filter",
            listed_as(name, lambda listed: plain(listed) if listed.conditions else listed.matching),
        )
        yield "filter-dropped", listed_as(name, lambda listed: listed.rows)
    yield "unknown-fails", _failing(name, sort)


def _keys(listed: Listed, name: str) -> tuple[SortKey, ...]:
    """Return the keys that a request chooses; none if it chooses no order."""
    values = dict(listed.request.pairs)
    return listed.operation.sorts[name].chosen(name, values) or ()


def _set(listed: Listed, name: str) -> list[Row]:
    keys = _keys(listed, name)[:1]
    return [row for row in listed.matching if all(key.field.read(row) is not None for key in keys)]


def _cut_as(name: str, take: Callable[[Listed], Sequence[Row]]) -> Responder:
    """Return a mutant that lists other rows on a page of a request with a parameter."""
    return when_given(name, cut(take))


def _failing(name: str, sort: Sort) -> Responder:
    """Return a mutant that fails if a key is unknown."""

    def respond(request: Request, upstream: Upstream) -> Response:
        original = upstream.send(request)
        return original if sort.chosen(name, dict(request.pairs)) else FAILED

    return when_given(name, respond)


def _applied(change: _Reorder) -> Callable[[Listed], Sequence[Row]]:
    return lambda listed: change(listed.matching)


def _reorders(
    spec: Spec, operation: ListOperation, keys: Sequence[SortKey]
) -> Iterator[tuple[str, _Reorder]]:
    """Yield wrong orders in place of the order of some keys."""
    key, *others = keys
    schema, is_nullable = schemas_of(spec, operation).get(str(key.field), ({}, False))
    yield "reversed", lambda rows: rows[::-1]
    yield "last-first", lambda rows: [*rows[-1:], *rows[:-1]]
    if key.field != operation.identity:
        yield (
            "by-identity",
            lambda rows: sorted(rows, key=lambda row: str(operation.identity.read(row))),
        )
    if key.precision == "decimal" or _NUMBERS & types_of(schema):
        yield "as-text", _sorted_by(attrs.evolve(key, precision="text"), text=True)
    if key.precision == "text":
        ignored = key.ignored ^ _CASE
        name = "case-counts" if "case" in key.ignored else "case-folded"
        yield name, _sorted_by(attrs.evolve(key, ignored=ignored), *others)
    if key.precision == "instant":
        yield "as-written", _sorted_by(attrs.evolve(key, precision="text"), *others)
    if key.nulls is not None and is_nullable:
        moved = attrs.evolve(key, nulls=_ENDS[key.nulls])
        yield "nulls-moved", _sorted_by(moved, *others)
    if others:
        yield "second-ignored", lambda rows: _sorted_by(key)(rows[::-1])
        yield "second-first", _sorted_by(others[0], key, *others[1:])


def _sorted_by(*keys: SortKey, text: bool = False) -> _Reorder:
    """Return the order by some keys.

    Args:
        keys: The keys.
        text: Whether all values are compared as the texts that spell them.
    """
    if text:
        (key,) = keys
        return lambda rows: sorted(
            rows, key=lambda row: str(key.field.read(row)), reverse=key.is_descending
        )

    def compare(one: Row, other: Row) -> int:
        return compare_ranked(keys, rank(keys, one), rank(keys, other)) or 0

    return lambda rows: sorted(rows, key=cmp_to_key(compare))
