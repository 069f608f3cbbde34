"""What the document says of a list that is annotated in the code."""

from typing import Any

from fastapi import Query


def filters(field: str, operator: str, precision: str = "exact") -> Any:
    """Return a query parameter that says which field it reads, and how."""
    meaning = {"field": field, "operator": operator, "precision": precision}
    return Query(json_schema_extra={"x-filter": meaning})


def loans_of_a_book() -> dict[str, Any]:
    """Return the annotation of the list of the loans of a book."""
    return {
        "x-list": {
            "items": "/items",
            "identity": "/id",
            "pagination": {
                "style": "offset",
                "offset": {"parameter": "offset", "echo": "/offset"},
                "pageSize": {"parameter": "limit", "echo": "/limit"},
                "totalItems": "/total",
            },
            "order": [{"field": "/lent_at", "precision": "instant"}],
            "parent": {"parameter": "book_id", "field": "/book_id", "operation": "listBooks"},
        }
    }
