"""The queries that laws have in common: page sizes, filters and flags, prepared and drawn."""

from collections.abc import Iterator

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rollcall.channels import Query
from rollcall.laws._context import Context
from rollcall.laws._values import candidates, drawn

__all__ = [
    "divided",
    "few_pages",
    "few_sized",
    "queries",
    "size_words",
    "sizes",
    "varied",
    "with_filter",
    "with_page",
]

_MOST_FILTERS = 3
_MOST_CANDIDATES = 12
_MOST_PAGES = 60
_LARGEST = 1000
_MOST_DIVIDED = 4
_SHORT = 400
_FEW_PAGES = 6


def sizes(context: Context) -> list[int]:
    """Return different page sizes: small ones, the default, and the largest.

    Without a page size in the spec, return the one that was observed.
    """
    parameter = context.operation.page_size
    if parameter is None:
        observed = context.baseline.page_size
        return [observed] if observed else []
    schema = parameter.schema
    low, high = int(schema.get("minimum", 1)), int(schema.get("maximum", 100))
    wished = [3, int(schema.get("default", 10)), high, 7, 2, low]
    return [*dict.fromkeys(each for each in wished if low <= each <= high)]


def size_words(size: int) -> str:
    """Return a page size in words; 0 is the default that the spec does not say."""
    return f"size {size}" if size else "the default size"


def few_pages(context: Context) -> int:
    """Return how many pages a law reads at most: few of a long list."""
    pages = context.effort.pages
    return pages if len(context.baseline.rows) <= _SHORT else min(pages, _FEW_PAGES)


def few_sized(context: Context) -> list[Query]:
    """Return the list in pages of several sizes; a long list not in pages of one item."""
    count = len(context.baseline.rows)
    return [
        context.sized(context.query, size)
        for size in sizes(context)
        if -(-count // size) < _MOST_PAGES or size > 1
    ] or [context.query]


def varied(context: Context) -> list[Query]:
    """Return the list unfiltered, filtered, and with flags, in small pages."""
    found = few_sized(context)
    size = next(iter(sizes(context)), None)
    for name in context.operation.flags:
        found.append(context.sized(context.query.having(name, value=True), size))
    for parameter in context.operation.filters:
        known = [
            context.shown(context.query.having(parameter.name, value))
            for value in candidates(parameter, context.baseline)[:_MOST_CANDIDATES]
        ]
        if known:
            found.append(context.sized(max(known, key=context.count), size))
    return found


def divided(context: Context) -> Iterator[tuple[Query, int]]:
    """Yield lists in pages that are all full, each with the number of its items."""
    parameter = context.operation.page_size
    if parameter is None:
        return
    low = int(parameter.schema.get("minimum", 1))
    high = int(parameter.schema.get("maximum", _LARGEST))
    found = 0
    for query in [context.query, *varied(context)]:
        count = context.count(query)
        for pages in (2, 3, 5, 7):
            size = count // pages
            if count % pages == 0 and low <= size <= high and found < _MOST_DIVIDED:
                found += 1
                yield context.sized(query, size), count


def queries(context: Context) -> SearchStrategy[Query]:
    """Return a strategy for queries with up to three filters, flags, and a page size."""
    return context.baseline.keep("queries", lambda: _queries(context))


def _queries(context: Context) -> SearchStrategy[Query]:
    values = {
        each.name: strategy
        for each in context.operation.filters
        if (strategy := drawn(each, context.baseline)) is not None
    }

    some, is_drawn = sizes(context), st.booleans()
    names = st.lists(st.sampled_from([*values]), unique=True, max_size=_MOST_FILTERS)
    some_size = st.sampled_from(some)

    @st.composite
    def build(draw: st.DrawFn) -> Query:
        query = context.query
        if values:
            for name in draw(names):
                query = query.having(name, draw(values[name]))
        for name in context.operation.flags:
            if draw(is_drawn):
                query = query.having(name, draw(is_drawn))
        return context.sized(query, draw(some_size)) if some else query

    return build()


def with_filter(context: Context) -> SearchStrategy[Query] | None:
    """Return a strategy for queries with a value of the subject, a filter; None without values."""
    name = context.subject
    strategy = drawn(context.parameter(name), context.baseline)
    if strategy is None:
        return None
    drawn_queries = st.tuples(queries(context), strategy)
    return drawn_queries.map(lambda both: both[0].having(name, both[1]))


def with_page(context: Context, query: SearchStrategy[Query]) -> SearchStrategy[Query]:
    """Return a strategy for queries with a page number, where pages are numbered."""
    if not context.operation.paging.selector:
        return query

    def numbered(both: tuple[Query, int]) -> Query:
        return context.numbered(both[0], min(both[1], context.page_count(both[0])))

    return st.tuples(query, st.integers(1, 6)).map(numbered)
