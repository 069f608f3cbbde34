"""Reads a list page by page, by its annotation, as a client does."""

from collections.abc import Callable

import attrs

from rollcall.channels._addresses import resolved
from rollcall.channels._query import Query
from rollcall.channels._response import Response

__all__ = ["is_past_the_end", "size_in_force", "walk"]

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
        if is_past_the_end(response) or _is_repeated(responses, response):
            break
        responses.append(response)
    return responses


def is_past_the_end(response: Response) -> bool:
    """Return whether a response is the refusal of a page after the last one.

    Full pages end with such a page. If the spec makes no choice, the server may refuse it.
    """
    operation = response.query.operation
    if operation.paging.number is None or response.status is None:
        return False
    strictness = operation.strictness
    if not strictness.chooses("pastTheEnd"):
        return response.kind == "refusal"
    if response.status == _NOT_FOUND and strictness.admits("pastTheEnd", "notFound"):
        return True
    statuses = strictness.statuses("pastTheEnd")
    is_refused = strictness.admits("pastTheEnd", "refused") or response.status in statuses
    return is_refused and response.kind == "refusal"


def _is_repeated(responses: list[Response], response: Response) -> bool:
    """Return whether a page after the last one is the last one again.

    If the spec makes no choice, a second page like the first one is not taken for it, unless the
    first page holds all items: the page number may be ignored.
    """
    operation, last = response.query.operation, responses[-1]
    if operation.paging.number is None or not response.items or response.items != last.items:
        return False
    strictness = operation.strictness
    if strictness.chooses("pastTheEnd"):
        return strictness.admits("pastTheEnd", "lastPage")
    total = operation.paging.total_items
    is_whole = total is not None and total.read(last.body) == len(last.items)
    return len(responses) > 1 or is_whole


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
    query: Query = attrs.evolve(latest.query, values=(), link=resolved(latest.url, link))
    return query


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
