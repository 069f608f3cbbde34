"""The query parameters of the lists. Each filter says which field it reads, and how."""

from datetime import date
from typing import Any

from pydantic import AwareDatetime, BaseModel, Field

from library.models import Genre


def _filter(field: str, operator: str = "eq", precision: str = "exact", **more: Any) -> Any:
    meaning = {"field": field, "operator": operator, "precision": precision}
    return Field(None, json_schema_extra={"x-filter": meaning}, **more)


class Paging(BaseModel):
    """The page that a request asks for."""

    page: int = Field(1, ge=1, le=10_000)
    size: int = Field(10, ge=1, le=25)


class BookQuery(Paging):
    """The filters of the books."""

    genre: Genre | None = _filter("/genre")
    author: str | None = _filter("/author")
    available: bool | None = _filter("/is_available")
    min_pages: int | None = _filter("/pages", "gte")
    max_pages: int | None = _filter("/pages", "lte")
    min_rating: float | None = _filter("/rating", "gte", allow_inf_nan=False)
    added_from: date | None = _filter("/added_at", "gte", "day")
    added_until: date | None = _filter("/added_at", "lte", "day")


class LoanQuery(Paging):
    """The filters of the loans of a book."""

    member: str | None = _filter("/member")
    is_open: bool | None = _filter("/is_open")
    lent_after: AwareDatetime | None = _filter("/lent_at", "gt", "instant")
    returned_before: AwareDatetime | None = _filter("/returned_at", "lt", "instant")
