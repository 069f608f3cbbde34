"""Parameters that search a list for words."""

import re
from collections.abc import Collection, Mapping
from typing import Any, Literal

import attrs

from rollcall.spec._comparing import Ignored, simplified
from rollcall.spec._pointer import Pointer

__all__ = ["Search"]

_EDGES = {
    "word": (r"(?<![^\W_]){}(?![^\W_])", r"(?<!\S){}(?!\S)"),
    "prefix": (r"(?<![^\W_]){}", r"(?<!\S){}"),
    "contains": ("{}", "{}"),
}
"""Patterns of a word within a text: where a server may find it, and where every server does."""
_EVERY: tuple[Ignored, ...] = ("accents", "case")


@attrs.frozen
class Search:
    """The search of a query parameter (``x-search``).

    Attributes:
        fields: All fields that are searched; empty if they are not known.
        match: How a word of the value matches a field; empty if it is not known.
        words: Whether an item needs all words of the value, or any; empty if it is not known.
        ignored: The differences between texts that do not count; others may count or not.
    """

    fields: tuple[Pointer, ...] = ()
    match: Literal["word", "prefix", "contains", ""] = ""
    words: Literal["all", "any", ""] = ""
    ignored: frozenset[Ignored] = frozenset()

    @classmethod
    def read(cls, annotation: Mapping[str, Any]) -> "Search":
        """Parse a valid annotation."""
        return cls(
            fields=tuple(map(Pointer, annotation.get("fields", ()))),
            match=annotation.get("match", ""),
            words=annotation.get("words", ""),
            ignored=frozenset(annotation.get("ignore", ())),
        )

    def texts(self, item: Mapping[str, Any]) -> list[str]:
        """Return the texts of an item that are searched; if they are not known, all of its own."""
        values = [each.read(item) for each in self.fields] if self.fields else item.values()
        return [each for each in values if isinstance(each, str)]

    def must_find(self, item: Mapping[str, Any], value: str) -> bool:
        """Return whether every server that has this search finds an item by a value."""
        return self._finds(item, value, _EDGES[self.match or "word"][1], self.ignored)

    def may_find(self, item: Mapping[str, Any], value: str) -> bool:
        """Return whether a server that has this search may find an item by a value."""
        return self._finds(item, value, _EDGES[self.match or "contains"][0], _EVERY)

    def _finds(
        self, item: Mapping[str, Any], value: str, pattern: str, ignored: Collection[Ignored]
    ) -> bool:
        texts = [simplified(each, ignored) for each in self.texts(item)]
        terms = [re.escape(simplified(each, ignored)) for each in value.split()]
        found = (any(re.search(pattern.format(term), text) for text in texts) for term in terms)
        return any(found) if self.words == "any" else all(found)
