"""The ``x-`` annotations of lists and their parameters."""

from collections.abc import Mapping
from typing import Any, Literal

import attrs

from rollcall.spec._comparing import Ignored, Precision
from rollcall.spec._pointer import Pointer
from rollcall.spec._sorting import SortKey

__all__ = ["Default", "Expand", "Filter", "Operator", "Parent"]

Operator = Literal[
    "eq",
    "ne",
    "gt",
    "gte",
    "lt",
    "lte",
    "contains",
    "startsWith",
    "endsWith",
    "isNull",
    "in",
    "notIn",
    "between",
]
Default = str | int | bool


@attrs.frozen
class Filter:
    """The filter of a query parameter (``x-filter``).

    Attributes:
        field: The field of an item that the filter reads.
        operator: How the field is compared with the parameter's value.
        precision: What is compared.
        defaults: The candidates for the value that applies if the parameter is absent; empty if
            its absence does not filter.
        ignored: The differences between texts that do not count.
        nulls_match: Whether an item matches if its field is null or absent.
        zone: The time zone of a day.
        separator: What stands between the values of a text; empty unless the text has several.
        prefixes: The operators that a value can begin with, each with what it writes before the
            value; empty: the value has no operator.
    """

    field: Pointer
    operator: Operator
    precision: Precision
    defaults: tuple[Default, ...] = ()
    ignored: frozenset[Ignored] = frozenset()
    nulls_match: bool = False
    zone: str = "UTC"
    separator: str = ""
    prefixes: tuple[tuple[Operator, str], ...] = ()

    @property
    def takes_several(self) -> bool:
        """Whether a value of the parameter is several values."""
        return self.operator in {"in", "notIn", "between"}

    @property
    def takes_null(self) -> bool:
        """Whether an item can match if its field is null or absent."""
        return self.nulls_match or self.operator == "isNull"

    @classmethod
    def read(cls, annotation: Mapping[str, Any]) -> "Filter":
        """Parse a valid annotation."""
        return cls(
            field=Pointer(annotation["field"]),
            operator=annotation.get("operator") or next(iter(annotation["prefixes"])),
            precision=annotation.get("precision", "exact"),
            defaults=_defaults(annotation),
            ignored=frozenset(annotation.get("ignore", ())),
            nulls_match=annotation.get("nulls") == "match",
            zone=annotation.get("zone", "UTC"),
            separator=annotation.get("separator", ""),
            prefixes=tuple(annotation.get("prefixes", {}).items()),
        )


def _defaults(annotation: Mapping[str, Any]) -> tuple[Default, ...]:
    given = annotation.get("default", [])
    return tuple(given) if isinstance(given, list) else (given,)


@attrs.frozen
class Expand:
    """The expansion of items by a boolean query parameter (``x-expand``).

    Attributes:
        field: The field that is added.
        operation: The operationId of the operation that lists the same children.
        order: The keys of the order of the children; empty if none is documented.
    """

    field: Pointer
    operation: str
    order: tuple[SortKey, ...] = ()

    @classmethod
    def read(cls, annotation: Mapping[str, Any]) -> "Expand":
        """Parse a valid annotation."""
        return cls(
            field=Pointer(annotation["field"]),
            operation=annotation["operation"],
            order=tuple(map(SortKey.read, annotation.get("order", ()))),
        )


@attrs.frozen
class Parent:
    """The parent of the items of a list.

    Attributes:
        parameter: The path parameter that names the parent.
        field: The field of each item that equals the parent's identity.
        operation: The operationId of the operation that lists the parents; None if no operation
            does, so the caller has to name them.
    """

    parameter: str
    field: Pointer
    operation: str | None

    @classmethod
    def read(cls, annotation: Mapping[str, Any]) -> "Parent":
        """Parse a valid annotation."""
        return cls(
            parameter=annotation["parameter"],
            field=Pointer(annotation["field"]),
            operation=annotation.get("operation"),
        )
