"""Takes the annotations of a document out into an overlay."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

__all__ = ["apart"]

_ANNOTATIONS = {
    "x-list",
    "x-filter",
    "x-expand",
    "x-invariants",
    "x-credentials",
    "x-strictness",
}


def apart(document: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a document without its annotations, and the overlay that adds them.

    The document has annotations.
    """
    bare = deepcopy(dict(document))
    actions = [*_taken(bare, "$")]
    assert actions
    info = {"title": "The annotations", "version": "1.0.0"}
    return bare, {"overlay": "1.0.0", "info": info, "actions": actions}


def _taken(node: Any, path: str) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON
    if isinstance(node, dict):
        if found := {key: node.pop(key) for key in _ANNOTATIONS & node.keys()}:
            yield {"target": path, "update": found}
        for key, each in node.items():
            name = key.replace("\\", "\\\\").replace("'", "\\'")
            yield from _taken(each, f"{path}['{name}']")
    elif isinstance(node, list):
        for index, each in enumerate(node):
            yield from _taken(each, f"{path}[{index}]")
