"""Reads the text of a file: its values in YAML or JSON, and the lines of its parts."""

import json
import os
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from rollcall.spec._errors import SpecError
from rollcall.spec._pointer import Location

__all__ = ["joined", "line_of", "parse_yaml", "plain", "read_file"]


def read_file(address: str) -> str:
    """Return the text of a file.

    Raises:
        SpecError: The file cannot be read.
    """
    path = Path(address)
    if "://" in address:
        raise SpecError(f"{address} is not a file; bundle the document first")
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise SpecError(f"cannot be read: {error.strerror}", path) from None
    except UnicodeDecodeError as error:
        problem = f"not UTF-8: {error.reason} at byte {error.start}"
        raise SpecError(problem, path) from None


def joined(base: str, reference: str) -> str:
    """Return the address of a reference that is relative to another file or URL."""
    if "://" in base or "://" in reference:
        return urljoin(base, reference)
    return os.path.normpath(os.path.join(os.path.dirname(base), unquote(reference)))  # noqa: PTH118, PTH120


def parse_yaml(path: Path | str, text: str) -> object:
    """Parse a text in YAML or JSON.

    Args:
        path: The file or the URL that messages name; the suffix ``.json`` means JSON.
        text: The text.

    Raises:
        SpecError: The text is neither.
    """
    is_json = urlsplit(str(path)).path.endswith(".json")
    if is_json or text.lstrip().startswith("{"):
        try:
            return json.loads(text)
        except ValueError as error:
            if is_json:
                line = getattr(error, "lineno", None)
                raise SpecError(f"not valid JSON: {error}", path, line=line) from None
    try:
        return YAML(typ="safe", pure=True).load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = " ".join(f"{error.context or ''} {error.problem or ''}".split())
        line = mark.line + 1 if mark else None
        raise SpecError(f"not valid YAML: {problem}", path, line=line) from None
    except YAMLError as error:
        raise SpecError(f"not valid YAML: {' '.join(str(error).split())}", path) from None


def line_of(text: str, location: Location) -> int | None:
    """Return the line of a part, or of its nearest parent; the first line is 1."""
    node, line = _nodes(text), None
    for key in location:
        inner = _inner(node, key)
        if inner is None:
            break
        line, node = inner
    return line


@lru_cache(maxsize=4)
def _nodes(text: str) -> Node | None:
    """Return the nodes of a text in YAML or JSON, with their positions."""
    try:
        # Only messages need positions, so most specs are read without them.
        found: Node | None = YAML(pure=True).compose(text)
    except (RecursionError, YAMLError):
        return None
    return found


def _inner(node: Node | None, key: str | int) -> tuple[int, Node] | None:
    """Return a part of a node by its key or index, with its line; None if there is none."""
    if isinstance(node, MappingNode):
        for name, value in node.value:
            if name.value == str(key):
                return name.start_mark.line + 1, value
    elif isinstance(node, SequenceNode) and int(key) < len(node.value):
        value = node.value[int(key)]
        return value.start_mark.line + 1, value
    return None


def plain(node: Any, *, keeps_dates: bool = False) -> Any:  # noqa: ANN401 - JSON
    """Copy a part, with strings as keys and, by default, as dates."""
    if isinstance(node, Mapping):
        return {str(key): plain(each, keeps_dates=keeps_dates) for key, each in node.items()}
    if isinstance(node, Sequence) and not isinstance(node, str | bytes):
        return [plain(each, keeps_dates=keeps_dates) for each in node]
    return node.isoformat() if isinstance(node, date) and not keeps_dates else node
