"""The models of an API whose names are not all names of Python."""

from typing import Any, Self

from msgspec import Struct
from msgspec.structs import replace

from ._types import shortened

__all__ = ["WireModel"]


class WireModel(Struct, frozen=True, kw_only=True, dict=True):
    """A model whose fields may have other names in JSON (``rename``).

    Copies and pickles of it also know the JSON that it was decoded from.
    """

    def __reduce__(self) -> tuple[Any, ...]:
        return (*super().__reduce__(), self.__dict__)

    def __copy__(self) -> Self:
        copy = replace(self)
        vars(copy).update(vars(self))
        return copy

    def __hash__(self) -> int:
        values = (getattr(self, name) for name in self.__struct_fields__)
        return hash((type(self), *(each for each in values if not isinstance(each, list | dict))))

    def __repr__(self) -> str:
        fields = (f"{name}={shortened(getattr(self, name))}" for name in self.__struct_fields__)
        return f"{type(self).__name__}({', '.join(fields)})"
