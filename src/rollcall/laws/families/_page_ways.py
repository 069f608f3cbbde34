"""What a page says of the next one, and pages that begin at any item."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rollcall.channels import Query
from rollcall.laws._context import Context
from rollcall.laws._law import EVERY_CHANNEL, HTTP_ONLY, Cases, Place, lists_where
from rollcall.laws._queries import few_pages, queries, size_words, varied
from rollcall.laws._registry import law
from rollcall.laws._violation import ViolationError

__all__: list[str] = []

_DOCUMENTED = "the annotation pagination"
_SEVERAL = "a list of more than one page"


@law(
    "page.more",
    "A page says that another one follows, unless it is the last.",
    source=f"{_DOCUMENTED}: hasMore",
    statements=("paging-9",),
    needs=_SEVERAL,
    subjects=lists_where(lambda place: place.operation.paging.has_more),
    cases=lambda context: Cases(varied(context), queries(context)),
    channels=EVERY_CHANNEL,
)
def more(context: Context, query: Query) -> bool:
    """Compare the boolean in each page with whether items follow."""
    paging, count, end = context.operation.paging, context.count(query), 0
    responses = context.walk(query, few_pages(context))
    for number, response in enumerate(responses, 1):
        end += len(response.items)
        if end >= count and not context.baseline.is_complete:
            break
        # Where a page leads to the next one, the last of several pages may be empty.
        is_followed = paging.selector is None and number < len(responses)
        expected = paging.more_value is (is_followed or end < count)
        reported = response.read(paging.has_more)
        if reported is not expected:
            title = f"page {number} reports {reported!r} at {paging.has_more}, expected {expected}"
            detail = f"{end} of {count} items are on the pages up to it."
            raise ViolationError(title, response, detail=detail)
    return len(responses) > 1


def _begins_anywhere(place: Place) -> bool:
    paging = place.operation.paging
    return paging.style == "offset" or paging.token_field is not None


@law(
    "page.anywhere",
    "A page begins at the item that its offset or its token names, not only where pages begin.",
    source=f"{_DOCUMENTED}: offset, and continuationToken/field",
    statements=("offset-1", "cursor-4"),
    needs="a list of more than one item",
    subjects=lists_where(_begins_anywhere),
    cases=lambda context: Cases([context.query, *varied(context)]),
    channels=HTTP_ONLY,
)
def anywhere(context: Context, query: Query) -> bool:
    """Compare the items from any place of the list on with the same part of the whole list."""
    rows = context.expected(query)
    for start in _starts(len(rows), context.page_size(query)):
        response = context.page(_beginning(context, query, rows, start))
        size = context.page_size(query) or len(response.items)
        # Where a page leads to the next one, it may be short.
        shown = rows[start : start + size]
        if context.operation.paging.selector is None:
            shown = shown[: max(1, len(response.items))]
        received = context.identities(response.items)
        if not context.baseline.is_complete:
            received = received[: len(shown)]
        if received != context.identities(shown):
            title = f"the page after {start} items begins with {(*received, 'no item')[0]}"
            detail = f"Expected {context.called(rows[start])}, in pages of {size_words(size)}."
            raise ViolationError(title, response, detail=detail)
    return len(rows) > 1


def _starts(count: int, size: int) -> Iterator[int]:
    """Yield positions of rows at which no page of a list begins, as far as there are some."""
    wished = (1, size - 1, size + 1, count // 2, count - 1)
    yield from dict.fromkeys(each for each in wished if 0 < each < count)


def _beginning(
    context: Context, query: Query, rows: Sequence[Mapping[str, Any]], start: int
) -> Query:
    """Return the query for the page that begins at a row."""
    paging = context.operation.paging
    if paging.token is not None and paging.token_field is not None:
        return query.having(paging.token, paging.token_field.read(rows[start - 1]))
    size = max(1, context.page_size(query))
    return query.having(str(paging.selector), context.operation.position(start, size))
