"""Mutants of the order of a list."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cmp_to_key

import attrs

from rollcall.mutants._listed import Listed, Row, relisted
from rollcall.mutants._mutant import ServerMutant
from rollcall.mutants.server._conditions import schemas_of
from rollcall.mutants.server._kinds import derived
from rollcall.mutants.server._wrongs import types_of
from rollcall.spec import Ignored, ListOperation, Nulls, SortKey, Spec, compare_ranked, rank

__all__ = ["Reorder", "mutants", "reorders", "sorted_by"]

_NUMBERS = frozenset({"integer", "number"})
_CASE: frozenset[Ignored] = frozenset({"case"})
_ENDS: Mapping[Nulls, Nulls] = {
    "first": "last",
    "last": "first",
    "least": "greatest",
    "greatest": "least",
}

Reorder = Callable[[Sequence[Row]], Sequence[Row]]
"""Returns rows, which are in the right order, in another one."""


def mutants(spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Yield the mutants of the documented order of a list."""
    if operation.order:
        made = [
            (name, relisted(_applied(change)))
            for name, change in reorders(spec, operation, operation.order)
        ]
        yield from derived(operation, "order", made)


def _applied(change: Reorder) -> Callable[[Listed], Sequence[Row]]:
    return lambda listed: change(listed.matching)


def reorders(
    spec: Spec, operation: ListOperation, keys: Sequence[SortKey]
) -> Iterator[tuple[str, Reorder]]:
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
        yield "as-text", sorted_by(attrs.evolve(key, precision="text"), text=True)
    if key.precision == "text":
        ignored = key.ignored ^ _CASE
        name = "case-counts" if "case" in key.ignored else "case-folded"
        yield name, sorted_by(attrs.evolve(key, ignored=ignored), *others)
    if key.precision == "instant":
        yield "as-written", sorted_by(attrs.evolve(key, precision="text"), *others)
    if key.nulls is not None and is_nullable:
        moved = attrs.evolve(key, nulls=_ENDS[key.nulls])
        yield "nulls-moved", sorted_by(moved, *others)
    if others:
        yield "second-ignored", lambda rows: sorted_by(key)(rows[::-1])
        yield "second-first", sorted_by(others[0], key, *others[1:])


def sorted_by(*keys: SortKey, text: bool = False) -> Reorder:
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
