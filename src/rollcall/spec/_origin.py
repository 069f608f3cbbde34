"""Where the parts of a document were written: a part may come from another file."""

from collections.abc import Mapping

import attrs

from rollcall.spec._errors import SpecError
from rollcall.spec._pointer import Location, Pointer
from rollcall.spec._text import line_of

__all__ = ["Origin", "origin_of", "relocated"]


@attrs.frozen
class Origin:
    """The place that a part was read from.

    Attributes:
        address: The file or the URL.
        text: Its text; None if it is unknown.
        location: The location of the part there.
    """

    address: str
    text: str | None = attrs.field(repr=False)
    location: Location = ()

    @property
    def line(self) -> int | None:
        """The line of the part, or of its nearest parent; the first line is 1."""
        return line_of(self.text, self.location) if self.text is not None else None

    def below(self, location: Location) -> "Origin":
        """Return the place of a part of this part."""
        return attrs.evolve(self, location=(*self.location, *location))

    def error(self, problem: str) -> SpecError:
        """Return the error for a problem at this place."""
        pointer = str(Pointer.at(self.location))
        return SpecError(problem, self.address, line=self.line, pointer=pointer)


def origin_of(origins: Mapping[Location, Origin], location: Location, root: Origin) -> Origin:
    """Return the origin of a part.

    Args:
        origins: The origins of the parts that were read from other files, by their locations.
        location: The location of the part.
        root: The file of all other parts.
    """
    for end in range(len(location), 0, -1):
        if location[:end] in origins:
            return origins[location[:end]].below(location[end:])
    return root.below(location)


def relocated(
    origins: Mapping[Location, Origin], moved: Mapping[Location, Location], root: Origin
) -> dict[Location, Origin]:
    """Return the origins after parts of a document have moved.

    Args:
        origins: The origins before.
        moved: Where each part stood that has another location now, by its new location.
        root: The file of all parts that have no origin.
    """
    places = {*moved, *moved.values()}
    found = {
        place: origin
        for place, origin in origins.items()
        if not any(place[:end] in places for end in range(1, len(place) + 1))
    }
    for new, old in moved.items():
        found[new] = origin_of(origins, old, root)
        below = {each: origins[each] for each in origins if each[: len(old)] == old}
        found |= {(*new, *place[len(old) :]): origin for place, origin in below.items()}
    return found
