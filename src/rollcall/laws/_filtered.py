"""What laws of filters share: which filters a query has, and whether a page is what they say."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from hypothesis import strategies as st

from rollcall.channels import Query, Response, size_in_force
from rollcall.laws._context import Context
from rollcall.laws._drawing import queries
from rollcall.laws._law import Cases, ViolationError
from rollcall.laws._values import drawn
from rollcall.spec import Filter, Parameter
from rollcall.spec._matching import field_key, is_match, value_key

__all__ = [
    "DOCUMENTED",
    "MOST_PAGES",
    "check_complete",
    "check_sound",
    "filter_named",
    "given_filters",
    "holds_back",
    "one_filter",
]

DOCUMENTED = "the annotation x-filter"
"""Where it is said what a filter does."""

MOST_PAGES = 5
"""How many pages of a filtered list are looked at, at most."""


def filter_named(context: Context, name: str) -> Filter:
    found = context.parameter(name).filter
    assert found is not None
    return found


def one_filter(values: Callable[[Parameter, Any], list[Any]]) -> Callable[[Context, str], Cases]:
    """Make cases with one filter and these values, then with whatever is drawn."""

    def cases(context: Context, subject: str) -> Cases:
        parameter = context.parameter(subject)
        edges = [
            context.shown(context.widest.having(subject, each))
            for each in values(parameter, context.baseline)
        ]
        strategy = drawn(parameter, context.baseline)
        if strategy is None:
            return Cases(edges)
        others = queries(context)
        return Cases(
            edges, st.tuples(others, strategy).map(lambda both: both[0].having(subject, both[1]))
        )

    return cases


def given_filters(context: Context, query: Query) -> dict[str, Filter]:
    """Return the filters of a query that say something of an item."""
    return {
        name: filter_named(context, name) for name, _ in query.values if _is_filter(context, name)
    }


def _is_filter(context: Context, name: str) -> bool:
    parameter = context.operation.parameter(name)
    return parameter is not None and parameter.filter is not None


def check_sound(context: Context, query: Query, answer: Response) -> None:
    """See that every item of a page matches every filter of its query."""
    for name, filter_ in given_filters(context, query).items():
        value = query.get(name)
        assert value is not None
        wanted = value_key(filter_, value)
        for item in answer.items:
            if not is_match(filter_, field_key(filter_, item), wanted):
                found = filter_.field.read(item)
                title = f"{name}={value} lists an item whose {filter_.field} is {found!r}"
                raise ViolationError(
                    title, f"The item: {context.identity(item)}", answer, is_proven=True
                )


def holds_back(context: Context, query: Query) -> bool:
    """Return whether there are rows that the filter in question alone leaves out of a query."""
    return context.count(query) < context.count(query, context.subject)


def check_complete(context: Context, query: Query) -> None:
    expected = context.expected(query)
    size = size_in_force(query)
    last = None
    for start, answer in context.known_pages(query):
        rows = expected.rows[start : start + (size or len(answer.items))]
        _check_rows(context, query, answer, rows, is_all=expected.is_whole)
        last = start, answer
    if last is None or context.operation.paging.next is None:
        return
    end = last[0] + len(last[1].items)
    has_ended = not context.operation.paging.next.read(last[1].body)
    if has_ended and end < len(expected.rows):
        missing = context.identity(expected.rows[end])
        raise ViolationError(f"an item that matches is not listed: {missing}", "", last[1])


def _check_rows(
    context: Context,
    query: Query,
    answer: Response,
    rows: Iterable[Mapping[str, Any]],
    *,
    is_all: bool,
) -> None:
    """See that a page holds these rows."""
    wanted = {context.identity(row): row for row in rows}
    got = {context.identity(item): item for item in answer.items}
    shown = ", ".join(f"{name}={value}" for name, value in query.values)
    for name in wanted:
        if name not in got:
            raise ViolationError(
                f"an item that matches is not listed: {name}", f"With {shown}.", answer
            )
    for name, item in got.items():
        if name in wanted and not context.is_same(wanted[name], item):
            title = f"an item has other fields than in the whole list: {name}"
            raise ViolationError(
                title, f"{context.bare(wanted[name])}\n{context.bare(item)}", answer
            )
        if name not in wanted and is_all:
            title = f"an item is listed that the whole list does not match: {name}"
            raise ViolationError(title, f"With {shown}.", answer)
    order = [name for name in got if name in wanted]
    if order != [*wanted]:
        raise ViolationError(
            "the items come in another order than in the whole list", shown, answer
        )
