"""The ``x-`` annotations: what a list is made of, and what its parameters mean."""

from collections.abc import Mapping
from typing import Any, Literal

import attrs

from ._errors import SpecError
from ._pointer import Pointer

__all__ = ["Expand", "Filter", "Listing", "Pages", "Parent"]

Operator = Literal["eq", "gt", "gte", "lt", "lte"]
Grain = Literal["exact", "day", "instant"]


@attrs.frozen
class Filter:
    """What a query parameter narrows a list by (``x-filter``).

    Attributes:
        field: The field of an item that the filter reads.
        operator: How the field is compared with the parameter's value.
        grain: What is compared: the very value, its calendar day in UTC, or its instant.
        default: The value that applies when the parameter is left out, if any.
    """

    field: Pointer
    operator: Operator
    grain: Grain
    default: str | float | bool | None = None

    @classmethod
    def read(cls, annotation: Mapping[str, Any], where: str) -> "Filter":
        """Read the annotation that stands at a place in the spec."""
        return cls(
            field=Pointer(_need(annotation, "field", where)),
            operator=_need(annotation, "operator", where),
            grain=_need(annotation, "grain", where),
            default=annotation.get("default"),
        )


@attrs.frozen
class Expand:
    """What a boolean query parameter adds to each item (``x-expand``).

    Attributes:
        field: The field that is added.
        operation: The operationId of the operation that lists the same children.
    """

    field: Pointer
    operation: str

    @classmethod
    def read(cls, annotation: Mapping[str, Any], where: str) -> "Expand":
        """Read the annotation that stands at a place in the spec."""
        return cls(
            field=Pointer(_need(annotation, "field", where)),
            operation=_need(annotation, "operation", where),
        )


@attrs.frozen
class Pages:
    """How the pages of a list are asked for by number.

    Attributes:
        size: The query parameter that says how many items a page holds at most.
        size_echo: Where the body repeats that number, if it does.
        index: The query parameter that says which page.
        index_echo: Where the body repeats that number, if it does.
        total_items: Where the body counts the items of the whole list, if it does.
        total_pages: Where the body counts the pages of the whole list, if it does.
    """

    size: str
    size_echo: Pointer | None
    index: str
    index_echo: Pointer | None
    total_items: Pointer | None
    total_pages: Pointer | None

    @classmethod
    def read(cls, annotation: Mapping[str, Any], where: str) -> "Pages":
        """Read the annotation that stands at a place in the spec."""
        style = _need(annotation, "style", where)
        if style != "page":
            msg = f"{where}/style: expected page, got {style}"
            raise SpecError(msg)
        size = _need(annotation, "pageSize", where)
        index = _need(annotation, "pageIndex", where)
        return cls(
            size=_need(size, "parameter", f"{where}/pageSize"),
            size_echo=_pointer(size, "echo"),
            index=_need(index, "parameter", f"{where}/pageIndex"),
            index_echo=_pointer(index, "echo"),
            total_items=_pointer(annotation, "totalItems"),
            total_pages=_pointer(annotation, "totalPages"),
        )


@attrs.frozen
class Parent:
    """Whose children a list holds.

    Attributes:
        parameter: The path parameter that names the parent.
        field: The field of each item that equals the parent's identity.
        operation: The operationId of the operation that lists the parents.
    """

    parameter: str
    field: Pointer
    operation: str

    @classmethod
    def read(cls, annotation: Mapping[str, Any], where: str) -> "Parent":
        """Read the annotation that stands at a place in the spec."""
        return cls(
            parameter=_need(annotation, "parameter", where),
            field=Pointer(_need(annotation, "field", where)),
            operation=_need(annotation, "operation", where),
        )


@attrs.frozen
class Listing:
    """What the response body of a list is made of (``x-list``).

    Attributes:
        items: Where the body holds the items.
        identity: Where an item holds what tells it from every other.
        pages: How the pages are asked for.
        parent: Whose children the list holds, if anybody's.
    """

    items: Pointer
    identity: Pointer
    pages: Pages
    parent: Parent | None = None

    @classmethod
    def read(cls, annotation: Mapping[str, Any], where: str) -> "Listing":
        """Read the annotation that stands at a place in the spec."""
        parent = annotation.get("parent")
        return cls(
            items=Pointer(_need(annotation, "items", where)),
            identity=Pointer(_need(annotation, "identity", where)),
            pages=Pages.read(_need(annotation, "pagination", where), f"{where}/pagination"),
            parent=Parent.read(parent, f"{where}/parent") if parent else None,
        )


def _need(mapping: object, key: str, where: str) -> Any:  # noqa: ANN401 - JSON
    if not isinstance(mapping, Mapping) or key not in mapping:
        msg = f"{where}: {key} is missing"
        raise SpecError(msg)
    return mapping[key]


def _pointer(mapping: Mapping[str, Any], key: str) -> Pointer | None:
    return Pointer(mapping[key]) if key in mapping else None
