"""Checks the paths and the parameters of a spec."""

import re

from rollcall.codegen._spec import Location, Spec

__all__ = ["check_parameters", "path_shape"]

_IN_BRACES = re.compile(r"\{([^{}]*)\}")

_UNSUPPORTED = ("style", "explode", "allowReserved", "allowEmptyValue", "content")


def path_shape(path: str) -> str:
    """Leave out the names of a path's parameters: ``/orders/{}`` for ``/orders/{order_id}``."""
    return _IN_BRACES.sub("{}", path)


def check_parameters(spec: Spec) -> None:
    """Check that paths differ, and that their parameters are ones that can be generated.

    Raises:
        SpecError: A path or a parameter is not valid, or not supported.
    """
    shapes: dict[str, str] = {}
    for path, item in spec.root["paths"].items() if "paths" in spec.root else ():
        location: Location = ("paths", path)
        if "$ref" in item:
            spec.fail(location, "a path by $ref is not supported; write its operations here")
        other = shapes.setdefault(path_shape(path), path)
        if other != path:
            spec.fail(location, f"{other} and {path} cannot be told apart")
    for operation in spec.operations():
        _check_operation(spec, operation)


def _check_operation(spec: Spec, operation: Location) -> None:
    seen: set[tuple[str, str]] = set()
    for place in spec.parameters(operation):
        parameter = spec.get(place)
        name, where = str(parameter["name"]), str(parameter["in"])
        if (name, where) in seen:
            spec.fail(place, f"the {where} parameter {name} is there twice")
        seen.add((name, where))
        if where not in {"path", "query"}:
            spec.fail(place, f"header and cookie parameters are not supported: {name}")
        for keyword in _UNSUPPORTED:
            if keyword in parameter:
                spec.fail((*place, keyword), f"{keyword} is not supported; use flat parameters")
        if where == "query" and parameter.get("required"):
            problem = "a required query parameter is not supported; every argument may be left out"
            spec.fail((*place, "required"), problem)
    named = set(_IN_BRACES.findall(str(operation[1])))
    described = {name for name, where in seen if where == "path"}
    for name in sorted(described - named):
        spec.fail(operation, f"the path has no {{{name}}}, which is a path parameter")
    for name in sorted(named - described):
        spec.fail(operation, f"{{{name}}} in the path is no path parameter")
