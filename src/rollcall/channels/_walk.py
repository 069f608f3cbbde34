"""Reads a list page by page, by its annotation, as a client does."""

from collections.abc import Callable

from rollcall.channels._addresses import resolved
from rollcall.channels._query import Query
from rollcall.channels._response import Response

__all__ = ["size_in_force", "walk"]

_NOT_FOUND = 404


def walk(page: Callable[[Query], Response], query: Query, most: int) -> list[Response]:
    """Return one page after the other.

    A list with numbered pages ends with the first page that is not full, regardless of its totals:
    the totals are under test.

    Args:
        page: Requests a page.
        query: The first page.
        most: How many pages to request at most.

    Returns:
        The responses; the last one may be another response than a page.
    """
    responses = [page(query)]
    while len(responses) < most and (found := following(query, responses)) is not None:
        response = page(found)
        if _is_past_the_end(response):
            break
        responses.append(response)
    return responses


def _is_past_the_end(response: Response) -> bool:
    """Return whether a response is the 404 that the annotation documents after the last page."""
    operation = response.query.operation
    return (
        operation.paging.number is not None
        and response.status == _NOT_FOUND
        and operation.strictness.past_the_end == "notFound"
    )


def following(first: Query, responses: list[Response]) -> Query | None:
    """Return the query for the page after those that are known, if there may be one."""
    latest = responses[-1]
    operation = first.operation
    if latest.kind != "page":
        return None
    index = operation.paging.number
    if index is not None:
        if len(latest.items) < max(1, size_in_force(latest.query)):
            return None
        start = first.get(index)
        if not isinstance(start, int):
            start = operation.default_index
        return first.having(index, start + len(responses))
    link = operation.paging.next_link(latest.body)
    if link is None:
        return None
    query = latest.query
    return Query(
        query.operation, query.parent, variant=query.variant, link=resolved(latest.url, link)
    )


def size_in_force(query: Query) -> int:
    """Return how many items a page holds at most: the requested number, or the default.

    Returns:
        The number; 0 where the spec does not say.
    """
    operation = query.operation
    parameter = operation.page_size
    if parameter is None:
        return 0
    size = query.get(parameter.name)
    return size if isinstance(size, int) else int(parameter.schema.get("default", 0))
