"""Reads a spec from its file, and finds the line of each part."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

import attrs
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from rollcall.spec._errors import SpecError
from rollcall.spec._normal import normalize
from rollcall.spec._pointer import Pointer

__all__ = ["METHODS", "Location", "Source", "load_source", "parse_source", "read_source", "walk"]

Location = tuple[str | int, ...]
"""The keys and indices that lead from the root of a spec to one of its parts."""

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

_JSON = (Mapping, list, str, int, float, type(None))


@attrs.frozen
class Source:
    """An OpenAPI document, in the form of ``_normal``.

    Attributes:
        path: The file, as the user named it.
        raw: The document, in plain dicts, lists and scalars.
        text: The text of the file; None if the document was not read from a file.
        is_strict: Whether to refuse values that JSON does not have, and unknown annotations.
    """

    path: Path
    raw: dict[str, Any] = attrs.field(repr=False, eq=False)
    text: str | None = attrs.field(default=None, repr=False, eq=False)
    is_strict: bool = attrs.field(default=False, repr=False, kw_only=True)

    def error(self, location: Location, problem: str) -> SpecError:
        """Return the error for a problem at a place in the spec."""
        pointer = str(Pointer.at(location))
        return SpecError(problem, self.path, line=self.line(location), pointer=pointer)

    def fail(self, location: Location, problem: str) -> NoReturn:
        """Raise a SpecError with a place in the spec."""
        raise self.error(location, problem)

    def line(self, location: Location) -> int | None:
        """Return the line of a part, or of its nearest parent; the first line is 1."""
        if self.text is None:
            return None
        node, line = _nodes(self.text), None
        for key in location:
            inner = _inner(node, key)
            if inner is None:
                break
            line, node = inner
        return line

    def get(self, location: Location) -> Any:  # noqa: ANN401 - JSON
        """Return the part at a location, or None."""
        node: Any = self.raw
        for key in location:
            try:
                node = node[int(key) if isinstance(node, list) else key]
            except (LookupError, TypeError, ValueError):
                return None
        return node

    def resolve(self, location: Location) -> Location:
        """Follow ``$ref`` from a location, and return the final location.

        Raises:
            SpecError: A ``$ref`` leaves the spec, does not resolve, or is circular.
        """
        seen = [location]
        while isinstance(node := self.get(seen[-1]), Mapping) and "$ref" in node:
            reference, place = node["$ref"], (*seen[-1], "$ref")
            if not isinstance(reference, str) or not reference.startswith("#/"):
                self.fail(
                    place, f"the $ref {reference} points outside this document; bundle it first"
                )
            target = Pointer(reference[1:]).location
            if target in seen:
                self.fail(location, f"the $ref {reference} leads back to itself")
            if self.get(target) is None:
                self.fail(place, f"the $ref {reference} does not resolve")
            seen.append(target)
        return seen[-1]

    def annotation(self, parameter: Location, key: str) -> Location:
        """Return the location of an annotation of a parameter.

        It may stand in the parameter's own schema: there alone frameworks can add an extension to
        the documents that they write.
        """
        in_schema = (*parameter, "schema", key)
        return (*parameter, key) if self.get(in_schema) is None else in_schema

    def walk(self, location: Location = ()) -> Iterator[tuple[Location, Any]]:
        """Yield every part below a location, outer parts first."""
        yield from walk(self.get(location), location)

    def operation_locations(self) -> Iterator[Location]:
        """Yield the location of every operation."""
        for path, item in (self.raw.get("paths") or {}).items():
            for method in METHODS:
                if isinstance(item, Mapping) and method in item:
                    yield ("paths", path, method)

    def parameter_locations(self, operation: Location) -> Iterator[Location]:
        """Yield the location of every parameter of an operation and its path item."""
        for owner in (operation[:-1], operation):
            for index in range(len(self.get((*owner, "parameters")) or ())):
                yield self.resolve((*owner, "parameters", index))


def read_source(path: Path, *, is_strict: bool = False) -> Source:
    """Read a file (OpenAPI 3, YAML or JSON).

    Raises:
        SpecError: The file cannot be read, or is not an OpenAPI document in YAML or JSON.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SpecError(f"cannot be read: {error.strerror}", path) from None
    except UnicodeDecodeError as error:
        problem = f"not UTF-8: {error.reason} at byte {error.start}"
        raise SpecError(problem, path) from None
    return load_source(path, text, is_strict=is_strict)


def load_source(path: Path, text: str, *, is_strict: bool = False) -> Source:
    """Parse the text of a file.

    Raises:
        SpecError: The text is not an OpenAPI document in YAML or JSON.
    """
    try:
        return parse_source(path, _load(path, text), text, is_strict=is_strict)
    except RecursionError:
        raise SpecError("nested too deeply", path) from None


def parse_source(
    path: Path, raw: object, text: str | None = None, *, is_strict: bool = False
) -> Source:
    """Return the source of a parsed document.

    Args:
        path: The file that messages name.
        raw: The document.
        text: The text of the document, if known.
        is_strict: Whether to refuse values that JSON does not have.

    Raises:
        SpecError: The value is not an OpenAPI document.
    """
    if not isinstance(raw, Mapping) or "openapi" not in raw:
        problem = 'not an OpenAPI document: it has no "openapi" key at its root'
        raise SpecError(problem, path)
    source = Source(path, _plain(raw, keeps_dates=is_strict), text, is_strict=is_strict)
    for location, node in source.walk() if is_strict else ():
        if isinstance(node, float) and not math.isfinite(node):
            source.fail(location, f"{node} is not a number in JSON")
        if not isinstance(node, _JSON):
            kind = type(node).__name__.lower()
            source.fail(location, f"{node} is read as a {kind}; put it in quotes")
    normalize(source.raw)
    return source


def _load(path: Path, text: str) -> object:
    if path.suffix == ".json" or text.lstrip().startswith("{"):
        try:
            return json.loads(text)
        except ValueError as error:
            if path.suffix == ".json":
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


def _plain(node: Any, *, keeps_dates: bool = False) -> Any:  # noqa: ANN401 - JSON
    """Copy a part, with strings as keys and, by default, as dates."""
    if isinstance(node, Mapping):
        return {str(key): _plain(each, keeps_dates=keeps_dates) for key, each in node.items()}
    if isinstance(node, Sequence) and not isinstance(node, str | bytes):
        return [_plain(each, keeps_dates=keeps_dates) for each in node]
    return node.isoformat() if isinstance(node, date) and not keeps_dates else node


def walk(node: object, location: Location = ()) -> Iterator[tuple[Location, Any]]:
    """Yield every part of a value with its location, outer parts first."""
    yield location, node
    if isinstance(node, Mapping):
        for key, each in node.items():
            yield from walk(each, (*location, key))
    elif isinstance(node, list):
        for index, each in enumerate(node):
            yield from walk(each, (*location, index))
