"""The models of an API whose names are not all names of Python."""

from msgspec import Struct

from ._types import shortened

__all__ = ["WireModel"]


class WireModel(Struct, frozen=True, kw_only=True):
    """A model whose fields may have other names in JSON (``rename``)."""

    def __repr__(self) -> str:
        fields = (f"{name}={shortened(getattr(self, name))}" for name in self.__struct_fields__)
        return f"{type(self).__name__}({', '.join(fields)})"
