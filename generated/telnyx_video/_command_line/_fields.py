# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The fields of a model."""

from typing import cast

import attrs
from msgspec import Struct, structs

__all__ = ["ModelField", "fields_of"]


@attrs.frozen
class ModelField:
    """A field of a model.

    Attributes:
        name: Its name in Python.
        wire_name: Its name in JSON.
        type: Its type.
    """

    name: str
    wire_name: str
    type: object


def fields_of(model: type[object]) -> list[ModelField]:
    """Return the fields of a model, in order."""
    if issubclass(model, Struct):
        found = structs.fields(model)
        return [ModelField(each.name, each.encode_name, each.type) for each in found]
    plain = attrs.fields(cast("type[attrs.AttrsInstance]", model))
    return [ModelField(each.name, each.name, each.type) for each in plain]
