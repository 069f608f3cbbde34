"""Checks the annotations of a spec."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from ._document import METHODS, Document, Location
from ._errors import SpecError

__all__ = ["check_annotations"]


def check_annotations(document: Document, schema: Path) -> None:
    """Check that annotations are known, stand where they belong, and name what there is.

    Args:
        document: The document.
        schema: The file of their JSON Schema.

    Raises:
        SpecError: An annotation is not valid, or the schema cannot be read.
    """
    rules = _read(schema)
    for location, node in document.walk():
        if _is_annotation(location):
            _check_annotation(document, location, node, rules)
    for operation in document.operations():
        if document.get((*operation, "x-list")) is not None:
            _check_named_parameters(document, operation)
    _check_named_operations(document)


def _read(schema: Path) -> Mapping[str, Any]:
    try:
        rules = json.loads(schema.read_text(encoding="utf-8"))
    except OSError as error:
        raise SpecError(schema, f"cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise SpecError(schema, f"not valid JSON: {error}") from None
    if not isinstance(rules, dict) or not {"properties", "$defs"} <= rules.keys():
        raise SpecError(schema, "not a schema of annotations: it has no properties or no $defs")
    return rules


def _is_annotation(location: Location) -> bool:
    key = str(location[-1]) if location else ""
    # A header may be called x-..., and an example may hold anything.
    return key.startswith("x-") and not {"headers", "examples", "example"} & set(location)


def _check_annotation(
    document: Document, location: Location, node: object, rules: Mapping[str, Any]
) -> None:
    key = str(location[-1])
    known = rules["properties"]
    if key not in known:
        admitted = ", ".join(sorted(known))
        document.fail(location, f"unknown annotation {key}; the known ones are {admitted}")
    owner = _owner(document, location[:-1])
    if owner != _OWNERS.get(key, owner):
        document.fail(location, f"{key} belongs on {_OWNERS[key]}, not on {owner}")
    rule = {"$ref": known[key]["$ref"], "$defs": rules["$defs"]}
    error = best_match(Draft202012Validator(rule).iter_errors(node))
    if error is not None:
        document.fail((*location, *error.absolute_path), error.message)


_OWNERS = {
    "x-list": "an operation",
    "x-filter": "a parameter",
    "x-expand": "a parameter",
    "x-invariants": "a schema",
    "x-credentials": "a security scheme",
}


def _owner(document: Document, location: Location) -> str:
    if location[:1] == ("paths",) and location[-1] in METHODS:
        return "an operation"
    if location[:-1] == ("components", "securitySchemes"):
        return "a security scheme"
    if "parameters" in location and "in" in document.get(location):
        return "a parameter"
    return "a schema" if {"schemas", "schema"} & set(location) else "another part"


def _check_named_parameters(document: Document, operation: Location) -> None:
    known = {
        (document.get((*place, "in")), document.get((*place, "name")))
        for place in document.parameters(operation)
    }
    for where, *path in (
        ("query", "pagination", "pageSize"),
        ("query", "pagination", "pageIndex"),
        ("query", "pagination", "continuationToken"),
        ("path", "parent"),
    ):
        location = (*operation, "x-list", *path, "parameter")
        name = document.get(location)
        if name is not None and (where, name) not in known:
            document.fail(location, f"the operation has no {where} parameter {name}")


def _check_named_operations(document: Document) -> None:
    known = {document.get((*operation, "operationId")) for operation in document.operations()}
    for location, node in document.walk():
        annotated = any(_is_annotation(location[:end]) for end in range(1, len(location)))
        if annotated and location[-1] == "operation" and node not in known:
            document.fail(location, f"there is no operation {node}")
