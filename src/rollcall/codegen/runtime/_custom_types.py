"""Types of fields that msgspec decodes through a hook: choices of models, and open models."""

from collections.abc import Collection, Mapping
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast, get_args

import attrs
import msgspec
from msgspec import Struct

__all__ = [
    "REST",
    "Alternative",
    "Custom",
    "CustomType",
    "OpenModel",
    "choice",
    "decode_hook",
    "decoded_as",
    "names_of",
    "resolve",
]

T = TypeVar("T")

REST = "additional_properties"
"""The field of an open model for what its schema does not name."""


class OpenModel:
    """A model that keeps the fields its schema does not name, in ``additional_properties``."""

    __slots__ = ()


class Alternative:
    """A model of a choice, and how its objects are told from those of the others.

    Args:
        model: The model.
        values: The values that a field has in such an object, by its name in JSON.
        required: The names in JSON of fields that only such an object has.
    """

    def __init__(
        self,
        model: type[object],
        values: Mapping[str, Collection[object]] | None = None,
        required: Collection[str] = (),
    ) -> None:
        self.model = model
        self._values = values or {}
        self._required = required

    def admits(self, fields: Mapping[str, object]) -> bool:
        """Return whether an object is one of the model."""
        return all(name in fields for name in self._required) and all(
            name in fields and fields[name] in values for name, values in self._values.items()
        )

    def read(self, value: object) -> object:
        """Convert a value of JSON to the model."""
        if not issubclass(self.model, OpenModel) or not isinstance(value, dict):
            return _convert(value, self.model)
        try:
            return _convert(_with_rest(self.model, cast("dict[str, object]", value)), self.model)
        except ValueError as error:
            place = f"$.{names_of(self.model)[REST]}[...]"
            raise ValueError(str(error).replace(place, "$[...]")) from None


class CustomType(type):
    """A type that msgspec does not know, so that it calls the hook."""

    alternatives: tuple[Alternative, ...]
    others: Any

    def __instancecheck__(cls, instance: object) -> bool:
        # What the hook returns is of another type, if there are some.
        return cls.others is not None or isinstance(
            instance, tuple(each.model for each in cls.alternatives)
        )

    def read(cls, value: object) -> object:
        """Convert a value of JSON to one of the alternatives."""
        if cls.others is not None and not isinstance(value, dict):
            return _convert(value, cls.others)
        if not isinstance(value, dict):
            return cls.alternatives[0].read(value)
        for each in cls.alternatives:
            if each.admits(cast("dict[str, object]", value)):
                return each.read(cast("object", value))
        names = " or ".join(each.model.__name__ for each in cls.alternatives)
        raise ValueError(f"Expected {names}, got another object")


def choice(*alternatives: Alternative) -> Any:  # noqa: ANN401 - a type that is made at run time
    """Return the type of an object that is of one of several models.

    Args:
        alternatives: The models; the first one that admits an object counts.
    """
    name = "_or_".join(each.model.__name__ for each in alternatives)
    return CustomType(name, (), {"alternatives": alternatives, "others": None})


def _custom(types: object) -> CustomType:
    """Return the type of a value of a model or of a choice, or of another type."""
    alternatives: tuple[Alternative, ...] = ()
    others: Any = None
    parts: tuple[Any, ...] = get_args(types) if isinstance(types, UnionType) else (types,)
    for part in parts:
        if isinstance(part, CustomType):
            alternatives = part.alternatives
        elif type(part) is type(Struct) or hasattr(part, "__attrs_attrs__"):
            alternatives = (Alternative(part),)
        else:
            others = part if others is None else others | part
    return CustomType("Custom", (), {"alternatives": alternatives, "others": others})


if TYPE_CHECKING:
    Custom = Annotated[T, "decoded by the hook"]
else:

    class Custom:
        """``Custom[Model | str]``: a value of an open model or of a choice, or of another type."""

        __class_getitem__ = staticmethod(_custom)


def resolve(*models: type[object]) -> None:
    """Read the types of the fields of models, which msgspec does when it first decodes one."""
    for each in models:
        msgspec.json.Decoder(each, dec_hook=decode_hook)


def decode_hook(kind: Any, value: object) -> object:  # noqa: ANN401 - a type
    """Convert a value of JSON to a custom type, for msgspec."""
    if isinstance(kind, CustomType):
        return kind.read(value)
    raise NotImplementedError(kind)


def decoded_as(model: type[T]) -> type[T]:
    """Return the type to decode a whole body or item as."""
    if isinstance(cast("object", model), type) and issubclass(model, OpenModel):
        return cast("type[T]", _custom(model))
    return model


def _convert(value: object, kind: Any) -> object:  # noqa: ANN401 - a type, or a union of some
    try:
        return cast("object", msgspec.convert(value, kind, dec_hook=decode_hook))
    except msgspec.ValidationError as error:
        # Of another error, msgspec says where the value is.
        raise ValueError(str(error)) from None


def _with_rest(model: type[object], fields: Mapping[str, object]) -> dict[str, object]:
    """Return the JSON of an open model, with the fields that its schema does not name apart."""
    rest = names_of(model)[REST]
    known = {*names_of(model).values()} - {rest}
    found = {key: each for key, each in fields.items() if key in known}
    return {**found, rest: {key: each for key, each in fields.items() if key not in known}}


def names_of(model: type[object]) -> dict[str, str]:
    """Return the names in JSON of a model's fields, by those in Python."""
    if issubclass(model, Struct):
        return dict(zip(model.__struct_fields__, model.__struct_encode_fields__, strict=True))
    return {each.name: each.name for each in attrs.fields(cast("Any", model))}
