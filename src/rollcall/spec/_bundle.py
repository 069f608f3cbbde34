"""Joins a document that is split into several files."""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import attrs

from rollcall.spec._errors import SpecError
from rollcall.spec._origin import Origin
from rollcall.spec._pointer import Location, Pointer
from rollcall.spec._text import joined, parse_yaml, plain

__all__ = ["Bundled", "bundle"]

_KINDS = ("parameters", "responses", "headers", "examples", "links", "callbacks")
_COMPONENT = ("components", "schemas", "Name")
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_MISSING = object()


@attrs.frozen
class Bundled:
    """What the parts of other files became in a document.

    Attributes:
        origins: The origins of the copied parts, by their locations.
        unresolved: Why a reference was left as it is, by its text, which is absolute then.
    """

    origins: dict[Location, Origin] = attrs.field(factory=dict)
    unresolved: dict[str, str] = attrs.field(factory=dict)


def bundle(
    raw: dict[str, Any], address: str, read: Callable[[str], str], *, keeps_dates: bool = False
) -> Bundled:
    """Copy the parts of other files into a document, in place.

    A part that is referred to becomes a component, so that a schema may refer to itself. A path,
    and a component that is only a reference, are replaced by what they refer to.

    Args:
        raw: The document.
        address: Its file or URL; references are relative to it.
        read: Returns the text at an address.
        keeps_dates: Whether dates stay dates.

    Returns:
        The origins of the copied parts, and the references that lead nowhere.
    """
    bundling = _Bundle(raw, address, read, keeps_dates)
    bundling.follow(raw, (), Origin(address, None))
    return bundling.bundled


@attrs.define
class _Bundle:
    raw: dict[str, Any]
    address: str
    read: Callable[[str], str]
    keeps_dates: bool
    bundled: Bundled = attrs.field(factory=Bundled)
    files: dict[str, tuple[str, Any] | SpecError] = attrs.field(factory=dict)
    copies: dict[tuple[str, str], str] = attrs.field(factory=dict)

    def follow(self, node: Any, location: Location, origin: Origin) -> None:  # noqa: ANN401
        """Replace the references of a part to other files.

        Args:
            node: The part.
            location: Its location in the whole document.
            origin: Where it was read from.
        """
        reference = node.get("$ref") if isinstance(node, dict) else None
        if isinstance(reference, str) and self._is_elsewhere(reference, origin):
            self._replace(node, reference, location, origin)
            return
        for key, each in _inner(node):
            if key not in {"example", "examples"} or location[-1:] == ("properties",):
                self.follow(each, (*location, key), origin.below((key,)))

    def _is_elsewhere(self, reference: str, origin: Origin) -> bool:
        return not reference.startswith("#") or origin.address != self.address

    def _replace(
        self, node: dict[str, Any], reference: str, location: Location, origin: Origin
    ) -> None:
        file, _, fragment = reference.partition("#")
        address = joined(origin.address, file) if file else origin.address
        if address == self.address:
            node["$ref"] = f"#{fragment}"
            return
        try:
            text, found = self._part(address, fragment)
        except SpecError as error:
            node["$ref"] = f"{address}#{fragment}"
            self.bundled.unresolved[node["$ref"]] = str(error)
            return
        target = (address, fragment)
        part = Origin(address, text, Pointer(unquote(fragment)).location)
        is_path = location[:-1] == ("paths",)
        is_named = location[:1] == ("components",) and len(location) == len(_COMPONENT)
        if is_path or (is_named and target not in self.copies):
            if is_named:
                self.copies[target] = str(Pointer.at(location))
            del node["$ref"]
            node.update(self._copy(found, location, part))
            return
        if target not in self.copies:
            place = self._place(address, fragment, location)
            self.copies[target] = str(Pointer.at(place))
            holder = self.raw.setdefault("components", {}).setdefault(place[1], {})
            holder[place[2]] = {}
            holder[place[2]].update(self._copy(found, place, part))
        node["$ref"] = f"#{self.copies[target]}"

    def _copy(self, found: dict[str, Any], location: Location, origin: Origin) -> dict[str, Any]:
        """Return a copy of a part of a file, with its own references replaced."""
        part = deepcopy(found)
        self.bundled.origins[location] = origin
        self.follow(part, location, origin)
        return part

    def _part(self, address: str, fragment: str) -> tuple[str, dict[str, Any]]:
        """Return the text of a file, and a part of it.

        Raises:
            SpecError: The file cannot be read, or has no such part.
        """
        if address not in self.files:
            try:
                text = self.read(address)
                parsed = parse_yaml(address, text)
                self.files[address] = text, plain(parsed, keeps_dates=self.keeps_dates)
            except SpecError as error:
                self.files[address] = SpecError(f"the $ref does not resolve: {error}")
        file = self.files[address]
        if isinstance(file, SpecError):
            raise file
        text, whole = file
        found = Pointer(unquote(fragment)).read(whole, _MISSING)
        if not isinstance(found, dict):
            raise SpecError(f"the $ref {address}#{fragment} does not resolve")
        return text, found

    def _place(self, address: str, fragment: str, location: Location) -> tuple[str, str, str]:
        """Return a location among the components, with a name that is not in use."""
        is_schema = bool({"schema", "schemas"} & {*location})
        kinds = [each for each in _KINDS if each in location[-2:]]
        kind = kinds[0] if kinds and not is_schema else "schemas"
        kind = "requestBodies" if location[-1] == "requestBody" and not is_schema else kind
        stem = Path(urlsplit(address).path).stem
        name = _UNSAFE.sub("_", unquote(fragment).rpartition("/")[2] or stem)
        taken = self.raw.get("components", {}).get(kind, {})
        number = 1
        while (free := name if number == 1 else f"{name}{number}") in taken:
            number += 1
        return "components", kind, free


def _inner(node: object) -> Iterator[tuple[str | int, Any]]:
    if isinstance(node, dict):
        yield from [*node.items()]
    elif isinstance(node, list):
        yield from enumerate(node)
