"""Filters and pages: later pages are filtered as well, and the totals count the filtered list."""

from collections.abc import Iterator

from rollcall.channels import Query, is_past_the_end
from rollcall.laws._context import Context
from rollcall.laws._law import EVERY_CHANNEL, SYNC, Cases, Place, filters_where
from rollcall.laws._queries import sizes
from rollcall.laws._registry import law
from rollcall.laws._values import candidates
from rollcall.laws._violation import ViolationError, must_be_page
from rollcall.laws.families._filtered import (
    DOCUMENTED,
    MOST_PAGES,
    candidate_cases,
    check_matching,
    leaves_rows_out,
)
from rollcall.laws.families._page_totals import check_page_count, check_total


def _filtered_pages(context: Context) -> Cases:
    """Return filtered lists of several pages, the shortest list first, then second pages."""
    known, subject = sizes(context), context.subject
    found = []
    for value in candidates(context.parameter(subject), context.baseline):
        query = context.shown(context.query.having(subject, value))
        count, every = context.count(query), context.count(query, subject)
        small = [size for size in known if size < count and -(-count // size) <= MOST_PAGES]
        # Without the filter, the second page would hold other items.
        if small and count < every:
            found.append((count, context.sized(query, small[0])))
        elif count > 1 and known and min(known) < count < every:
            found.append((count + every, context.sized(query, max(min(known), 2))))
    found.sort(key=lambda each: each[0])
    return Cases([*(query for _, query in found), *_second_pages(context)])


def _second_pages(context: Context) -> Iterator[Query]:
    """Yield second pages of filtered lists of one page: without the filter, they have items."""
    known, subject = sizes(context), context.subject
    if not known or not context.operation.paging.selector:
        return
    size = max(min(known), 2)
    for value in candidates(context.parameter(subject), context.baseline):
        query = context.query.having(subject, value)
        if 0 < context.count(query) <= size < context.count(query, subject):
            yield context.numbered(context.sized(query, size), 2)


@law(
    "filter.later_pages",
    "The filter holds on every page, not only on the first.",
    source=f"{DOCUMENTED}: every page of it is filtered",
    statements=("filter-7",),
    needs="a filtered list of more than one page",
    subjects=filters_where(bool),
    cases=_filtered_pages,
    channels=EVERY_CHANNEL,
)
def later_pages(context: Context, query: Query) -> bool:
    """Compare the items of the second and later pages with the value."""
    expected = context.expected(query)
    start = _start(context, query)
    if start:
        _check_second(context, query, start)
        return context.count(query, context.subject) > start
    responses = context.walk(query, MOST_PAGES)
    for response in responses:
        check_matching(context, query, response)
    for number, response in enumerate(responses, 1):
        expected_ids = context.identities(expected[start : start + len(response.items)])
        if context.identities(response.items)[: len(expected_ids)] != expected_ids:
            title = f"page {number} of the filtered list holds other items than expected"
            raise ViolationError(title, response)
        start += len(response.items)
    if context.baseline.is_complete and len(responses) < MOST_PAGES and start < len(expected):
        title = f"the filtered list ends after {start} items"
        raise ViolationError(title, responses[-1], detail=f"{len(expected)} match.")
    return len(responses) > 1


def _start(context: Context, query: Query) -> int:
    """Return the position of the first row of a page."""
    name = context.operation.paging.selector
    index = query.get(name) if name is not None else None
    if not isinstance(index, int):
        return 0
    return (index - context.operation.first_index) * context.page_size(query)


def _check_second(context: Context, query: Query, start: int) -> None:
    strictness = context.operation.strictness
    response = context.channel.page(query)
    most = max(0, len(context.expected(query)) - start)
    if not most and is_past_the_end(response):
        return
    must_be_page(response)
    check_matching(context, query, response)
    if not most and (
        strictness.admits("pastTheEnd", "lastPage") or not strictness.chooses("pastTheEnd")
    ):
        most = start
    if context.baseline.is_complete and len(response.items) > most:
        title = "the second page of a filtered list holds items of the whole list"
        raise ViolationError(title, response)


def _counting(place: Place) -> list[str]:
    is_counted = place.operation.paging.total_items is not None
    return [each.name for each in place.operation.filters if is_counted]


@law(
    "filter.totals",
    "The totals count the filtered list.",
    source=f"{DOCUMENTED}: totals count the filtered list",
    statements=("filter-7",),
    needs="an item that does not match a value",
    subjects=_counting,
    cases=candidate_cases,
    channels=SYNC,
)
def totals(context: Context, query: Query) -> bool:
    """Compare the total of the filtered list with the number of items that match."""
    response = context.page(query)
    total = context.total(response)
    if not check_total(context, query, total):
        title = f"the total of the filtered list is {total!r}"
        raise ViolationError(title, response, detail=f"{context.count(query)} match.")
    if isinstance(total, int):
        check_page_count(context, query, response, total)
    return leaves_rows_out(context, query)
