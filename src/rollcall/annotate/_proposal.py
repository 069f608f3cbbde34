"""A proposal: a part of an annotation, why it is proposed, and what a server showed of it."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import attrs

from rollcall.spec import Location

__all__ = ["Confidence", "Proposal", "State", "annotations"]

Confidence = Literal["high", "medium", "low"]
"""How likely a proposal is right without a server: ``high``, only few documents mean another
thing; ``medium``, more often than not; ``low``, one of several meanings."""

State = Literal["open", "confirmed", "contradicted", "disputed", "chosen"]
"""Whether a server showed nothing yet, what it says or something else, or a person chose it;
``disputed``, a server showed something else than the document says outright."""


@attrs.frozen
class Proposal:
    """A part of an annotation that is proposed for a document.

    Attributes:
        at: The location of the operation or of the parameter.
        path: The keys of the part, from the ``x-`` key on.
        value: Its value.
        confidence: How likely it is right.
        reason: What in the document suggests it.
        others: Other values that the document may mean, the likeliest first.
        state: What a server showed of it, or that a person chose it.
        evidence: What speaks against it on the server; empty if nothing does.
        curl: A shell line that shows it; empty if nothing does.
        stated: The part of a value that the document says outright; None: it says nothing.
        is_certain: Whether hardly any document means something else than that part.
        ends_list: Whether it is contradicted, and its list is nothing without it.
    """

    at: Location
    path: tuple[str, ...]
    value: Any
    confidence: Confidence
    reason: str
    others: tuple[Any, ...] = ()
    state: State = "open"
    evidence: str = ""
    curl: str = ""
    stated: Any = None
    is_certain: bool = False
    ends_list: bool = False

    @property
    def word(self) -> str:
        """The keys of the part as one word, such as ``x-list.pagination.totalItems``."""
        return ".".join(self.path)

    @property
    def is_likely(self) -> bool:
        """Whether it is rather right than wrong."""
        is_settled = self.state in {"confirmed", "disputed", "chosen"}
        return is_settled or (self.state == "open" and self.confidence != "low")

    @property
    def is_stated(self) -> bool:
        """Whether its value has the part that the document says outright."""
        if isinstance(self.stated, Mapping):
            return all(self.value.get(key) == each for key, each in self.stated.items())
        return bool(self.value == self.stated)


def annotations(
    proposals: Iterable[Proposal],
) -> Mapping[Location, Mapping[str, Any]]:
    """Return the annotations that proposals make up, by the locations of their places."""
    found: dict[Location, dict[str, Any]] = {}
    for each in proposals:
        node = found.setdefault(each.at, {})
        for key in each.path[:-1]:
            node = node.setdefault(key, {})
        node[each.path[-1]] = each.value
    return found
