"""Applies overlays to a document, and traces where its parts were written.

Both versions follow the rules of 1.1, which say more; the official examples of 1.0 need them, too.
"""

from collections.abc import Callable, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import attrs

from rollcall.spec._errors import SpecError
from rollcall.spec._origin import Origin, origin_of
from rollcall.spec._overlay import Action, Overlay, read_overlay
from rollcall.spec._pointer import Location, Pointer, walk
from rollcall.spec._text import joined

__all__ = ["Overlaid", "apply_overlays"]


@attrs.frozen
class Overlaid:
    """What is known about a document with overlays.

    Attributes:
        origins: The origins of the parts that were added or have moved, by their locations.
        notices: The actions that change nothing, each with its place.
    """

    origins: dict[Location, Origin]
    notices: tuple[str, ...]


def apply_overlays(
    raw: dict[str, Any],
    document: Origin,
    overlays: Sequence[Overlay],
    *,
    is_file: bool,
    keeps_dates: bool = False,
) -> Overlaid:
    """Apply overlays to a document in place, in their order.

    Args:
        raw: The document.
        document: Its file.
        overlays: The overlays.
        is_file: Whether the document is a file, which ``extends`` may name. A URL is not compared
            with it: the same document may be served at several.
        keeps_dates: Whether dates stay dates.

    Raises:
        SpecError: An overlay is invalid, or an action cannot be applied; the error has all
            problems.
    """
    applied = _Applied(raw, document)
    for overlay in overlays:
        try:
            extended, actions = read_overlay(overlay, keeps_dates=keeps_dates)
        except SpecError as error:
            applied.problems.append(error)
            continue
        if is_file and extended is not None:
            applied.note_other_document(Origin(overlay.address, overlay.text), extended)
        for each in actions:
            applied.apply(each)
    if applied.problems:
        raise SpecError.of(applied.problems)
    return Overlaid(applied.origins, tuple(applied.notices))


@attrs.frozen
class _Value:
    """A new value, or a part of it.

    Attributes:
        content: The value itself.
        trace: Returns where a part of the whole value was written.
        action: The action that problems name; None: the place of the part itself.
        location: The location of the part in the whole value.
    """

    content: Any
    trace: Callable[[Location], Origin]
    action: Origin | None = None
    location: Location = ()

    @property
    def place(self) -> Origin:
        """The place that a problem with the value names."""
        return self.trace(self.location) if self.action is None else self.action

    def part(self, key: str | int) -> "_Value":
        """Return a part of the value."""
        return attrs.evolve(self, content=self.content[key], location=(*self.location, key))


