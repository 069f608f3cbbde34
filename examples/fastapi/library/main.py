"""The API. Run it with ``uvicorn library.main:app``."""

from typing import Annotated, Any

from fastapi import FastAPI, HTTPException, Path, Query

from library import data
from library.models import Book, Loan, Page, Problem
from library.parameters import BookQuery, LoanQuery
from library.queries import BOOKS, LOANS, matching, paged

app = FastAPI(title="Library", version="1.0.0")

# How FastAPI and pydantic read a request where other frameworks differ.
STRICTNESS = {
    "oversizedPage": "refused",
    "pastTheEnd": "empty",
    "invalidPage": "refused",
    "invalidValue": [422, "accepted"],
    "emptyValue": "refused",
    "emptyText": "literal",
    "outerBlanks": "literal",
    "lenientBooleans": ["accepted", "refused"],
    "lenientNumbers": ["accepted", "refused"],
    "lenientDates": ["accepted", "refused"],
    "enumCase": "refused",
    "unknownParent": [404],
    "malformedParent": [422, "accepted"],
    "unknownParameter": "ignored",
    "repeatedParameter": "last",
    "emptyListPages": "none",
}


def lists(**more: Any) -> dict[str, Any]:
    """Return what the document says of an operation that returns a ``Page``."""
    pagination = {
        "style": "page",
        "pageSize": {"parameter": "size", "echo": "/size"},
        "pageIndex": {"parameter": "page", "echo": "/page"},
        "totalItems": "/total",
        "totalPages": "/pages",
    }
    annotation = {"items": "/items", "identity": "/id", "pagination": pagination}
    return {"x-list": {**annotation, "strictness": STRICTNESS, **more}}


@app.get("/books", operation_id="listBooks", tags=["books"], openapi_extra=lists())
def list_books(query: Annotated[BookQuery, Query()]) -> Page[Book]:
    """List the books, in the order in which they were bought."""
    return paged(matching(data.BOOKS, query, BOOKS), query)


@app.get(
    "/books/{book_id}/loans",
    operation_id="listLoans",
    tags=["loans"],
    responses={404: {"model": Problem}},
    openapi_extra=lists(
        parent={"parameter": "book_id", "field": "/book_id", "operation": "listBooks"}
    ),
)
def list_loans(book_id: Annotated[int, Path()], query: Annotated[LoanQuery, Query()]) -> Page[Loan]:
    """List the loans of a book, oldest first."""
    if all(book.id != book_id for book in data.BOOKS):
        raise HTTPException(404, "There is no such book.")
    return paged(matching(loans_of(book_id), query, LOANS), query)


def loans_of(book_id: int) -> list[Loan]:
    """Return the loans of a book."""
    return [loan for loan in data.LOANS if loan.book_id == book_id]
