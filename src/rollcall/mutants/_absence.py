"""How a page spells a link or a token that it does not have."""

from collections.abc import Mapping
from typing import Any

from rollcall.mutants._message import REMOVED, Values
from rollcall.spec import ListOperation, PagePlace, Pointer, Spec, resolve, success_schema

__all__ = ["with_absences"]


def with_absences(spec: Spec, operation: ListOperation, values: Values) -> Values:
    """Return the values of a page, where None is spelled as the schema of the page admits it."""
    found: dict[PagePlace | Pointer | None, object] = {}
    for place, value in values.items():
        pointer = place.pointer if isinstance(place, PagePlace) else None
        if value is None and pointer is not None:
            place, value = _absent(spec, operation, pointer)  # noqa: PLW2901 - its own spelling
        found[place] = value
    return found


def _absent(spec: Spec, operation: ListOperation, pointer: Pointer) -> tuple[Pointer, object]:
    """Return the innermost part on the way to a value that can be absent, and its spelling.

    It is null or removed; if the schema requires a value, it is empty.
    """
    node = success_schema(spec, operation)
    found: tuple[Pointer, object] = (pointer, "")
    for depth, name in enumerate(pointer.location, 1):
        node = resolve(spec, node)
        part = Pointer.at(pointer.location[:depth])
        inner = resolve(spec, node.get("properties", {}).get(name, {}))
        if _admits_null(spec, inner):
            found = part, None
        elif name not in node.get("required", ()):
            found = part, REMOVED
        node = inner
    return found


def _admits_null(spec: Spec, schema: Mapping[str, Any]) -> bool:
    forms = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
    if forms:
        return any(_admits_null(spec, resolve(spec, each)) for each in forms)
    return "type" not in schema or "null" in schema["type"]
