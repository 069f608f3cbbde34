"""Draws queries: filters, flags and pages together."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from contract_tests.channels import Query
from contract_tests.contract import Operation, Pages, Parameter

from ._law import Place
from ._scene import Scene
from ._values import candidates, drawn

__all__ = ["expand_names", "filter_names", "filters", "pair", "queries", "sizes", "triple"]

_MOST_FILTERS = 3
_MOST_CANDIDATES = 12
_FEW = 4


def filters(operation: Operation) -> list[Parameter]:
    """Give the parameters that are filters."""
    return [each for each in operation.parameters if each.filter is not None]


def filter_names(place: Place | Scene) -> list[str]:
    """Give the names of the filters."""
    return [each.name for each in filters(place.operation)]


def expand_names(place: Place | Scene) -> list[str]:
    """Give the names of the flags that add children."""
    return [each.name for each in place.operation.parameters if each.expand is not None]


def sizes(scene: Scene) -> list[int]:
    """Give page sizes that cut the list differently: small ones, the default, and the largest."""
    name = scene.listing.pagination.size
    if name is None:
        return []
    schema = scene.parameter(name).schema
    low, high = int(schema.get("minimum", 1)), int(schema.get("maximum", 100))
    wished = [3, int(schema.get("default", 10)), 7, 2, high, low]
    return [*dict.fromkeys(each for each in wished if low <= each <= high)]


def queries(scene: Scene) -> SearchStrategy[Query]:
    """Draw queries with up to three filters, flags, and a page size."""
    return scene.baseline.keep("queries", lambda: _queries(scene))


def _queries(scene: Scene) -> SearchStrategy[Query]:
    known = [each for each in filters(scene.operation) if drawn(each, scene.baseline) is not None]
    values = {each.name: drawn(each, scene.baseline) for each in known}
    flags = expand_names(scene)

    @st.composite
    def build(draw: st.DrawFn) -> Query:
        query = scene.query
        if values:
            names = draw(st.lists(st.sampled_from([*values]), unique=True, max_size=_MOST_FILTERS))
            for name in names:
                strategy = values[name]
                assert strategy is not None
                query = query.having(name, draw(strategy))
        for name in flags:
            if draw(st.booleans()):
                query = query.having(name, draw(st.booleans()))
        some = sizes(scene)
        return scene.sized(query, draw(st.sampled_from(some))) if some else query

    return build()


def with_page(scene: Scene, query: SearchStrategy[Query]) -> SearchStrategy[Query]:
    """Draw the number of a page to the query."""
    if not isinstance(scene.listing.pagination, Pages):
        return query

    def numbered(pair: tuple[Query, int]) -> Query:
        number = min(pair[1], scene.page_count(pair[0]))
        return scene.numbered(pair[0], number)

    return st.tuples(query, st.integers(1, 6)).map(numbered)


def pair(scene: Scene, one: Parameter, other: Parameter) -> Query | None:
    """Give the query with two filters that tells best whether both hold.

    Some rows match only the one, so that it shows when the other is dropped, some only the other,
    and some, if possible, both.
    """
    baseline = scene.baseline
    assert one.filter is not None
    assert other.filter is not None
    best: tuple[tuple[int, int], Query] | None = None
    every = scene.matching(scene.query, one.name, other.name)
    for value in _tried(candidates(one, baseline)):
        mask = baseline.matching(one.filter, value) & every
        for second in _tried(candidates(other, baseline)):
            others = baseline.matching(other.filter, second) & every
            singles = bool(mask & ~others) + bool(others & ~mask)
            score = singles, bool(mask & others)
            if best is None or score > best[0]:
                query = scene.widest.having(one.name, value).having(other.name, second)
                best = score, query
    return best[1] if best else None


def _tried(values: Sequence[Any]) -> Iterator[Any]:
    yield from values[:_MOST_CANDIDATES]


def triple(scene: Scene, one: Parameter) -> Query | None:
    """Give a query with a filter and two others that tells whether the first one holds.

    Some rows match the others only, so that it shows when the first is dropped.
    """
    baseline = scene.baseline
    masks = {
        each.name: [
            (value, baseline.matching(each.filter, value))
            for value in _tried(candidates(each, baseline))
        ]
        for each in filters(scene.operation)
        if each.filter is not None
    }
    mine = masks.pop(one.name)
    for (name, known), (other, second) in combinations(masks.items(), 2):
        every = scene.matching(scene.query, one.name, name, other)
        for value, mask in mine:
            for first, wider in known:
                # Few values tell nothing that the others would not.
                for last, narrower in second[:_FEW]:
                    if every & wider & narrower & ~mask:
                        query = scene.widest.having(one.name, value)
                        return query.having(name, first).having(other, last)
    return None
