"""Checks a spec before anything is generated from it."""

from collections.abc import Iterable
from pathlib import Path

from jsonschema.exceptions import ValidationError
from openapi_spec_validator import OpenAPIV31SpecValidator

from ._annotations import check_annotations
from ._document import Document, Location
from ._parameters import check_parameters

__all__ = ["validate"]

_LONGEST_PROBLEM = 200


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
    _check_structure(document)
    _check_operations(document)
    check_annotations(document, annotations)
    check_parameters(document)
    _check_meaning(document)


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


def _check_operations(document: Document) -> None:
    seen: dict[str, Location] = {}
    for operation in document.operations():
        location = (*operation, "operationId")
        name = document.get(location)
        if not isinstance(name, str):
            document.fail(operation, "the operation has no operationId")
        if document.get((*operation, "responses")) is None:
            document.fail(operation, "the operation has no responses")
        if name in seen:
            first = document.line(seen[name])
            document.fail(location, f"the operationId {name} is taken already, on line {first}")
        seen[name] = location


def _check_structure(document: Document) -> None:
    """Check that every part has the keys that OpenAPI gives it, and values of their types."""
    _refuse_first(document, OpenAPIV31SpecValidator.schema_validator.iter_errors(document.plain()))
    for location, node in document.walk(("components", "schemas")):
        if isinstance(node, bool) and (location[-1] == "items" or location[-2] == "properties"):
            document.fail(location, f"the schema {str(node).lower()} is not supported; give a type")


def _check_meaning(document: Document) -> None:
    """Check what no schema of OpenAPI can say: schemas, defaults, unresolved parameters."""
    _refuse_first(document, OpenAPIV31SpecValidator(document.plain()).iter_errors())


def _refuse_first(document: Document, errors: Iterable[ValidationError]) -> None:
    for error in errors:
        # Only the first line is the problem; the others repeat the document.
        problem = str(error.message).partition("\n")[0]
        if len(problem) > _LONGEST_PROBLEM:
            problem = f"... {problem[-_LONGEST_PROBLEM:]}"
        document.fail(_locate(document, error), f"not valid OpenAPI: {problem}")


def _locate(document: Document, error: ValidationError) -> Location:
    """Find the part of the document in error, whose path may begin at a schema inside it."""
    path: Location = tuple(error.absolute_path)
    if path and document.get(path) is not None:
        return path
    ending = path or ("default",)
    for location, node in document.walk():
        if location[-len(ending) :] == ending and node == error.instance:
            return location
    return path
