"""Writes a document in one form, so that its readers do not have to know the others.

OpenAPI 3.0 becomes 3.1. A schema that admits null has a list of types, a single ``allOf`` and an
``allOf`` of objects become one schema. The schema of a parameter has no reference and no null,
which a request cannot express. A schema has only keywords that apply to its type. Each operation
has an operationId, and an object in a query has a parameter for each property. No parameter is a
header that OpenAPI ignores.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from rollcall.spec._forms import forms, joined, types_of
from rollcall.spec._keywords import drop_idle
from rollcall.spec._normal_operations import name_operations, plain_parameters
from rollcall.spec._pointer import Location, Pointer

__all__ = ["normalize", "plain_schema"]

_ONE = ("items", "additionalProperties", "not", "if", "then", "else", "contains")
_SEVERAL = ("allOf", "anyOf", "oneOf", "prefixItems")
_NAMED = ("properties", "patternProperties", "$defs", "dependentSchemas")
_NULL = {"type": "null"}
_SCALARS = {"string", "integer", "number", "boolean"}
_BOUNDS = (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum"))
_CLOSING = ("additionalProperties", "unevaluatedProperties")
_PROSE = ("title", "description", "default", "deprecated", "example", "examples")
_DEPTH = 3
"""The most arrays within arrays that a parameter is followed through."""
_DATA = {"example", "examples"}

Schema = dict[str, Any]


def normalize(raw: dict[str, Any]) -> dict[Location, Location]:
    """Write a document in the form that its readers expect, in place.

    Returns:
        Where each parameter stood that has another location now.
    """
    _inline_paths(raw)
    name_operations(raw)
    moved = plain_parameters(raw)
    if str(raw.get("openapi")).startswith("3.0"):
        raw["openapi"] = "3.1.0"
    # Frameworks write keywords of 3.0 into documents of 3.1, too.
    for node in [*_schemas(raw)]:
        _upgrade(node)
    for node in [*_schemas(raw)]:
        _flatten(raw, node)
    for parameter in _parameters(raw):
        parameter["schema"] = plain_schema(raw, parameter["schema"])
    for node in [*_schemas(raw)]:
        drop_idle(node)
    return moved


def _inline_paths(raw: dict[str, Any]) -> None:
    """Replace references to shared path items, which few readers follow."""
    paths = raw.get("paths")
    if not isinstance(paths, dict):
        return
    for path, item in paths.items():
        reference = item.get("$ref") if isinstance(item, dict) else None
        if isinstance(reference, str) and reference.startswith("#/components/pathItems/"):
            target = Pointer(reference[1:]).read(raw)
            if isinstance(target, dict):
                others = {key: each for key, each in item.items() if key != "$ref"}
                paths[path] = deepcopy({**target, **others})


def _schemas(raw: Mapping[str, Any]) -> Iterator[Schema]:
    """Yield all schemas of a document, inner ones first."""
    components = raw.get("components")
    named = components.get("schemas") if isinstance(components, dict) else None
    for each in named.values() if isinstance(named, dict) else ():
        yield from _within(each)
    for key, part in raw.items():
        rest = part
        if key == "components" and isinstance(part, dict):
            rest = {name: each for name, each in part.items() if name != "schemas"}
        yield from _roots(rest)


def _roots(part: object) -> Iterator[Schema]:
    if isinstance(part, dict):
        for key, each in part.items():
            if key == "schema":
                yield from _within(each)
            elif key not in _DATA:
                yield from _roots(each)
    elif isinstance(part, list):
        for each in part:
            yield from _roots(each)


def _within(schema: object) -> Iterator[Schema]:
    if not isinstance(schema, dict):
        return
    for key in _ONE:
        yield from _within(schema.get(key))
    for key in _SEVERAL:
        for each in schema[key] if isinstance(schema.get(key), list) else ():
            yield from _within(each)
    for key in _NAMED:
        for each in schema[key].values() if isinstance(schema.get(key), dict) else ():
            yield from _within(each)
    yield schema


def _parameters(part: object) -> Iterator[Schema]:
    """Yield the parameters with a schema, wherever they are described."""
    if isinstance(part, dict):
        if "in" in part and isinstance(part.get("schema"), dict):
            yield part
        for key, each in part.items():
            if key not in {*_DATA, "schema", "schemas"}:
                yield from _parameters(each)
    elif isinstance(part, list):
        for each in part:
            yield from _parameters(each)


def _upgrade(schema: Schema) -> None:
    """Rewrite the keywords of OpenAPI 3.0 that have another meaning in 3.1."""
    for bound, exclusive in _BOUNDS:
        is_flag = isinstance(schema.get(exclusive), bool)
        if is_flag and schema.pop(exclusive) and bound in schema:
            schema[exclusive] = schema.pop(bound)
    if not schema.pop("nullable", False):
        return
    if isinstance(schema.get("type"), str):
        schema["type"] = [schema["type"], "null"]
        if isinstance(schema.get("enum"), list) and None not in schema["enum"]:
            schema["enum"] = [*schema["enum"], None]
        return
    prose = {key: schema.pop(key) for key in _PROSE if key in schema}
    inner = dict(schema)
    schema.clear()
    schema.update({"anyOf": [inner, dict(_NULL)], **prose} if inner else prose)


def _flatten(raw: Mapping[str, Any], schema: Schema) -> None:
    """Replace combinations that say no more than one schema, in place."""
    for keyword in ("anyOf", "oneOf"):
        if isinstance(schema.get(keyword), list):
            _flatten_alternatives(raw, schema, keyword)
    if isinstance(schema.get("type"), list) and len(schema["type"]) == 1:
        schema["type"] = schema["type"][0]
    parts = schema.get("allOf")
    if not isinstance(parts, list) or "$ref" in schema:
        return
    others = {key: each for key, each in schema.items() if key != "allOf"}
    if len(parts) == 1 and isinstance(parts[0], dict) and not _clash(parts[0], others):
        schema.clear()
        schema.update({**parts[0], **others})
    elif whole := _joined(raw, schema):
        schema.clear()
        schema.update(whole)


def _clash(part: Schema, others: Schema) -> bool:
    """Return whether two schemas cannot be written as one."""
    limits = others.keys() - {*_PROSE, "readOnly", "writeOnly"}
    limits = {each for each in limits if not each.startswith("x-")}
    return bool(limits) if "$ref" in part else bool(limits & part.keys())


def _joined(raw: Mapping[str, Any], schema: Schema) -> Schema | None:
    """Return one schema for an ``allOf`` of objects; None if there is none."""
    if {"anyOf", "oneOf", "$ref"} & schema.keys():
        return None
    found = [forms(raw, each) for each in ({**schema, "allOf": []}, *schema["allOf"])]
    if not all(len(each) == 1 for each in found):
        return None
    flat = tuple(each[0] for each in found)
    is_plain = all(types_of(each) <= {"object"} for each in flat) and not any(
        each.get(keyword) is not None and each[keyword] is not True
        for each in flat
        for keyword in _CLOSING
    )
    whole = dict(joined(flat))
    return whole if is_plain and whole.get("properties") else None


def _flatten_alternatives(raw: Mapping[str, Any], schema: Schema, keyword: str) -> None:
    alternatives = schema[keyword]
    others = [each for each in alternatives if not _is_null(raw, each)]
    is_nullable = len(others) < len(alternatives)
    if len(others) > 1 and (values := _closed(forms(raw, {keyword: others}))):
        others = [values]
    if len(others) != 1 or not isinstance(others[0], dict):
        return
    only: Mapping[str, Any] = others[0]
    if "$ref" in only:
        if not is_nullable:
            return
        found = forms(raw, only)
        if len(found) != 1 or not types_of(found[0]) or not types_of(found[0]) <= _SCALARS:
            return
        only = found[0]
    own = {key: each for key, each in schema.items() if key != keyword}
    types = sorted(types_of(only))
    if own.keys() & only.keys() - {*_PROSE} or not types or {"anyOf", "oneOf"} & only.keys():
        return
    merged = {**only, **own}
    if is_nullable:
        merged["type"] = [*types, *(["null"] if "null" not in types else [])]
        if "const" in merged:
            merged["enum"] = [merged.pop("const"), None]
        elif "enum" in merged and None not in merged["enum"]:
            merged["enum"] = [*merged["enum"], None]
    schema.clear()
    schema.update(merged)


def _closed(found: tuple[Mapping[str, Any], ...]) -> Schema:
    """Return one enumeration for several ones; empty if a form is none."""
    if not all("enum" in each or "const" in each for each in found):
        return {}
    values = [value for each in found for value in each.get("enum", [each.get("const")])]
    types = sorted({each for form in found for each in types_of(form)})
    return {"type": types[0] if len(types) == 1 else types, "enum": [*dict.fromkeys(values)]}


def _is_null(raw: Mapping[str, Any], schema: object) -> bool:
    return isinstance(schema, Mapping) and bool(schema) and not forms(raw, schema)


def plain_schema(raw: Mapping[str, Any], schema: Schema, depth: int = 0) -> Schema:
    """Return the schema of a parameter without references, null and ``const``."""
    found = forms(raw, schema)
    kept = {key: schema[key] for key in schema if key in _PROSE or key.startswith("x-")}
    if not found:
        return schema
    if len(found) == 1:
        plain = {**found[0], **kept}
    elif values := _closed(found):
        plain = {**values, **kept}
    else:
        plain = {"anyOf": [dict(each) for each in found], **kept}
    if "const" in plain:
        plain["enum"] = [plain.pop("const")]
    if "type" not in plain and len(types := types_of(plain)) == 1:
        plain["type"] = min(types)
    if plain.get("default", ...) is None:
        del plain["default"]
    if isinstance(plain.get("items"), dict) and depth < _DEPTH:
        plain["items"] = plain_schema(raw, plain["items"], depth + 1)
    return plain
