"""Checks and cases that the laws of filters share."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from rollcall.channels import Query, Response, Value
from rollcall.laws._baseline import Baseline
from rollcall.laws._context import Context
from rollcall.laws._law import Cases
from rollcall.laws._queries import with_filter
from rollcall.laws._values import candidates
from rollcall.laws._violation import ViolationError
from rollcall.spec import Parameter, field_key, is_match, value_key

__all__ = [
    "DOCUMENTED",
    "MOST_PAGES",
    "candidate_cases",
    "check_complete",
    "check_matching",
    "check_pages",
    "leaves_rows_out",
    "shown_with",
]

DOCUMENTED = "the annotation x-filter"
"""The source of the laws of filters."""

MOST_PAGES = 5
"""How many pages of a filtered list are read at most."""


def shown_with(
    context: Context, values: Callable[[Parameter, Baseline], Iterable[Value]]
) -> list[Query]:
    """Return a query in large pages for each of some values of the filter."""
    return [
        context.shown(context.widest.having(context.subject, each))
        for each in values(context.parameter(context.subject), context.baseline)
    ]


def candidate_cases(context: Context) -> Cases:
    """Return cases with prepared values of the filter, and with drawn ones."""
    return Cases(shown_with(context, candidates), with_filter(context))


def leaves_rows_out(context: Context, query: Query) -> bool:
    """Return whether the subject, a filter, excludes rows that the rest of the query lists."""
    return context.count(query) < context.count(query, context.subject)


def check_pages(context: Context, query: Query) -> None:
    """Check that a query lists the items that match its filters, and no others.

    Raises:
        ViolationError: It does not.
    """
    for _, response in context.known_pages(query):
        check_matching(context, query, response)
    check_complete(context, query)


def check_matching(context: Context, query: Query, response: Response) -> None:
    """Check that every item of a page matches every filter of its query.

    Raises:
        ViolationError: An item does not match.
    """
    values = dict(query.values)
    for name, filter_ in context.filters_of(query).items():
        expected = value_key(filter_, values[name])
        for item in response.items:
            if not is_match(filter_, field_key(filter_, item), expected):
                found = filter_.field.read(item)
                title = f"{name}={values[name]} lists an item whose {filter_.field} is {found!r}"
                detail = f"The item: {context.called(item)}"
                raise ViolationError(title, response, detail=detail, is_proven=True)


def check_complete(context: Context, query: Query) -> None:
    """Check that the pages of a query hold its rows, in their order, and with the same fields.

    Raises:
        ViolationError: They do not.
    """
    expected, size = context.expected(query), context.page_size(query)
    last, end = None, 0
    for start, response in context.known_pages(query):
        last, end = response, start + len(response.items)
        rows = expected[start : start + (size or len(response.items))]
        _check_rows(context, query, response, rows, is_all=context.baseline.is_complete)
    if last is None or context.operation.paging.selector is not None:
        return
    if last.onward is None and end < len(expected):
        raise _missing(context, query, expected[end], last)


def _check_rows(
    context: Context,
    query: Query,
    response: Response,
    rows: Iterable[Mapping[str, Any]],
    *,
    is_all: bool,
) -> None:
    """Check that a page holds these rows."""
    expected = {context.identity(row): row for row in rows}
    received = {context.identity(item): item for item in response.items}
    sent = ", ".join(f"{name}={value}" for name, value in query.values)
    for name, row in expected.items():
        if name not in received:
            raise _missing(context, query, row, response)
    for name, item in received.items():
        if name in expected and not context.is_same(expected[name], item):
            title = f"an item's fields differ from those in the whole list: {context.named(name)}"
            detail = f"{context.bare(expected[name])}\n{context.bare(item)}"
            raise ViolationError(title, response, detail=detail)
        if name not in expected and is_all:
            is_known = any(context.identity(each) == name for each in context.baseline.rows)
            problem = "does not match" if is_known else "the whole list does not have"
            title = f"an item is listed that {problem}: {context.named(name)}"
            detail = f"With {sent}. {_shown(context, query, item)}"
            raise ViolationError(title, response, detail=detail)
    if [name for name in received if name in expected] != [*expected]:
        title = "the order of the items differs from that of the whole list"
        raise ViolationError(title, response, detail=sent)


def _missing(
    context: Context, query: Query, row: Mapping[str, Any], response: Response
) -> ViolationError:
    title = f"an item that matches is not listed: {context.called(row)}"
    sent = ", ".join(f"{name}={value}" for name, value in query.values)
    return ViolationError(
        title, response, detail=f"With {sent}. {_shown(context, query, row)}".strip()
    )


def _shown(context: Context, query: Query, item: Mapping[str, Any]) -> str:
    """Return the fields of an item by which a query filters."""
    fields = dict.fromkeys(each.field for each in context.filters_of(query).values())
    values = ", ".join(f"{field} {field.read(item)!r}" for field in fields)
    return f"The item has {values}." if values else ""
