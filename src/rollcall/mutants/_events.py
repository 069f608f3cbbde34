"""The events of a mutation run, in the order in which they are yielded."""

from collections.abc import Mapping

import attrs

from rollcall.reports import MutationReport, Trial

__all__ = [
    "MutantTried",
    "MutationEvent",
    "MutationFinished",
    "MutationProgress",
    "MutationStarted",
]


@attrs.frozen
class MutationStarted:
    """A worker is ready, so that the channels are known.

    Attributes:
        channels: The titles of the channels, by their ids.
        mutants: How many mutants will be tried.
        trials: How many trials there will be: each mutant in each channel.
    """

    channels: Mapping[str, str]
    mutants: int
    trials: int


@attrs.frozen
class MutationProgress:
    """The run is alive; yielded several times a second.

    Attributes:
        doing: What is done besides trials; empty: nothing.
    """

    doing: str


@attrs.frozen
class MutantTried:
    """A trial ended.

    Attributes:
        mutant: The id of the mutant.
        channel: The id of the channel.
        trial: How it ended.
    """

    mutant: str
    channel: str
    trial: Trial


@attrs.frozen
class MutationFinished:
    """The run ended; the last event.

    Attributes:
        report: The report.
    """

    report: MutationReport


MutationEvent = MutationStarted | MutationProgress | MutantTried | MutationFinished
