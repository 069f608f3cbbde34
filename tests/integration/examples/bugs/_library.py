"""Bugs of the library (FastAPI)."""

import random
from datetime import timedelta, timezone
from typing import Any

import pytest
from starlette.responses import JSONResponse

from tests.integration.examples.bugs._bug import Bug
from tests.support.projects import module

__all__ = ["LIBRARY_BUGS"]

_ATHENS = timezone(timedelta(hours=2))


def _total_of_the_whole_list(patch: pytest.MonkeyPatch) -> None:
    main = module("library.main")
    paged, total = main.paged, len(module("library.data").BOOKS)

    def wrong(items: Any, query: Any) -> Any:
        changes = {"total": total, "pages": -(-total // query.size)}
        return paged(items, query).model_copy(update=changes)

    patch.setattr(main, "paged", wrong)


def _repeated_item(patch: pytest.MonkeyPatch) -> None:
    main = module("library.main")
    paged = main.paged

    def wrong(items: Any, query: Any) -> Any:
        page = paged(items, query)
        if query.page > 1:
            start = (query.page - 1) * query.size - 1
            page.items = items[start : start + len(page.items)]
        return page

    patch.setattr(main, "paged", wrong)


def _lost_last_page(patch: pytest.MonkeyPatch) -> None:
    main = module("library.main")
    paged = main.paged

    def wrong(items: Any, query: Any) -> Any:
        page = paged(items, query)
        if 1 < query.page == page.pages:
            page.items = []
        return page

    patch.setattr(main, "paged", wrong)


def _either_filter(patch: pytest.MonkeyPatch) -> None:
    main = module("library.main")

    def wrong(items: Any, query: Any, conditions: Any) -> Any:
        filters = {name: value for name, value in query if value is not None and name in conditions}
        return [
            item
            for item in items
            if not filters or any(conditions[name](item, value) for name, value in filters.items())
        ]

    patch.setattr(main, "matching", wrong)


def _overflow(patch: pytest.MonkeyPatch) -> None:
    def wrong(book: Any, pages: int) -> bool:
        return bool(book.pages <= int.from_bytes(pages.to_bytes(8, signed=True), signed=True))

    patch.setitem(module("library.queries").BOOKS, "max_pages", wrong)


def _served_as(patch: pytest.MonkeyPatch, field: str, value: object) -> None:
    """Return another value in a field of the book 9, past the validation of FastAPI."""
    main = module("library.main")
    paged = main.paged

    def wrong(items: Any, query: Any) -> Any:
        body = paged(items, query).model_dump(mode="json")
        for item in body["items"]:
            if item["id"] == 9:
                item[field] = value
        return JSONResponse(body)

    patch.setattr(main, "paged", wrong)


def _drifting_order(patch: pytest.MonkeyPatch) -> None:
    main = module("library.main")
    matching, chance = main.matching, random.Random(7)  # noqa: S311 - no secret

    def wrong(items: Any, query: Any, conditions: Any) -> Any:
        found = matching(items, query, conditions)
        return sorted(found, key=lambda book: (book.genre, chance.random()))

    patch.setattr(main, "matching", wrong)


def _condition(parameter: str, condition: Any) -> Any:
    return lambda patch: patch.setitem(module("library.queries").BOOKS, parameter, condition)


LIBRARY_BUGS = (
    Bug("the total ignores the filter", "listBooks", "total", _total_of_the_whole_list),
    Bug("a page repeats an item", "listBooks", "pages", _repeated_item),
    Bug("the last page is lost", "listBooks", "pages", _lost_last_page),
    Bug(
        "a bound excludes the value itself",
        "listBooks",
        "filter min_pages",
        _condition("min_pages", lambda book, pages: book.pages > pages),
    ),
    Bug(
        "days are those of another time zone",
        "listBooks",
        "filter added_from",
        _condition("added_from", lambda book, day: book.added_at.astimezone(_ATHENS).date() >= day),
    ),
    Bug("filters are combined with or", "listBooks", "conjunction", _either_filter),
    Bug(
        "a rating of 0 counts as none",
        "listBooks",
        "filter min_rating",
        _condition("min_rating", lambda book, least: bool(book.rating) and book.rating >= least),
    ),
    Bug(
        "case is ignored",
        "listBooks",
        "filter author",
        _condition("author", lambda book, name: book.author.casefold() == name.casefold()),
    ),
    Bug(
        "an integer beyond 64 bits crashes",
        "listBooks",
        "server-error max_pages",
        _overflow,
        laws=("conformance.coverage", "filter.*", "http.overlong"),
    ),
    Bug(
        "a number is out of bounds",
        "listBooks",
        "schema /items/*/rating",
        lambda patch: _served_as(patch, "rating", 7.5),
        laws=("conformance.examples", "conformance.coverage", "filter.*"),
    ),
    Bug(
        "an enum has another case",
        "listBooks",
        "schema /items/*/genre",
        lambda patch: _served_as(patch, "genre", "Travel"),
        laws=("conformance.examples", "conformance.coverage", "filter.*"),
    ),
    Bug(
        "a nested list ignores its parent",
        "listLoans",
        "scope",
        lambda patch: patch.setattr(
            module("library.main"), "loans_of", lambda _: module("library.data").LOANS
        ),
    ),
    Bug("the order of ties drifts", "listBooks", "order /genre", _drifting_order),
)
