# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The columns of a table of models, whatever the library of the table."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC
from typing import Any, Final, Literal

import attrs
import msgspec
from msgspec import inspect

from ._types import UNSET

__all__ = ["Column", "Kind", "KindName", "columns_of"]

KindName = Literal[
    "text",
    "integer",
    "number",
    "decimal",
    "boolean",
    "instant",
    "day",
    "list",
    "struct",
    "json",
]

_KINDS: Final[Mapping[type[object], KindName]] = {
    inspect.StrType: "text",
    inspect.UUIDType: "text",
    inspect.IntType: "integer",
    inspect.FloatType: "number",
    inspect.DecimalType: "decimal",
    inspect.BoolType: "boolean",
    inspect.DateTimeType: "instant",
    inspect.DateType: "day",
}


@attrs.frozen
class Kind:
    """The type of a column.

    Attributes:
        name: ``json`` is any value, as the text of its JSON.
        inner: The type of the values of a list.
        fields: The fields of a struct.
    """

    name: KindName
    inner: "Kind | None" = None
    fields: "tuple[Column, ...]" = ()

    def cell(self, value: Any) -> Any:  # noqa: ANN401 - the value of a field
        """Return a value as a table has it; None if it is null or was not sent."""
        if value is None or value is UNSET:
            return None
        inner = self.inner
        if inner is not None:
            return [inner.cell(each) for each in value]
        if self.name == "struct":
            return {each.name: each.cell(value) for each in self.fields}
        convert = _CELLS.get(self.name)
        return convert(value) if convert is not None else value


_CELLS: Final[Mapping[str, Callable[[Any], object]]] = {
    "text": str,
    "number": float,
    "instant": lambda value: value if value.tzinfo is UTC else value.astimezone(UTC),
    "json": lambda value: msgspec.json.encode(value).decode(),
}


@attrs.frozen
class Column:
    """A column of a table.

    Attributes:
        name: The name of the field in the API.
        attribute: The attribute of a model that has the value.
        kind: Its type.
    """

    name: str
    attribute: str
    kind: Kind

    def cell(self, model: object) -> Any:  # noqa: ANN401 - the value of a field
        """Return the value of a model."""
        return self.kind.cell(getattr(model, self.attribute))


def columns_of(model: type[object]) -> tuple[Column, ...]:
    """Return the columns of a table of models, in the order of their fields."""
    return _columns(inspect.type_info(model), frozenset())


def _columns(info: Any, above: frozenset[type[object]]) -> tuple[Column, ...]:  # noqa: ANN401
    above |= {info.cls}
    order = [*info.cls.__annotations__]
    fields = sorted(info.fields, key=lambda each: order.index(each.name))
    return tuple(Column(each.encode_name, each.name, _kind(each.type, above)) for each in fields)


def _kind(info: inspect.Type, above: frozenset[type[object]]) -> Kind:
    if isinstance(info, inspect.UnionType):
        return _kind_of_all({_kind(each, above) for each in info.types if not _is_null(each)})
    if isinstance(info, inspect.LiteralType):
        return _kind_of_all({_kind_of_value(each) for each in info.values})
    if isinstance(info, inspect.ListType):
        return Kind("list", inner=_kind(info.item_type, above))
    # A model that holds models of its own class has no end.
    if isinstance(info, inspect.DataclassType | inspect.StructType) and info.cls not in above:
        return Kind("struct", fields=_columns(info, above))
    return Kind(_KINDS.get(type(info), "json"))


def _is_null(info: inspect.Type) -> bool:
    return isinstance(info, inspect.NoneType)


def _kind_of_value(value: object) -> Kind:
    return Kind("text" if isinstance(value, str) else "integer")


def _kind_of_all(kinds: Iterable[Kind]) -> Kind:
    """Return the type of a column whose values have any of some types."""
    found = {*kinds}
    if found == {Kind("integer"), Kind("number")}:
        return Kind("number")
    return found.pop() if len(found) == 1 else Kind("json")
