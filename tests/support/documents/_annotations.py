"""Checks of the annotations of a document against the rest of the document."""

import json
from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any

from openapi_schema_validator import OAS31Validator

from tests.support.documents._document import (
    Location,
    Node,
    Operation,
    body_schema,
    field_schema,
    item_schema,
    operations,
    pointer,
    walk,
)

__all__ = ["VOCABULARY", "annotation_problems", "shape_problems"]

VOCABULARY: dict[str, Any] = json.loads(
    files("rollcall.spec").joinpath("annotations.schema.json").read_text(encoding="utf-8")
)

_BRACKETED = ("eq", "gt", "gte", "lt", "lte")
_FORMATS = {"day": "date", "instant": "date-time"}
_ASKED = ("pageSize", "pageIndex", "continuationToken")
_LINKS = ("next", "prev", "first", "self")


def shape_problems(spec: Node) -> list[str]:
    """Return the `x-` keys that are not in the vocabulary or have values that it does not admit."""
    validator = OAS31Validator(VOCABULARY)
    return [
        f"{pointer((*location, key))}: {error.message}"
        for location, node in walk(spec)
        if isinstance(node, dict) and location[-1:] not in {("properties",), ("headers",)}
        for key in node
        if str(key).startswith("x-")
        for error in validator.iter_errors({key: node[key]})
    ]


def annotation_problems(spec: Node) -> list[str]:
    """Return the problems of the annotations: their shape, their places, their references."""
    shape = shape_problems(spec)
    return shape or [
        *_misplaced(spec),
        *(problem for each in operations(spec) for problem in _operation(spec, each)),
        *_invariants(spec),
    ]


def _misplaced(spec: Node) -> Iterator[str]:
    places: dict[str, Callable[[Location], bool]] = {
        "x-list": lambda location: location in {each.location for each in operations(spec)},
        "x-filter": lambda location: location[-2] == "parameters",
        "x-expand": lambda location: location[-2] == "parameters",
        "x-invariants": lambda location: location[:-1] == ("components", "schemas"),
        "x-strictness": lambda location: location == (),
        "x-credentials": lambda location: location[:-1] == ("components", "securitySchemes"),
    }
    for location, node in walk(spec):
        for key in places.keys() & node if isinstance(node, dict) else ():
            if not places[key](location):
                yield f"{pointer(location)}: {key} does not belong here"
            elif key in {"x-filter", "x-expand"} and node["in"] != "query":
                yield f"{pointer(location)}: {key} belongs on a query parameter"
            elif key == "x-credentials" and node.get("scheme") != "basic":
                yield f"{pointer(location)}: {key} belongs on a scheme with users and passwords"


def _operation(spec: Node, operation: Operation) -> Iterator[str]:
    if "x-list" not in operation.node:
        yield f"{operation.id}: has no x-list"
        return
    item = item_schema(spec, operation)
    if item is None:
        yield f"{operation.id}: items is not an array of the response"
        return
    yield from _listing(spec, operation, item)
    yield from _parent(spec, operation, item)
    annotation = operation.node["x-list"]["pagination"]
    paging = {annotation[key]["parameter"] for key in _ASKED if key in annotation}
    for parameter in operation.parameters:
        if parameter["in"] == "query" and parameter["name"] not in paging:
            yield from _parameter(spec, operation, item, parameter)


def _listing(spec: Node, operation: Operation, item: Node) -> Iterator[str]:
    annotation = operation.node["x-list"]
    pagination = annotation["pagination"]
    if field_schema(spec, item, annotation["identity"]) is None:
        yield f"{operation.id}: identity names no field of an item"
    body = body_schema(spec, operation)
    for key in _ASKED:
        if key in pagination and pagination[key]["parameter"] not in operation.names("query"):
            yield f"{operation.id}: {key} names no query parameter"
    for text in (pagination[key] for key in _LINKS if key in pagination):
        if "string" not in (field_schema(spec, body, text) or {}).get("type", ()):
            yield f"{operation.id}: {text} is not a text of the response"
    echoes = [pagination.get(key, {}).get("echo") for key in _ASKED]
    for text in (*echoes, pagination.get("totalItems"), pagination.get("totalPages")):
        schema = {"type": "integer"} if text is None else field_schema(spec, body, text)
        if schema is None or schema.get("type") != "integer":
            yield f"{operation.id}: {text} is not an integer of the response"


