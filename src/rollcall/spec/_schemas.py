"""The schemas of responses, and the schema of each part of a value."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import attrs

from rollcall.spec._bodies import body_location, success_status
from rollcall.spec._forms import reach
from rollcall.spec._operation import ListOperation, Operation
from rollcall.spec._pointer import Pointer
from rollcall.spec._spec import Spec

__all__ = [
    "Part",
    "item_schema",
    "named_schemas",
    "parts",
    "resolve",
    "response_schema",
    "schema_name",
    "success_schema",
]


def resolve(spec: Spec, node: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow the references of a node, and return the referenced node."""
    while "$ref" in node:
        node = Pointer(node["$ref"].removeprefix("#")).read(spec.raw)
    return node


def success_schema(spec: Spec, operation: Operation) -> Mapping[str, Any]:
    """Return the schema of a successful response of an operation; ``{}`` if it has none."""
    location = body_location(spec, operation.at, success_status(spec, operation.at))
    schema: Mapping[str, Any] = spec.get(location) if location is not None else {}
    return schema


def response_schema(spec: Spec, operation: Operation, status: int) -> Mapping[str, Any] | None:
    """Return the schema of the body in JSON for a status; None if the document has none."""
    location = body_location(spec, operation.at, status)
    schema: Mapping[str, Any] | None = spec.get(location) if location is not None else None
    return schema


def item_schema(spec: Spec, operation: ListOperation) -> Mapping[str, Any]:
    """Return the schema of an item of an operation's list, with references unresolved.

    It is ``{}`` if the document describes no items.
    """
    reached = reach(spec.raw, success_schema(spec, operation), operation.items)
    found = (each["items"] for each in reached.forms if isinstance(each.get("items"), Mapping))
    return next(found, {})


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
