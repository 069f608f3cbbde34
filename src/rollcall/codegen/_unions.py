"""Writes combinations of schemas so that a decoder can tell the alternatives of a value apart.

A value of JSON is an object, an array, a text, a number, a boolean or null. For each of these
kinds, a schema that is returned has one alternative at most, but for objects that can be told
apart.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rollcall.codegen._choices import TOLD_BY, Member, flat, is_choice, told_apart
from rollcall.spec import forms, types_of

__all__ = ["MERGED", "WHOLE", "closed", "mapped", "simplified"]

MERGED = "x-merged"
"""The key of an object that stands for several, with the reason."""

WHOLE = "x-whole"
"""The key of a union of objects that must become one object, because annotations lead into it."""

Schema = dict[str, Any]

_COMBINING = {"allOf", "anyOf", "oneOf"}
_PROSE = ("description", "deprecated")
_ABOUT_UNIONS = {"title", "discriminator", WHOLE, TOLD_BY, MERGED}


def simplified(raw: Mapping[str, Any], schema: Schema) -> Schema:
    """Return a schema without ``allOf``, and with one alternative for each kind of value.

    Several objects that can be told apart become a union of their own, with ``x-told-by``; others
    become one object with the properties of all. What has no common form is any value.

    Args:
        raw: The document.
        schema: The schema.
    """
    if not _COMBINING & schema.keys() or TOLD_BY in schema:
        return schema
    prose = {key: schema[key] for key in _PROSE if key in schema}
    alternatives = [dict(each) for each in flat(raw, _alternatives(schema))]
    found = [(each, *form) for each in alternatives for form in _kinds(raw, each)]
    is_nullable = any(_admits_null(raw, each) for each in alternatives)
    kinds = [kind for _, kind, _ in found]
    is_told_apart = len({*kinds}) == len(kinds) and len(kinds) + is_nullable == len(alternatives)
    if "" in kinds or not kinds:
        return prose
    if is_told_apart and not any("allOf" in each for each in alternatives):
        return schema if alternatives == [schema] else {"anyOf": alternatives, **prose}
    results = []
    for kind in dict.fromkeys(kinds):
        of_kind = [Member(each, form) for each, name, form in found if name == kind]
        is_named = len(of_kind) == 1 and "$ref" in of_kind[0].schema
        choice = _choice(raw, schema, of_kind) if kind == "object" else {}
        united = choice or _united(kind, [each.form for each in of_kind])
        if kind == "object" and not choice and len(of_kind) > 1:
            united[MERGED] = _reason(schema, of_kind)
        results.append(dict(of_kind[0].schema) if is_named else united)
    if is_nullable:
        results.append({"type": "null"})
    if len(results) > 1:
        return {"anyOf": results, **prose}
    return results[0] if "$ref" in results[0] else {**results[0], **prose}


def _choice(raw: Mapping[str, Any], union: Schema, members: Sequence[Member]) -> Schema:
    """Return the union of some objects if they can be told apart; else an empty schema."""
    schemas = [each.schema for each in members]
    is_each_alone = all(schemas.count(each) == 1 for each in schemas) and union not in schemas
    if union.get(WHOLE) or len(members) == 1 or not is_each_alone:
        return {}
    if not all(each.properties for each in members):
        return {}
    found = told_apart(raw, union, members)
    if found is None:
        return {}
    return {
        # What an alternative says of null is a part of the union around it.
        "anyOf": [dict(each.schema if "$ref" in each.schema else each.form) for each, _ in found],
        TOLD_BY: [dict(evidence) for _, evidence in found],
    }


def _reason(union: Schema, members: Sequence[Member]) -> str:
    """Return why some objects become one, in words."""
    named = [str(each.schema.get("$ref", "an object")).rpartition("/")[2] for each in members]
    names = " and ".join(dict.fromkeys(named)) if len({*named}) > 1 else f"{len(named)} objects"
    if union.get(WHOLE):
        return f"annotations lead into {names}, which become one"
    return f"{names} cannot be told apart, and become one"


def _alternatives(schema: Schema) -> Sequence[Schema]:
    """Return the alternatives of a schema that is nothing but a union; else the schema alone."""
    keys = {each for each in schema if each not in {*_PROSE, *_ABOUT_UNIONS}}
    for keyword in ("anyOf", "oneOf"):
        if keys == {keyword}:
            found: Sequence[Schema] = schema[keyword]
            return found
    return [schema]


def _kinds(raw: Mapping[str, Any], schema: Schema) -> Iterator[tuple[str, Schema]]:
    """Yield the kinds of values that a schema admits, each with its form; empty: any kind."""
    if is_choice(raw, schema):
        yield "object", {}
        return
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
    if len(found) == 1:
        return dict(found[0])
    if kind == "object":
        return _object(found)
    if kind == "array":
        return {"type": "array", "items": _either([each.get("items", {}) for each in found])}
    if kind == "string" and all("enum" in each for each in found):
        values = dict.fromkeys(value for each in found for value in each["enum"])
        return {"type": "string", "enum": [*values]}
    is_integer = all(each["type"] == "integer" for each in found)
    return {"type": "integer" if is_integer else kind}


def _object(found: Sequence[Mapping[str, Any]]) -> Schema:
    """Return an object with the properties of several; those that all require are required."""
    if not any(each.get("properties") for each in found):
        values = [each.get("additionalProperties") for each in found]
        is_map = all(isinstance(each, dict) for each in values)
        return {"type": "object", **({"additionalProperties": _either(values)} if is_map else {})}
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


def mapped(schema: Schema) -> Schema:
    """Return a schema in which ``additionalProperties`` alone says what its other fields are.

    The fields of ``patternProperties`` are among them; ``propertyNames`` is left out.
    """
    if not {"patternProperties", "propertyNames"} & schema.keys():
        return schema
    patterns = [*(schema.get("patternProperties") or {}).values()]
    more = schema.get("additionalProperties")
    left_out = {"patternProperties", "propertyNames", "additionalProperties"}
    others = {key: each for key, each in schema.items() if key not in left_out}
    if more is not False and not (isinstance(more, dict) and more):
        return {**others, "additionalProperties": more is None or more}
    values = [*patterns, *([more] if more else [])]
    return {**others, "additionalProperties": _either(values) if values else False}
