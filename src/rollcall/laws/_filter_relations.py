"""Filters: how what one query lists follows from what others do."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import attrs
from hypothesis import strategies as st

from rollcall.channels import Query, Response, size_in_force
from rollcall.laws._context import Context
from rollcall.laws._drawing import expand_names, filter_names, filters, pair, queries, triple
from rollcall.laws._filtered import (
    DOCUMENTED,
    MOST_PAGES,
    check_complete,
    check_sound,
    filter_named,
    given_filters,
)
from rollcall.laws._law import PAGE, Cases, Place, ViolationError, law
from rollcall.laws._values import candidates, drawn, spread
from rollcall.spec import ListOperation, Parameter
from rollcall.spec._matching import field_key, value_key

__all__ = ["LAWS"]

_NESTED = 6
_PAIR = 2


@attrs.frozen
class Split:
    """Two queries that split a list: what the one lists, the other does not.

    Attributes:
        lower: The one.
        upper: The other.
    """

    lower: Query
    upper: Query


_COMPLEMENTS = {
    ("gte", "lt"): 0,
    ("gt", "lte"): 0,
    ("gte", "lte"): -1,
    ("gt", "lt"): 1,
}
"""By how many precisions the upper bound differs from the lower one, for the two to be complements."""


def _splitting(place: Place) -> list[str]:
    operation = place.operation
    return [each.name for each in filters(operation) if _partner(operation, each) is not None]


def _partner(operation: ListOperation, parameter: Parameter) -> tuple[Parameter, int] | None:
    """Return the filter that lets through what this one holds back, and the precisions between them."""
    filter_ = parameter.filter
    assert filter_ is not None
    if parameter.schema.get("type") == "boolean":
        return parameter, 0
    for other in filters(operation):
        assert other.filter is not None
        precisions = _COMPLEMENTS.get((filter_.operator, other.filter.operator))
        is_like = (filter_.field, filter_.precision) == (other.filter.field, other.filter.precision)
        # Between two instants, or numbers that are not whole, there are others.
        is_whole = filter_.precision == "day" or parameter.schema.get("type") == "integer"
        if is_like and precisions is not None and (precisions == 0 or is_whole):
            return other, precisions
    return None


def _splits(context: Context, subject: str) -> Cases:
    parameter = context.parameter(subject)
    partner = _partner(context.operation, parameter)
    assert partner is not None
    other, precisions = partner
    whole = context.fullest

    def split(value: Any) -> Split | None:  # noqa: ANN401
        complement = (
            (not value) if isinstance(value, bool) else _moved(parameter, value, precisions)
        )
        if complement is None:
            return None
        return Split(whole.having(subject, value), whole.having(other.name, complement))

    found = [split(each) for each in candidates(parameter, context.baseline)]
    return Cases([each for each in found if each is not None])


def _moved(parameter: Parameter, value: Any, precisions: int) -> Any:  # noqa: ANN401
    if precisions == 0:
        return value
    if isinstance(value, int):
        return value + precisions
    assert parameter.filter is not None
    day = value_key(parameter.filter, value)
    try:
        return type(day).fromordinal(day.toordinal() + precisions).isoformat()  # type: ignore[union-attr]
    except (ValueError, OverflowError):
        return None


@law(
    "filter.ranges",
    "What a bound holds back, the opposite bound lets through: together every item whose field is "
    "set, and none twice.",
    source=f"{DOCUMENTED}; metamorphic relations: disjoint, complete (Segura et al. 2018)",
    needs="items on both sides of a value",
    subjects=_splitting,
    cases=_splits,
    channels=PAGE,
)
def ranges(context: Context, split: Split) -> bool:
    lists = [_listed(context, query) for query in (split.lower, split.upper)]
    shared = lists[0].items & lists[1].items
    if shared:
        title = f"two opposite bounds list the same item: {min(shared)}"
        raise ViolationError(title, "", *lists[0].answers[:1], *lists[1].answers[:1])
    name = context.subject
    filter_ = filter_named(context, name)
    rows = context.baseline.select(context.matching(split.lower, name))
    count = sum(field_key(filter_, row) is not None for row in rows)
    if context.baseline.is_whole and all(each.is_whole for each in lists):
        found = sum(len(each.items) for each in lists)
        if found != count:
            title = f"two opposite bounds list {found} items together"
            detail = f"There are {count} whose {filter_.field} is set."
            raise ViolationError(title, detail, *(each.answers[0] for each in lists))
    return all(each.items for each in lists)


@attrs.frozen
class _Listed:
    """What a query lists, or the first pages of it.

    Attributes:
        items: The identities of the items.
        is_whole: Whether these are all.
        total: How many there are, as the server says; or how many were seen.
        answers: The pages.
    """

    items: frozenset[str]
    is_whole: bool
    total: int
    answers: tuple[Response, ...]


def _listed(context: Context, query: Query) -> _Listed:
    answers = context.walk(query, MOST_PAGES)
    items = frozenset(context.identity(item) for each in answers for item in each.items)
    size = size_in_force(query) or 1
    is_whole = len(answers) < MOST_PAGES or len(answers[-1].items) < size
    pointer = context.operation.paging.total_items
    said = pointer.read(answers[0].body) if pointer is not None else None
    total = said if isinstance(said, int) else len(items)
    return _Listed(items, is_whole, total, tuple(answers))


@attrs.frozen
class Nested:
    """Two queries of which the one lists a part of what the other does.

    Attributes:
        narrow: The one.
        wide: The other.
    """

    narrow: Query
    wide: Query


def _nested(context: Context, subject: str) -> Cases:
    parameter = context.parameter(subject)
    filter_ = filter_named(context, subject)
    known = sorted(
        {value_key(filter_, each): each for each in candidates(parameter, context.baseline)}.items()
    )
    values = [each for _, each in known]
    is_lower = filter_.operator in {"gt", "gte"}
    whole = context.fullest
    found = [
        Nested(
            whole.having(subject, second if is_lower else first),
            whole.having(subject, first if is_lower else second),
        )
        for first, second in combinations(spread(values, _NESTED), 2)
    ]
    # Of the narrow ones that list nothing, the strictest, nothing can be lost.
    found.sort(
        key=lambda each: (
            not context.count(each.narrow),
            context.count(each.narrow) - context.count(each.wide),
        )
    )
    return Cases(found)


@law(
    "filter.monotone",
    "A wider bound lists all that a narrower one does.",
    source="metamorphic relation: subset (Segura et al. 2018)",
    needs="items between two values",
    subjects=lambda place: [
        each.name
        for each in filters(place.operation)
        if each.filter is not None and each.filter.operator != "eq"
    ],
    cases=_nested,
    channels=PAGE,
)
def monotone(context: Context, nested: Nested) -> bool:
    narrow, wide = _listed(context, nested.narrow), _listed(context, nested.wide)
    lost = narrow.items - wide.items
    if wide.is_whole and lost:
        title = f"a wider bound does not list what a narrower one does: {min(lost)}"
        raise ViolationError(title, "", narrow.answers[0], wide.answers[0])
    if wide.total < narrow.total:
        title = f"a wider bound lists {wide.total} items, and a narrower one {narrow.total}"
        raise ViolationError(title, "", narrow.answers[0], wide.answers[0])
    return bool(narrow.items) and wide.total > narrow.total


def _flagged(context: Context, parameter: Parameter) -> Iterator[Query]:
    """Return the filter with each flag, with a value that holds something back."""
    baseline = context.baseline
    for value in candidates(parameter, baseline):
        if baseline.matching(filter_named(context, parameter.name), value) != baseline.all:
            for name in expand_names(context):
                yield context.query.having(parameter.name, value).having(name, value=True)
            return


def _combined(place: Place) -> list[str]:
    """Return the filters; the last of two is tried with the first."""
    names = filter_names(place)
    return names if len(names) > _PAIR or expand_names(place) else names[:-1]


def _pairs(context: Context, subject: str) -> Cases:
    """Return the filter with every other one, once each, then with two others, flags and pages."""
    names = filter_names(context)
    parameter = context.parameter(subject)
    found = []
    place = names.index(subject)
    for name in names[place + 1 :] or names[:1]:
        query = pair(context, parameter, context.parameter(name))
        if query is not None:
            found.append(query)
    # A server may take two and lose the third.
    third = triple(context, parameter)
    if third is not None:
        found.insert(0, third)
    # It may lose the filter when it has children to add.
    found = [*_flagged(context, parameter), *found]
    strategy = drawn(parameter, context.baseline)
    if strategy is None:
        return Cases(found)
    return Cases(
        found,
        st.tuples(queries(context), strategy).map(lambda both: both[0].having(subject, both[1])),
    )


@law(
    "filter.conjunction",
    "Several filters hold together, and beside a flag: what is listed matches all of them.",
    source=f"{DOCUMENTED}; AIP-160: a conjunction",
    needs="item that matches the one filter, and not the other",
    subjects=_combined,
    cases=_pairs,
    channels=PAGE,
)
def conjunction(context: Context, query: Query) -> bool:
    for _, answer in context.known_pages(query):
        check_sound(context, query, answer)
    check_complete(context, query)
    names = [*given_filters(context, query)]
    whole = context.count(query)
    is_combined = len(names) > 1 or any(query.get(each) for each in context.expands())
    return is_combined and all(context.count(query, each) > whole for each in names)


LAWS = (ranges, monotone, conjunction)
