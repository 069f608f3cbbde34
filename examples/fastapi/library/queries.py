"""Select and page what is in memory."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC
from math import ceil
from typing import Any

from library.models import Book, Item, Loan, Page
from library.parameters import Paging

BOOKS: dict[str, Callable[[Book, Any], bool]] = {
    "genre": lambda book, genre: book.genre == genre,
    "author": lambda book, author: book.author == author,
    "available": lambda book, available: book.is_available == available,
    "min_pages": lambda book, pages: book.pages >= pages,
    "max_pages": lambda book, pages: book.pages <= pages,
    "min_rating": lambda book, rating: book.rating is not None and book.rating >= rating,
    "added_from": lambda book, day: book.added_at.astimezone(UTC).date() >= day,
    "added_until": lambda book, day: book.added_at.astimezone(UTC).date() <= day,
}
LOANS: dict[str, Callable[[Loan, Any], bool]] = {
    "member": lambda loan, member: loan.member == member,
    "is_open": lambda loan, is_open: loan.is_open == is_open,
    "lent_after": lambda loan, moment: loan.lent_at > moment,
    "returned_before": lambda loan, moment: (
        loan.returned_at is not None and loan.returned_at < moment
    ),
}


def matching(
    items: Iterable[Item], query: Paging, conditions: Mapping[str, Callable[[Item, Any], bool]]
) -> list[Item]:
    """Return the items that match all filters of a query."""
    filters = {name: value for name, value in query if name in conditions and value is not None}
    return [
        item
        for item in items
        if all(conditions[name](item, value) for name, value in filters.items())
    ]


def paged(items: Sequence[Item], query: Paging) -> Page[Item]:
    """Return the page that a query asks for, and the totals of the list."""
    start = (query.page - 1) * query.size
    return Page(
        items=items[start : start + query.size],
        page=query.page,
        size=query.size,
        total=len(items),
        pages=ceil(len(items) / query.size),
    )
