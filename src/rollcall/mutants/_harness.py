"""What tries mutants, and what it reports of each."""

from typing import Protocol

import attrs

from rollcall.reports import ChannelResult

__all__ = ["CONFORMANCE", "Harness", "Known", "Place"]

CONFORMANCE = "conformance"
"""Stands for all checks of each response among the laws of a mutant."""

Place = tuple[str, str, str]
"""The operationId, the law and the subject of a violation."""


@attrs.frozen
class Known:
    """What is violated without a mutant, in one channel.

    Attributes:
        channel: The channel.
        places: The violations.
        lines: The same for a reader.
    """

    channel: str
    places: frozenset[Place] = frozenset()
    lines: tuple[str, ...] = ()


class Harness(Protocol):
    """Tries mutants, one at a time. All methods but ``learn`` raise ``Halted``."""

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels that there are."""

    @property
    def problem(self) -> str:
        """Why the server did not answer; empty: it did."""

    def control(self, channel: str) -> Known:
        """Check all laws without a mutant."""

    def learn(self, known: Known) -> None:
        """Ignore violations that exist without a mutant."""

    def attempt(self, mutant: str, channel: str) -> ChannelResult:
        """Try a mutant, by its id."""
