"""The units of a run: what is executed and reported as one test case."""

from typing import Literal

import attrs

__all__ = ["Unit", "UnitKind"]

UnitKind = Literal["law", "examples", "coverage", "fuzzing", "workflows", "client"]
"""What a unit does: check a law, send the requests of a phase, or check the generated client."""


@attrs.frozen
class Unit:
    """One thing that a run executes.

    Attributes:
        kind: What it does.
        operation: The operationId; empty for workflows, which are about all operations.
        channel: The channel that it looks through.
        check: The id of the law, or of the check of a client; empty for generated requests.
    """

    kind: UnitKind
    operation: str = ""
    channel: str = "http"
    check: str = ""

    @property
    def id(self) -> str:
        """A readable id, unique within the run, such as ``http-listOrders-page.size``."""
        start = self.channel if self.kind == "law" else self.kind
        return "-".join(each for each in (start, self.operation, self.check) if each)

    @property
    def group(self) -> str:
        """The name of the units that share a line of the progress."""
        match self.kind:
            case "law":
                return f"laws of {self.operation}, {self.channel}"
            case "client":
                return f"client checks of {self.operation}"
        return f"{self.kind} of {self.operation}" if self.operation else self.kind

    def __str__(self) -> str:
        """Return the id."""
        return self.id
