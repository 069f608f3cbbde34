"""The filters of fastapi-filter: the name of a field, and an operator."""

from typing import Any

from fastapi_filter.contrib.sqlalchemy import Filter
from pydantic import AwareDatetime, Field

from library.models import BookRow, Genre, Int64, LoanRow


class BookFilter(Filter):
    """The filters, the order and the search of the books."""

    genre: Genre | None = None
    genre__in: list[Genre] | None = None
    author__neq: str | None = None
    author__not_in: list[str] | None = None
    title__ilike: str | None = None
    pages__gte: Int64 | None = None
    pages__lt: Int64 | None = None
    rating__gt: float | None = Field(None, allow_inf_nan=False)
    rating__isnull: bool | None = None
    order_by: list[str] | None = None
    search: str | None = None

    class Constants(Filter.Constants):
        model: Any = BookRow
        search_model_fields = ["title", "author"]


class LoanFilter(Filter):
    """The filters of the loans."""

    member_id: Int64 | None = None
    is_open: bool | None = None
    lent_at__gte: AwareDatetime | None = None
    returned_at__lt: AwareDatetime | None = None

    class Constants(Filter.Constants):
        model: Any = LoanRow
