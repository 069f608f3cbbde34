"""The API. Run it with ``uvicorn library.main:app``."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Query
from fastapi_filter import FilterDepends
from fastapi_pagination import LimitOffsetPage, Page, add_pagination
from fastapi_pagination.cursor import CursorPage
from fastapi_pagination.customization import CustomizedPage, UseParamsFields
from fastapi_pagination.ext.sqlalchemy import paginate
from fastapi_pagination.links.default import UseHeaderLinks
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from library.annotations import filters, loans_of_a_book
from library.data import ENGINE
from library.filters import BookFilter, LoanFilter
from library.models import Book, BookRow, Int64, Loan, LoanRow, Member, MemberRow, Problem

app = FastAPI(title="Library", version="1.0.0")

# Without an upper bound, a large number is more than the database can count.
SIZE: Any = Query(10, ge=1, le=25)
PAGES = UseParamsFields(size=SIZE, page=Query(1, ge=1, le=10_000))
OFFSETS = UseParamsFields(limit=SIZE, offset=Query(0, ge=0, le=1_000_000))
Numbered = CustomizedPage[Page, PAGES]
Linked = CustomizedPage[Page, PAGES, UseHeaderLinks()]
Offset = CustomizedPage[LimitOffsetPage, OFFSETS]
Cursor = CustomizedPage[CursorPage, UseParamsFields(size=SIZE)]


async def session() -> AsyncIterator[Session]:
    """Yield the session of a request."""
    with Session(ENGINE) as opened:
        yield opened


Database = Annotated[Session, Depends(session)]


@app.get("/books", operation_id="listBooks", tags=["books"])
async def list_books(
    database: Database, chosen: Annotated[BookFilter, FilterDepends(BookFilter)]
) -> Numbered[Book]:
    """List the books, with pages by number."""
    query = chosen.sort(chosen.filter(select(BookRow)))
    return paginate(database, query.order_by(BookRow.id))


@app.get("/members", operation_id="listMembers", tags=["members"])
async def list_members(database: Database, city: str | None = None) -> Linked[Member]:
    """List the members, with the links to other pages in the header Link."""
    query = select(MemberRow).order_by(MemberRow.id)
    return paginate(database, query if city is None else query.where(MemberRow.city == city))


@app.get(
    "/loans",
    operation_id="listLoans",
    tags=["loans"],
    responses={400: {"model": Problem}},
)
async def list_loans(
    database: Database, chosen: Annotated[LoanFilter, FilterDepends(LoanFilter)]
) -> Cursor[Loan]:
    """List the loans of all books, oldest first, with pages by cursor."""
    query = chosen.filter(select(LoanRow))
    return paginate(database, query.order_by(LoanRow.lent_at, LoanRow.id))


@app.get(
    "/books/{book_id}/loans",
    operation_id="listLoansOfBook",
    tags=["loans"],
    responses={404: {"model": Problem}},
    openapi_extra=loans_of_a_book(),
)
async def list_loans_of_book(
    database: Database,
    book_id: Int64,
    is_open: Annotated[bool | None, filters("/is_open", "eq")] = None,
    lent_on: Annotated[date | None, filters("/lent_at", "eq", "day")] = None,
    lent_before: Annotated[date | None, filters("/lent_at", "lt", "day")] = None,
) -> Offset[Loan]:
    """List the loans of a book, oldest first, with pages by offset."""
    if database.get(BookRow, book_id) is None:
        raise HTTPException(404, "There is no such book.")
    query = select(LoanRow).where(LoanRow.book_id == book_id)
    if is_open is not None:
        query = query.where(LoanRow.is_open == is_open)
    if lent_on is not None:
        query = query.where(func.date(LoanRow.lent_at) == lent_on.isoformat())
    if lent_before is not None:
        query = query.where(func.date(LoanRow.lent_at) < lent_before.isoformat())
    return paginate(database, query.order_by(LoanRow.lent_at, LoanRow.id))


add_pagination(app)