@attrs.define
class _Applied:
    """A document, and the overlays that were applied to it."""

    raw: dict[str, Any]
    document: Origin
    origins: dict[Location, Origin] = attrs.field(factory=dict)
    problems: list[SpecError] = attrs.field(factory=list)
    notices: list[str] = attrs.field(factory=list)

    def note_other_document(self, at: Origin, extended: str) -> None:
        """Add a notice if an overlay extends another file than the document."""
        address, document = joined(at.address, extended), self.document.address
        if "://" not in address and Path(address).resolve() != Path(document).resolve():
            problem = f"the overlay extends {extended}, but is applied to {document}"
            self._note(at.below(("extends",)), problem)

    def apply(self, action: Action) -> None:
        """Apply an action to all nodes that its target selects."""
        at, keys = action.at, action.keys
        try:
            found = action.target(self.raw)
            if not found:
                problem = f"{keys['target']} selects nothing in {self.document.address}"
                self._note(at.below(("target",)), problem)
            elif keys.get("remove"):
                # Inner nodes first, and later items of an array before earlier ones.
                for each in sorted(found, key=_depth_and_index, reverse=True):
                    self._remove(each, at)
            elif action.source is not None:
                self._merge_each(action, found, self._copied(action, action.source(self.raw)))
            elif "update" in keys:
                self._merge_each(action, found, _Value(keys["update"], at.below(("update",)).below))
            else:
                self._note(at, "the action has no update, copy or remove")
        except SpecError as error:
            self.problems.append(error)
        except ValueError as error:
            self.problems.append(at.error(str(error)))

    def _copied(self, action: Action, sources: Sequence[Location]) -> _Value:
        place = action.at.below(("copy",))
        if len(sources) != 1:
            raise place.error(f"{action.keys['copy']} selects {len(sources)} nodes; a copy needs 1")
        before = dict(self.origins)

        def trace(location: Location) -> Origin:
            return origin_of(before, (*sources[0], *location), self.document)

        return _Value(deepcopy(self._get(sources[0])), trace, place)

    def _merge_each(self, action: Action, found: Sequence[Location], value: _Value) -> None:
        kinds = sorted({_kind(self._get(each)) for each in found})
        if len(kinds) > 1:
            problem = f"{action.keys['target']} selects {' and '.join(kinds)}; all must be alike"
            raise action.at.below(("target",)).error(problem)
        for each in found:
            node = self._get(each)
            if isinstance(node, list) and not isinstance(value.content, list):
                self._append(node, each, value)
            else:
                self._merge(each, value)

    def _merge(self, at: Location, value: _Value) -> None:
        """Merge a value into a node, whose inner values are merged likewise."""
        node, new = self._get(at), value.content
        if isinstance(node, dict) and isinstance(new, dict):
            self._note_reference(at, node.get("$ref"), value)
            for key in new:
                if key in node:
                    self._merge((*at, key), value.part(key))
                else:
                    self._put((*at, key), value.part(key))
        elif isinstance(node, list) and isinstance(new, list):
            for index in range(len(new)):
                self._append(node, at, value.part(index))
        elif isinstance(node, dict | list) or isinstance(new, dict | list):
            where = f"{_kind(node)} at {Pointer.at(at)} of the document"
            self.problems.append(value.place.error(f"{_kind(new)} cannot be merged into {where}"))
        else:
            self._put(at, value)

    def _note_reference(self, at: Location, reference: object, value: _Value) -> None:
        """Add a notice if what is merged into a reference is ignored, as OpenAPI says."""
        is_ignored = isinstance(reference, str) and "$ref" not in value.content
        # A schema may stand beside a reference; a path item is merged with a shared one.
        if is_ignored and not {"schema", "schemas"} & {*at} and "/pathItems/" not in str(reference):
            problem = (
                f"{Pointer.at(at)} is a reference, so this is ignored; select what it refers to"
            )
            self._note(value.place, problem)

    def _append(self, array: list[Any], at: Location, value: _Value) -> None:
        array.append(None)
        self._put((*at, len(array) - 1), value)

    def _put(self, at: Location, value: _Value) -> None:
        """Set a value, and its origins as far as they do not follow from those around it."""
        self._get(at[:-1])[at[-1]] = deepcopy(value.content)
        for location, _ in walk(value.content):
            origin = value.trace((*value.location, *location))
            if self._origin((*at, *location)) != origin:
                self.origins[*at, *location] = origin

    def _remove(self, at: Location, action: Origin) -> None:
        if not at:
            raise action.below(("target",)).error("the root of a document cannot be removed")
        holder, key = self._get(at[:-1]), at[-1]
        if isinstance(key, int):
            for index in range(key + 1, len(holder)):  # these move
                self.origins[*at[:-1], index] = self._origin((*at[:-1], index))
        del holder[key]
        self.origins = {
            after: origin
            for each, origin in self.origins.items()
            if (after := _without(each, at)) is not None
        }

    def _get(self, at: Location) -> Any:  # noqa: ANN401 - JSON
        node: Any = self.raw
        for key in at:
            node = node[key]
        return node

    def _origin(self, at: Location) -> Origin:
        return origin_of(self.origins, at, self.document)

    def _note(self, at: Origin, text: str) -> None:
        self.notices.append(str(at.error(text)))


def _kind(value: object) -> str:
    if isinstance(value, dict):
        return "an object"
    return "an array" if isinstance(value, list) else "a primitive value"


def _depth_and_index(location: Location) -> tuple[int, int]:
    last = location[-1] if location else 0
    return len(location), last if isinstance(last, int) else 0


def _without(location: Location, removed: Location) -> Location | None:
    """Return where a part is after the removal of another one; None if it was removed, too."""
    *parents, key = removed
    depth = len(parents)
    if location[:depth] != tuple(parents) or len(location) == depth:
        return location
    own = location[depth]
    if own == key:
        return None
    if isinstance(key, int) and isinstance(own, int) and own > key:
        return (*parents, own - 1, *location[depth + 1 :])
    return location
