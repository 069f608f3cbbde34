"""Filters beside others, beside flags, and on later pages: where servers lose them."""

from collections.abc import Callable, Iterator

from rollcall.mutants._listed import Condition, Listed, Row
from rollcall.mutants._mutant import ServerMutant
from rollcall.mutants.server._conditions import Place, filters, listed_as, paged_as, where

__all__ = ["mutants"]

_PAIR = ("filter.conjunction",)
_MANY = 3


def mutants(place: Place) -> Iterator[ServerMutant]:
    """Derive what a server may get wrong about a filter that does not come alone."""
    name = place.parameter.name
    others = [
        each
        for each in filters(place.spec, place.operation)
        if each.parameter.name != place.parameter.name
    ]
    like = [each for each in others if each.filter.field == place.filter.field]
    unlike = [each for each in others if each.filter.field != place.filter.field]
    if others:
        yield place.mutant(
            "filter.ored",
            "With other filters, an item that matches one of them is listed.",
            _PAIR,
            listed_as(name, lambda listed: _either(listed, name)),
            needs="an item that matches the one filter, and not the other",
        )
    if like:
        yield place.mutant(
            "filter.dropped-beside-its-own",
            "The filter is ignored when another one on the same field is given.",
            _PAIR,
            listed_as(name, lambda listed: _dropped(listed, name, _is_like)),
            needs="an item that matches the one filter, and not the other",
        )
    if unlike:
        yield place.mutant(
            "filter.dropped-beside-others",
            "The filter is ignored when one on another field is given.",
            _PAIR,
            listed_as(name, lambda listed: _dropped(listed, name, _is_unlike)),
            needs="an item that matches the one filter, and not the other",
        )
    if len(others) >= _MANY - 1:
        yield place.mutant(
            "filter.dropped-among-three",
            "The filter is ignored when two others are given.",
            _PAIR,
            listed_as(name, lambda listed: _among_three(listed, name)),
            needs="an item that matches two filters, and not a third",
        )
    yield from _on_pages(place)
    if any(each.expand is not None for each in place.operation.parameters):
        yield place.mutant(
            "filter.dropped-beside-flag",
            "The filter is ignored when a flag adds children.",
            ("filter.conjunction", "expand.rows"),
            listed_as(name, lambda listed: _beside_flag(listed, name)),
            needs="an item that does not match a value",
        )


def _on_pages(place: Place) -> Iterator[ServerMutant]:
    is_linked = place.operation.paging.next
    yield place.mutant(
        "filter.first-page-only",
        "The first page is filtered, the pages after it are not.",
        ("filter.later_pages",),
        paged_as(place.parameter.name, lambda listed: _later(listed, place.parameter.name)),
        needs=(
            "more items that match a value than a page holds"
            if is_linked
            else "a filtered list that is shorter than the whole, by a page"
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


def _is_like(mine: Condition, other: Condition) -> bool:
    return mine.filter.field == other.filter.field


def _is_unlike(mine: Condition, other: Condition) -> bool:
    return mine.filter.field != other.filter.field


def _dropped(listed: Listed, name: str, drops: Callable[[Condition, Condition], bool]) -> list[Row]:
    """Return the rows, one filter being ignored beside some others."""
    mine = listed.conditions[name]
    return _unless(
        listed,
        name,
        is_dropped=any(
            drops(mine, each) for each in listed.conditions.values() if each.name != name
        ),
    )


def _among_three(listed: Listed, name: str) -> list[Row]:
    return _unless(listed, name, is_dropped=len(listed.conditions) >= _MANY)


def _later(listed: Listed, name: str) -> list[Row]:
    return _unless(listed, name, is_dropped=listed.number > 0)


def _beside_flag(listed: Listed, name: str) -> list[Row]:
    flags = [each.name for each in listed.operation.parameters if each.expand is not None]
    is_set = any(listed.request.get(each) == "true" for each in flags)
    return _unless(listed, name, is_dropped=is_set)


def _unless(listed: Listed, name: str, *, is_dropped: bool) -> list[Row]:
    return where(listed, name, lambda condition, row: is_dropped or condition.holds(row))
