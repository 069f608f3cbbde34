"""Writes operations in one form: each has an operationId, and no parameter is an object."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from rollcall.spec._forms import forms
from rollcall.spec._names import numbered, words_of
from rollcall.spec._pointer import Pointer

__all__ = ["METHODS", "name_operations", "split_objects"]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

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


def split_objects(raw: Mapping[str, Any]) -> None:
    """Replace each parameter in the style ``deepObject`` by one parameter for each property."""
    paths = raw.get("paths")
    items = [each for each in (paths or {}).values() if isinstance(each, dict)]
    for owner in (*items, *(node for _, _, node in _operations(raw))):
        found = owner.get("parameters")
        if isinstance(found, list):
            split = [_split(raw, each) for each in found]
            # The others keep their indices, by which messages find their lines.
            more = [each for parts in split for each in parts[1:]]
            owner["parameters"] = [*(parts[0] for parts in split), *more]


def _split(raw: Mapping[str, Any], parameter: Any) -> list[Any]:  # noqa: ANN401 - JSON
    """Return the parameters in which an object is sent, such as ``order[from]``."""
    node = parameter
    if isinstance(node, dict) and isinstance(node.get("$ref"), str):
        node = Pointer(node["$ref"][1:]).read(raw)
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