def _parent(spec: Node, operation: Operation, item: Node) -> Iterator[str]:
    parent = operation.node["x-list"].get("parent")
    named = set() if parent is None else {parent["parameter"]}
    if named != operation.names("path"):
        yield f"{operation.id}: the parent does not name the path parameter"
    elif parent is not None:
        if field_schema(spec, item, parent["field"]) is None:
            yield f"{operation.id}: parent/field names no field of an item"
        known = {each.id for each in operations(spec)}
        if "operation" in parent and parent["operation"] not in known:
            yield f"{operation.id}: parent/operation names no operation"


def _parameter(spec: Node, operation: Operation, item: Node, parameter: Node) -> Iterator[str]:
    where = f"{operation.id} {parameter['name']}"
    present = [key for key in ("x-filter", "x-expand") if key in parameter]
    if len(present) != 1:
        yield f"{where}: needs one of x-filter and x-expand"
        return
    annotation = parameter[present[0]]
    schema = field_schema(spec, item, annotation["field"])
    if schema is None:
        yield f"{where}: field names no field of an item"
    elif "x-filter" in parameter:
        yield from (f"{where}: {problem}" for problem in _filter(parameter, schema))
    else:
        yield from (f"{where}: {problem}" for problem in _expand(spec, operation, parameter))


def _filter(parameter: Node, field: Node) -> Iterator[str]:
    annotation, value = parameter["x-filter"], parameter["schema"]
    operator, precision = annotation["operator"], annotation["precision"]
    default = annotation.get("default", [])
    for each in default if isinstance(default, list) else [default]:
        if not OAS31Validator(value).is_valid(each):
            yield f"the default {each} is not a value of the parameter"
    suffix = parameter["name"].rpartition("[")[2].removesuffix("]")
    if parameter["name"].endswith("]") and operator != (suffix if suffix in _BRACKETED else "eq"):
        yield f"the operator {operator} contradicts the name"
    if precision in _FORMATS:
        if value.get("format") != _FORMATS[precision]:
            yield f"the precision {precision} needs a value of the format {_FORMATS[precision]}"
        if field.get("format") != "date-time":
            yield f"the precision {precision} needs a field of the format date-time"
        return
    if value["type"] not in (field["type"], *field["type"]):
        yield "the value is of another type than the field"
    if operator != "eq" and value["type"] not in {"integer", "number"}:
        yield f"the operator {operator} needs numbers where the precision is exact"


def _expand(spec: Node, operation: Operation, parameter: Node) -> Iterator[str]:
    annotation = parameter["x-expand"]
    if parameter["schema"]["type"] != "boolean":
        yield "x-expand needs a boolean parameter"
    lists = {each.id: each for each in operations(spec)}
    children = lists.get(annotation["operation"])
    if children is None:
        yield "operation names no operation"
        return
    item = item_schema(spec, operation)
    parents = lists.get(children.node.get("x-list", {}).get("parent", {}).get("operation"))
    if parents is None or item_schema(spec, parents) is not item:
        yield f"{children.id} does not name a list of these items as the list of its parents"
    field = field_schema(spec, item, annotation["field"])
    child = item_schema(spec, children)
    if field is None or field.get("items", {}).get("$ref") != _reference(spec, child):
        yield f"the field does not hold what {children.id} lists"


def _reference(spec: Node, schema: Node) -> str | None:
    names = [name for name, each in spec["components"]["schemas"].items() if each is schema]
    return f"#/components/schemas/{names[0]}" if names else None


def _invariants(spec: Node) -> Iterator[str]:
    for name, schema in spec.get("components", {}).get("schemas", {}).items():
        for index, invariant in enumerate(schema.get("x-invariants", [])):
            where = pointer(("components", "schemas", name, "x-invariants", index))
            for problem in _invariant(spec, schema, invariant):
                yield f"{where}: {problem}"


def _invariant(spec: Node, schema: Node, invariant: Node) -> Iterator[str]:
    ((kind, value),) = invariant.items()
    pointers = value if kind == "order" else [value[key] for key in _POINTERS[kind] if key in value]
    fields = [field_schema(spec, schema, text) for text in pointers]
    if None in fields:
        yield f"{kind} names a field that the schema does not have"
    elif kind == "order" and len({each["format"] for each in fields if each}) != 1:
        yield "order compares fields of different formats"
    elif kind == "reference":
        known = {each.id: each for each in operations(spec)}.get(value["operation"])
        if known is None:
            yield "reference names no operation"
        elif ("parent" in known.node["x-list"]) != ("parent" in value):
            yield f"reference needs a parent exactly when {known.id} has one"


_POINTERS = {"nullWhen": ("field", "when"), "reference": ("field", "parent")}
