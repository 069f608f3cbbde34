"""A small spec to generate from, and variants of it."""

import json
from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

from rollcall.codegen._render import project_of
from rollcall.codegen._validation import read_valid

__all__ = ["GET_BOOKS", "GET_SHELVES", "LIBRARY", "REMOVED", "SHELF", "build", "write"]

LIBRARY: Final = Path(__file__).parent / "library.yaml"
"""A spec with two operations: a list, and the list of its children."""

REMOVED: Final = object()
"""A value that removes its key."""

GET_SHELVES: Final = "/paths/~1shelves/get"
GET_BOOKS: Final = "/paths/~1shelves~1{shelf_id}~1books/get"
SHELF: Final = "/components/schemas/Shelf/properties"


def write(path: Path, changes: Mapping[str, object] | None = None) -> Path:
    """Write a variant of the small spec to a file, in JSON, which is read faster than YAML.

    Args:
        path: The file.
        changes: Values by JSON Pointer. A last token that begins with ``-`` appends to an array.
    """
    spec = deepcopy(_library())
    for pointer, value in (changes or {}).items():
        _put(spec, pointer, value)
    path.write_text(json.dumps(spec, indent=1), encoding="utf-8")
    return path


def build(spec: Path, folder: Path) -> Path:
    """Write the package of a spec without ruff and without an import, which take processes.

    Returns:
        The folder of the package, which is named like the spec.
    """
    package = folder / spec.stem
    project_of(read_valid(spec), spec.stem, package).build()
    return package


@cache
def _library() -> Any:  # noqa: ANN401 - JSON
    return YAML(typ="safe", pure=True).load(LIBRARY)


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
