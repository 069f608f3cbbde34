"""The ``x-`` annotations: what a list is made of, and what its parameters mean."""

from collections.abc import Mapping
from typing import Any, Literal

import attrs

from rollcall.spec._pointer import Pointer

__all__ = ["Default", "Expand", "Filter", "Parent", "Strictness"]

Operator = Literal["eq", "gt", "gte", "lt", "lte"]
Precision = Literal["exact", "day", "instant"]
Default = str | int | bool


@attrs.frozen
class Filter:
    """What a query parameter narrows a list by (``x-filter``).

    Attributes:
        field: The field of an item that the filter reads.
        operator: How the field is compared with the parameter's value.
        precision: What is compared: the very value, its calendar day in UTC, or its instant.
        defaults: The values one of which applies when the parameter is left out; none: leaving it
            out is no filter.
    """

    field: Pointer
    operator: Operator
    precision: Precision
    defaults: tuple[Default, ...] = ()

    @classmethod
    def read(cls, annotation: Mapping[str, Any]) -> "Filter":
        """Read a valid annotation."""
        return cls(
            field=Pointer(annotation["field"]),
            operator=annotation["operator"],
            precision=annotation["precision"],
            defaults=_defaults(annotation),
        )


def _defaults(annotation: Mapping[str, Any]) -> tuple[Default, ...]:
    given = annotation.get("default", [])
    return tuple(given) if isinstance(given, list) else (given,)


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
    def read(cls, annotation: Mapping[str, Any]) -> "Expand":
        """Read a valid annotation."""
        return cls(
            field=Pointer(annotation["field"]),
            operation=annotation["operation"],
        )


@attrs.frozen
class Parent:
    """Whose children a list holds.

    Attributes:
        parameter: The path parameter that names the parent.
        field: The field of each item that equals the parent's identity.
        operation: The operationId of the operation that lists the parents; None where nothing
            lists them, so that they are known only when they are given.
    """

    parameter: str
    field: Pointer
    operation: str | None

    @classmethod
    def read(cls, annotation: Mapping[str, Any]) -> "Parent":
        """Read a valid annotation."""
        return cls(
            parameter=annotation["parameter"],
            field=Pointer(annotation["field"]),
            operation=annotation.get("operation"),
        )


@attrs.frozen
class Strictness:
    """What a list chooses where guidelines differ (``strictness`` of ``x-list``).

    Attributes:
        oversized_page: Whether a page size above the maximum is refused, or answered as the
            maximum (AIP-158 asks for that).
        past_the_end: Whether a page after the last one is empty, or not found.
        invalid_value: The statuses that refuse a value which a schema does not admit; none named:
            any from 400 to 499.
        unknown_parent: The statuses of a parent that does not exist.
        malformed_parent: The statuses of a parent whose identifier is malformed; none named: any
            from 400 to 499.
    """

    oversized_page: Literal["refused", "clamped"] = "refused"
    past_the_end: Literal["empty", "notFound"] = "empty"
    invalid_value: tuple[int, ...] = ()
    unknown_parent: tuple[int, ...] = (404,)
    malformed_parent: tuple[int, ...] = ()

    @classmethod
    def read(cls, annotation: Mapping[str, Any]) -> "Strictness":
        """Read the annotation; what it leaves out is as strict as it can be."""
        return cls(
            oversized_page=annotation.get("oversizedPage", "refused"),
            past_the_end=annotation.get("pastTheEnd", "empty"),
            invalid_value=tuple(annotation.get("invalidValue", ())),
            unknown_parent=tuple(annotation.get("unknownParent", (404,))),
            malformed_parent=tuple(annotation.get("malformedParent", ())),
        )
