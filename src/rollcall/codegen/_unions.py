"""Writes combinations of schemas so that a decoder can tell the alternatives of a value apart.

A value of JSON is an object, an array, a text, a number, a boolean or null. For each of these
kinds, a schema that is returned has one alternative at most.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rollcall.spec import forms, types_of

__all__ = ["closed", "simplified"]

Schema = dict[str, Any]

_COMBINING = {"allOf", "anyOf", "oneOf"}
_PROSE = ("description", "deprecated")


def simplified(raw: Mapping[str, Any], schema: Schema) -> Schema:
    """Return a schema without ``allOf``, and with one alternative for each kind of value.

    Several objects become one object with the properties of all. What has no common form is any
    value.

    Args:
        raw: The document.
        schema: The schema.
    """
    if not _COMBINING & schema.keys():
        return schema
    prose = {key: schema[key] for key in _PROSE if key in schema}
    alternatives = _alternatives(schema)
    found = [(each, *form) for each in alternatives for form in _kinds(raw, each)]
    is_nullable = any(_admits_null(raw, each) for each in alternatives)
    kinds = [kind for _, kind, _ in found]
    is_told_apart = len({*kinds}) == len(kinds) and len(kinds) + is_nullable == len(alternatives)
    if "" in kinds or not kinds:
        return prose
    if is_told_apart and not any("allOf" in each for each in alternatives):
        return schema
    results = []
    for kind in dict.fromkeys(kinds):
        of_kind = [(each, form) for each, name, form in found if name == kind]
        only, _ = of_kind[0]
        is_named = len(of_kind) == 1 and "$ref" in only
        results.append(only if is_named else _united(kind, [form for _, form in of_kind]))
    if is_nullable:
        results.append({"type": "null"})
    if len(results) > 1:
        return {"anyOf": results, **prose}
    return results[0] if "$ref" in results[0] else {**results[0], **prose}


def _alternatives(schema: Schema) -> Sequence[Schema]:
    """Return the alternatives of a schema that is nothing but a union; else the schema alone."""
    keys = {each for each in schema if each not in {*_PROSE, "title", "discriminator"}}
    for keyword in ("anyOf", "oneOf"):
        if keys == {keyword}:
            found: Sequence[Schema] = schema[keyword]
            return found
    return [schema]


def _kinds(raw: Mapping[str, Any], schema: Schema) -> Iterator[tuple[str, Schema]]:
    """Yield the kinds of values that a schema admits, each with its form; empty: any kind."""
    for form in forms(raw, schema):
        types = types_of(form)
        if not types:
            yield "", {}
        for each in sorted(types - {"null"}):
            yield "number" if each == "integer" else each, {**form, "type": each}


def _admits_null(raw: Mapping[str, Any], schema: Schema) -> bool:
    if not forms(raw, schema) or "null" in types_of(schema):
        return True
    inner = (each for key in ("anyOf", "oneOf") for each in schema.get(key, ()))
    return any(_admits_null(raw, each) for each in inner)


def _united(kind: str, found: Sequence[Mapping[str, Any]]) -> Schema:
    """Return one schema for several of one kind."""
    if kind == "object":
        return _object(found)
    if len(found) == 1:
        return dict(found[0])
    if kind == "array":
        return {"type": "array", "items": _either([each.get("items", {}) for each in found])}
    if kind == "string" and all("enum" in each for each in found):
        values = dict.fromkeys(value for each in found for value in each["enum"])
        return {"type": "string", "enum": [*values]}
    is_integer = all(each["type"] == "integer" for each in found)
    return {"type": "integer" if is_integer else kind}


def _object(found: Sequence[Mapping[str, Any]]) -> Schema:
    """Return an object with the properties of several; those that all require are required."""
    if not all(each.get("properties") for each in found):
        return {"type": "object"}
    names = dict.fromkeys(name for each in found for name in each["properties"])
    properties = {
        name: _either([each["properties"][name] for each in found if name in each["properties"]])
        for name in names
    }
    required = [name for name in names if all(name in each.get("required", ()) for each in found)]
    return {"type": "object", "properties": properties, "required": required}


def _either(found: Sequence[Any]) -> Any:  # noqa: ANN401 - a schema
    """Return the schema of a value that one of several schemas describes."""
    different = [each for index, each in enumerate(found) if each not in found[:index]]
    return different[0] if len(different) == 1 else {"anyOf": different}


def closed(schema: Schema) -> Schema:
    """Return a schema whose documented values are all texts, or all integers, if it has some.

    Null among them is a type; values of other types are not told apart.
    """
    key = "enum" if "enum" in schema else "const" if "const" in schema else ""
    if not key:
        return schema
    values = schema["enum"] if key == "enum" else [schema["const"]]
    kinds = {type(each) for each in values if each is not None}
    types = types_of(schema) | ({"null"} if None in values else set())
    named = sorted(types)
    others = {name: each for name, each in schema.items() if name != key}
    if len(kinds) == 1 and kinds <= {str, int}:
        return {**schema, **({"type": named} if len(named) > 1 else {})}
    return {**others, "type": named if len(named) > 1 else named[0]}
