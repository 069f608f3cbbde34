"""The order of a list: the documented one, and those that a parameter chooses."""

from itertools import cycle, zip_longest

import attrs
from hypothesis import strategies as st

from rollcall.channels import Query, Value
from rollcall.laws._context import Context
from rollcall.laws._conventions import Reading, Spelling, try_values
from rollcall.laws._items import rows_by_identity
from rollcall.laws._law import EVERY_CHANNEL, HTTP_ONLY, SYNC, Cases, lists_where
from rollcall.laws._queries import few_pages, few_sized, queries, sizes, varied
from rollcall.laws._registry import law
from rollcall.laws._violation import ViolationError
from rollcall.laws.families._page_totals import check_total
from rollcall.laws.families._sorted import check_sorted, chosen_keys, in_each_order, is_set
from rollcall.spec import SortKey, rank

_DOCUMENTED = "the annotation x-sort"
_MOST_ORDERS = 16
_UNKNOWN = "no_such_key"


def _ordered(context: Context) -> Cases:
    """Return the list in one page, in small pages, and filtered; then in other pages."""
    plain = few_sized(context)
    filtered = varied(context)[len(plain) :]
    views = context.views(context.widest) if context.baseline.in_force else []
    edges = [context.widest, plain[0], *views, *filtered, *plain[1:]]
    return Cases(edges, queries(context))


@law(
    "order.documented",
    "The list is in the documented order, on every page and with every filter.",
    source="the annotation order",
    statements=("order-1", "order-2", "order-4", "order-5"),
    needs="two items that the order tells apart",
    subjects=lists_where(lambda place: place.operation.order),
    cases=_ordered,
    channels=EVERY_CHANNEL,
)
def documented(context: Context, query: Query) -> bool:
    """Compare neighbouring items by the keys of the order."""
    responses = context.walk(query, few_pages(context))
    return check_sorted(context, context.operation.order, responses)


def _chosen(context: Context) -> list[Query]:
    """Return the whole list in each order that the parameter chooses."""
    return in_each_order(context, context.widest, context.subject)


def _keys(context: Context, query: Query) -> tuple[SortKey, ...]:
    """Return the keys that a query chooses; none if it chooses no order."""
    return chosen_keys(context, query, context.subject)


def _in_pages(context: Context) -> Cases:
    """Return the list in each order; then in small pages, filtered, and drawn."""
    wide = _chosen(context)
    if not wide:
        return Cases()
    plain = few_sized(context)
    filtered = varied(context)[len(plain) :]
    # Each order has a turn.
    mixed = [
        attrs.evolve(query, values=(*query.values, *_order_of(context, order)))
        for query, order in zip([*filtered, *plain], cycle(wide), strict=False)
    ]
    drawn = st.tuples(queries(context), st.sampled_from(wide)).map(
        lambda both: attrs.evolve(both[0], values=(*both[0].values, *_order_of(context, both[1])))
    )
    edges = [*(each for pair in zip_longest(wide, mixed) for each in pair if each is not None)]
    return Cases(edges, drawn, least=min(len(edges), 2 * len(wide), _MOST_ORDERS))


def _order_of(context: Context, query: Query) -> list[tuple[str, Value]]:
    names = {context.subject, *context.operation.sorts[context.subject].parameters}
    return [each for each in query.values if each[0] in names]


@law(
    "order.sorted",
    "The list is in the order that the parameter chooses, on every page and with every filter.",
    source=_DOCUMENTED,
    statements=("sort-1", "sort-2", "sort-3", "sort-4"),
    needs="two items that the order tells apart",
    subjects=lambda place: place.operation.sorts,
    cases=_in_pages,
    channels=EVERY_CHANNEL,
)
def is_sorted(context: Context, query: Query) -> bool:
    """Compare neighbouring items by the keys that the request chooses."""
    keys = _keys(context, query)
    return bool(keys) and check_sorted(context, keys, context.walk(query, few_pages(context)))


