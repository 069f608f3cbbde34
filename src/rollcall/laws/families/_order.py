"""The order of a list: the documented one, on every page and with every filter."""

from collections.abc import Sequence
from itertools import pairwise

from rollcall.channels import Query, Response
from rollcall.laws._context import Context
from rollcall.laws._law import EVERY_CHANNEL, Cases, lists_where
from rollcall.laws._queries import few_pages, few_sized, queries, varied
from rollcall.laws._registry import law
from rollcall.laws._violation import ViolationError
from rollcall.spec import Ranked, SortKey, compare_ranked, rank

__all__ = ["check_sorted"]

_Placed = tuple[Ranked, str, Response]
"""An item as its order sees it, its identity, and the page that has it."""


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
    needs="two items that the order tells apart",
    subjects=lists_where(lambda place: place.operation.order),
    cases=_ordered,
    channels=EVERY_CHANNEL,
)
def documented(context: Context, query: Query) -> bool:
    responses = context.walk(query, few_pages(context))
    return check_sorted(context, context.operation.order, responses)


def check_sorted(context: Context, keys: Sequence[SortKey], responses: Sequence[Response]) -> bool:
    """Check the order of the items of several pages in a row.

    Returns:
        Whether there are two items in a row that the order tells apart.

    Raises:
        ViolationError: Two items are in the wrong order.
    """
    placed = [
        (rank(keys, item), context.identity(item), response)
        for response in responses
        for item in response.items
    ]
    # Between items whose place is known there may be others.
    known = [each for each in placed if None not in each[0]]
    pairs = [*pairwise(placed), *pairwise(known)]
    compared = [_compare(keys, one, other) for one, other in pairs]
    return any(compared)


def _compare(keys: Sequence[SortKey], one: _Placed, other: _Placed) -> bool:
    """Return whether an item must be before the next one.

    Raises:
        ViolationError: It must be after it.
    """
    (first, name, page), (second, next_name, next_page) = one, other
    result = compare_ranked(keys, first, second)
    if result is None or result <= 0:
        return bool(result)
    key, mine, its = next(
        each for each in zip(keys, first, second, strict=True) if each[1] != each[2]
    )
    shown = [page] if page is next_page else [page, next_page]
    title = f"the list is not in the order of {key.field}: {next_name} comes after {name}"
    way = "descending" if key.is_descending else "ascending"
    detail = f"Expected {key.field} {way}; they have {_told(mine)} and then {_told(its)}."
    raise ViolationError(
        title, *shown, detail=detail, is_proven=len(shown) == 1, fields=[str(key.field)]
    )


def _told(part: tuple[int, object] | None) -> str:
    return "null" if part is None or part[0] else str(part[1])
