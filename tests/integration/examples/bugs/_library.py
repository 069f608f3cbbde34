"""Bugs of the library (FastAPI)."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, or_, select
from starlette.responses import JSONResponse

from tests.integration.examples.bugs._bug import Bug, apart, together
from tests.support.projects import module

__all__ = ["LIBRARY_BUGS"]

_Insert = Callable[[pytest.MonkeyPatch], None]


def _page(change: Callable[[Any, list[Any]], Any]) -> _Insert:
    """Return a bug of all pages: a function of a page and all items of the list."""

    def insert(patch: pytest.MonkeyPatch) -> None:
        main = module("library.main")
        paginate = main.paginate

        def wrong(database: Any, query: Any) -> Any:
            page = paginate(database, query)
            return change(page, [*database.scalars(query)]) or page

        patch.setattr(main, "paginate", wrong)

    return insert


def _query(change: Callable[[Any], Any]) -> _Insert:
    """Return a bug of all queries: a function of a query."""

    def insert(patch: pytest.MonkeyPatch) -> None:
        main = module("library.main")
        paginate = main.paginate
        patch.setattr(main, "paginate", lambda database, query: paginate(database, change(query)))

    return insert


def _condition(name: str, condition: Callable[[Any, Any], Any]) -> _Insert:
    """Return a bug of a filter of the books: a function of the columns and a value."""

    def insert(patch: pytest.MonkeyPatch) -> None:
        filters, row = module("library.filters").BookFilter, module("library.models").BookRow
        right = filters.filter

        def wrong(self: Any, query: Any) -> Any:
            value = getattr(self, name)
            if value is None:
                return right(self, query)
            query = right(self.model_copy(update={name: None}), query)
            return query.where(condition(row, value))

        patch.setattr(filters, "filter", wrong)

    return insert


def _total_of_the_whole_list(page: Any, _: Any) -> Any:
    return page.model_copy(update={"total": 63, "pages": -(-63 // page.size)})


def _repeated_item(page: Any, items: list[Any]) -> Any:
    if page.page > 1:
        start = (page.page - 1) * page.size - 1
        model = type(page.items[0]) if page.items else None
        chosen = items[start : start + len(page.items)]
        page.items = [model.model_validate(each) for each in chosen] if model else []


def _lost_last_page(page: Any, _: Any) -> Any:
    if 1 < page.page == page.pages:
        page.items = []


def _served_as(field: str, value: object) -> _Insert:
    """Return a bug of the book 9: another value in a field, past the validation of FastAPI."""

    def change(page: Any, _: Any) -> Any:
        # Another bug may have changed the page before.
        is_sent = isinstance(page, JSONResponse)
        body = json.loads(page.body) if is_sent else page.model_dump(mode="json")
        for item in body["items"]:
            if item["id"] == 9:
                item[field] = value
        return JSONResponse(body)

    return _page(change)


def _either_filter(patch: pytest.MonkeyPatch) -> None:
    filters = module("library.filters").BookFilter
    right = filters.filter

    def wrong(self: Any, query: Any) -> Any:
        conditions = right(self, query)._where_criteria
        return query.where(or_(*conditions)) if conditions else query

    patch.setattr(filters, "filter", wrong)


def _ties_by_chance(query: Any) -> Any:
    row = module("library.models").LoanRow
    if query.get_final_froms() != [row.__table__]:
        return query
    return query.order_by(None).order_by(row.lent_at, func.random())


def _without_ties(query: Any) -> Any:
    return query.order_by(None).order_by(module("library.models").LoanRow.lent_at)


def _of_all_parents(query: Any) -> Any:
    row = module("library.models").LoanRow
    if query.get_final_froms() != [row.__table__]:
        return query
    return select(row).where(*query._where_criteria[1:]).order_by(row.lent_at, row.id)


def _ascending(patch: pytest.MonkeyPatch) -> None:
    filters = module("library.filters").BookFilter
    right = filters.sort

    def wrong(self: Any, query: Any) -> Any:
        names = [each.lstrip("-") for each in self.order_by or ()]
        return right(self.model_copy(update={"order_by": names}), query)

    patch.setattr(filters, "sort", wrong)


def _links(change: Callable[[Any], dict[str, Any]]) -> _Insert:
    """Return a bug of the header Link: other links, given the right ones."""

    def insert(patch: pytest.MonkeyPatch) -> None:
        links = module("fastapi_pagination.links.bases").BaseUseHeaderLinks
        right = links._add_links_to_header
        patch.setattr(
            links,
            "_add_links_to_header",
            lambda self, given: right(self, given.model_copy(update=change(given))),
        )

    return insert


def _offset_in_pages(patch: pytest.MonkeyPatch) -> None:
    params = module("fastapi_pagination.limit_offset").LimitOffsetParams
    right = params.to_raw_params

    def wrong(self: Any) -> Any:
        raw = right(self)
        raw.offset = raw.offset // raw.limit * raw.limit
        return raw

    patch.setattr(params, "to_raw_params", wrong)


def _days_in_athens(patch: pytest.MonkeyPatch) -> None:
    class Wrong:
        @staticmethod
        def date(column: Any) -> Any:
            return func.date(column, "+2 hours")

    patch.setattr(module("library.main"), "func", Wrong)


def _of_books(name: str, parameter: str, condition: Callable[[Any, Any], Any]) -> Bug:
    kind = "search" if parameter == "search" else "filter"
    return Bug(name, "listBooks", f"{kind} {parameter}", _condition(parameter, condition))


LIBRARY_BUGS = (
    together(
        "the filters of the books",
        "filter.* search.*",
        _of_books("in: only the first value", "genre__in", lambda row, v: row.genre == v[0]),
        _of_books(
            "neq: case is ignored",
            "author__neq",
            lambda row, v: func.lower(row.author) != v.lower(),
        ),
        _of_books(
            "not_in: the last value is kept",
            "author__not_in",
            lambda row, v: ~row.author.in_(v[:-1]),
        ),
        _of_books(
            "ilike: only the beginning", "title__ilike", lambda row, v: row.title.ilike(f"{v}%")
        ),
        _of_books("gte: the value itself is left out", "pages__gte", lambda row, v: row.pages > v),
        _of_books("lt: the value itself is listed", "pages__lt", lambda row, v: row.pages <= v),
        _of_books(
            "gt: null counts as a large value",
            "rating__gt",
            lambda row, v: or_(row.rating > v, row.rating.is_(None)),
        ),
        _of_books(
            "isnull: 0 counts as null",
            "rating__isnull",
            lambda row, v: (func.coalesce(row.rating, 0) == 0) == v,
        ),
        _of_books(
            "search: only one of two fields", "search", lambda row, v: row.title.ilike(f"%{v}%")
        ),
    ),
    *apart(
        "page.* order.rows filter.totals",
        (
            Bug(
                "the total ignores the filter",
                "listBooks",
                "total",
                _page(_total_of_the_whole_list),
            ),
            Bug("a page repeats an item", "listBooks", "pages", _page(_repeated_item)),
            Bug("the last page is lost", "listBooks", "pages", _page(_lost_last_page)),
            Bug("a cursor loses ties", "listLoans", "pages", _query(_without_ties)),
            Bug("an offset is rounded to pages", "listLoansOfBook", "pages", _offset_in_pages),
        ),
    ),
    *apart(
        "page.* order.* link.*",
        (
            Bug(
                "the order of ties drifts",
                "listLoansOfBook",
                "order /lent_at",
                _query(_ties_by_chance),
            ),
            Bug("descending is ascending", "listBooks", "sort order_by", _ascending),
            Bug(
                "a next link loses the filter",
                "listMembers",
                "link link.agrees",
                _links(lambda given: {"next": given.next and given.next.split("city=")[0]}),
            ),
            Bug(
                "the last link leads to the first page",
                "listMembers",
                "link link.final",
                _links(lambda given: {"last": given.first}),
            ),
        ),
    ),
    *apart(
        "page.partition filter.sound filter.conjunction",
        (Bug("filters are combined with or", "listBooks", "conjunction", _either_filter),),
    ),
    *apart(
        "page.partition filter.* scope.* coherence.*",
        (
            Bug("a day of another time zone", "listLoansOfBook", "filter lent_on", _days_in_athens),
            Bug(
                "a nested list ignores its parent",
                "listLoansOfBook",
                "scope",
                _query(_of_all_parents),
            ),
        ),
    ),
    together(
        "crashes, and values that break the schema",
        "conformance.examples conformance.coverage filter.complete",
        Bug(
            "0 crashes",
            "listBooks",
            "server-error rating__gt",
            _condition("rating__gt", lambda row, v: row.rating > v if 1 / v else None),
        ),
        Bug(
            "a number is out of bounds",
            "listBooks",
            "schema /items/*/rating",
            _served_as("rating", 7.5),
        ),
        Bug(
            "an enum has another case",
            "listBooks",
            "schema /items/*/genre",
            _served_as("genre", "Travel"),
        ),
    ),
)
