"""Totals: a page reports the total of the whole list, and the list ends there."""

from typing import Any

from rollcall.channels import Query, Response
from rollcall.laws._context import Context
from rollcall.laws._conventions import Shown, decide
from rollcall.laws._law import Cases, lists_where
from rollcall.laws._queries import few_pages, varied
from rollcall.laws._registry import law
from rollcall.laws._values import absent
from rollcall.laws._violation import ViolationError, must_be_page
from rollcall.laws.families._page import page_cases
from rollcall.spec import Choice

__all__ = ["check_page_count", "check_total"]

_NOT_FOUND = 404


@law(
    "page.totals",
    "The totals are the numbers of items and pages of the whole list.",
    source="the annotation pagination",
    statements=("paging-8", "paging-11", "page-3"),
    needs="a list with items",
    subjects=lists_where(lambda place: place.operation.paging.total_items),
    cases=page_cases,
)
def totals(context: Context, query: Query) -> bool:
    """Compare the totals in a page with the numbers of items and pages of the whole list."""
    if context.operation.paging.selector:
        return _check(context, query, context.page(query))
    responses = context.walk(query, few_pages(context))
    witnesses = [_check(context, query, each) for each in responses]
    return any(witnesses)


def _check(context: Context, query: Query, response: Response) -> bool:
    total = context.total(response)
    if isinstance(total, float) and total.is_integer():
        total = int(total)
    if total is None and not context.expected(query):
        return False
    if not isinstance(total, int) or isinstance(total, bool):
        title = f"the total at {context.operation.paging.total_items} is {total!r}"
        raise ViolationError(title, response, detail="Expected an integer.", is_proven=True)
    expected = context.expected(query)
    count = len(expected)
    if not check_total(context, query, total):
        least = "" if context.baseline.is_complete else "at least "
        raise ViolationError(
            f"the total is {total}, but the list has {least}{count} items", response
        )
    if context.operation.paging.selector:
        check_page_count(context, query, response, total)
        if not context.baseline.is_complete and context.operation.paging.is_exact:
            _check_end(context, query, total)
    return count > 0


def check_total(context: Context, query: Query, total: Any) -> bool:  # noqa: ANN401 - JSON
    """Return whether a total is the number of rows; at least that of an incomplete baseline.

    An empty list may have no total, if its schema says so. A lower bound is at most that number.
    """
    count = len(context.expected(query))
    if total is None:
        return count == 0
    if not context.operation.paging.is_exact:
        return not context.baseline.is_complete or 0 <= total <= count
    return bool(total == count if context.baseline.is_complete else total >= count)


def check_page_count(context: Context, query: Query, response: Response, total: int) -> None:
    """Check the number of pages that a page reports, given the total.

    Raises:
        ViolationError: The number of pages is wrong.
    """
    paging, size = context.operation.paging, context.page_size(query)
    pointer = paging.total_pages
    if pointer is None or not size or not paging.is_exact:
        return
    reported = response.read(pointer)
    pages = -(-total // size)
    if reported != pages and not (total == 0 and reported == 1):
        title = f"the number of pages is {reported!r}, but {total} items make {pages}"
        detail = f"A page holds {size} items at most."
        raise ViolationError(title, response, detail=detail, is_proven=True)


def _check_end(context: Context, query: Query, total: int) -> None:
    """Check that a long list ends at its total, with one request: the last page."""
    size = context.page_size(query)
    if not size:
        return
    last = max(1, -(-total // size))
    response = context.page(context.numbered(query, last))
    if len(response.items) != total - (last - 1) * size:
        title = f"the last page, {last}, holds {len(response.items)} items"
        raise ViolationError(title, response, detail=f"The total is {total}, in pages of {size}.")


def _last_page(context: Context, query: Query) -> int | None:
    """Return the number of the last page of a query, from 1; None if it is not known."""
    baseline = context.baseline
    count: int | None = len(context.expected(query))
    if not baseline.is_complete:
        is_all = not context.filters_of(query) and not baseline.in_force
        count = baseline.total if is_all else None
    if count is None or count < 0:
        return None
    return max(1, -(-count // (context.page_size(query) or 1)))


def _past(context: Context) -> Cases:
    found = []
    for query in [context.query, *varied(context)]:
        pages = _last_page(context, query)
        if pages is not None:
            found += [context.numbered(query, pages + 1), context.numbered(query, pages + 1000)]
    return Cases(found)


@law(
    "page.past_the_end",
    "A page after the last one is empty, not found, refused or the last page again, as the "
    "annotation says.",
    source="the annotation strictness/pastTheEnd",
    statements=("page-4", "strictness-pastTheEnd"),
    needs="a list with items",
    subjects=lists_where(lambda place: place.operation.paging.selector),
    cases=_past,
    basis="convention",
)
def past_the_end(context: Context, query: Query) -> bool:
    """Compare the page after the last one with the choices of the annotation."""
    name = context.operation.paging.selector
    number, last = query.get(str(name)), _last_page(context, query)
    if not isinstance(number, int) or last is None:
        return False
    if number - context.operation.first_index < last:
        return False
    response = context.channel.page(query)
    if response.status is None and response.problem is None:
        return False
    choice = _choice_past(context, query, response, last)
    if context.baseline.rows:
        decide(context, "pastTheEnd", [Shown(choice, response, str(name), f"{name}={number}")])
    return bool(context.baseline.rows)


def _choice_past(
    context: Context, query: Query, response: Response, last: int
) -> tuple[Choice, ...]:
    """Return the choices that explain the response to a page after the last one.

    Raises:
        ViolationError: No choice does.
    """
    if response.status == _NOT_FOUND:
        return ("notFound", _NOT_FOUND)
    if response.kind == "refusal" and response.status is not None:
        return (response.status,)
    must_be_page(response)
    if response.items:
        end = context.page(context.numbered(query, last))
        if context.identities(response.items) != context.identities(end.items):
            title = f"a page after the last one holds {len(response.items)} items"
            detail = "Expected an empty page, a refusal, or the last page again."
            raise ViolationError(title, end, response, detail=detail)
    if context.operation.paging.total_items is not None and context.baseline.is_complete:
        total, count = context.total(response), len(context.expected(query))
        if not check_total(context, query, total):
            title = f"after the last page, the total is {total!r}"
            detail = f"Expected {count}, as on the other pages."
            raise ViolationError(title, response, detail=detail)
    return ("lastPage",) if response.items else ("empty",)


@law(
    "page.count_of_none",
    "An empty list has no page, or one page, as the annotation says.",
    source="the annotation strictness/emptyListPages",
    statements=("page-3", "strictness-emptyListPages"),
    needs="a filter that matches nothing",
    subjects=lists_where(
        lambda place: place.operation.paging.total_pages and place.operation.filters
    ),
    cases=lambda _context: Cases([None]),
    basis="convention",
)
def count_of_none(context: Context, _: None) -> bool:
    """Compare the number of pages of an empty list with the choices of the annotation."""
    pointer = context.operation.paging.total_pages
    shown = []
    for parameter in context.operation.filters:
        for value in absent(parameter, context.baseline)[:1]:
            response = context.page(context.widest.having(parameter.name, value))
            pages = response.read(pointer)
            if pages is None or response.items:
                continue
            if pages not in (0, 1):
                title = f"the number of pages of an empty list is {pages!r}"
                raise ViolationError(title, response, detail="Expected 0 or 1.", is_proven=True)
            choice: Choice = "one" if pages else "none"
            sent = f"{parameter.name}={value}"
            shown.append(Shown((choice,), response, parameter.name, sent))
    return decide(context, "emptyListPages", shown)
