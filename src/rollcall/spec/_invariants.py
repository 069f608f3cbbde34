"""What holds between the fields of one value (``x-invariants``)."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from rollcall.spec._need import need
from rollcall.spec._pointer import Pointer

__all__ = ["Invariants", "NullWhen", "Order", "Reference", "read_invariants"]


@attrs.frozen
class Order:
    """The values of these fields never decrease.

    Attributes:
        fields: The fields, in their order.
    """

    fields: tuple[Pointer, ...]

    def __str__(self) -> str:
        """Return the rule in short."""
        return " <= ".join(map(str, self.fields))


@attrs.frozen
class NullWhen:
    """A field is null or absent when another one has a value.

    Attributes:
        field: The field that is null.
        when: The other field.
        equals: Its value.
    """

    field: Pointer
    when: Pointer
    equals: object

    def __str__(self) -> str:
        """Return the rule in short."""
        return f"{self.field} null when {self.when} is {self.equals!r}"


@attrs.frozen
class Reference:
    """A field, if it is set, is the identity of an item of another list.

    Attributes:
        field: The field.
        operation: The operationId of the operation that lists what it refers to.
        parent: The field that identifies the parent of that list, if it has one.
    """

    field: Pointer
    operation: str
    parent: Pointer | None

    def __str__(self) -> str:
        """Return the rule in short."""
        return f"{self.field} in {self.operation}"


@attrs.frozen
class Invariants:
    """The rules of a schema.

    Attributes:
        orders: Which fields are in order.
        nulls: Which fields are null, and when.
        references: Which fields refer to other lists.
    """

    orders: tuple[Order, ...] = ()
    nulls: tuple[NullWhen, ...] = ()
    references: tuple[Reference, ...] = ()


def read_invariants(schema: Mapping[str, Any], where: str) -> Invariants:
    """Read the annotation of a schema; without one there are no rules."""
    rules = [*schema.get("x-invariants", ())]
    return Invariants(
        orders=tuple(
            Order(tuple(map(Pointer, each["order"]))) for each in rules if "order" in each
        ),
        nulls=tuple(_nulls(rules, where)),
        references=tuple(_references(rules, where)),
    )


def _nulls(rules: list[Mapping[str, Any]], where: str) -> Iterator[NullWhen]:
    for rule in rules:
        if (body := rule.get("nullWhen")) is not None:
            place = f"{where}/x-invariants/nullWhen"
            yield NullWhen(
                Pointer(need(body, "field", place)),
                Pointer(need(body, "when", place)),
                need(body, "equals", place),
            )


def _references(rules: list[Mapping[str, Any]], where: str) -> Iterator[Reference]:
    for rule in rules:
        if (body := rule.get("reference")) is not None:
            place = f"{where}/x-invariants/reference"
            parent = body.get("parent")
            yield Reference(
                Pointer(need(body, "field", place)),
                need(body, "operation", place),
                Pointer(parent) if parent else None,
            )
