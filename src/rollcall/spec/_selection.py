"""Parameters that select the fields of the items of a list."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import attrs

from rollcall.spec._forms import reach
from rollcall.spec._pointer import Pointer

__all__ = ["Select"]

_ITEM = Pointer("")

_Place = tuple[str, ...]


@attrs.frozen
class Select:
    """The selection of a query parameter (``x-select``).

    Attributes:
        fields: The fields by the names that the parameter takes.
        always: The fields of every item, selected or not.
        within: The object whose fields are selected; those outside of it are in every item.
        separator: What stands between the names of a text; empty: the parameter is an array.
        default: The names that count if the parameter is left out; empty: all do.
        needed: The names without which an item lacks a field that its schema requires, or that an
            annotation reads, if it has the field by default. A client adds them to each selection.
    """

    fields: Mapping[str, Pointer]
    always: tuple[Pointer, ...] = ()
    within: Pointer = _ITEM
    separator: str = ""
    default: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()

    @classmethod
    def read(cls, annotation: Mapping[str, Any]) -> "Select":
        """Parse a valid annotation; without ``fields``, ``completed`` adds them."""
        fields = annotation.get("fields", {})
        return cls(
            fields={name: Pointer(place) for name, place in fields.items()},
            always=tuple(map(Pointer, annotation.get("always", ()))),
            within=Pointer(annotation.get("within", "")),
            separator=annotation.get("separator", ""),
            default=tuple(annotation.get("default", ())),
        )

    def completed(
        self,
        raw: Mapping[str, Any],
        item: object,
        names: Collection[object],
        read: Iterable[Pointer],
    ) -> "Select":
        """Return the selection with the fields of the schema of an item.

        Args:
            raw: The document.
            item: The schema of an item.
            names: The values that the parameter admits; empty if its schema does not say.
            read: The fields that other annotations read of every item.
        """
        known = self.fields or {
            name: Pointer(f"{self.within}{Pointer.at([name])}")
            for form in reach(raw, item, self.within).forms
            for name in form.get("properties") or ()
        }
        fields = {name: place for name, place in known.items() if not names or name in names}
        needed = tuple(
            name
            for name, place in fields.items()
            if (place in {*read} or _is_required(raw, item, place))
            and not self._keeps(place)
            and (not self.default or name in self.default)
        )
        return attrs.evolve(self, fields=fields, needed=needed)

    def part(self, item: Mapping[str, Any], names: Iterable[str]) -> Mapping[str, Any]:
        """Return the part of a whole item that a request for some names has."""
        chosen = (self.fields[name] for name in names if name in self.fields)
        places = [each.location for each in (*self.always, *chosen)]
        found: Mapping[str, Any] = _part(item, places, self.within.location)
        return found

    def is_whole(self, names: Collection[str] | None) -> bool:
        """Return whether a request for some names has whole items; None: it has no names."""
        if names is None:
            return not self.default
        return self.fields.keys() <= {*names}

    @property
    def removable(self) -> list[Pointer]:
        """The fields that an item lacks if a request does not select them."""
        return [each for each in self.fields.values() if not self._keeps(each)]

    def _keeps(self, place: Pointer) -> bool:
        return any(_begins(place.location, each.location) for each in self.always)


def _part(value: Any, places: Sequence[_Place], within: _Place) -> Any:  # noqa: ANN401 - JSON
    if () in places or not isinstance(value, Mapping):
        return value
    found = {}
    for name, inner in value.items():
        below = _below(places, name)
        if within and name != within[0]:
            found[name] = inner
        elif within or below:
            found[name] = _part(inner, below, within[1:])
    return found


def _below(places: Iterable[_Place], name: str) -> list[_Place]:
    """Return the places below a name, from there."""
    return [each[1:] for each in places if each[:1] == (name,)]


def _begins(place: _Place, other: _Place) -> bool:
    return place[: len(other)] == other


def _is_required(raw: Mapping[str, Any], schema: object, place: Pointer) -> bool:
    """Return whether a value of a schema must have the field at a place."""
    *above, name = place.location
    required = (form.get("required", ()) for form in reach(raw, schema, Pointer.at(above)).forms)
    is_required = any(name in each for each in required)
    return is_required and (not above or _is_required(raw, schema, Pointer.at(above)))
