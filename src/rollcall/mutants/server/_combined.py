"""Mutants of filters that are combined with others, with flags and with page numbers."""

from collections.abc import Iterator

from rollcall.mutants._listed import Listed, Row
from rollcall.mutants.server._conditions import Place, filters, listed_as, paged_as, where
from rollcall.mutants.server._kinds import Made

__all__ = ["MORE", "SHORTER", "made"]

_MANY = 3

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


def _unless(listed: Listed, name: str, *, is_dropped: bool) -> list[Row]:
    return where(listed, name, lambda condition, row: is_dropped or condition.holds(row))
