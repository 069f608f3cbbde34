"""Collects the problems of a document, so that its author sees all of them at once."""

from collections.abc import Iterable
from difflib import get_close_matches

import attrs

from rollcall.spec._errors import SpecError
from rollcall.spec._source import Location, Source

__all__ = ["Problems", "hint", "nearest"]

_LIKENESS = 0.6
"""The similarity at which a name is proposed in place of another one (``difflib``)."""
_FEW = 12


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that an unknown one resembles most, or None."""
    names = {each.lower(): each for each in sorted(known, reverse=True)}
    near = get_close_matches(name.lower(), names, 1, _LIKENESS)
    return names[near[0]] if near else None


def hint(name: str, known: Iterable[str], about: str = "the known ones are") -> str:
    """Return the end of a message about an unknown name: the nearest name, or all if they are few.

    >>> hint("/customr", ["/id", "/customer"])
    '; did you mean /customer?'
    >>> hint("/customr", ["/id", "/sum"], "it has")
    '; it has /id, /sum'
    """
    names = sorted(set(known))
    near = nearest(name, names)
    if near is not None:
        return f"; did you mean {near}?"
    return f"; {about} {', '.join(names)}" if 0 < len(names) <= _FEW else ""


@attrs.frozen
class Problems:
    """The problems that were found in a document.

    Attributes:
        source: The document.
        found: The places and texts, in the order in which they were found.
    """

    source: Source
    found: dict[tuple[Location, str], None] = attrs.field(factory=dict)

    def add(self, location: Location, problem: str) -> None:
        """Add a problem; the same problem at the same place counts once."""
        self.found.setdefault((location, problem))

    def refuse(self) -> None:
        """Raise an error with all problems, in the order of the document, if there are any.

        Raises:
            SpecError: There are problems.
        """
        if self.found:
            lines = {each: self.source.line(each[0]) or 0 for each in self.found}
            ordered = sorted(self.found, key=lambda each: lines[each])
            raise SpecError.of(self.source.error(*each) for each in ordered)
