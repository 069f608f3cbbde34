"""Searches beside filters, and in an order that the request chooses."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, islice, zip_longest

from rollcall.channels import Query
from rollcall.laws._context import Context
from rollcall.laws._items import filter_of
from rollcall.laws._law import Cases, Place, Subjects
from rollcall.laws._queries import few_pages, sizes
from rollcall.laws._registry import law
from rollcall.laws._terms import search_of, single_words
from rollcall.laws._values import candidates
from rollcall.laws._violation import ViolationError
from rollcall.laws.families._filter_relations import listed
from rollcall.laws.families._sorted import check_sorted, chosen_keys, in_each_order
from rollcall.spec import ListOperation, Parameter

_DOCUMENTED = "the annotation x-search"
_WORDS = 4
_MOST_CANDIDATES = 12
_LEAST = 6


def _searches_where(condition: Callable[[ListOperation], object]) -> Subjects:
    """Return subjects: the parameters that search a list for which a condition holds."""

    def subjects(place: Place) -> list[str]:
        names = [each.name for each in place.operation.parameters if each.search is not None]
        return names if condition(place.operation) else []

    return subjects


def _words(context: Context, most: int = _WORDS) -> list[str]:
    return single_words(context.parameter(context.subject), context.baseline)[:most]


def _is_rare(context: Context, word: str) -> bool:
    """Return whether a word finds too few items for an order."""
    search = search_of(context.parameter(context.subject))
    found = (row for row in context.baseline.rows if search.must_find(row, word))
    return len([*islice(found, 2)]) < 2  # noqa: PLR2004 - an order needs two


def _filtered(context: Context) -> Cases:
    """Return a word beside each filter; then other words."""
    filters = [each for each in context.operation.filters if not filter_of(each).defaults]
    rounds = [
        [query for each in filters if (query := _beside(context, word, each)) is not None]
        for word in _words(context)
    ]
    edges = [*chain.from_iterable(rounds)]
    return Cases(edges, least=min(len(edges), max(_LEAST, len(filters))))


def _beside(context: Context, word: str, parameter: Parameter) -> Query | None:
    """Return the query that best detects a server that drops the search or the filter."""
    base = context.shown(context.widest).having(context.subject, word)
    search = search_of(context.parameter(context.subject))
    rows = context.baseline.rows
    found = sum(1 << at for at, row in enumerate(rows) if search.must_find(row, word))

    def score(query: Query) -> tuple[int, int]:
        matching = context.matching(query)
        return bool(found & ~matching) + bool(matching & ~found), int(bool(found & matching))

    values = candidates(parameter, context.baseline)[:_MOST_CANDIDATES]
    return max((base.having(parameter.name, each) for each in values), key=score, default=None)


@law(
    "search.filters",
    "A search with a filter lists the items that both of them list alone, and no others.",
    source=f"{_DOCUMENTED}; metamorphic relation: intersection",
    statements=("search-9",),
    needs="items that the search and the filter list together, and others that one of them lists",
    subjects=_searches_where(lambda operation: operation.filters),
    cases=_filtered,
)
def filters(context: Context, query: Query) -> bool:
    """Compare the search with a filter with the lists of the search and of the filter."""
    filters_alone = query.without(context.subject)
    search_alone = query
    for name, each in context.filters_of(query).items():
        search_alone = search_alone if each.defaults else search_alone.without(name)
    if query in {search_alone, filters_alone}:
        return False
    both, *others = (listed(context, each) for each in (query, search_alone, filters_alone))
    for name, other in zip(("filter", "search"), others, strict=True):
        added = both.items - other.items
        if other.is_complete and added:
            title = f"a search with a filter lists an item that it does not list without the {name}"
            raise ViolationError(f"{title}: {min(added)}", other.responses[0], both.responses[0])
    one, other = others
    lost = (one.items & other.items) - both.items
    if both.is_complete and lost:
        shown = context.named(min(lost))
        title = f"a search with a filter does not list an item that both list alone: {shown}"
        raise ViolationError(title, one.responses[0], other.responses[0], both.responses[0])
    return bool(both.items) and both.items not in {one.items, other.items}


def _sorted(context: Context) -> Cases:
    """Return each order of a search in small pages, and then of other words."""
    size = next(iter(sizes(context)), None)
    base = context.sized(context.shown(context.widest), size)
    words = sorted(_words(context, _MOST_CANDIDATES), key=partial(_is_rare, context))[:_WORDS]
    rounds = [[*_in_turn(context, base.having(context.subject, each))] for each in words]
    edges = [*chain.from_iterable(rounds)]
    return Cases(edges, least=min(len(edges), max(_LEAST, len(rounds[0]) if rounds else 0)))


def _in_turn(context: Context, query: Query) -> Iterator[Query]:
    """Yield a query in each order, those of several parameters in turn; of many, the first ones."""
    orders = (in_each_order(context, query, name) for name in context.operation.sorts)
    found = (each for turn in zip_longest(*orders) for each in turn if each is not None)
    return islice(found, _MOST_CANDIDATES)


@law(
    "search.order",
    "A search is in the order that the request chooses, and lists the same items in every order.",
    source=f"{_DOCUMENTED}; metamorphic relation: permutation",
    statements=("search-9",),
    needs="two items that a word finds and the order tells apart",
    subjects=_searches_where(lambda operation: operation.sorts),
    cases=_sorted,
)
def order(context: Context, query: Query) -> bool:
    """Compare neighbouring items of a search by the keys of the order, and all with the search."""
    sorts = context.operation.sorts
    name = next((each for each in sorts if chosen_keys(context, query, each)), None)
    if name is None:
        return False
    unsearched, unsorted = query.without(context.subject), query
    for each in (name, *sorts[name].parameters):
        unsorted = unsorted.without(each)
    keys, most = chosen_keys(context, query, name), few_pages(context)
    try:
        check_sorted(context, keys, context.walk(unsearched, most))
    except ViolationError:
        # Other laws report an order that is wrong without the search.
        return False
    is_decided = check_sorted(context, keys, context.walk(query, most))
    one, other = (listed(context, context.sized(each)) for each in (unsorted, query))
    for few, many in ((one, other), (other, one)):
        lost = few.items - many.items
        if many.is_complete and lost:
            title = f"a search lists an item in one order alone: {context.named(min(lost))}"
            raise ViolationError(title, one.responses[0], other.responses[0])
    return is_decided and query != unsearched
