"""Several filters at once, with and without a flag: all of them apply."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from rollcall.channels import Query, Value
from rollcall.laws._context import Context
from rollcall.laws._items import filter_of
from rollcall.laws._law import Cases, Place
from rollcall.laws._queries import with_filter
from rollcall.laws._registry import law
from rollcall.laws._values import candidates
from rollcall.laws.families._filtered import DOCUMENTED, check_pages
from rollcall.spec import Parameter

_PAIR = 2
_MOST_CANDIDATES = 12
_FEW = 4


def _combined(place: Place) -> list[str]:
    """Return the filters; of two filters only the first, since a pair is tried once."""
    names = [each.name for each in place.operation.filters]
    return names if len(names) > _PAIR or place.operation.flags else names[:-1]


def _cases(context: Context) -> Cases:
    """Return the filter with each flag, with two others, with each other filter, and drawn ones."""
    parameters = context.operation.filters
    parameter = context.parameter(context.subject)
    place = parameters.index(parameter)
    # A server may drop the filter when it adds children, or take two filters and drop the third.
    found = [*_flagged(context, parameter), _triple(context, parameter)]
    found += [_pair(context, parameter, each) for each in parameters[place + 1 :] or parameters[:1]]
    return Cases([each for each in found if each is not None], with_filter(context))


def _flagged(context: Context, parameter: Parameter) -> Iterator[Query | None]:
    """Yield the filter with each flag, with a value that leaves rows out."""
    baseline = context.baseline
    for value in candidates(parameter, baseline):
        if baseline.matching(filter_of(parameter), value) != baseline.all:
            for name in context.operation.flags:
                yield context.query.having(parameter.name, value).having(name, value=True)
            return


def _masks(context: Context, parameter: Parameter) -> Sequence[tuple[Value, int]]:
    """Return values of a filter, each with the set of the rows that match."""
    values = candidates(parameter, context.baseline)[:_MOST_CANDIDATES]
    return [(each, context.baseline.matching(filter_of(parameter), each)) for each in values]


def _pair(context: Context, one: Parameter, other: Parameter) -> Query | None:
    """Return the query with two filters that best detects a server that drops one of them.

    Some rows match only the first filter, some only the second, and some, if possible, both.
    """
    best: tuple[tuple[int, int], Query] | None = None
    every = context.matching(context.query, one.name, other.name)
    for value, matching_one in _masks(context, one):
        for second, matching_other in _masks(context, other):
            mask, others = matching_one & every, matching_other & every
            score = bool(mask & ~others) + bool(others & ~mask), int(bool(mask & others))
            if best is None or score > best[0]:
                query = context.widest.having(one.name, value).having(other.name, second)
                best = score, query
    return best[1] if best else None


def _triple(context: Context, one: Parameter) -> Query | None:
    """Return a query with three filters that detects a server that drops the first one.

    Some rows match the other two filters only.
    """
    mine = _masks(context, one)
    rest = [each for each in context.operation.filters if each.name != one.name]
    masks = [(each.name, _masks(context, each)) for each in rest]
    for (name, known), (other, second) in combinations(masks, 2):
        every = context.matching(context.query, one.name, name, other)
        for value, mask in mine:
            for first, wider in known:
                # The first few values are enough.
                for last, narrower in second[:_FEW]:
                    if every & wider & narrower & ~mask:
                        query = context.widest.having(one.name, value)
                        return query.having(name, first).having(other, last)
    return None


@law(
    "filter.conjunction",
    "Several filters apply together, with a flag as well: every listed item matches all of them.",
    source=f"{DOCUMENTED}; AIP-160: a conjunction",
    statements=("filter-6",),
    needs="an item that matches one filter, and not the other",
    subjects=_combined,
    cases=_cases,
)
def conjunction(context: Context, query: Query) -> bool:
    """Compare the list with several filters with the items that match all of them."""
    check_pages(context, query)
    names = [*context.filters_of(query)]
    whole = context.count(query)
    is_combined = len(names) > 1 or any(query.get(each) for each in context.operation.flags)
    return is_combined and all(context.count(query, each) > whole for each in names)
