"""The report of a mutation run, and its JSON; ``mutation-report.schema.json`` describes that."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

import attrs

__all__ = ["MutantResult", "MutationReport", "Outcome", "Side", "Trial"]

Outcome = Literal["killed", "survived", "not covered", "not applicable"]
"""A law failed; none did; no response differed; no law applies in this channel."""

Side = Literal["server", "document"]
"""What is mutated."""

_SURVIVED, _INCOMPLETE, _INTERRUPTED = 1, 3, 130


@attrs.frozen
class Trial:
    """The outcome of a mutant in one channel.

    Attributes:
        outcome: The outcome.
        law: The id of the law that failed; empty unless the mutant was killed.
        subject: The subject of that law.
        title: The title of its violation.
        requests: How many requests were sent.
        seconds: How long it took.
        reasons: Why the laws had no witness, a line each, unless the mutant was killed.
    """

    outcome: Outcome
    law: str = ""
    subject: str = ""
    title: str = ""
    requests: int = 0
    seconds: float = 0.0
    reasons: tuple[str, ...] = ()


@attrs.frozen
class MutantResult:
    """A mutant and its trials. See ``Mutant`` for the attributes that both have.

    Attributes:
        trials: The trials, by channel; a channel that is missing was not tried.
    """

    id: str
    kind: str
    sentence: str
    operation: str = ""
    subject: str = ""
    needs: str = ""
    equivalent: str = ""
    trials: Mapping[str, Trial] = attrs.field(factory=dict)

    @property
    def is_survivor(self) -> bool:
        """Whether it survived in a channel, and no channel killed it."""
        outcomes = {each.outcome for each in self.trials.values()}
        return not self.equivalent and "survived" in outcomes and "killed" not in outcomes


@attrs.frozen
class MutationReport:
    """What a mutation run tried, and what came of it.

    Attributes:
        side: What was mutated.
        title: The title of the spec.
        version: The version of the spec.
        server: The base URL of the server, or ``the sandbox``.
        profile: The name of the profile.
        seed: The seed of all generated values.
        seconds: How long the run took.
        channels: The titles of the channels, by their ids.
        groups: The titles of the groups of mutants, by their ids.
        mutants: The mutants and their trials.
        sound: The violations of the unmutated server or document, by channel, a line each.
        notes: Remarks, a line each.
        stopped: Why the run ended early; None: it did not.
        errors: Why mutants could not be tried, a line each.
        is_incomplete: Whether an error, not a budget or its user, ended the run early.
        is_interrupted: Whether its user ended the run early.
    """

    side: Side
    title: str
    version: str
    server: str
    profile: str
    seed: int
    seconds: float
    channels: Mapping[str, str]
    groups: Mapping[str, str]
    mutants: Sequence[MutantResult]
    sound: Mapping[str, Sequence[str]] = attrs.field(factory=dict)
    notes: Sequence[str] = ()
    stopped: str | None = None
    errors: Sequence[str] = ()
    is_incomplete: bool = False
    is_interrupted: bool = False

    @property
    def exit_code(self) -> int:
        """The exit status of the command.

        1: a mutant survived, or the unmutated server or document violates laws; 3: an error ended
        the run or a trial; 130: the user ended the run; 0: none of these.
        """
        if self.is_interrupted:
            return _INTERRUPTED
        if self.is_incomplete or self.errors:
            return _INCOMPLETE
        is_red = any(each.is_survivor for each in self.mutants) or any(self.sound.values())
        return _SURVIVED if is_red else 0

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain values. Secrets are not redacted."""
        return {
            "version": 2,
            "side": self.side,
            "generated_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "api": {"title": self.title, "version": self.version},
            "server": self.server,
            "profile": self.profile,
            "seed": self.seed,
            "seconds": round(self.seconds, 3),
            "stopped": self.stopped,
            "channels": [{"id": each, "title": self.channels[each]} for each in self.channels],
            "groups": [{"id": each, "title": self.groups[each]} for each in self.groups],
            "sound": {each: [*lines] for each, lines in self.sound.items()},
            "mutants": [_mutant(each) for each in self.mutants],
            "notes": [*self.notes, *self.errors],
        }


def _mutant(result: MutantResult) -> dict[str, Any]:
    trials = {
        channel: {
            **attrs.asdict(each),
            "seconds": round(each.seconds, 3),
            "reasons": [*each.reasons],
        }
        for channel, each in result.trials.items()
    }
    group = result.kind.partition(".")[0]
    return {**attrs.asdict(result, recurse=False), "group": group, "trials": trials}
