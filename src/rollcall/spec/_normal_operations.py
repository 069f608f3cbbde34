"""Writes operations in one form: each has an operationId, and only plain parameters."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from rollcall.spec._forms import forms
from rollcall.spec._names import numbered, words_of
from rollcall.spec._pointer import Location, Pointer

__all__ = ["METHODS", "name_operations", "plain_parameters"]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

_IGNORED = {"accept", "content-type", "authorization"}
"""The headers that are no parameters (OpenAPI 3.1, section 4.8.12.2.1)."""
_DEPTH = 3
"""How deep objects within an object are read: a schema may refer to itself."""
_OF_OBJECTS = {"style", "explode", "schema", "example", "examples", "description", "required"}
"""The keywords of a parameter that describe an object as a whole."""


def _operations(raw: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the path, the method and the node of each operation."""
    paths = raw.get("paths")
    for path, item in paths.items() if isinstance(paths, dict) else ():
        for method in METHODS:
            node = item.get(method) if isinstance(item, dict) else None
            if isinstance(node, dict):
                yield path, method, node


def name_operations(raw: Mapping[str, Any]) -> None:
    """Name each operation without an operationId by its method and its path."""
    known = {each.get("operationId") for _, _, each in _operations(raw)}
    for path, method, node in _operations(raw):
        if "operationId" not in node:
            words = "".join(word[:1].upper() + word[1:] for word in words_of(path))
            node["operationId"] = next(e for e in numbered(method + words, "") if e not in known)
            known.add(node["operationId"])


def plain_parameters(raw: Mapping[str, Any]) -> dict[Location, Location]:
    """Write the parameters of paths and operations in plain form, in place.

    Headers that OpenAPI ignores are left out. A parameter in the style ``deepObject`` becomes one
    parameter for each property.

    Returns:
        Where each parameter stood that has another location now.
    """
    owners: list[tuple[Location, Any]] = []
    owners += [(("paths", path), item) for path, item in (raw.get("paths") or {}).items()]
    owners += [(("paths", path, method), node) for path, method, node in _operations(raw)]
    moved: dict[Location, Location] = {}
    for at, owner in owners:
        found = owner.get("parameters") if isinstance(owner, dict) else None
        if not isinstance(found, list):
            continue
        written: list[Any] = []
        for index, each in enumerate(found):
            for part in () if _is_ignored(raw, each) else _split(raw, each):
                if len(written) != index:
                    moved[*at, "parameters", len(written)] = (*at, "parameters", index)
                written.append(part)
        owner["parameters"] = written
    return moved


def _resolved(raw: Mapping[str, Any], parameter: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(parameter, dict) and isinstance(parameter.get("$ref"), str):
        return Pointer(parameter["$ref"][1:]).read(raw)
    return parameter


def _is_ignored(raw: Mapping[str, Any], parameter: Any) -> bool:  # noqa: ANN401 - JSON
    node = _resolved(raw, parameter)
    is_header = isinstance(node, dict) and node.get("in") == "header"
    return is_header and str(node.get("name")).lower() in _IGNORED


def _split(raw: Mapping[str, Any], parameter: Any) -> list[Any]:  # noqa: ANN401 - JSON
    """Return the parameters in which an object is sent, such as ``order[from]``."""
    node = _resolved(raw, parameter)
    if not isinstance(node, dict) or node.get("style") != "deepObject":
        return [parameter]
    found = forms(raw, node.get("schema"))
    if len(found) != 1 or not found[0].get("properties"):
        return [parameter]
    others = {key: each for key, each in node.items() if key not in _OF_OBJECTS}
    is_needed = bool(node.get("required"))
    return [
        {
            **others,
            "name": f"{node.get('name')}{name}",
            "required": is_required,
            "schema": deepcopy(schema),
            **{key: schema[key] for key in ("description",) if key in schema},
        }
        for name, schema, is_required in _leaves(raw, found[0], is_required=is_needed)
    ]


def _leaves(
    raw: Mapping[str, Any], schema: Mapping[str, Any], *, is_required: bool, depth: int = 1
) -> Iterator[tuple[str, Any, bool]]:
    """Yield the properties of an object, those of objects in it in turn, such as ``[order][from]``.

    OpenAPI leaves open how an object within an object is written; this is the usual way.
    """
    required = schema.get("required", ()) if is_required else ()
    for name, inner in schema["properties"].items():
        found = forms(raw, inner)
        if len(found) == 1 and found[0].get("properties") and depth < _DEPTH:
            below = _leaves(raw, found[0], is_required=name in required, depth=depth + 1)
            yield from ((f"[{name}]{rest}", leaf, is_needed) for rest, leaf, is_needed in below)
        else:
            yield f"[{name}]", inner, name in required
