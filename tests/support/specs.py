"""Specs to generate from: that of a small library, and what becomes of it by changes."""

from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

__all__ = ["GET_BOOKS", "GET_SHELVES", "LIBRARY", "REMOVED", "SHELF", "write"]

LIBRARY: Final = Path(__file__).parent / "library.yaml"
"""A spec with two operations, one below the other."""

REMOVED: Final = object()
"""In place of a value: nothing stands there any more."""

GET_SHELVES: Final = "/paths/~1shelves/get"
GET_BOOKS: Final = "/paths/~1shelves~1{shelf_id}~1books/get"
SHELF: Final = "/components/schemas/Shelf/properties"


def write(path: Path, changes: Mapping[str, object] | None = None) -> Path:
    """Write the library's spec to a file, changed.

    Args:
        path: The file.
        changes: The values to put at some places, by JSON Pointer; what begins with
            ``-`` is the end of an array.
    """
    spec = deepcopy(_library())
    for pointer, value in (changes or {}).items():
        _put(spec, pointer, value)
    with path.open("w", encoding="utf-8") as file:
        YAML().dump(spec, file)
    return path


@cache
def _library() -> Any:  # noqa: ANN401 - the reader's own mapping
    return YAML().load(LIBRARY)


def _put(spec: Any, pointer: str, value: object) -> None:  # noqa: ANN401 - any part of a document
    *parents, last = (
        token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]
    )
    node = spec
    for token in parents:
        node = node[int(token) if isinstance(node, list) else token]
    if isinstance(node, list) and last.startswith("-"):
        node.append(value)
        return
    key = int(last) if isinstance(node, list) else last
    if value is REMOVED:
        del node[key]
    else:
        node[key] = value
