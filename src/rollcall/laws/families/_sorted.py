"""Orders that a request chooses, and checks that items are in an order."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from rollcall.channels import Query, Response
from rollcall.laws._context import Context
from rollcall.laws._items import identity_of, named
from rollcall.laws._violation import ViolationError
from rollcall.spec import ListOperation, Ranked, SortChoice, SortKey, compare_ranked, rank

__all__ = ["check_items", "check_sorted", "chosen_keys", "in_each_order", "is_set"]

_Placed = tuple[Ranked, str, Response]
"""An item as its order sees it, its identity, and the page that has it."""


def in_each_order(context: Context, query: Query, name: str) -> list[Query]:
    """Return a query in each order that a parameter chooses."""
    return [
        _having(query, choice)
        for choice in context.operation.sorts[name].choices(name)
        if all(_admits(context, *each) for each in choice.values.items())
    ]


def _having(query: Query, choice: SortChoice) -> Query:
    for name, value in choice.values.items():
        query = query.having(name, value)
    return query


def _admits(context: Context, name: str, value: str) -> bool:
    parameter = context.operation.parameter(name)
    states = parameter.states if parameter is not None else ()
    return not states or value in states


def chosen_keys(context: Context, query: Query, name: str) -> tuple[SortKey, ...]:
    """Return the keys that a query chooses by a parameter; none if it chooses no order."""
    return context.operation.sorts[name].chosen(name, dict(query.values)) or ()


def is_set(ranked: Ranked) -> bool:
    """Return whether all fields are set and comparable: null may have one place in both orders."""
    return all(part is not None and not part[0] for part in ranked)


def check_sorted(context: Context, keys: Sequence[SortKey], responses: Sequence[Response]) -> bool:
    """Check the order of the items of several pages in a row; see ``check_items``."""
    items = [(item, response) for response in responses for item in response.items]
    return check_items(context.operation, keys, items)


def check_items(
    operation: ListOperation,
    keys: Sequence[SortKey],
    items: Iterable[tuple[Mapping[str, Any], Response]],
) -> bool:
    """Check the order of items.

    Args:
        operation: The operation that lists them.
        keys: The keys of the order.
        items: The items in a row, each with the page that has it.

    Returns:
        Whether there are two items in a row that the order tells apart.

    Raises:
        ViolationError: Two items are in the wrong order.
    """
    placed = [
        (rank(keys, item), named(operation, identity_of(operation, item)), page)
        for item, page in items
    ]
    # Between items whose place is known there may be others.
    known = [each for each in placed if None not in each[0]]
    pairs = [*pairwise(placed), *pairwise(known)]
    compared = [_must_precede(keys, one, other) for one, other in pairs]
    return any(compared)


def _must_precede(keys: Sequence[SortKey], one: _Placed, other: _Placed) -> bool:
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
