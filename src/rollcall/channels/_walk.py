"""Reads a list page by page, by its annotation, as a client does."""

from collections.abc import Callable

import attrs

from rollcall.channels._addresses import resolved
from rollcall.channels._query import Query
from rollcall.channels._response import Response

__all__ = ["following", "is_past_the_end", "walk"]

_NOT_FOUND = 404


def walk(page: Callable[[Query], Response], query: Query, most: int) -> list[Response]:
    """Return one page after the other.

    A list whose pages are selected ends with the first page that is not full, regardless of its
    totals: the totals are under test.

    Args:
        page: Requests a page.
        query: The first page.
        most: How many pages to request at most.

    Returns:
        The responses; the last one may be another response than a page.
    """
    responses = [page(query)]
    while len(responses) < most and (found := following(responses[-1])) is not None:
        response = page(found)
        if is_past_the_end(response) or _is_repeated(responses, response):
            break
        responses.append(response)
        # Without a page size, a list of repeated pages has no end.
        is_sized = query.operation.page_size is not None
        if not is_sized and response.items and response.items == responses[-2].items:
            break
    return responses


def is_past_the_end(response: Response) -> bool:
    """Return whether a response is the refusal of a page after the last one.

    Full pages end with such a page. If the spec makes no choice, the server may refuse it.
    """
    operation = response.query.operation
    if operation.paging.selector is None or response.status is None:
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
    if operation.paging.selector is None or not response.items or response.items != last.items:
        return False
    strictness = operation.strictness
    if strictness.chooses("pastTheEnd"):
        return strictness.admits("pastTheEnd", "lastPage")
    is_whole = last.read(operation.paging.total_items) == len(last.items)
    return len(responses) > 1 or is_whole


def following(response: Response) -> Query | None:
    """Return the query for the page after another one, if there may be one."""
    query = response.query
    onward = response.onward if response.kind == "page" else None
    if onward is None:
        return None
    if onward.parameter:
        return query.having(onward.parameter, onward.value)
    link = resolved(response.url, onward.link)
    linked: Query = attrs.evolve(query, values=(), link=link)
    return linked
