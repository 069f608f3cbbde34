"""The interface of the two harnesses, which check mutants of servers and of documents."""

from typing import Protocol

import attrs

from rollcall.reports import ChannelResult

__all__ = ["CONFORMANCE", "Harness", "Known", "Place"]

CONFORMANCE = "conformance"
"""The name of all checks of single responses, among the laws of a mutant."""

Place = tuple[str, str, str]
"""The operationId, the law and the subject of a violation."""


@attrs.frozen
class Known:
    """The violations without a mutant, in one channel.

    Attributes:
        channel: The channel.
        places: The violations.
        lines: The violations as text.
    """

    channel: str
    places: frozenset[Place] = frozenset()
    lines: tuple[str, ...] = ()


class Harness(Protocol):
    """Checks mutants, one at a time. All methods but ``learn`` raise ``Halted``."""

    @property
    def channels(self) -> tuple[str, ...]:
        """The ids of the channels."""

    @property
    def problem(self) -> str:
        """Why the server did not respond; empty if it did."""

    def control(self, channel: str) -> Known:
        """Check all laws without a mutant."""

    def learn(self, known: Known) -> None:
        """Ignore violations that exist without a mutant."""

    def attempt(self, mutant: str, channel: str) -> ChannelResult:
        """Check the laws on a mutant, by its id."""
