"""The parts of a schema: its alternatives, its types, and the fields of its objects."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rollcall import spec as specs
from rollcall.spec import Spec, forms, resolve

__all__ = [
    "alternatives",
    "inside",
    "is_write_only",
    "leads_back",
    "open_fields",
    "types_of",
    "validator",
]

_UNIONS = ("anyOf", "oneOf")
_NULL: Mapping[str, Any] = {"type": "null"}
_PROSE = {
    *("title", "description", "default", "deprecated", "example", "examples", "readOnly"),
    *("writeOnly", "discriminator", "externalDocs", "xml"),
}
"""The keywords that do not limit values."""


def types_of(schema: Mapping[str, Any]) -> list[str]:
    """Return the valid types of a schema without alternatives; none: any."""
    named = schema.get("type") or sorted(specs.types_of(schema))
    return [named] if isinstance(named, str) else list(named)


def alternatives(spec: Spec, schema: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Return the schemas of which a value has one; empty if the schema has nothing to combine.

    Args:
        spec: The spec.
        schema: The schema, without a reference at its top.
    """
    limits = {key for key in schema if key not in _PROSE and not key.startswith("x-")}
    for keyword in _UNIONS:
        if limits == {keyword}:
            found: Sequence[Mapping[str, Any]] = schema[keyword]
            return found
    if limits & {"allOf", *_UNIONS}:
        return forms(spec.raw, schema) or (_NULL,)
    return ()


def inside(schema: Mapping[str, Any], within: tuple[str, ...]) -> tuple[str, ...]:
    """Return the references to the schemas around the parts of a schema."""
    return (*within, schema["$ref"]) if "$ref" in schema else within


def leads_back(schema: Mapping[str, Any], within: tuple[str, ...]) -> bool:
    """Return whether a schema is, or may be, one of those around it."""
    inner = (each for keyword in _UNIONS for each in schema.get(keyword, ()))
    return schema.get("$ref") in within or any(leads_back(each, within) for each in inner)


def open_fields(
    spec: Spec, schema: Mapping[str, Any], within: tuple[str, ...]
) -> Mapping[str, Any]:
    """Return the properties of an object in a response, with those that are only required.

    Optional ones that lead back, or that only a request has, are left out.
    """
    required = schema.get("required", ())
    fields = {**{name: {} for name in required}, **schema.get("properties", {})}
    return {
        name: field
        for name, field in fields.items()
        if name in required or not (leads_back(field, within) or is_write_only(spec, field))
    }


def is_write_only(spec: Spec, schema: Mapping[str, Any]) -> bool:
    """Return whether only requests have the value of a schema."""
    return any(each.get("writeOnly") is True for each in (schema, resolve(spec, schema)))


def validator(spec: Spec, schema: Mapping[str, Any]) -> Callable[[object], bool]:
    """Return a function that returns whether a value is valid; formats are not validated."""
    from openapi_schema_validator import OAS31Validator  # noqa: PLC0415 - the extra "clients"

    whole = OAS31Validator({**schema, "components": spec.raw.get("components", {})})
    return lambda value: bool(whole.is_valid(value))
