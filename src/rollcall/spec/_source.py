"""Reads a spec from its file, and finds the line of each part."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

import attrs

from rollcall.spec._bundle import bundle
from rollcall.spec._errors import SpecError
from rollcall.spec._normal import normalize
from rollcall.spec._normal_operations import METHODS
from rollcall.spec._origin import Origin, origin_of, relocated
from rollcall.spec._overlaid import apply_overlays
from rollcall.spec._overlay import Overlay
from rollcall.spec._pointer import Location, Pointer, walk
from rollcall.spec._shape import problems_of_shape
from rollcall.spec._text import parse_yaml, plain, read_file

__all__ = ["METHODS", "Location", "Source", "load_source", "parse_source", "read_source"]

_JSON = (Mapping, list, str, int, float, type(None))


@attrs.frozen
class Source:
    """An OpenAPI document, in the form of ``_normal``.

    Attributes:
        path: The file, as the user named it.
        raw: The document, in plain dicts, lists and scalars.
        text: The text of the file; None if the document was not read from a file.
        is_strict: Whether to refuse values that JSON does not have.
        origins: The files of the parts that were read from other files.
        unresolved: Why references to other files do not resolve, by their texts.
        overlays: The files or URLs of the overlays that were applied.
        notices: The parts that have no effect, such as actions of overlays that change nothing,
            each with its place.
    """

    path: Path
    raw: dict[str, Any] = attrs.field(repr=False, eq=False)
    text: str | None = attrs.field(default=None, repr=False, eq=False)
    is_strict: bool = attrs.field(default=False, repr=False, kw_only=True)
    origins: Mapping[Location, Origin] = attrs.field(
        factory=dict, repr=False, eq=False, kw_only=True
    )
    unresolved: Mapping[str, str] = attrs.field(factory=dict, repr=False, eq=False, kw_only=True)
    overlays: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    notices: tuple[str, ...] = attrs.field(default=(), repr=False, kw_only=True)

    def error(self, location: Location, problem: str) -> SpecError:
        """Return the error for a problem at a place in the spec."""
        return self.origin(location).error(problem)

    def origin(self, location: Location) -> Origin:
        """Return the file of a part, and its location there."""
        return origin_of(self.origins, location, Origin(str(self.path), self.text))

    def fail(self, location: Location, problem: str) -> NoReturn:
        """Raise a SpecError with a place in the spec."""
        raise self.error(location, problem)

    def line(self, location: Location) -> int | None:
        """Return the line of a part, or of its nearest parent; the first line is 1."""
        return self.origin(location).line

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
                problem = f"the $ref {reference} points outside this document; bundle it first"
                self.fail(place, self.unresolved.get(str(reference), problem))
            target = Pointer(reference[1:]).location
            if target in seen:
                self.fail(location, f"the $ref {reference} leads back to itself")
            if self.get(target) is None:
                self.fail(place, f"the $ref {reference} does not resolve")
            seen.append(target)
        return seen[-1]

    def wrong_references(self) -> Iterator[tuple[Location, SpecError]]:
        """Yield the place and the error of each ``$ref`` that does not resolve."""
        for location, node in self.walk():
            if isinstance(node, Mapping) and isinstance(node.get("$ref"), str):
                try:
                    self.resolve(location)
                except SpecError as error:
                    yield (*location, "$ref"), error

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


def read_source(path: Path, *, is_strict: bool = False, overlays: Sequence[Overlay] = ()) -> Source:
    """Read a file (OpenAPI 3, YAML or JSON), and the files that it refers to.

    Args:
        path: The file.
        is_strict: Whether to refuse values that JSON does not have.
        overlays: The overlays to apply to it.

    Raises:
        SpecError: A file cannot be read, or is not an OpenAPI document in YAML or JSON.
    """
    text = read_file(str(path))
    return load_source(path, text, is_strict=is_strict, read=read_file, overlays=overlays)


def load_source(  # noqa: PLR0913 - a document has as many parts
    path: Path,
    text: str,
    *,
    is_strict: bool = False,
    address: str = "",
    read: Callable[[str], str] | None = None,
    overlays: Sequence[Overlay] = (),
) -> Source:
    """Parse the text of a file.

    Args:
        path: The file that messages name.
        text: The text.
        is_strict: Whether to refuse values that JSON does not have.
        address: Where the text was read from, unless it is the path.
        read: Returns the text of another file that the document refers to, by its address; None:
            references must stay within the document.
        overlays: The overlays to apply to the document itself, not to the other files.

    Raises:
        SpecError: The text is not an OpenAPI document in YAML or JSON, or an overlay cannot be
            applied to it.
    """
    try:
        raw = parse_yaml(path, text)
        return _source(
            *(path, raw, text), is_strict=is_strict, address=address, read=read, overlays=overlays
        )
    except RecursionError:
        raise SpecError("nested too deeply", path) from None


def parse_source(path: Path, raw: object, *, is_strict: bool = False) -> Source:
    """Return the source of a parsed document.

    Args:
        path: The file that messages name.
        raw: The document.
        is_strict: Whether to refuse values that JSON does not have.

    Raises:
        SpecError: The value is not an OpenAPI document.
    """
    return _source(path, raw, None, is_strict=is_strict)


def _source(  # noqa: PLR0913 - a document has as many parts
    path: Path,
    raw: object,
    text: str | None,
    *,
    is_strict: bool,
    address: str = "",
    read: Callable[[str], str] | None = None,
    overlays: Sequence[Overlay] = (),
) -> Source:
    whole = plain(raw, keeps_dates=is_strict) if isinstance(raw, Mapping) else {}
    source = Source(path, whole, text, is_strict=is_strict)
    if whole and overlays:
        applied = apply_overlays(
            *(whole, source.origin(()), overlays), is_file=not address, keeps_dates=is_strict
        )
        source = attrs.evolve(
            source,
            origins=applied.origins,
            overlays=tuple(each.address for each in overlays),
            notices=applied.notices,
        )
    if "openapi" not in whole:
        problem = 'not an OpenAPI document: it has no "openapi" key at its root'
        raise SpecError(problem, path)
    if read is not None:
        bundled = bundle(whole, address or str(path), read, keeps_dates=is_strict)
        origins = {**source.origins, **bundled.origins}
        source = attrs.evolve(source, origins=origins, unresolved=bundled.unresolved)
    for location, node in source.walk() if is_strict else ():
        if isinstance(node, float) and not math.isfinite(node):
            source.fail(location, f"{node} is not a number in JSON")
        if not isinstance(node, _JSON):
            kind = type(node).__name__.lower()
            source.fail(location, f"{node} is read as a {kind}; put it in quotes")
    if problems := sorted(problems_of_shape(whole), key=lambda each: source.line(each[0]) or 0):
        raise SpecError.of(source.error(*each) for each in problems)
    root = Origin(str(source.path), source.text)
    return attrs.evolve(
        source,
        origins=relocated(source.origins, normalize(source.raw), root),
        # A copy, in which no two places share a part.
        raw=plain(source.raw, keeps_dates=is_strict),
    )
