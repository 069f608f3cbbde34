"""Collects the problems of a document, so that its author sees all of them at once."""

import attrs

from rollcall.spec._errors import SpecError
from rollcall.spec._rules import hint, nearest
from rollcall.spec._source import Location, Source

__all__ = ["Problems", "hint", "nearest"]


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
