"""What a fault of a server is."""

from collections.abc import Callable

import attrs

from rollcall.mutants._message import Request, Response
from rollcall.mutants._upstream import Upstream

__all__ = ["Answerer", "Mutant"]

Answerer = Callable[[Request, Upstream], Response]
"""Answers a request as a faulty server would, from what the sound one behind it answers."""


@attrs.frozen
class Mutant:
    """One thing that a server does wrong, on one operation.

    Attributes:
        kind: The group, a dot, and what is wrong, such as ``filter.ignored``.
        operation: The operationId of what it touches.
        subject: The parameter, field or status that is at fault; empty: the operation itself.
        sentence: What the server does wrong, for a person to read.
        laws: The ids of the laws that it breaks, those first that tell soonest; ``conformance``
            is all checks of each response.
        answer: Does it.
        needs: The data without which no answer differs, for a person to read; empty: none.
    """

    kind: str
    operation: str
    subject: str
    sentence: str
    laws: tuple[str, ...]
    answer: Answerer = attrs.field(repr=False, eq=False)
    needs: str = ""

    @property
    def id(self) -> str:
        """What tells it from every other: the operation, the kind, and the subject."""
        return " ".join(each for each in (self.operation, self.kind, self.subject) if each)

    @property
    def group(self) -> str:
        """The group that it is counted in."""
        return self.kind.partition(".")[0]
