"""Rules between the fields of an object (``x-invariants``)."""

from collections.abc import Mapping
from typing import Any

import attrs

from rollcall.spec._pointer import Pointer

__all__ = ["Invariants", "NullWhen", "Order", "Reference", "read_invariants"]


@attrs.frozen
class Order:
    """A rule: the values of these fields never decrease.

    Attributes:
        fields: The fields, in their order.
    """

    fields: tuple[Pointer, ...]

    def __str__(self) -> str:
        """Return a short form of the rule."""
        return " <= ".join(map(str, self.fields))


@attrs.frozen
class NullWhen:
    """A rule: a field is null or absent if another one has a given value.

    Attributes:
        field: The field that is null.
        when: The other field.
        equals: Its value.
    """

    field: Pointer
    when: Pointer
    equals: object

    def __str__(self) -> str:
        """Return a short form of the rule."""
        return f"{self.field} null when {self.when} is {self.equals!r}"


@attrs.frozen
class Reference:
    """A rule: a field, if set, is the identity of an item of another list.

    Attributes:
        field: The field.
        operation: The operationId of the operation that lists the item.
        parent: The field that identifies the parent of that list, if it has one.
    """

    field: Pointer
    operation: str
    parent: Pointer | None

    def __str__(self) -> str:
        """Return a short form of the rule."""
        return f"{self.field} in {self.operation}"


@attrs.frozen
class Invariants:
    """The rules of a schema.

    Attributes:
        orders: The fields in ascending order.
        nulls: The fields that are null under a condition.
        references: The fields that refer to other lists.
    """

    orders: tuple[Order, ...] = ()
    nulls: tuple[NullWhen, ...] = ()
    references: tuple[Reference, ...] = ()


def read_invariants(schema: Mapping[str, Any]) -> Invariants:
    """Parse the valid annotation of a schema, if it has one."""
    rules = schema.get("x-invariants", ())
    nulls = [each["nullWhen"] for each in rules if "nullWhen" in each]
    references = [each["reference"] for each in rules if "reference" in each]
    return Invariants(
        orders=tuple(
            Order(tuple(map(Pointer, each["order"]))) for each in rules if "order" in each
        ),
        nulls=tuple(
            NullWhen(Pointer(each["field"]), Pointer(each["when"]), each["equals"])
            for each in nulls
        ),
        references=tuple(
            Reference(
                Pointer(each["field"]),
                each["operation"],
                Pointer(each["parent"]) if "parent" in each else None,
            )
            for each in references
        ),
    )
