"""Separates what is read from what is written, and puts into prose what a class cannot say."""

import json
from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from typing import Any

from rollcall.spec import Location, Pointer, numbered, walk

__all__ = ["split_views", "tell"]

_SCHEMAS = "#/components/schemas/"


def split_views(raw: dict[str, Any]) -> Mapping[Location, Location]:
    """Remove the properties that are only written from what is read, and the other way round.

    A schema that is read and written becomes two, if they differ: the one that is written has
    ``Input`` at the end of its name.

    Args:
        raw: The document; it is changed in place.

    Returns:
        The locations of the schemas that are made, with those of the schemas that they come from.
    """
    schemas: dict[str, Any] = (raw.get("components") or {}).get("schemas") or {}
    bodies = [node["requestBody"] for _, node in walk(raw) if _has_body(node)]
    bodies += ((raw.get("components") or {}).get("requestBodies") or {}).values()
    differing = _differing(schemas)
    made: dict[str, str] = {}
    written = {}
    waiting = [name for body in bodies for name in _referred(body)]
    while waiting:
        name = waiting.pop()
        if name in schemas and name not in written:
            written[name] = deepcopy(schemas[name])
            waiting += _referred(schemas[name])
    for name in written.keys() & differing:
        taken = {*schemas, *made.values()}
        made[name] = next(each for each in numbered(f"{name}Input", "") if each not in taken)
    for part in (*bodies, *(written[name] for name in made)):
        for _, node in walk(part):
            if isinstance(node, dict) and _target(node) in made:
                node["$ref"] = _SCHEMAS + made[_target(node)]
    for each in (*schemas.values(), *_responses(raw)):
        _drop(each, "writeOnly")
    for each in (*bodies, *(written[name] for name in made)):
        _drop(each, "readOnly")
    schemas.update({new: written[name] for name, new in made.items()})
    place = ("components", "schemas")
    return {(*place, new): (*place, name) for name, new in made.items()}


def tell(raw: object) -> None:
    """Add what is deprecated, and the default of each property, to the descriptions."""
    for location, node in walk(raw):
        if not isinstance(node, dict) or "example" in location or "examples" in location:
            continue
        words = ["Deprecated."] if node.get("deprecated") is True else []
        default = node.get("default")
        if location[-2:-1] == ("properties",) and isinstance(default, str | int | float):
            words.append(f"The default is {json.dumps(default)}.")
        if words:
            found = [str(node.get("description") or "").strip(), *words]
            node["description"] = " ".join(filter(None, found))


def _has_body(node: object) -> bool:
    return isinstance(node, dict) and isinstance(node.get("requestBody"), dict)


def _responses(raw: Mapping[str, Any]) -> Iterator[object]:
    """Yield the responses that are described, wherever they are."""
    yield from ((raw.get("components") or {}).get("responses") or {}).values()
    for location, node in walk(raw.get("paths")):
        if location[-1:] == ("responses",) and isinstance(node, dict):
            yield from node.values()


def _differing(schemas: Mapping[str, Any]) -> set[str]:
    """Return the names of the schemas that differ between reading and writing, at any depth."""
    found = {
        name
        for name, schema in schemas.items()
        for _, node in walk(schema)
        if isinstance(node, dict)
        and (node.get("readOnly") is True or node.get("writeOnly") is True)
    }
    while True:
        more = {name for name, schema in schemas.items() if found & {*_referred(schema)}} - found
        if not more:
            return found
        found |= more


def _referred(part: object) -> list[str]:
    """Return the names of the schemas that a part refers to."""
    return [name for _, node in walk(part) if isinstance(node, dict) and (name := _target(node))]


def _target(node: Mapping[str, Any]) -> str:
    reference = node.get("$ref")
    if not isinstance(reference, str) or not reference.startswith(_SCHEMAS):
        return ""
    return Pointer(reference[1:]).location[2]


def _drop(part: object, keyword: str) -> None:
    """Drop the properties with a keyword from the schemas in a part."""
    together = [*_joined(part)]
    names: set[str] = set()
    for _, node in walk(part):
        if not isinstance(node, dict) or not isinstance(node.get("properties"), dict):
            continue
        dropped = [name for name, each in node["properties"].items() if _says(each, keyword)]
        for name in dropped:
            del node["properties"][name]
        _release(node, dropped)
        if any(node is each for each in together):
            names |= {*dropped}
    # Another part of an allOf may require them.
    for each in together:
        _release(each, names)


def _joined(part: object) -> Iterator[dict[str, Any]]:
    """Yield a schema, and the parts of its ``allOf``."""
    if isinstance(part, dict):
        yield part
        for each in part.get("allOf") or ():
            yield from _joined(each)


def _says(schema: object, keyword: str) -> bool:
    return isinstance(schema, dict) and schema.get(keyword) is True


def _release(schema: dict[str, Any], names: Collection[str]) -> None:
    if isinstance(schema.get("required"), list):
        schema["required"] = [each for each in schema["required"] if each not in names]
