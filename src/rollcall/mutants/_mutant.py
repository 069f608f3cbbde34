"""What a mutant of a server is."""

from collections.abc import Callable

import attrs

from rollcall.mutants._message import Request, Response
from rollcall.mutants._upstream import Upstream

__all__ = ["Responder", "ServerMutant"]

Responder = Callable[[Request, Upstream], Response]
"""Answers a request as a mutant does, from what the sound server answers."""


@attrs.frozen
class ServerMutant:
    """One thing that a server does wrong, on one operation.

    Attributes:
        kind: The group, a dot, and what is wrong, such as ``filter.ignored``.
        operation: The operationId that it touches.
        subject: The parameter, field or status that it touches; empty: the operation itself.
        sentence: What the server does wrong, for a reader.
        laws: The ids of the laws that should fail, the quickest first; ``conformance`` stands for
            all checks of each response.
        answer: Does it.
        needs: The data without which no response differs, for a reader; empty: none.
    """

    kind: str
    operation: str
    subject: str
    sentence: str
    laws: tuple[str, ...]
    respond: Responder = attrs.field(repr=False, eq=False)
    needs: str = ""

    equivalent = ""

    @property
    def id(self) -> str:
        """The unique id: the operation, the kind, and the subject."""
        return " ".join(each for each in (self.operation, self.kind, self.subject) if each)

    @property
    def group(self) -> str:
        """The group that it is counted in."""
        return self.kind.partition(".")[0]
