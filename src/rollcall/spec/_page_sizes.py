"""Bounds of page sizes that a server has, and its spec does not say."""

from collections.abc import Iterator

import attrs

from rollcall.spec._operation import ListOperation
from rollcall.spec._paging import Paging, ReturnedPage

__all__ = ["cut_to", "with_page_sizes"]


def cut_to(operation: ListOperation, page: ReturnedPage) -> int | None:
    """Return the length of a first page that may be cut short; None if it is not.

    If the spec has no largest page size, the server may have one: its page is shorter than
    requested, though the page says that more items follow, or says nothing of it.
    """
    count = len(page.items)
    if not operation.may_cut_pages or not 0 < count < page.size:
        return None
    told = [*_told(operation.paging, page)]
    return count if any(told) or not told else None


def _told(paging: Paging, page: ReturnedPage) -> Iterator[bool]:
    """Yield whether items follow a first page, by each of its parts that says so."""
    if paging.has_more is not None:
        yield page.read(paging.has_more) is paging.more_value
    for place in (paging.next, paging.next_token):
        if place is not None:
            yield page.read(place) not in (None, "")
    total, pages = page.read(paging.total_items), page.read(paging.total_pages)
    # A lower bound does not say that nothing follows.
    if isinstance(total, int) and (paging.is_exact or total > len(page.items)):
        yield total > len(page.items)
    if isinstance(pages, int):
        yield pages > 1


def with_page_sizes(operation: ListOperation, **bounds: int) -> ListOperation:
    """Return a list as if the schema of its page size had these keywords, too."""
    parameters = (
        attrs.evolve(each, schema={**each.schema, **bounds})
        if each.name == operation.paging.size
        else each
        for each in operation.parameters
    )
    return attrs.evolve(operation, parameters=tuple(parameters))
