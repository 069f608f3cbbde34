"""The tables, and the models from which FastAPI writes the schemas of its document."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy import DateTime, ForeignKey, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Int64 = Annotated[int, Field(ge=-(2**63), lt=2**63)]
"""An integer that the database has room for."""


class Genre(StrEnum):
    """What a book is about."""

    FICTION = "fiction"
    HISTORY = "history"
    SCIENCE = "science"
    TRAVEL = "travel"


class Instant(TypeDecorator[datetime]):
    """An instant: SQLite has no time zones, and compares the texts of times."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Return the time in UTC."""
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Return the time with its zone."""
        return value and value.replace(tzinfo=UTC)


class Table(DeclarativeBase):
    """The base of the tables."""

    type_annotation_map = {datetime: Instant, str: String}


class BookRow(Table):
    """A row of a book."""

    __tablename__ = "books"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    author: Mapped[str]
    genre: Mapped[Genre] = mapped_column(String)
    pages: Mapped[int]
    rating: Mapped[float | None]
    is_available: Mapped[bool]
    added_at: Mapped[datetime]


class MemberRow(Table):
    """A row of a member."""

    __tablename__ = "members"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    city: Mapped[str]


class LoanRow(Table):
    """A row of a loan."""

    __tablename__ = "loans"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    book_id: Mapped[int] = mapped_column(ForeignKey(BookRow.id))
    member_id: Mapped[int] = mapped_column(ForeignKey(MemberRow.id))
    is_open: Mapped[bool]
    lent_at: Mapped[datetime]
    returned_at: Mapped[datetime | None]


class Row(BaseModel):
    """The base of the models: they are read from rows."""

    model_config = ConfigDict(from_attributes=True)


class Book(Row):
    """A book that can be borrowed."""

    id: int
    title: str
    author: str
    genre: Genre
    pages: int = Field(ge=1)
    rating: float | None = Field(ge=0, le=5, description="Null until somebody has rated it.")
    is_available: bool
    added_at: AwareDatetime


class Member(Row):
    """A person who borrows books."""

    id: int
    name: str
    city: str


class Loan(Row):
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
    member_id: int
    is_open: bool
    lent_at: AwareDatetime
    returned_at: AwareDatetime | None


class Problem(BaseModel):
    """Why a request was refused."""

    detail: str
