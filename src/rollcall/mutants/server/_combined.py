"""Mutants of filters that are combined with others, with flags and with page numbers."""

from collections.abc import Iterator, Mapping

import attrs

from rollcall.mutants._listed import Listed, Row
from rollcall.mutants.server._conditions import Place, filters, listed_as, paged_as, where
from rollcall.mutants.server._kinds import Made
from rollcall.spec import Filter, Operator

__all__ = ["MORE", "SHORTER", "made"]

_MANY = 3
_BOUNDS: Mapping[str, Operator] = {"gt": "gte", "gte": "gt", "lt": "lte", "lte": "lt"}
"""The operator of each bound that differs at its value alone."""

_LOWER = {"gt", "gte"}

MORE = "a filtered list of more than one page"
SHORTER = "a filtered list that has fewer pages than the unfiltered list"
"""The data that shows a filter of the first page only: in linked and in numbered pages."""


def made(place: Place) -> Iterator[Made]:
    """Yield the mutants of a filter in combinations."""
    name = place.parameter.name
    others = [each for each in filters(place.spec, place.operation) if each.parameter.name != name]
    fields = [each.filter.field == place.filter.field for each in others]
    if others:
        yield "ored", listed_as(name, lambda listed: _either(listed, name))
    if any(fields):
        yield (
            "dropped-beside-its-own",
            listed_as(name, lambda listed: _beside(listed, name, is_own=True)),
        )
    if any(_is_opposite(place.filter, each.filter) for each in others):
        yield "edge-beside-its-own", listed_as(name, lambda listed: _at_edge(listed, name))
    if not all(fields):
        yield (
            "dropped-beside-others",
            listed_as(name, lambda listed: _beside(listed, name, is_own=False)),
        )
    if len(others) >= _MANY - 1:
        yield (
            "dropped-among-three",
            listed_as(
                name,
                lambda listed: _unless(listed, name, is_dropped=len(listed.conditions) >= _MANY),
            ),
        )
    yield (
        "first-page-only",
        paged_as(name, lambda listed: _unless(listed, name, is_dropped=listed.number > 0)),
    )
    flags = [*place.operation.flags]
    if flags:
        yield (
            "dropped-beside-flag",
            listed_as(
                name,
                lambda listed: _unless(
                    listed,
                    name,
                    is_dropped=any(listed.request.get(each) == "true" for each in flags),
                ),
            ),
        )


def _either(listed: Listed, name: str) -> list[Row]:
    mine = listed.conditions[name]
    others = [each for each in listed.conditions.values() if each.name != name]
    return [
        row
        for row in listed.rows
        if mine.holds(row) or (others and all(each.holds(row) for each in others))
    ]


def _beside(listed: Listed, name: str, *, is_own: bool) -> list[Row]:
    """Return the rows; the filter is ignored beside filters of its own field, or of another one."""
    mine = listed.conditions[name]
    others = [each for each in listed.conditions.values() if each.name != name]
    is_dropped = any((each.filter.field == mine.filter.field) is is_own for each in others)
    return _unless(listed, name, is_dropped=is_dropped)


def _is_opposite(one: Filter, other: Filter) -> bool:
    """Return whether two filters are a lower and an upper bound of a field."""
    if one.field != other.field or not {one.operator, other.operator} <= _BOUNDS.keys():
        return False
    return (one.operator in _LOWER) is not (other.operator in _LOWER)


def _at_edge(listed: Listed, name: str) -> list[Row]:
    """Return the rows; beside the opposite bound, the value itself is read the other way."""
    mine = listed.conditions[name]
    others = [each for each in listed.conditions.values() if each.name != name]
    if not any(_is_opposite(mine.filter, each.filter) for each in others):
        return listed.matching
    operator = _BOUNDS[mine.filter.operator]
    changed = attrs.evolve(mine, filter=attrs.evolve(mine.filter, operator=operator))
    return where(listed, name, lambda _, row: changed.holds(row))


def _unless(listed: Listed, name: str, *, is_dropped: bool) -> list[Row]:
    return where(listed, name, lambda condition, row: is_dropped or condition.holds(row))
