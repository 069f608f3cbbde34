"""Checks the annotations, operationIds and patterns of a spec."""

import json
import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from rollcall.spec._source import METHODS, Location, Source

__all__ = ["check_annotations", "check_operation_ids", "check_patterns"]

_OWNERS = {
    "x-list": "an operation",
    "x-filter": "a parameter",
    "x-expand": "a parameter",
    "x-invariants": "a schema",
    "x-credentials": "a security scheme",
}
_VALUES = {"const", "default", "enum", "example", "examples"}
"""Keywords whose values are data, not schemas."""

_LIKENESS = 0.82
"""The similarity to a known annotation at which an unknown one is a typing error (``difflib``)."""


def check_operation_ids(source: Source) -> None:
    """Check that each operation has a unique operationId.

    Raises:
        SpecError: An operationId is missing or repeated.
    """
    seen: dict[str, Location] = {}
    for operation in source.operation_locations():
        location = (*operation, "operationId")
        name = source.get(location)
        if not isinstance(name, str):
            source.fail(operation, "the operation has no operationId")
        if name in seen:
            first = source.line(seen[name])
            where = f", on line {first}" if first is not None else ""
            source.fail(location, f"the operationId {name} is already in use{where}")
        seen[name] = location


def check_patterns(source: Source) -> None:
    """Check that Python can compile the patterns of all schemas, which ECMAScript defines.

    Raises:
        SpecError: A pattern has a syntax that Python does not support.
    """
    for location, node in source.walk():
        if location[-1:] == ("pattern",) and isinstance(node, str) and not _VALUES & {*location}:
            try:
                re.compile(node)
            except re.error as error:
                source.fail(location, f"{node!r} is not a pattern that Python supports: {error}")


def check_annotations(source: Source) -> None:
    """Check the names, places, values and references of all annotations.

    Other extensions (``x-…``) are ignored, unless their names resemble that of an annotation, or
    the spec is read strictly.

    Raises:
        SpecError: An annotation is not valid.
    """
    for location, node in source.walk():
        if _is_annotation(location):
            _check_annotation(source, location, node)
    for operation in source.operation_locations():
        if source.get((*operation, "x-list")) is not None:
            _check_named_parameters(source, operation)
    _check_named_operations(source)


@cache
def _rules() -> Mapping[str, Any]:
    text = files("rollcall.spec").joinpath("annotations.schema.json").read_text(encoding="utf-8")
    rules: Mapping[str, Any] = json.loads(text)
    return rules


def _is_annotation(location: Location) -> bool:
    key = str(location[-1]) if location else ""
    # The name of a header may begin with x-, and an example may have any keys.
    return key.startswith("x-") and not {"headers", "examples", "example"} & set(location)


def _check_annotation(source: Source, location: Location, node: object) -> None:
    key, rules = str(location[-1]), _rules()
    known = rules["properties"]
    if key not in known:
        if not source.is_strict and not get_close_matches(key[2:].lower(), _names(), 1, _LIKENESS):
            return
        admitted = ", ".join(sorted(known))
        source.fail(location, f"unknown annotation {key}; the known ones are {admitted}")
    owner = _owner(source, location[:-1])
    if _OWNERS[key] == "a parameter" and location[-2] == "schema":
        owner = _owner(source, location[:-2])
        if source.get((*location[:-2], key)) is not None:
            source.fail(location, f"the parameter has {key} already, outside of its schema")
    if owner != _OWNERS[key]:
        source.fail(location, f"{key} belongs on {_OWNERS[key]}, not on {owner}")
    rule = {"$ref": known[key]["$ref"], "$defs": rules["$defs"]}
    error = best_match(Draft202012Validator(rule).iter_errors(node))
    if error is not None:
        source.fail((*location, *error.absolute_path), error.message)


def _names() -> list[str]:
    return [each.removeprefix("x-") for each in _OWNERS]


def _owner(source: Source, location: Location) -> str:
    if location[:1] == ("paths",) and location[-1] in METHODS:
        return "an operation"
    if location[:-1] == ("components", "securitySchemes"):
        return "a security scheme"
    if "parameters" in location and "in" in source.get(location):
        return "a parameter"
    return "a schema" if {"schemas", "schema"} & set(location) else "another part"


def _check_named_parameters(source: Source, operation: Location) -> None:
    known = {
        (source.get((*place, "in")), source.get((*place, "name")))
        for place in source.parameter_locations(operation)
    }
    for where, *path in (
        ("query", "pagination", "pageSize"),
        ("query", "pagination", "pageIndex"),
        ("query", "pagination", "continuationToken"),
        ("path", "parent"),
    ):
        location = (*operation, "x-list", *path, "parameter")
        name = source.get(location)
        if name is not None and (where, name) not in known:
            source.fail(location, f"the operation has no {where} parameter {name}")


def _check_named_operations(source: Source) -> None:
    known = {source.get((*each, "operationId")) for each in source.operation_locations()}
    for location, node in source.walk():
        if location[-1:] != ("operation",) or node in known:
            continue
        if any(_is_annotation(location[:end]) for end in range(1, len(location))):
            source.fail(location, f"there is no operation {node}")
