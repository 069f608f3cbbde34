"""Reads a spec for the generator, which supports a part of OpenAPI."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from jsonschema.exceptions import ValidationError
from openapi_spec_validator import OpenAPIV31SpecValidator

from rollcall.codegen._errors import all_of
from rollcall.codegen._prepare import Prepared, prepare
from rollcall.spec import (
    Location,
    Operation,
    Overlay,
    Source,
    Spec,
    SpecError,
    build_spec,
    read_source,
)

__all__ = ["check", "path_shape", "read_valid", "supported", "validate"]

Note = Callable[[str], None]
"""Takes a line about a part that is left out."""

_LONGEST_PROBLEM = 200

_IN_BRACES = re.compile(r"\{([^{}]*)\}")

_UNSUPPORTED = ("style", "explode", "allowReserved", "allowEmptyValue", "content")


def path_shape(path: str) -> str:
    """Return a path without parameter names: ``/orders/{}`` for ``/orders/{order_id}``."""
    return _IN_BRACES.sub("{}", path)


def _forget(_note: str) -> None:
    """Do nothing with a note."""


def read_valid(path: Path, note: Note = _forget, overlays: Sequence[Overlay] = ()) -> Spec:
    """Read a spec, which must be valid OpenAPI 3.0 or 3.1 with valid annotations.

    Args:
        path: The spec.
        note: Called with each part that the generator leaves out, and each notice of an overlay.
        overlays: The overlays to apply to the spec.

    Raises:
        SpecError: The spec cannot be read or is not valid; the error has the first problem.
    """
    return validate(read_source(path, is_strict=True, overlays=overlays), note)


def validate(source: Source, note: Note = _forget) -> Spec:
    """Check that a document is valid OpenAPI with valid annotations, and rewrite it.

    Args:
        source: The document.
        note: Called with each part that the generator leaves out.

    Raises:
        SpecError: The document is not valid; the error has the first problem.
    """
    checked = check(source)
    prepared = supported(checked)
    for each in (*checked.notices, *prepared.notes, *prepared.remarks):
        note(each)
    return prepared.spec


def check(source: Source) -> Spec:
    """Check that a document is valid OpenAPI with valid annotations.

    Raises:
        SpecError: It is not; the error has all problems.
    """
    checks: list[Callable[[], Spec | None]] = [
        partial(_check_references, source),
        partial(_check_structure, source),
        partial(_check_paths, source),
        partial(build_spec, source),
    ]
    *_, spec = all_of(checks)
    assert spec is not None
    return spec


def supported(spec: Spec) -> Prepared:
    """Rewrite a valid document into the part of OpenAPI that the generator supports.

    Raises:
        SpecError: A part is not supported and not left out; the error has all such parts.
    """
    prepared = prepare(spec)
    spec = prepared.spec
    checks: list[Callable[[], None]] = [
        *(partial(_check_parameters, spec, each) for each in spec.operations),
        # The schema of OpenAPI does not cover schemas, defaults and path parameters.
        partial(_refuse, spec, OpenAPIV31SpecValidator(spec.raw).iter_errors()),
    ]
    all_of(checks)
    return prepared


def _check_references(source: Source) -> None:
    if wrong := [error for _, error in source.wrong_references()]:
        raise SpecError.of(wrong)


def _check_structure(source: Source) -> None:
    """Check a document with the JSON Schema of OpenAPI."""
    try:
        errors = [*OpenAPIV31SpecValidator.schema_validator.iter_errors(source.raw)]
    except (RecursionError, ValueError):
        # The validator is not written in Python, and has a limit of its own.
        raise SpecError("nested too deeply", source.path) from None
    _refuse(source, (each for each in errors if not _is_harmless(source, each)))


def _is_harmless(source: Source, error: ValidationError) -> bool:
    """Return whether an error is a response without a description."""
    responses = {"responses"} & {*map(str, [*error.absolute_path][-2:])}
    node = source.get(tuple(error.absolute_path))
    return bool(responses) and isinstance(node, dict) and "description" not in node


def _check_paths(source: Source) -> None:
    found: list[tuple[Location, str]] = []
    shapes: dict[str, str] = {}
    for path, item in (source.raw.get("paths") or {}).items():
        if "$ref" in (item or ()):
            problem = "a path by $ref is not supported; write its operations here"
            found.append((("paths", path), problem))
        other = shapes.setdefault(path_shape(path), path)
        if other != path:
            found.append((("paths", path), f"{other} and {path} match the same URLs"))
    found += [
        (each, "the operation has no responses")
        for each in source.operation_locations()
        if source.get((*each, "responses")) is None
    ]
    if found:
        raise SpecError.of(source.error(*each) for each in found)


def _check_parameters(spec: Spec, operation: Operation) -> None:
    seen: set[tuple[str, str]] = set()
    for place in spec.parameter_locations(operation.at):
        parameter = spec.get(place)
        name, where = parameter["name"], parameter["in"]
        if (name, where) in seen:
            spec.fail(place, f"the {where} parameter {name} is declared twice")
        seen.add((name, where))
        known = operation.parameter(name)
        is_several = known is not None and known.delimiter is not None
        for keyword in _UNSUPPORTED:
            if keyword in parameter and not is_several:
                spec.fail((*place, keyword), f"{keyword} is not supported; use flat parameters")
    named = set(_IN_BRACES.findall(operation.path))
    described = {name for name, where in seen if where == "path"}
    for name in sorted(described - named):
        spec.fail(operation.at, f"the path parameter {name} is missing in the path; add {{{name}}}")
    for name in sorted(named - described):
        spec.fail(operation.at, f"{{{name}}} in the path has no path parameter; declare it")


def _refuse(source: Source, errors: Iterable[ValidationError]) -> None:
    problems = {_problem(source, each): None for each in errors}
    if problems:
        raise SpecError.of(source.error(*each) for each in problems)


def _problem(source: Source, error: ValidationError) -> tuple[Location, str]:
    # The first line is the problem; the others repeat the document.
    problem = str(error.message).partition("\n")[0]
    if len(problem) > _LONGEST_PROBLEM:
        problem = f"... {problem[-_LONGEST_PROBLEM:]}"
    return _locate(source, error), f"not valid OpenAPI: {problem}"


def _locate(source: Source, error: ValidationError) -> Location:
    """Return the location of an error, whose path may begin at an inner schema."""
    path: Location = tuple(error.absolute_path)
    if path and source.get(path) is not None:
        return path
    ending = path or ("default",)
    for location, node in source.walk():
        if location[-len(ending) :] == ending and node == error.instance:
            return location
    return path
