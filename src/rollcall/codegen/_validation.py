"""Checks a spec before anything is generated from it."""

from collections.abc import Iterable
from pathlib import Path

from jsonschema.exceptions import ValidationError
from openapi_spec_validator import OpenAPIV31SpecValidator

from rollcall.codegen._annotations import check_annotations
from rollcall.codegen._parameters import check_parameters
from rollcall.codegen._spec import Location, Spec

__all__ = ["validate"]

_LONGEST_PROBLEM = 200


def validate(spec: Spec, annotations: Path) -> None:
    """Check that a document is valid OpenAPI 3.1, and that its annotations are.

    Args:
        spec: The document.
        annotations: The JSON Schema of the annotations.

    Raises:
        SpecError: The document is not valid; the first problem is named.
    """
    _check_version(spec)
    _check_references(spec)
    _check_structure(spec)
    _check_operations(spec)
    check_annotations(spec, annotations)
    check_parameters(spec)
    _check_meaning(spec)


def _check_version(spec: Spec) -> None:
    version = spec.root["openapi"]
    if not str(version).startswith("3.1."):
        spec.fail(("openapi",), f"expected OpenAPI 3.1, got {version}")


def _check_references(spec: Spec) -> None:
    for location, node in spec.walk():
        if not location or location[-1] != "$ref":
            continue
        if not isinstance(node, str) or not node.startswith("#/"):
            spec.fail(location, f"the $ref {node} leaves this document; bundle it first")
        if spec.get(spec.resolve(location[:-1])) is None:
            spec.fail(location, f"the $ref {node} does not resolve")


def _check_operations(spec: Spec) -> None:
    seen: dict[str, Location] = {}
    for operation in spec.operations():
        location = (*operation, "operationId")
        name = spec.get(location)
        if not isinstance(name, str):
            spec.fail(operation, "the operation has no operationId")
        if spec.get((*operation, "responses")) is None:
            spec.fail(operation, "the operation has no responses")
        if name in seen:
            first = spec.line(seen[name])
            spec.fail(location, f"the operationId {name} is taken already, on line {first}")
        seen[name] = location


def _check_structure(spec: Spec) -> None:
    """Check that every part has the keys that OpenAPI gives it, and values of their types."""
    _refuse_first(spec, OpenAPIV31SpecValidator.schema_validator.iter_errors(spec.plain()))
    for location, node in spec.walk(("components", "schemas")):
        if isinstance(node, bool) and (location[-1] == "items" or location[-2] == "properties"):
            spec.fail(location, f"the schema {str(node).lower()} is not supported; give a type")


def _check_meaning(spec: Spec) -> None:
    """Check what no schema of OpenAPI can say: schemas, defaults, unresolved parameters."""
    _refuse_first(spec, OpenAPIV31SpecValidator(spec.plain()).iter_errors())


def _refuse_first(spec: Spec, errors: Iterable[ValidationError]) -> None:
    for error in errors:
        # Only the first line is the problem; the others repeat the document.
        problem = str(error.message).partition("\n")[0]
        if len(problem) > _LONGEST_PROBLEM:
            problem = f"... {problem[-_LONGEST_PROBLEM:]}"
        spec.fail(_locate(spec, error), f"not valid OpenAPI: {problem}")


def _locate(spec: Spec, error: ValidationError) -> Location:
    """Find the part of the document in error, whose path may begin at a schema inside it."""
    path: Location = tuple(error.absolute_path)
    if path and spec.get(path) is not None:
        return path
    ending = path or ("default",)
    for location, node in spec.walk():
        if location[-len(ending) :] == ending and node == error.instance:
            return location
    return path
