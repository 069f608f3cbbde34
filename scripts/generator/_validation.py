"""Checks a spec before anything is generated from it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from openapi_spec_validator import OpenAPIV31SpecValidator

from ._document import Document, Location

__all__ = ["validate"]


def validate(document: Document, annotations: Path) -> None:
    """Check that a document is valid OpenAPI 3.1, and that its annotations are.

    Args:
        document: The document.
        annotations: The JSON Schema of the annotations.

    Raises:
        SpecError: The document is not valid; the first problem is named.
    """
    _check_version(document)
    _check_references(document)
    _check_operation_ids(document)
    _check_annotations(document, json.loads(annotations.read_text(encoding="utf-8")))
    _check_openapi(document)


def _check_version(document: Document) -> None:
    version = document.root["openapi"]
    if not str(version).startswith("3.1."):
        document.fail(("openapi",), f"expected OpenAPI 3.1, got {version}")


def _check_references(document: Document) -> None:
    for location, node in document.walk():
        if not location or location[-1] != "$ref":
            continue
        if not isinstance(node, str) or not node.startswith("#/"):
            document.fail(location, f"the $ref {node} leaves this document; bundle it first")
        if document.get(document.resolve(location[:-1])) is None:
            document.fail(location, f"the $ref {node} does not resolve")


def _check_operation_ids(document: Document) -> None:
    seen: dict[str, Location] = {}
    for operation in document.operations():
        location = (*operation, "operationId")
        name = document.get(location)
        if not isinstance(name, str):
            document.fail(operation, "the operation has no operationId")
        if name in seen:
            first = document.line(seen[name])
            document.fail(location, f"the operationId {name} is taken already, on line {first}")
        seen[name] = location


def _check_annotations(document: Document, schema: Mapping[str, Any]) -> None:
    known = schema["properties"]
    for location, node in document.walk():
        key = str(location[-1]) if location else ""
        if not key.startswith("x-") or "headers" in location or "examples" in location:
            continue
        if key not in known:
            admitted = ", ".join(sorted(known))
            document.fail(location, f"unknown annotation {key}; the known ones are {admitted}")
        rule = {"$ref": known[key]["$ref"], "$defs": schema["$defs"]}
        error = best_match(Draft202012Validator(rule).iter_errors(node))
        if error is not None:
            document.fail((*location, *error.absolute_path), error.message)
    _check_named_operations(document)


def _check_named_operations(document: Document) -> None:
    known = {document.get((*operation, "operationId")) for operation in document.operations()}
    for location, node in document.walk():
        annotated = any(str(key).startswith("x-") for key in location)
        if annotated and location[-1] == "operation" and node not in known:
            document.fail(location, f"there is no operation {node}")


def _check_openapi(document: Document) -> None:
    error = best_match(OpenAPIV31SpecValidator(document.plain()).iter_errors())
    if error is not None:
        location: Location = tuple(error.absolute_path)
        document.fail(location, f"not valid OpenAPI: {error.message}")
