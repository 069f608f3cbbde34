"""The places of proposals in the document as it is written, as JSONPath queries."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML

from rollcall.spec import Location, Pointer, Spec

__all__ = ["target_of"]

_IDENTIFIER = re.compile("[A-Za-z_][A-Za-z0-9_]*")
_PART = re.compile(r"\[([^\[\]]+)\]")


def target_of(spec: Spec, at: Location) -> str:
    """Return the query for a place; parameters are selected by their names, not by an index."""
    if len(at) > 1 and at[-2] == "parameters" and isinstance(at[-1], int):
        return _parameter(spec, at)
    return "$" + "".join(map(_step, at))


def _parameter(spec: Spec, at: Location) -> str:
    node = spec.get(at)
    name, place = str(node["name"]), str(node["in"])
    outer, _, inner = name.partition("[")
    # A parameter in the style deepObject is read as one parameter for each property.
    written = _written(spec, at) if inner else {}
    is_split = outer in written and name not in written
    path = written[outer] if is_split else ""
    if not path:
        own = outer if is_split else name
        quoted = own.replace("\\", "\\\\").replace("'", "\\'")
        steps = "".join(map(_step, at[:-1]))
        path = f"${steps}[?@.name == '{quoted}' && @.in == '{place}']"
    if not is_split:
        return path
    return f"{path}.schema" + "".join(f".properties{_step(each)}" for each in _PART.findall(name))


def _written(spec: Spec, at: Location) -> Mapping[str, str]:
    """Return the names of the parameters of an operation, with the query of a shared one."""
    original = _original(spec.text or "{}")
    found: dict[str, str] = {}
    for entry in Pointer.at(at[:-1]).read(original) or ():
        reference = str(entry.get("$ref", ""))
        pointer = Pointer(reference[1:]) if reference.startswith("#/") else None
        node = pointer.read(original) if pointer is not None else entry
        if isinstance(node, Mapping) and "name" in node:
            steps = "".join(map(_step, pointer.location)) if pointer is not None else ""
            found[str(node["name"])] = f"${steps}" if steps else ""
    return found


@lru_cache(maxsize=1)
def _original(text: str) -> Any:  # noqa: ANN401 - JSON
    return YAML(typ="safe", pure=True).load(text)


def _step(key: str | int) -> str:
    if isinstance(key, int):
        return f"[{key}]"
    if _IDENTIFIER.fullmatch(key):
        return f".{key}"
    return "['" + key.replace("\\", "\\\\").replace("'", "\\'") + "']"
