"""The schema of a page whose items have only the fields that a request selects."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rollcall.spec._bodies import body_location, success_status
from rollcall.spec._operation import ListOperation
from rollcall.spec._pointer import Pointer
from rollcall.spec._spec import Spec

__all__ = ["partial_schema"]

_EACH = "*"
"""The items of an array, in a place."""
_COMBINING = ("allOf", "anyOf", "oneOf")

_Place = tuple[str, ...]
_Schema = Mapping[str, Any]


def partial_schema(spec: Spec, operation: ListOperation, *, is_default: bool = False) -> _Schema:
    """Return the schema of a page that does not require the fields that a request can leave out.

    Args:
        spec: The document.
        operation: The operation.
        is_default: Whether only the fields are meant that a request without names leaves out.
    """
    location = body_location(spec, operation.at, success_status(spec, operation.at))
    schema: _Schema = spec.get(location) if location is not None else {}
    above = (*operation.items.location, _EACH)
    for each in operation.selects.values():
        shown = each.fields if is_default and not each.default else each.default
        chosen = [each.fields[name] for name in shown] if is_default else []
        removable = [place for place in each.removable if place not in chosen]
        places = [(*above, *place.location) for place in removable]
        kept = [(*above, *place.location) for place in (*each.always, *chosen)]
        schema = _loosened(spec.raw, schema, places, kept, len(above))
    return schema


def _loosened(  # noqa: PLR0913, PLR0917 - a schema, and what is followed from its value
    raw: _Schema,
    schema: _Schema,
    places: Sequence[_Place],
    kept: Sequence[_Place],
    above: int,
    seen: tuple[str, ...] = (),
) -> _Schema:
    """Return a schema that requires neither the fields at some places nor those on the way.

    Args:
        raw: The document.
        schema: The schema.
        places: The places, from a value of the schema.
        kept: The places of fields that are required as before.
        above: How many steps lead to an item; these are required as before.
        seen: The references that were followed from the same value.
    """
    reference = str(schema.get("$ref", ""))
    if not places or reference in seen:
        return schema
    found = {key: each for key, each in schema.items() if key != "$ref"}
    for keyword in _COMBINING:
        if keyword in found:
            parts = found[keyword]
            found[keyword] = [_loosened(raw, each, places, kept, above, seen) for each in parts]
    if above <= 0 and "required" in found:
        optional = {each[0] for each in places} - {each[0] for each in kept}
        found["required"] = [each for each in found["required"] if each not in optional]

    def inner(schema: _Schema, name: str) -> _Schema:
        return _loosened(raw, schema, _below(places, name), _below(kept, name), above - 1)

    if "properties" in found:
        found["properties"] = {
            name: inner(each, name) for name, each in found["properties"].items()
        }
    if isinstance(found.get("items"), Mapping):
        found["items"] = inner(found["items"], _EACH)
    if not reference:
        return found
    target = Pointer(reference[1:]).read(raw)
    followed = _loosened(raw, target, places, kept, above, (*seen, reference))
    return {**found, "allOf": [*found.get("allOf", ()), followed]} if found else followed


def _below(places: Iterable[_Place], name: str) -> list[_Place]:
    """Return the places below a name, from there."""
    return [each[1:] for each in places if each[:1] == (name,) and len(each) > 1]
