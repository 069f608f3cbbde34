"""Checks the paths and the parameters of a spec."""

import re

from ._document import Document, Location

__all__ = ["check_parameters", "path_shape"]

_IN_BRACES = re.compile(r"\{([^{}]*)\}")

_UNSUPPORTED = ("style", "explode", "allowReserved", "allowEmptyValue", "content")


def path_shape(path: str) -> str:
    """Leave out the names of a path's parameters: ``/rooms/{}`` for ``/rooms/{room_id}``."""
    return _IN_BRACES.sub("{}", path)


def check_parameters(document: Document) -> None:
    """Check that paths differ, and that their parameters are ones that can be generated.

    Raises:
        SpecError: A path or a parameter is not valid, or not supported.
    """
    shapes: dict[str, str] = {}
    for path, item in document.root["paths"].items() if "paths" in document.root else ():
        location: Location = ("paths", path)
        if "$ref" in item:
            document.fail(location, "a path by $ref is not supported; write its operations here")
        other = shapes.setdefault(path_shape(path), path)
        if other != path:
            document.fail(location, f"{other} and {path} cannot be told apart")
    for operation in document.operations():
        _check_operation(document, operation)


def _check_operation(document: Document, operation: Location) -> None:
    seen: set[tuple[str, str]] = set()
    for place in document.parameters(operation):
        parameter = document.get(place)
        name, where = str(parameter["name"]), str(parameter["in"])
        if (name, where) in seen:
            document.fail(place, f"the {where} parameter {name} is there twice")
        seen.add((name, where))
        if where not in {"path", "query"}:
            document.fail(place, f"header and cookie parameters are not supported: {name}")
        for keyword in _UNSUPPORTED:
            if keyword in parameter:
                document.fail((*place, keyword), f"{keyword} is not supported; use flat parameters")
        if where == "query" and parameter.get("required"):
            problem = "a required query parameter is not supported; every argument may be left out"
            document.fail((*place, "required"), problem)
    named = set(_IN_BRACES.findall(str(operation[1])))
    described = {name for name, where in seen if where == "path"}
    for name in sorted(described - named):
        document.fail(operation, f"the path has no {{{name}}}, which is a path parameter")
    for name in sorted(named - described):
        document.fail(operation, f"{{{name}}} in the path is no path parameter")
