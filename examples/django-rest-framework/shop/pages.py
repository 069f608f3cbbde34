"""The ways to page a list, each with the bounds and defaults that the document lacks else."""

from typing import Any

from rest_framework.pagination import (
    CursorPagination,
    LimitOffsetPagination,
    PageNumberPagination,
)

SIZE, LARGEST = 10, 25


def bounded(parameters: list[dict[str, Any]], **bounds: dict[str, int]) -> list[dict[str, Any]]:
    """Add bounds and defaults to the schemas of the parameters that are named."""
    for each in parameters:
        each["schema"] |= bounds.get(each["name"], {})
    return parameters


class Numbered(PageNumberPagination):
    """Pages by number: ten items, or as many as the request asks for."""

    page_size = SIZE
    page_size_query_param = "page_size"
    max_page_size = LARGEST
    annotation = {
        "style": "page",
        "pageSize": {"parameter": "page_size"},
        "pageIndex": {"parameter": "page"},
        "totalItems": "/count",
        "next": "/next",
        "prev": "/previous",
    }
    strictness = {"pastTheEnd": "notFound"}

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Return the parameters."""
        return bounded(
            super().get_schema_operation_parameters(view),
            page={"minimum": 1, "default": 1},
            page_size={"minimum": 1, "maximum": LARGEST, "default": SIZE},
        )


class Offset(LimitOffsetPagination):
    """Pages by the number of items before them."""

    default_limit = SIZE
    max_limit = LARGEST
    annotation = {
        "style": "offset",
        "pageSize": {"parameter": "limit"},
        "offset": {"parameter": "offset"},
        "totalItems": "/count",
        "next": "/next",
        "prev": "/previous",
    }
    strictness = {"pastTheEnd": "empty"}

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Return the parameters."""
        return bounded(
            super().get_schema_operation_parameters(view),
            limit={"minimum": 1, "maximum": LARGEST, "default": SIZE},
            offset={"minimum": 0, "default": 0},
        )


class Linked(CursorPagination):
    """Pages by links, each with an opaque cursor."""

    ordering = ("-written_at", "id")
    page_size = SIZE
    page_size_query_param = "page_size"
    max_page_size = LARGEST
    annotation = {
        "style": "link",
        "pageSize": {"parameter": "page_size"},
        "continuationToken": {"parameter": "cursor"},
        "next": "/next",
        "prev": "/previous",
    }
    strictness = {
        "linkedPages": "full",
        "lastPage": "filled",
        "alteredToken": [404, "accepted"],
        "tokenOfOtherFilters": "accepted",
        "tokenOfOtherPageSize": "accepted",
        "tokenOfOtherParent": "accepted",
    }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Return the parameters."""
        return bounded(
            super().get_schema_operation_parameters(view),
            page_size={"minimum": 1, "maximum": LARGEST, "default": SIZE},
        )
