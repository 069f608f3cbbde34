"""The fields of items and of schemas, and those that resemble each other."""

from collections.abc import Iterator, Mapping
from typing import Any

from rollcall.mutants.documents._edit import at, key
from rollcall.mutants.documents._sites import resolved, schema_sites
from rollcall.spec import ListOperation, Spec, item_schema

__all__ = ["fields_of", "like"]


def fields_of(spec: Spec, operation: ListOperation) -> Mapping[str, Mapping[str, Any]]:
    """Return the schemas of the top-level fields of an item."""
    node = item_schema(spec, operation)
    while "$ref" in node:
        node = at(spec.raw, str(node["$ref"]).removeprefix("#"))
    return {
        key(name): at(spec.raw, resolved_field)
        for name in node.get("properties", {})
        for resolved_field in [_place_of(spec, node, name)]
    }


def _place_of(spec: Spec, node: Mapping[str, Any], name: str) -> str:
    for site in schema_sites(spec):
        if site.node is node:
            return resolved(spec, site.where + key("properties", name))
    raise LookupError(name)


def _types(schema: Mapping[str, Any]) -> set[str]:
    kind = schema.get("type")
    return {*kind} - {"null"} if isinstance(kind, list) else {str(kind)}


def like(fields: Mapping[str, Mapping[str, Any]], own: str, *, limit: int = 2) -> Iterator[str]:
    """Yield other fields of the same type and format as a field."""
    schema = fields.get(own, {})
    same = [
        each
        for each, other in fields.items()
        if each != own
        and _types(other) == _types(schema)
        and other.get("format") == schema.get("format")
    ]
    yield from same[:limit]
