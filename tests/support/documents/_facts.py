"""The documented facts of each provider, from `tests/support/facts`."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.support.documents._document import Node, body_schema, operations, resolve

__all__ = [
    "FACTS",
    "facts_of",
    "field_row",
    "origins",
    "parameter_row",
    "response_schemas",
    "statement",
]

FACTS: dict[str, dict[str, Any]] = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted((Path(__file__).parents[1] / "facts").glob("*.toml"))
}
"""The facts of each document, by the name of its file."""

_ANNOTATIONS = {"x-filter", "x-expand"}
_PROSE = {"name", "description", "example", "examples"}


def facts_of(spec: Node) -> dict[str, Any]:
    """Return the facts of a document, which may be a changed one."""
    return FACTS[spec["info"]["title"].lower().replace(" ", "-")]


def statement(row: dict[str, Any]) -> dict[str, Any]:
    """Return the part of a row that the document has to say: all but the example and sources."""
    return {key: value for key, value in row.items() if key not in {"example", "from"}}


def parameter_row(parameter: Node) -> dict[str, Any]:
    """Return all that the document says of a parameter, in the form of a row."""
    rest = {key: value for key, value in parameter.items() if key not in {*_PROSE, *_ANNOTATIONS}}
    row = {**rest, **_schema(rest.pop("schema"))}
    del row["schema"]
    if row["in"] == "query":
        del row["in"]
    elif row.get("required"):
        del row["required"]
    if filter_ := parameter.get("x-filter"):
        row["filter"] = f"{filter_['field'][1:]} {filter_['operator']} {filter_['precision']}"
        row |= {f"filter_{key}": filter_[key] for key in ("default",) if key in filter_}
    if expand := parameter.get("x-expand"):
        row["expand"] = f"{expand['field'][1:]} {expand['operation']}"
    return row


def field_row(schema: Node, name: str) -> dict[str, Any]:
    """Return all that an object schema says of a field, in the form of a row."""
    required = {"required": True} if name in schema.get("required", ()) else {}
    return {**_schema(schema["properties"][name]), **required}


def _schema(schema: Node) -> dict[str, Any]:
    if "$ref" in schema:
        return {"type": _named(schema)}
    row = {key: value for key, value in schema.items() if key not in _PROSE}
    types = row["type"] if isinstance(row["type"], list) else [row["type"]]
    (row["type"],) = (each for each in types if each != "null")
    if "null" in types:
        row["nullable"] = True
    if "format" in row:
        row["type"] = row.pop("format")
    if "items" in row:
        row["type"] = f"{_named(row.pop('items'))}[]"
    return row


def _named(reference: Node) -> str:
    name: str = reference["$ref"].removeprefix("#/components/schemas/")
    return name


def response_schemas(spec: Node) -> dict[str, Node]:
    """Return the named object schemas that the 200 bodies of the operations are made of."""
    names = {id(each): name for name, each in spec["components"]["schemas"].items()}
    found: dict[str, Node] = {}
    queue = [body_schema(spec, operation) for operation in operations(spec)]
    while queue:
        schema = queue.pop()
        if schema.get("type") == "object" and names[id(schema)] not in found:
            found[names[id(schema)]] = schema
            queue += [resolve(spec, each) for each in schema["properties"].values()]
        if "items" in schema:
            queue.append(resolve(spec, schema["items"]))
    return found


def origins(node: Node) -> Iterator[str]:
    """Yield the sources and decisions that the rows within a table of facts name."""
    for each in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from origins(each)
    if isinstance(node, dict) and isinstance(node.get("from"), list):
        yield from node["from"]