@law(
    "order.rows",
    "A parameter that chooses the order changes nothing else: the same items, fields and totals.",
    source=f"{_DOCUMENTED}; metamorphic relation: permutation",
    statements=("sort-7",),
    needs="an item",
    subjects=lambda place: place.operation.sorts,
    cases=_in_pages,
    channels=SYNC,
)
def rows(context: Context, query: Query) -> bool:
    """Compare the items, fields and totals with those of the list without the parameter."""
    most = few_pages(context)
    responses = context.walk(query, most)
    expected = rows_by_identity(context.operation, context.expected(query))
    is_whole = context.baseline.is_complete
    sent = ", ".join(f"{name}={value}" for name, value in query.values)
    seen: set[str] = set()
    for response in responses:
        for item in response.items:
            name, shown = context.identity(item), context.called(item)
            if name in seen:
                raise ViolationError(f"{shown} is listed twice", response, detail=f"With {sent}.")
            seen.add(name)
            if name not in expected and is_whole:
                title = f"an item is listed that is not in the list without the order: {shown}"
                raise ViolationError(title, response, detail=f"With {sent}.")
            if name in expected and not context.is_same(expected[name], item):
                title = f"an item's fields differ from those without the order: {shown}"
                detail = f"{context.bare(expected[name])}\n{context.bare(item)}"
                raise ViolationError(title, response, detail=detail)
    missing = [name for name in expected if name not in seen]
    if missing and is_whole and len(responses) < most:
        shown = context.named(missing[0])
        title = f"an item is missing that is in the list without the order: {shown}"
        raise ViolationError(title, responses[-1], detail=f"With {sent}.")
    total = context.total(responses[0])
    is_exact = is_whole and context.operation.paging.is_exact
    is_right = not is_exact or not isinstance(total, int) or check_total(context, query, total)
    # If the total is the same without the order, another law reports it.
    if not is_right and context.total(context.page(_unordered(context, query))) != total:
        title = f"the total is {total} in this order"
        raise ViolationError(title, responses[0], detail=f"There are {len(expected)} items.")
    return bool(seen)


def _unordered(context: Context, query: Query) -> Query:
    for name, _ in _order_of(context, query):
        query = query.without(name)
    return query


def _one_by_one(context: Context) -> Cases:
    found = _chosen(context)
    return Cases(found, least=min(len(found), _MOST_ORDERS))


@law(
    "order.pages",
    "The order is the same for every page size; so are the places of equal items.",
    source=f"{_DOCUMENTED}; metamorphic relation: equivalence (Segura et al. 2018)",
    statements=("sort-5",),
    needs="a list of more than one page",
    subjects=lambda place: place.operation.sorts if place.operation.paging.size else [],
    cases=_one_by_one,
    channels=EVERY_CHANNEL,
)
def pages(context: Context, query: Query) -> bool:
    """Compare the small pages joined with the list in large pages."""
    most, small = few_pages(context), context.sized(query, sizes(context)[0])
    whole = [context.identity(item) for each in context.walk(query, most) for item in each.items]
    start = 0
    for response in context.walk(small, most):
        received = context.identities(response.items)
        expected = whole[start : start + len(received)]
        if received[: len(expected)] != expected:
            title = f"the page of item {start + 1} has other items than the list in large pages"
            raise ViolationError(title, response, detail=f"Expected {', '.join(expected)}.")
        start += len(received)
    return len(whole) > sizes(context)[0]


def _opposites(context: Context) -> Cases:
    """Return pairs of queries whose orders are opposite."""
    found = [(query, _keys(context, query)) for query in _chosen(context)]
    pairs = []
    for query, keys in found:
        turned = tuple(attrs.evolve(each, is_descending=not each.is_descending) for each in keys)
        opposite = next((other for other, its in found if its == turned), None)
        if opposite is not None and not keys[0].is_descending:
            pairs.append((query, opposite))
    return Cases(pairs, least=min(len(pairs), _MOST_ORDERS))


@law(
    "order.reversed",
    "The two directions of a key list its values in opposite orders.",
    source=f"{_DOCUMENTED}; metamorphic relation: inversion",
    statements=("sort-6",),
    needs="two items with different values, and a parameter with both directions",
    subjects=lambda place: place.operation.sorts,
    cases=_opposites,
    channels=SYNC,
)
def is_reversed(context: Context, both: tuple[Query, Query]) -> bool:
    """Compare the values in one direction with those in the other one, reversed."""
    keys, most = _keys(context, both[0]), few_pages(context)
    walks = [context.walk(query, most) for query in both]
    if any(len(each) >= most for each in walks):
        return False
    one, other = (
        [found for response in walk for item in response.items if is_set(found := rank(keys, item))]
        for walk in walks
    )
    if one != other[::-1]:
        title = f"the two directions of {keys[0].field} do not list the values in opposite orders"
        raise ViolationError(title, walks[0][0], walks[1][0])
    return len({*one}) > 1


@law(
    "order.refused",
    "An unknown key is treated as the annotation says.",
    source=f"{_DOCUMENTED}, and the annotation strictness/invalidValue",
    statements=("sort-8", "strictness-invalidValue"),
    needs="an unknown key",
    subjects=lambda place: place.operation.sorts,
    cases=lambda _context: Cases([None]),
    channels=HTTP_ONLY,
    basis="convention",
)
def refused(context: Context, _: None) -> bool:
    """Compare the response to an unknown key with what each choice would list."""
    base = context.widest
    readings: list[Reading] = [("ignored", base), ("noMatch", ())]
    return try_values(context, "invalidValue", base, [Spelling(_UNKNOWN, readings)])
