"""Which keywords of a schema apply to values of which type."""

from collections.abc import Mapping
from typing import Any

from rollcall.spec._forms import types_of

__all__ = ["drop_idle"]

_OF_NUMBERS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_OF_TYPES: Mapping[str, tuple[str, ...]] = {
    "string": (
        *("minLength", "maxLength", "pattern"),
        *("contentEncoding", "contentMediaType", "contentSchema"),
    ),
    "integer": _OF_NUMBERS,
    "number": _OF_NUMBERS,
    "array": (
        *("items", "prefixItems", "unevaluatedItems", "contains", "minContains", "maxContains"),
        *("minItems", "maxItems", "uniqueItems"),
    ),
    "object": (
        *("properties", "patternProperties", "additionalProperties", "unevaluatedProperties"),
        *("propertyNames", "minProperties", "maxProperties", "required"),
        *("dependentRequired", "dependentSchemas"),
    ),
}
"""The keywords that apply to values of one type; others apply to all values."""


def drop_idle(schema: dict[str, Any]) -> None:
    """Remove the keywords that apply to no value of a schema, in place.

    An example is ``uniqueItems`` of a string, which JSON Schema ignores.
    """
    types = types_of(schema) if {"type", "enum", "const"} & schema.keys() else ()
    if not types:
        return
    used = {each for name in types for each in _OF_TYPES.get(name, ())}
    for keyword in {each for some in _OF_TYPES.values() for each in some} - used:
        schema.pop(keyword, None)
