"""A mutant of a server."""

from collections.abc import Callable

import attrs

from rollcall.mutants._message import Request, Response
from rollcall.mutants._upstream import Upstream

__all__ = ["Responder", "ServerMutant"]

Responder = Callable[[Request, Upstream], Response]
"""Responds to a request as a mutant does; it may send requests to the correct server."""


@attrs.frozen
class ServerMutant:
    """One defect of a server, in one operation.

    Attributes:
        kind: The group, a dot, and the name of the defect, such as ``filter.ignored``.
        operation: The operationId.
        subject: The parameter, field or status that it changes; empty: the operation itself.
        sentence: The description of the defect.
        laws: The ids of the laws that should fail, the quickest first; ``conformance`` stands for
            all checks of each response.
        respond: Responds to a request of the operation.
        needs: The data without which no response differs; empty: none.
        convention: The key of ``strictness`` that decides whether it is a defect; empty: it always
            is one.
        is_open: Whether the spec leaves that choice open, so that the mutant breaks no law.
    """

    kind: str
    operation: str
    subject: str
    sentence: str
    laws: tuple[str, ...]
    respond: Responder = attrs.field(repr=False, eq=False)
    needs: str = ""
    convention: str = ""
    is_open: bool = False

    equivalent = ""

    @property
    def id(self) -> str:
        """The unique id: the operation, the kind and the subject."""
        return " ".join(each for each in (self.operation, self.kind, self.subject) if each)

    @property
    def group(self) -> str:
        """The group of the kind."""
        return self.kind.partition(".")[0]
