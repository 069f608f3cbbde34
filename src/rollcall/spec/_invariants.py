"""Rules between the fields of an object (``x-invariants``)."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Literal

import attrs

from rollcall.spec._comparing import compared
from rollcall.spec._pointer import Pointer

__all__ = [
    "Aggregate",
    "Condition",
    "Conditional",
    "Order",
    "Reference",
    "Rule",
    "Unique",
    "number_of",
    "read_invariants",
]


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
class Condition:
    """A condition: a field of the object has a given value.

    Attributes:
        field: The field.
        value: The value; None: the field is null or absent.
    """

    field: Pointer
    value: object

    def holds(self, item: object) -> bool:
        """Return whether an object meets the condition."""
        return _is_same(self.field.read(item), self.value)

    def __str__(self) -> str:
        """Return the condition in words."""
        return f"{self.field} is {self.value!r}"


@attrs.frozen
class Conditional:
    """A rule: under a condition, a field is set or not, or has one of some values.

    Attributes:
        kind: The key of the annotation.
        field: The field.
        condition: The condition.
        values: The values that the field may have, if the annotation names them.
    """

    kind: Literal["nullWhen", "setWhen", "equalsWhen", "oneOfWhen"]
    field: Pointer
    condition: Condition
    values: tuple[object, ...] = ()

    def admits(self, value: object) -> bool:
        """Return whether the field may have a value while the condition holds."""
        if self.kind == "nullWhen":
            return value is None
        if self.kind == "setWhen":
            return value is not None
        return any(_is_same(value, each) for each in self.values)

    @property
    def expected(self) -> str:
        """What the field must be, in words."""
        named = " or ".join(map(repr, self.values))
        return {"nullWhen": "null", "setWhen": "set"}.get(self.kind, named)

    def __str__(self) -> str:
        """Return a short form of the rule."""
        return f"{self.field} {self.expected} when {self.condition}"


@attrs.frozen
class Reference:
    """A rule: a field, if set, is the identity of an item of another list.

    Attributes:
        field: The field.
        operation: The operationId of the operation that lists the item.
        parents: The fields that identify the parent of that list and those above it, by the path
            parameter; that of the parent itself may be the empty text.
    """

    field: Pointer
    operation: str
    parents: Mapping[str, Pointer] = MappingProxyType({})

    def __str__(self) -> str:
        """Return a short form of the rule."""
        return f"{self.field} in {self.operation}"


@attrs.frozen
class Unique:
    """A rule: no two values of one list, or of one array, are equal in all of these fields.

    Attributes:
        fields: The fields.
    """

    fields: tuple[Pointer, ...]

    def key(self, item: object) -> tuple[tuple[bool, str | int | float], ...] | None:
        """Return what no other value has, each value after whether it is a boolean.

        It is None if a field is not set. In Python, True equals 1.
        """
        values = [each.read(item) for each in self.fields]
        known = [each for each in values if isinstance(each, str | int | float)]
        if len(known) < len(values):
            return None
        return tuple((isinstance(each, bool), each) for each in known)

    def __str__(self) -> str:
        """Return a short form of the rule."""
        return f"unique {' '.join(map(str, self.fields))}"


@attrs.frozen
class Aggregate:
    """A rule: a field is the number of some elements, or the sum of a field of theirs.

    Attributes:
        kind: The key of the annotation.
        field: The field.
        items: The array of the object that has the elements, if one has them.
        of: The field of an element that is added, if it is a sum.
        operation: The operationId of the operation that lists the elements, if one does.
        parents: The fields that identify the parent of that list and those above it, by the path
            parameter; that of the parent itself may be the empty text.
    """

    kind: Literal["count", "sum"]
    field: Pointer
    items: Pointer | None = None
    of: Pointer | None = None
    operation: str | None = None
    parents: Mapping[str, Pointer] = MappingProxyType({})

    def value(self, elements: Sequence[object]) -> Fraction | None:
        """Return the number or the sum of elements, without rounding.

        A field that is not set adds nothing. It is None if one is no number.
        """
        if self.of is None:
            return Fraction(len(elements))
        found = [self.of.read(each) for each in elements]
        numbers = [number_of(each) for each in found if each is not None]
        known = [each for each in numbers if each is not None]
        return sum(known, Fraction()) if len(known) == len(numbers) else None

    def __str__(self) -> str:
        """Return a short form of the rule."""
        of = f"{self.of} of " if self.of is not None else ""
        return f"{self.field} = {self.kind} of {of}{self.items or self.operation}"


Rule = Order | Conditional | Reference | Unique | Aggregate
"""A rule of a schema."""


def _is_same(one: object, other: object) -> bool:
    """Return whether two scalars are equal in JSON; in Python, True equals 1."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def number_of(value: object) -> Fraction | None:
    """Return a number, or the decimal number that a text is, without rounding; None for others."""
    found = compared(value, "decimal")
    return found if isinstance(found, Fraction) else None


def read_invariants(schema: Mapping[str, Any]) -> tuple[Rule, ...]:
    """Parse the valid annotation of a schema, if it has one."""
    rules = schema.get("x-invariants", ())
    return tuple(_READERS[kind](kind, body) for each in rules for kind, body in each.items())


def _read_order(_kind: str, fields: Sequence[str]) -> Rule:
    return Order(tuple(map(Pointer, fields)))


def _read_unique(_kind: str, fields: Sequence[str]) -> Rule:
    return Unique(tuple(map(Pointer, fields)))


def _read_conditional(kind: Any, body: Mapping[str, Any]) -> Rule:  # noqa: ANN401 - a literal
    condition = Condition(Pointer(body["when"]), body["equals"])
    values = body.get("values", [body["value"]] if "value" in body else ())
    return Conditional(kind, Pointer(body["field"]), condition, tuple(values))


def _read_reference(_kind: str, body: Mapping[str, Any]) -> Rule:
    return Reference(Pointer(body["field"]), body["operation"], _parents(body))


def _read_aggregate(kind: Any, body: Mapping[str, Any]) -> Rule:  # noqa: ANN401 - a literal
    return Aggregate(
        kind,
        Pointer(body["field"]),
        items=_pointer(body, "items"),
        of=_pointer(body, "of"),
        operation=body.get("operation"),
        parents=_parents(body),
    )


def _pointer(body: Mapping[str, Any], key: str) -> Pointer | None:
    return Pointer(body[key]) if key in body else None


def _parents(body: Mapping[str, Any]) -> Mapping[str, Pointer]:
    found = body.get("parent", {})
    named = {"": found} if isinstance(found, str) else found
    return {name: Pointer(each) for name, each in named.items()}


_READERS: Mapping[str, Callable[[str, Any], Rule]] = MappingProxyType(
    {
        "order": _read_order,
        "unique": _read_unique,
        **dict.fromkeys(("nullWhen", "setWhen", "equalsWhen", "oneOfWhen"), _read_conditional),
        "reference": _read_reference,
        **dict.fromkeys(("count", "sum"), _read_aggregate),
    }
)
