"""Relations between filtered lists: opposite filters divide it, wider bounds contain it."""

from datetime import date
from itertools import combinations
from typing import Any

import attrs

from rollcall.channels import Query, Response
from rollcall.laws._context import Context
from rollcall.laws._items import filter_of
from rollcall.laws._law import Cases, Place, filters_where
from rollcall.laws._registry import law
from rollcall.laws._spread import spread
from rollcall.laws._values import candidates
from rollcall.laws._violation import ViolationError
from rollcall.laws.families._filtered import DOCUMENTED, MOST_PAGES
from rollcall.spec import ListOperation, Parameter, field_key, value_key

__all__ = ["Listed", "listed"]

_NESTED = 6
_BOUNDS = {"gt", "gte", "lt", "lte"}


_COMPLEMENTS = {
    ("eq", "ne"): 0,
    ("in", "notIn"): 0,
    ("gte", "lt"): 0,
    ("gt", "lte"): 0,
    ("gte", "lte"): -1,
    ("gt", "lt"): 1,
}
"""The steps between two bounds that are complements: days for a day, units for an integer."""


def _splitting(place: Place) -> list[str]:
    operation = place.operation
    return [each.name for each in operation.filters if _partner(operation, each) is not None]


def _partner(operation: ListOperation, parameter: Parameter) -> tuple[Parameter, int] | None:
    """Return the filter with the opposite bound, and the difference of their values."""
    filter_ = filter_of(parameter)
    if filter_.nulls_match or filter_.prefixes or parameter.has_one_value:
        return None
    if parameter.schema.get("type") == "boolean" and parameter.delimiter is None:
        return parameter, 0
    for other in operation.filters:
        like = filter_of(other)
        steps = _COMPLEMENTS.get((filter_.operator, like.operator))
        is_like = (
            attrs.evolve(like, operator=filter_.operator, defaults=filter_.defaults) == filter_
        )
        # Other types have values between any two values.
        is_discrete = filter_.precision == "day" or parameter.schema.get("type") == "integer"
        if is_like and steps is not None and (steps == 0 or is_discrete):
            return other, steps
    return None


def _splits(context: Context) -> Cases:
    """Return pairs of queries that divide the list: by a bound, and by the opposite one."""
    parameter = context.parameter(context.subject)
    partner = _partner(context.operation, parameter)
    assert partner is not None
    other, steps = partner
    whole = context.fullest
    found = []
    for value in candidates(parameter, context.baseline):
        complement = _moved(parameter, value, steps)
        if complement is not None:
            lower = whole.having(parameter.name, value)
            found.append((lower, whole.having(other.name, complement)))
    return Cases(found)


def _moved(parameter: Parameter, value: Any, steps: int) -> Any:  # noqa: ANN401
    """Return the value some steps away; of a boolean the other one; None beyond the calendar."""
    if isinstance(value, bool):
        return not value
    if steps == 0:
        return value
    if isinstance(value, int):
        return value + steps
    day = value_key(filter_of(parameter), value)
    assert isinstance(day, date)
    try:
        return date.fromordinal(day.toordinal() + steps).isoformat()
    except (ValueError, OverflowError):
        return None


@law(
    "filter.ranges",
    "Two opposite filters divide the list: together they list every item whose field is set, and "
    "no item twice.",
    source=f"{DOCUMENTED}; metamorphic relations: disjoint, complete (Segura et al. 2018)",
    statements=("filter-5",),
    needs="items on both sides of a value",
    subjects=_splitting,
    cases=_splits,
)
def ranges(context: Context, pair: tuple[Query, Query]) -> bool:
    """Compare the lists of two opposite filters, joined, with the items whose field is set."""
    lists = [listed(context, query) for query in pair]
    firsts = [each.responses[0] for each in lists]
    shared = lists[0].items & lists[1].items
    if shared:
        raise ViolationError(
            f"two opposite filters list the same item: {context.named(min(shared))}", *firsts
        )
    filter_ = context.filter(context.subject)
    rows = context.baseline.select(context.matching(pair[0], context.subject))
    count = sum(field_key(filter_, row) is not None for row in rows)
    if context.baseline.is_complete and all(each.is_complete for each in lists):
        found = sum(len(each.items) for each in lists)
        if found != count:
            title = f"two opposite filters list {found} items together"
            detail = f"There are {count} whose {filter_.field} is set."
            raise ViolationError(title, *firsts, detail=detail)
    return all(each.items for each in lists)


@attrs.frozen
class Listed:
    """The items that a query lists, or those of its first pages.

    Attributes:
        items: The identities of the items.
        is_complete: Whether these are all items.
        total: The total that the server reports, or else the number of the items.
        responses: The pages.
    """

    items: frozenset[str]
    is_complete: bool
    total: int
    responses: tuple[Response, ...]


def listed(context: Context, query: Query) -> Listed:
    responses = context.walk(query, MOST_PAGES)
    items = frozenset(context.identity(item) for each in responses for item in each.items)
    is_complete = len(responses) < MOST_PAGES or responses[-1].onward is None
    total = context.total(responses[0])
    total = total if isinstance(total, int) else len(items)
    return Listed(items, is_complete, total, tuple(responses))


def _nested(context: Context) -> Cases:
    """Return pairs of queries: the first one lists a subset of the second one's items."""
    subject, filter_ = context.subject, context.filter(context.subject)
    known = candidates(context.parameter(subject), context.baseline)
    by_key: dict[Any, Any] = {value_key(filter_, each): each for each in known}
    values = spread([by_key[key] for key in sorted(by_key)], _NESTED)
    is_lower = filter_.operator in {"gt", "gte"}
    found = []
    for pair in combinations(values, 2):
        narrow, wide = (context.fullest.having(subject, each) for each in pair)
        found.append((wide, narrow) if is_lower else (narrow, wide))

    # A narrow query without items cannot lose one: it comes last.
    def order(pair: tuple[Query, Query]) -> tuple[bool, int]:
        narrow, wide = map(context.count, pair)
        return not narrow, narrow - wide

    return Cases(sorted(found, key=order))


@law(
    "filter.monotone",
    "A wider bound lists everything that a narrower one lists.",
    source="metamorphic relation: subset (Segura et al. 2018)",
    statements=("filter-18",),
    needs="items between two values",
    subjects=filters_where(lambda each: each.takes_one and filter_of(each).operator in _BOUNDS),
    cases=_nested,
)
def monotone(context: Context, pair: tuple[Query, Query]) -> bool:
    """Compare the list for a wider value with the list for a narrower one."""
    narrow, wide = (listed(context, each) for each in pair)
    lost = narrow.items - wide.items
    firsts = narrow.responses[0], wide.responses[0]
    if wide.is_complete and lost:
        title = (
            f"a narrower bound lists an item that a wider one does not: {context.named(min(lost))}"
        )
        raise ViolationError(title, *firsts)
    if wide.total < narrow.total:
        title = f"a wider bound lists {wide.total} items, and a narrower one {narrow.total}"
        raise ViolationError(title, *firsts)
    return bool(narrow.items) and wide.total > narrow.total
