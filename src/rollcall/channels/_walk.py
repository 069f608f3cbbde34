"""Walks a list page by page, as its annotation says, and as a client would."""

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
        page: Asks for a page.
        query: The first page.
        most: How many pages to ask for at most.

    Returns:
        The pages; the last one may be none, which ends the walk.
    """
    answers = [page(query)]
    while len(answers) < most and (found := following(query, answers)) is not None:
        answer = page(found)
        if _is_past_the_end(answer):
            break
        answers.append(answer)
    return answers


def _is_past_the_end(answer: Response) -> bool:
    """Return whether a page was not found, as the list has it after the last one."""
    operation = answer.query.operation
    return (
        operation.paging.number is not None
        and answer.status == _NOT_FOUND
        and operation.strictness.past_the_end == "notFound"
    )


def following(first: Query, answers: list[Response]) -> Query | None:
    """Return the query for the page after those that are known, if there may be one."""
    latest = answers[-1]
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
        return first.having(index, start + len(answers))
    link = operation.paging.next_link(latest.body)
    if link is None:
        return None
    query = latest.query
    return Query(query.operation, query.parent, key=query.key, link=resolved(latest.url, link))


def size_in_force(query: Query) -> int:
    """Return how many items a page holds at most: as asked for, or by default.

    Returns:
        The number; 0 where the spec does not say.
    """
    operation = query.operation
    parameter = operation.page_size
    if parameter is None:
        return 0
    size = query.get(parameter.name)
    return size if isinstance(size, int) else int(parameter.schema.get("default", 0))
