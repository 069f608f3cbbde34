"""The OpenAPI documents of the project, and functions that read them."""

from pathlib import Path
from typing import Any

from attrs import frozen
from ruamel.yaml import YAML

from rollcall.spec import METHODS, Location, Pointer, read_source, walk

__all__ = [
    "OPENAPI",
    "Location",
    "Node",
    "Operation",
    "at",
    "body_schema",
    "document_paths",
    "field_schema",
    "item_schema",
    "operations",
    "parse",
    "pointer",
    "read",
    "resolve",
    "walk",
]

OPENAPI = Path(__file__).parents[3] / "openapi"

Node = Any
"""A part of a document: a mapping, a sequence or a scalar."""


@frozen
class Operation:
    """An operation, its parameters resolved."""

    id: str
    location: Location
    path: str
    node: Node
    parameters: tuple[Node, ...]

    def named(self, name: str) -> Node:
        """Return the parameter of this name."""
        (parameter,) = (each for each in self.parameters if each["name"] == name)
        return parameter

    def names(self, place: str) -> set[str]:
        """Return the names of the parameters in `query` or in `path`."""
        return {each["name"] for each in self.parameters if each["in"] == place}


def document_paths() -> list[Path]:
    """Return the files in openapi/ that are OpenAPI documents."""
    return [
        path
        for path in sorted(OPENAPI.glob("*.yaml"))
        if path.read_text(encoding="utf-8").partition("\nopenapi:")[1]
    ]


def parse(text: str) -> Node:
    """Parse YAML 1.2."""
    return YAML(typ="safe", pure=True).load(text)


def read(path: Path) -> Node:
    """Read a document from its file."""
    return read_source(path).raw


def pointer(location: Location) -> str:
    """Write a location as a JSON Pointer (RFC 6901)."""
    return str(Pointer.at(location))


def at(spec: Node, text: str) -> Node:
    """Return the part of a document that a JSON Pointer names."""
    return Pointer(text).read(spec)


def resolve(spec: Node, node: Node) -> Node:
    """Follow `$ref` to a node without one."""
    while isinstance(node, dict) and "$ref" in node:
        node = at(spec, node["$ref"].removeprefix("#"))
    return node


def operations(spec: Node) -> list[Operation]:
    """Return the operations of a document."""
    return [
        Operation(
            id=node["operationId"],
            location=("paths", path, method),
            path=path,
            node=node,
            parameters=tuple(
                resolve(spec, each)
                for each in (*item.get("parameters", []), *node.get("parameters", []))
            ),
        )
        for path, item in spec["paths"].items()
        for method, node in item.items()
        if method in METHODS
    ]


def field_schema(spec: Node, schema: Node, text: str) -> Node | None:
    """Return the schema of the field that a JSON Pointer names, or None if there is none."""
    for step in Pointer(text).location:
        schema = resolve(spec, schema).get("properties", {}).get(step)
        if schema is None:
            return None
    return resolve(spec, schema)


def item_schema(spec: Node, operation: Operation) -> Node | None:
    """Return the schema of the items of an operation's list."""
    body = body_schema(spec, operation)
    items = field_schema(spec, body, operation.node["x-list"]["items"])
    return None if items is None else resolve(spec, items.get("items"))


def body_schema(spec: Node, operation: Operation) -> Node:
    """Return the schema of the JSON body of an operation's 200 response."""
    response = resolve(spec, operation.node["responses"]["200"])
    return resolve(spec, response["content"]["application/json"]["schema"])
