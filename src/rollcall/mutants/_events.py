"""The events of a mutation run, in their order."""

from collections.abc import Mapping

import attrs

from rollcall.reports import ChannelResult, MutationReport

__all__ = [
    "MutantTried",
    "MutationEvent",
    "MutationFinished",
    "MutationProgress",
    "MutationStarted",
]


@attrs.frozen
class MutationStarted:
    """A worker is ready.

    Attributes:
        channels: The titles of the channels by id.
        mutants: The number of mutants.
        attempts: The number of attempts: each mutant in each channel.
    """

    channels: Mapping[str, str]
    mutants: int
    attempts: int


@attrs.frozen
class MutationProgress:
    """The run continues; yielded several times a second.

    Attributes:
        doing: The current step before the attempts; empty during the attempts.
    """

    doing: str


@attrs.frozen
class MutantTried:
    """An attempt ended.

    Attributes:
        mutant: The id of the mutant.
        channel: The id of the channel.
        result: The result.
    """

    mutant: str
    channel: str
    result: ChannelResult


@attrs.frozen
class MutationFinished:
    """The run ended; the last event.

    Attributes:
        report: The report.
    """

    report: MutationReport


MutationEvent = MutationStarted | MutationProgress | MutantTried | MutationFinished
