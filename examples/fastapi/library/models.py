"""The models of the API; FastAPI writes the schemas of its document from them."""

from enum import StrEnum
from typing import Generic, TypeVar
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Item = TypeVar("Item")


class Genre(StrEnum):
    """What a book is about."""

    FICTION = "fiction"
    HISTORY = "history"
    SCIENCE = "science"
    TRAVEL = "travel"


class Book(BaseModel):
    """A book that can be borrowed."""

    id: int
    title: str
    author: str
    genre: Genre
    pages: int = Field(ge=1)
    rating: float | None = Field(ge=0, le=5, description="Null until somebody has rated it.")
    is_available: bool
    added_at: AwareDatetime


class Loan(BaseModel):
    """A book that was lent to a member."""

    model_config = ConfigDict(
        json_schema_extra={
            "x-invariants": [
                {"order": ["/lent_at", "/returned_at"]},
                {"nullWhen": {"field": "/returned_at", "when": "/is_open", "equals": True}},
            ]
        }
    )

    id: UUID
    book_id: int
    member: str
    is_open: bool
    lent_at: AwareDatetime
    returned_at: AwareDatetime | None


class Page(BaseModel, Generic[Item]):
    """A page of a list."""

    items: list[Item]
    page: int
    size: int
    total: int
    pages: int


class Problem(BaseModel):
    """Why a request was refused."""

    detail: str
