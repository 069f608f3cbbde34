"""The schemas of responses, and the schema of each part of a value."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import attrs

from rollcall.spec._operation import ListOperation, Operation
from rollcall.spec._pointer import Pointer
from rollcall.spec._spec import Spec

__all__ = [
    "Part",
    "check_fields",
    "item_schema",
    "named_schemas",
    "parts",
    "resolve",
    "schema_name",
    "success_schema",
]

_OPEN = {"allOf", "anyOf", "oneOf", "if", "patternProperties", "$dynamicRef"}
"""The keywords that may describe more fields than ``properties``."""


def resolve(spec: Spec, node: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow the references of a node, and return the referenced node."""
    while "$ref" in node:
        node = Pointer(node["$ref"].removeprefix("#")).read(spec.raw)
    return node


def success_schema(spec: Spec, operation: Operation) -> Mapping[str, Any]:
    """Return the schema of a successful response of an operation."""
    responses = spec.raw["paths"][operation.path][operation.method.lower()]["responses"]
    response = resolve(spec, responses["200"])
    schema: Mapping[str, Any] = response["content"]["application/json"]["schema"]
    return schema


def item_schema(spec: Spec, operation: ListOperation) -> Mapping[str, Any]:
    """Return the schema of an item of an operation's list, with references unresolved.

    Raises:
        SpecError: The pointer to the items does not lead to an array.
    """
    node = resolve(spec, success_schema(spec, operation))
    for name in str(operation.items).split("/")[1:]:
        node = resolve(spec, node.get("properties", {}).get(name, {}))
    if "items" not in node:
        location = (*operation.at, "x-list", "items")
        spec.fail(location, f"{operation.id}: {operation.items} does not lead to an array")
    items: Mapping[str, Any] = node["items"]
    return items


def check_fields(spec: Spec) -> None:
    """Check that annotations name fields that the schemas of the lists describe.

    An open schema, or a schema without properties, accepts every name.

    Raises:
        SpecError: A schema describes fields, but not the named one.
    """
    for operation in spec.lists:
        item = item_schema(spec, operation)
        place = (*operation.at, "x-list")
        named = [((*place, "identity"), operation.identity)]
        if operation.parent is not None:
            named.append(((*place, "parent", "field"), operation.parent.field))
        named += [
            ((*each.filter_at, "field"), each.filter.field)
            for each in operation.filters
            if each.filter is not None
        ]
        for location, pointer in named:
            known = _missed(spec, item, pointer)
            if known:
                names = ", ".join(sorted(known))
                spec.fail(location, f"{operation.id}: an item has no {pointer}; it has {names}")


def _missed(spec: Spec, schema: Mapping[str, Any], pointer: Pointer) -> list[str]:
    """Return the known fields if a pointer names an unknown one; otherwise an empty list."""
    node, above = resolve(spec, schema), ""
    for name in pointer.location:
        fields = node.get("properties", {})
        if node.get("additionalProperties") or _OPEN & node.keys():
            return []
        if name not in fields:
            return [f"{above}/{each}" for each in fields]
        node, above = resolve(spec, fields[name]), f"{above}/{name}"
    return []


@attrs.frozen
class Part:
    """A part of a value that is an object, with its schema.

    Attributes:
        name: The name of its schema; empty if the schema has no name.
        schema: Its schema.
        value: The part.
    """

    name: str
    schema: Mapping[str, Any] = attrs.field(repr=False)
    value: Mapping[str, Any]


def parts(spec: Spec, schema: Mapping[str, Any], value: object) -> Iterator[Part]:
    """Yield every object in a value, including the value, with its schema."""
    name = schema_name(schema)
    schema = resolve(spec, schema)
    if isinstance(value, Mapping) and "properties" in schema:
        yield Part(name, schema, value)
        for field, inner in schema["properties"].items():
            if field in value:
                yield from parts(spec, inner, value[field])
    elif isinstance(value, list) and "items" in schema:
        for each in value:
            yield from parts(spec, schema["items"], each)


def schema_name(node: Mapping[str, Any]) -> str:
    """Return the name of the referenced schema; empty if the node is not a reference."""
    return str(node.get("$ref", "")).rpartition("/")[2]


def named_schemas(
    spec: Spec,
    schema: Mapping[str, Any],
    *,
    without: Collection[tuple[str, str]] = (),
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the names and schemas of all objects that a value of a schema may contain.

    Args:
        spec: The document.
        schema: The schema of the value.
        without: Pairs of a schema name and a field that are skipped.
    """
    found: dict[str, Mapping[str, Any]] = {}

    def visit(node: Mapping[str, Any]) -> None:
        name = schema_name(node)
        resolved = resolve(spec, node)
        if "properties" in resolved:
            if name in found:
                return
            found[name] = resolved
            for field, inner in resolved["properties"].items():
                if (name, field) not in without:
                    visit(inner)
        elif "items" in resolved:
            visit(resolved["items"])

    visit(schema)
    yield from found.items()
