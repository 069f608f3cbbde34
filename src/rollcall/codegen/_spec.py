"""Reads a spec from its file and keeps where each part of it stands."""

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn, Self

import attrs
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.scalarbool import ScalarBoolean

from rollcall.codegen._errors import SpecError

__all__ = ["METHODS", "Location", "Node", "Spec"]

Node = Any
"""A part of the document: a mapping, a sequence or a scalar."""

Location = tuple[str | int, ...]
"""The keys and indices that lead from the root of a document to one of its parts."""

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

_JSON = (Mapping, Sequence, int, float, type(None))


@attrs.frozen
class Spec:
    """An OpenAPI document.

    Attributes:
        path: The file it was read from, as the user named it.
        root: The document, as plain dicts and lists that remember their lines.
    """

    path: Path
    root: Mapping[str, Any]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a document from a YAML file.

        Raises:
            SpecError: The file cannot be read, is not YAML, or is not an OpenAPI document.
        """
        try:
            text = path.read_text(encoding="utf-8")
            root = YAML(typ="rt").load(text)
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            problem = " ".join(f"{error.context or ''} {error.problem or ''}".split())
            raise SpecError(
                path, f"not valid YAML: {problem}", line=mark.line + 1 if mark else None
            ) from None
        except YAMLError as error:
            raise SpecError(path, f"not valid YAML: {' '.join(str(error).split())}") from None
        except RecursionError:
            raise SpecError(path, "nested too deeply") from None
        except OSError as error:
            raise SpecError(path, f"cannot be read: {error.strerror}") from None
        except UnicodeDecodeError as error:
            raise SpecError(path, f"not UTF-8: {error.reason} at byte {error.start}") from None
        if not isinstance(root, CommentedMap) or "openapi" not in root:
            raise SpecError(path, 'not an OpenAPI document: it has no "openapi" key at its root')
        spec = cls(path, root)
        try:
            spec._check_values()
        except RecursionError:
            raise SpecError(path, "nested too deeply") from None
        return spec

    def fail(self, location: Location, problem: str) -> NoReturn:
        """Raise a SpecError that names a place in the document."""
        raise SpecError(
            self.path, problem, line=self.line(location), pointer=_pointer(location) or None
        )

    def line(self, location: Location) -> int | None:
        """Find the line, counted from 1, of the nearest part that is written on a line."""
        node: Node = self.root
        line = None
        for key in location:
            if isinstance(node, CommentedMap) and key in node:
                line = node.lc.key(key)[0] + 1 if key in node.lc.data else line
            elif isinstance(node, CommentedSeq) and isinstance(key, int) and key < len(node):
                line = node.lc.item(key)[0] + 1
            else:
                break
            node = node[key]
        return line

    def get(self, location: Location) -> Node:
        """Return the part at a location, or None where there is none."""
        node: Node = self.root
        for key in location:
            try:
                node = node[key]
            except (KeyError, IndexError, TypeError):
                return None
        return node

    def resolve(self, location: Location) -> Location:
        """Follow ``$ref`` from a location until it leads to something else."""
        seen = [location]
        while isinstance(node := self.get(seen[-1]), Mapping) and "$ref" in node:
            target = _location(node["$ref"])
            if target in seen:
                self.fail(location, f"the $ref {node['$ref']} leads back to itself")
            seen.append(target)
        return seen[-1]

    def walk(self, location: Location = ()) -> Iterator[tuple[Location, Node]]:
        """Visit every part of the document, outer ones first."""
        node = self.get(location)
        yield location, node
        keys: Sequence[str | int] = ()
        if isinstance(node, Mapping):
            keys = list(node)
        elif isinstance(node, Sequence) and not isinstance(node, str):
            keys = range(len(node))
        for key in keys:
            yield from self.walk((*location, key))

    def operations(self) -> Iterator[Location]:
        """Visit every operation."""
        for path, item in (self.root.get("paths") or {}).items():
            for method in METHODS:
                if isinstance(item, Mapping) and method in item:
                    yield ("paths", path, method)

    def parameters(self, operation: Location) -> Iterator[Location]:
        """Visit every parameter of an operation, those of its path item included."""
        for owner in (operation[:-1], operation):
            for index in range(len(self.get((*owner, "parameters")) or ())):
                yield self.resolve((*owner, "parameters", index))

    def plain(self) -> dict[str, Any]:
        """Copy the document into plain dicts, lists and scalars."""
        return {str(key): _plain(value) for key, value in self.root.items()}

    def _check_values(self) -> None:
        for location, node in self.walk():
            if isinstance(node, float) and not math.isfinite(node):
                self.fail(location, f"{node} is not a number in JSON")
            if not isinstance(node, _JSON):
                kind = type(node).__name__.lower()
                self.fail(location, f"{node} is read as a {kind}; put it in quotes")


def _plain(node: Node) -> Node:
    if isinstance(node, Mapping):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, Sequence) and not isinstance(node, str):
        return [_plain(value) for value in node]
    # The reader's own scalars remember how they were written, which validators do not know.
    if isinstance(node, bool | ScalarBoolean):
        return bool(node)
    return next((kind(node) for kind in (str, int, float) if isinstance(node, kind)), None)


def _pointer(location: Location) -> str:
    tokens = (str(key).replace("~", "~0").replace("/", "~1") for key in location)
    return "".join(f"/{token}" for token in tokens)


def _location(reference: str) -> Location:
    tokens = reference.removeprefix("#/").split("/")
    return tuple(token.replace("~1", "/").replace("~0", "~") for token in tokens)
