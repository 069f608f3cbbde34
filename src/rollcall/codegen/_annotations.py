"""Checks the annotations of a spec."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from rollcall.codegen._errors import SpecError
from rollcall.codegen._spec import METHODS, Location, Spec

__all__ = ["check_annotations"]


def check_annotations(spec: Spec, schema: Path) -> None:
    """Check that annotations are known, stand where they belong, and name what there is.

    Args:
        spec: The document.
        schema: The file of their JSON Schema.

    Raises:
        SpecError: An annotation is not valid, or the schema cannot be read.
    """
    rules = _read(schema)
    for location, node in spec.walk():
        if _is_annotation(location):
            _check_annotation(spec, location, node, rules)
    for operation in spec.operations():
        if spec.get((*operation, "x-list")) is not None:
            _check_named_parameters(spec, operation)
    _check_named_operations(spec)


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
    spec: Spec, location: Location, node: object, rules: Mapping[str, Any]
) -> None:
    key = str(location[-1])
    known = rules["properties"]
    if key not in known:
        admitted = ", ".join(sorted(known))
        spec.fail(location, f"unknown annotation {key}; the known ones are {admitted}")
    owner = _owner(spec, location[:-1])
    if owner != _OWNERS.get(key, owner):
        spec.fail(location, f"{key} belongs on {_OWNERS[key]}, not on {owner}")
    rule = {"$ref": known[key]["$ref"], "$defs": rules["$defs"]}
    error = best_match(Draft202012Validator(rule).iter_errors(node))
    if error is not None:
        spec.fail((*location, *error.absolute_path), error.message)


_OWNERS = {
    "x-list": "an operation",
    "x-filter": "a parameter",
    "x-expand": "a parameter",
    "x-invariants": "a schema",
    "x-credentials": "a security scheme",
}


def _owner(spec: Spec, location: Location) -> str:
    if location[:1] == ("paths",) and location[-1] in METHODS:
        return "an operation"
    if location[:-1] == ("components", "securitySchemes"):
        return "a security scheme"
    if "parameters" in location and "in" in spec.get(location):
        return "a parameter"
    return "a schema" if {"schemas", "schema"} & set(location) else "another part"


def _check_named_parameters(spec: Spec, operation: Location) -> None:
    known = {
        (spec.get((*place, "in")), spec.get((*place, "name")))
        for place in spec.parameters(operation)
    }
    for where, *path in (
        ("query", "pagination", "pageSize"),
        ("query", "pagination", "pageIndex"),
        ("query", "pagination", "continuationToken"),
        ("path", "parent"),
    ):
        location = (*operation, "x-list", *path, "parameter")
        name = spec.get(location)
        if name is not None and (where, name) not in known:
            spec.fail(location, f"the operation has no {where} parameter {name}")


def _check_named_operations(spec: Spec) -> None:
    known = {spec.get((*operation, "operationId")) for operation in spec.operations()}
    for location, node in spec.walk():
        annotated = any(_is_annotation(location[:end]) for end in range(1, len(location)))
        if annotated and location[-1] == "operation" and node not in known:
            spec.fail(location, f"there is no operation {node}")
