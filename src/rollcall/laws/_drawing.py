"""Draws queries: filters, flags and pages together."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rollcall.channels import Query
from rollcall.laws._context import Context
from rollcall.laws._law import Place
from rollcall.laws._values import candidates, drawn
from rollcall.spec import ListOperation, Parameter

__all__ = ["expand_names", "filter_names", "filters", "pair", "queries", "sizes", "triple"]

_MOST_FILTERS = 3
_MOST_CANDIDATES = 12
_FEW = 4


def filters(operation: ListOperation) -> list[Parameter]:
    """Return the parameters that are filters."""
    return [each for each in operation.parameters if each.filter is not None]


def filter_names(place: Place | Context) -> list[str]:
    """Return the names of the filters."""
    return [each.name for each in filters(place.operation)]


def expand_names(place: Place | Context) -> list[str]:
    """Return the names of the flags that add children."""
    return [each.name for each in place.operation.parameters if each.expand is not None]


def sizes(context: Context) -> list[int]:
    """Return page sizes that cut the list differently: small ones, the default, and the largest."""
    name = context.operation.paging.size
    if name is None:
        return []
    schema = context.parameter(name).schema
    low, high = int(schema.get("minimum", 1)), int(schema.get("maximum", 100))
    wished = [3, int(schema.get("default", 10)), 7, 2, high, low]
    return [*dict.fromkeys(each for each in wished if low <= each <= high)]


def queries(context: Context) -> SearchStrategy[Query]:
    """Draw queries with up to three filters, flags, and a page size."""
    return context.baseline.keep("queries", lambda: _queries(context))


def _queries(context: Context) -> SearchStrategy[Query]:
    known = [
        each for each in filters(context.operation) if drawn(each, context.baseline) is not None
    ]
    values = {each.name: drawn(each, context.baseline) for each in known}
    flags = expand_names(context)

    @st.composite
    def build(draw: st.DrawFn) -> Query:
        query = context.query
        if values:
            names = draw(st.lists(st.sampled_from([*values]), unique=True, max_size=_MOST_FILTERS))
            for name in names:
                strategy = values[name]
                assert strategy is not None
                query = query.having(name, draw(strategy))
        for name in flags:
            if draw(st.booleans()):
                query = query.having(name, draw(st.booleans()))
        some = sizes(context)
        return context.sized(query, draw(st.sampled_from(some))) if some else query

    return build()


def with_page(context: Context, query: SearchStrategy[Query]) -> SearchStrategy[Query]:
    """Draw the number of a page to the query."""
    if not context.operation.paging.number:
        return query

    def numbered(pair: tuple[Query, int]) -> Query:
        number = min(pair[1], context.page_count(pair[0]))
        return context.numbered(pair[0], number)

    return st.tuples(query, st.integers(1, 6)).map(numbered)


def pair(context: Context, one: Parameter, other: Parameter) -> Query | None:
    """Return the query with two filters that tells best whether both hold.

    Some rows match only the one, so that it shows when the other is dropped, some only the other,
    and some, if possible, both.
    """
    baseline = context.baseline
    assert one.filter is not None
    assert other.filter is not None
    best: tuple[tuple[int, int], Query] | None = None
    every = context.matching(context.query, one.name, other.name)
    for value in _tried(candidates(one, baseline)):
        mask = baseline.matching(one.filter, value) & every
        for second in _tried(candidates(other, baseline)):
            others = baseline.matching(other.filter, second) & every
            singles = bool(mask & ~others) + bool(others & ~mask)
            score = singles, bool(mask & others)
            if best is None or score > best[0]:
                query = context.widest.having(one.name, value).having(other.name, second)
                best = score, query
    return best[1] if best else None


def _tried(values: Sequence[Any]) -> Iterator[Any]:
    yield from values[:_MOST_CANDIDATES]


def triple(context: Context, one: Parameter) -> Query | None:
    """Return a query with a filter and two others that tells whether the first one holds.

    Some rows match the others only, so that it shows when the first is dropped.
    """
    baseline = context.baseline
    masks = {
        each.name: [
            (value, baseline.matching(each.filter, value))
            for value in _tried(candidates(each, baseline))
        ]
        for each in filters(context.operation)
        if each.filter is not None
    }
    mine = masks.pop(one.name)
    for (name, known), (other, second) in combinations(masks.items(), 2):
        every = context.matching(context.query, one.name, name, other)
        for value, mask in mine:
            for first, wider in known:
                # Few values tell nothing that the others would not.
                for last, narrower in second[:_FEW]:
                    if every & wider & narrower & ~mask:
                        query = context.widest.having(one.name, value)
                        return query.having(name, first).having(other, last)
    return None
