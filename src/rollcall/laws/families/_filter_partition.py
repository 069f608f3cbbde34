"""Two bounds of one field in one request: ranges that meet divide the list."""

from collections.abc import Iterator
from itertools import product

import attrs

from rollcall.channels import Query
from rollcall.laws._context import Context
from rollcall.laws._items import filter_of
from rollcall.laws._law import Cases, Place
from rollcall.laws._registry import law
from rollcall.laws._values import boundaries
from rollcall.laws.families._filtered import DOCUMENTED, check_pages
from rollcall.spec import ListOperation, Parameter, value_key

_MOST_VALUES = 24
_MOST_RANGES = 12


def _bounded(place: Place) -> list[str]:
    """Return the lower bounds whose field has an upper bound, too."""
    operation = place.operation
    return [each.name for each in operation.filters if _uppers(operation, each)]


def _uppers(operation: ListOperation, lower: Parameter) -> list[Parameter]:
    """Return the upper bounds of the field of a lower bound."""
    filter_ = filter_of(lower)
    if filter_.operator not in {"gt", "gte"} or filter_.prefixes or lower.has_one_value:
        return []
    return [
        other
        for other in operation.filters
        for like in [filter_of(other)]
        if like.operator in {"lt", "lte"} and not other.has_one_value
        if attrs.evolve(like, operator=filter_.operator, defaults=filter_.defaults) == filter_
    ]


def _ranges(context: Context) -> Cases:
    """Return ranges with items at their bounds, those first that have some at both.

    A server may read a bound otherwise if the other one is given: as if it left its value out, or
    as if it included it.
    """
    lower = context.parameter(context.subject)
    queries = (
        query
        for upper in _uppers(context.operation, lower)
        for query in _between(context, lower, upper)
    )
    found = [(-len(_at_bounds(context, each)), context.count(each), each) for each in queries]
    found.sort(key=lambda each: each[:2])
    return Cases([query for _, count, query in found if count][:_MOST_RANGES])


def _between(context: Context, lower: Parameter, upper: Parameter) -> Iterator[Query]:
    """Yield queries with both bounds."""
    values = [boundaries(each, context.baseline)[:_MOST_VALUES] for each in (lower, upper)]
    for low, high in product(*values):
        yield context.widest.having(lower.name, low).having(upper.name, high)


def _at_bounds(context: Context, query: Query) -> list[str]:
    """Return the bounds of a query whose value is the one of an item."""
    values = dict(query.values)
    return [
        name
        for name, filter_ in context.filters_of(query).items()
        if value_key(filter_, values[name]) in context.baseline.keys(filter_)
    ]


@law(
    "filter.partition",
    "A lower and an upper bound of a field, in one request, list the items between them, those at "
    "a bound as each alone does: ranges that meet divide the list.",
    source=f"{DOCUMENTED}; metamorphic relations: disjoint, complete (Segura et al. 2018)",
    statements=("filter-25",),
    needs="an item at a bound, and one within it",
    subjects=_bounded,
    cases=_ranges,
)
def partition(context: Context, query: Query) -> bool:
    """Compare the list between two bounds with the items that match both."""
    check_pages(context, query)
    return len(context.filters_of(query)) > 1 and bool(_at_bounds(context, query))
