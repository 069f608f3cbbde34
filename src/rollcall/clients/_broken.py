"""Bodies that violate their schema in one place each."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

import attrs

from rollcall.channels import Call
from rollcall.clients._forms import alternatives, is_write_only, types_of, validator
from rollcall.clients._pages import page_reply
from rollcall.clients._schemas import sample
from rollcall.spec import Spec, partial_schema, resolve, success_schema

__all__ = ["OPEN", "BrokenBody", "broken_bodies"]

OPEN = {"const", "enum"}
"""The keywords for documented values; a server may send others."""

_UUID = "7b61621f-62e0-4aad-ab11-9fd19e272e7"
"""A UUID without its last digit."""

_Path = tuple[str | int, ...]

_OF_ANOTHER_TYPE: Mapping[str, tuple[object, ...]] = {
    "object": ([], "{}", 1),
    "array": ({}, "[]", 1),
    "string": (1, True, [], {}),
    "integer": ("1", 1.5, True, []),
    "number": ("1", True, []),
    "boolean": ("true", 0, 1, []),
}
_OF_BAD_FORMAT: Mapping[str, tuple[str, ...]] = {
    "uuid": ("", "x", _UUID, f"{_UUID}g"),
    "date-time": (
        *("", "yesterday", "2021-04-16", "2021-04-16T09:46:20"),
        *("2021-02-30T09:46:20Z", "2021-04-16T25:46:20Z"),
    ),
    "date": ("", "2021-02-30", "2021-4-16"),
}


@attrs.frozen
class BrokenBody:
    """A body that violates its schema in one place.

    Attributes:
        title: A line about the violation.
        keyword: The violated keyword of the schema.
        path: The JSON path of the place.
        body: The body.
    """

    title: str
    keyword: str
    path: str
    body: Any


def broken_bodies(call: Call) -> Iterator[BrokenBody]:
    """Yield the page of a call, with one constraint of its schema violated each time."""
    is_valid = validator(call.spec, success_schema(call.spec, call.operation))
    whole = json.loads(page_reply(call, 0, 0).body)
    schema = partial_schema(call.spec, call.operation, is_default=True)
    for keyword, path, place, value in _changes(call.spec, schema, whole, ()):
        body = deepcopy(whole)
        holder = body
        for key in path[:-1]:
            holder = holder[key]
        if keyword == "required":
            del holder[path[-1]]
            title = f"{_written(path)} is missing"
        elif path:
            holder[path[-1]] = value
            title = f"{_written(path)} is {value!r}"
        else:
            body = value
            title = f"the body is {value!r}"
        # Another part of the schema, such as an alternative, may admit the value.
        if keyword == "format" or not is_valid(body):
            yield BrokenBody(title, keyword, _written(place), body)


_Change = tuple[str, _Path, _Path, object]
"""The keyword, the place that is changed, the place that is reported, and the new value."""


def _changes(
    spec: Spec, schema: Mapping[str, Any], value: object, path: _Path
) -> Iterator[_Change]:
    schema = resolve(spec, schema)
    forms = alternatives(spec, schema) or (schema,)
    if len(forms) > 1:
        return
    schema = resolve(spec, forms[0])
    for keyword, other in _of_value(spec, schema):
        yield keyword, path, path, other
    if isinstance(value, dict):
        properties = schema.get("properties", {}).items()
        fields = {name: field for name, field in properties if not is_write_only(spec, field)}
        for name in [each for each in schema.get("required", ()) if each in fields]:
            yield "required", (*path, name), path, None
        for name, field in fields.items():
            # The last page may have no link.
            inner = value[name] if name in value else sample(spec, field)
            yield from _changes(spec, field, inner, (*path, name))
    if isinstance(value, list):
        if schema.get("minItems"):
            yield "minItems", path, path, value[: schema["minItems"] - 1]
        for index, item in enumerate(value):
            yield from _changes(spec, schema.get("items", {}), item, (*path, index))


def _unlike(values: Sequence[Any]) -> object:
    """Return another value of the type that the first one has."""
    if isinstance(values[0], bool):
        return not values[0]
    if isinstance(values[0], str):
        return f"{values[0]}x"
    return 1 + max(each for each in values if isinstance(each, int | float))


def _of_value(spec: Spec, schema: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """Yield invalid values for a schema, each with the keyword that it violates."""
    types = types_of(schema)
    for kind in [each for each in types if each != "null"][:1]:
        yield from (("type", other) for other in _OF_ANOTHER_TYPE[kind])
        if "null" not in types:
            yield "type", None
    if "const" in schema:
        yield "const", _unlike([schema["const"]])
    if schema.get("const") and isinstance(schema["const"], str):
        yield "const", ""
    if documented := [each for each in schema.get("enum", ()) if each is not None]:
        yield "enum", _unlike(documented)
    for keyword, step in (("minimum", -1), ("maximum", 1)):
        if keyword in schema:
            yield keyword, schema[keyword] + step
    if "pattern" in schema:
        whole = sample(spec, schema)
        near = ("", whole[:-1], f"{whole}~")
        yield from (("pattern", each) for each in near if not re.search(schema["pattern"], each))
    for text in _OF_BAD_FORMAT.get(schema.get("format", ""), ()):
        yield "format", text


def _written(path: _Path) -> str:
    """Format a path as clients do: ``$.data[0].id``."""
    return "$" + "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)
