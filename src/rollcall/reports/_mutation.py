"""The report of a mutation run: the mutants, and the results of the laws on each."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

import attrs
import msgspec

from rollcall.reports._run_json import dump
from rollcall.spec import UsageError

__all__ = [
    "KILLED_FIRST",
    "STATES",
    "ChannelResult",
    "MutantResult",
    "MutationReport",
    "MutationShard",
    "MutationTally",
    "Outcome",
    "State",
    "mutation_to_json",
    "read_mutation_report",
]

Outcome = Literal["killed", "survived", "not covered", "not applicable"]
"""The outcome of a mutant through one channel.

killed: a law failed; survived: a response differed and no law failed; not covered: no response
differed, because the data has no item that would show the mutant; not applicable: the channel sends
no request that the mutant affects.
"""

State = Literal["survived", "not covered", "not tried", "killed", "equivalent", "not applicable"]
STATES: tuple[State, ...] = get_args(State)
"""The states of a mutant, the worst first."""
KILLED_FIRST: tuple[State, ...] = ("killed", *(each for each in STATES if each != "killed"))
"""The states in the order of columns and totals."""

_VERSION: Literal[2] = 2
_COUNTED = STATES[:4]
_REASONS = 3
_SURVIVED, _INCOMPLETE, _INTERRUPTED = 1, 3, 130


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


@attrs.frozen
class ChannelResult:
    """The result of one mutant through one channel.

    Attributes:
        outcome: The outcome.
        law: The id of the law that killed the mutant; empty if no law did.
        subject: The parameter or field that the violation is about; empty: the operation.
        title: The violation, in a line.
        requests: The number of requests sent.
        seconds: The time it took.
        reasons: The missing data, one line each, if no law failed.
    """

    outcome: Outcome
    law: str = ""
    subject: str = ""
    title: str = ""
    requests: int = 0
    seconds: float = 0.0
    reasons: Sequence[str] = ()


@attrs.frozen
class MutantResult:
    """A mutant, and its results.

    Attributes:
        id: The name of the mutant; unique in a report.
        kind: The id of its group, a dot, and the name of the change.
        sentence: The change, for a reader.
        operation: The operationId that it changes; empty: several operations.
        subject: The parameter, field or status that it changes; empty: none.
        needs: The data that would show the change; empty: any data.
        equivalent: The reason why no response can differ; empty if a response can.
        results: The results by channel; a channel that is missing was not tried.
    """

    id: str
    kind: str
    sentence: str
    operation: str = ""
    subject: str = ""
    needs: str = ""
    equivalent: str = ""
    results: Mapping[str, ChannelResult] = attrs.field(factory=dict)

    @property
    def group(self) -> str:
        """The id of the group."""
        return self.kind.partition(".")[0]

    def state(self, channel: str) -> State:
        """Return the state through a channel; a killed mutant is never equivalent."""
        result = self.results.get(channel)
        if self.equivalent and (result is None or result.outcome != "killed"):
            return "equivalent"
        return result.outcome if result is not None else "not tried"

    def overall(self, channels: Iterable[str]) -> State:
        """Return the state through all channels: killed if one channel kills it, else the worst."""
        states = {self.state(each) for each in channels}
        return (
            "killed" if "killed" in states else min(states, key=STATES.index, default="not tried")
        )

    @property
    def missing(self) -> str:
        """The data that would show the mutant: ``needs``, or else the data that the laws missed."""
        reasons = [
            reason.partition(": ")[2] or reason
            for result in self.results.values()
            for reason in result.reasons
        ]
        return self.needs or "; ".join([*dict.fromkeys(reasons)][:_REASONS])


@attrs.frozen
class MutationTally:
    """The mutants of a group through one channel.

    Attributes:
        counts: The number of mutants by state.
        seconds: The time they took together.
    """

    counts: Mapping[str, int]
    seconds: float

    @property
    def worst(self) -> State | None:
        """The worst state of a mutant; None if there is no mutant."""
        return next((each for each in STATES if self.counts.get(each)), None)

    @property
    def countable(self) -> int:
        """The number of mutants that could have been killed."""
        return sum(self.counts.get(each, 0) for each in _COUNTED)


@attrs.frozen
class MutationShard:
    """A shard of a mutation run.

    Attributes:
        index: Its number, from 1.
        count: The number of shards.
        run: What all shards of the run have in common.
    """

    index: int
    count: int
    run: Mapping[str, str]


@attrs.frozen(kw_only=True)
class MutationReport:
    """A mutation run, and its results; ``mutation-report.schema.json`` describes it as JSON.

    Attributes:
        report_version: The version of the format; a new version is incompatible.
        side: The mutated side.
        title: The spec's title.
        version: The spec's version.
        server: The base URL of the server, or a name of it.
        profile: The name of the profile.
        seed: The seed of every random choice.
        seconds: The time it took.
        channels: The titles of the channels, or of other observers, by id.
        groups: The titles of the groups of mutants, by id.
        mutants: The mutants and their results.
        sound: The violations without a mutant by channel, one line each.
        notes: Notes, one line each.
        stopped: The reason why the run ended early; None if it did not.
        errors: The errors that prevented a result, one line each.
        is_incomplete: Whether an error ended the run early, not a budget or the user.
        is_interrupted: Whether the user ended the run early.
        finished_at: The end of the run.
        shard: The shard that this report is about; None if the run has no shards.
    """

    report_version: Literal[2] = _VERSION
    side: Literal["server", "document"]
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
    finished_at: datetime = attrs.field(factory=_now)
    shard: MutationShard | None = None

    @property
    def survivors(self) -> list[MutantResult]:
        """The mutants that survived, and that no channel killed."""
        return [each for each in self.mutants if each.overall(self.channels) == "survived"]

    @property
    def exit_code(self) -> int:
        """The status of the command.

        0: no mutant survived; 1: a mutant survived, or laws fail without a mutant; 3: an error
        ended the run or prevented a result; 130: the user ended the run.
        """
        if self.is_interrupted:
            return _INTERRUPTED
        if self.is_incomplete or self.errors:
            return _INCOMPLETE
        return _SURVIVED if self.survivors or any(self.sound.values()) else 0

    def tallies(self) -> list[tuple[str, list[MutationTally]]]:
        """Return the title of each group that has mutants, with a tally for each channel.

        The last row, ``All``, counts all groups.
        """
        grouped = {
            title: [each for each in self.mutants if each.group == group]
            for group, title in self.groups.items()
        }
        grouped = {title: mutants for title, mutants in grouped.items() if mutants}
        return [
            (title, [_tally(mutants, channel) for channel in self.channels])
            for title, mutants in (*grouped.items(), ("All", self.mutants))
        ]

    def not_covered(self) -> list[tuple[str, list[MutantResult]]]:
        """Return the mutants that are not covered, grouped by missing data, large groups first."""
        grouped: dict[str, list[MutantResult]] = {}
        for each in self.mutants:
            if each.overall(self.channels) == "not covered":
                grouped.setdefault(each.missing, []).append(each)
        return sorted(grouped.items(), key=lambda group: -len(group[1]))

    def total(self) -> str:
        """Return a sentence with the number of mutants in each state."""
        counts = Counter(each.overall(self.channels) for each in self.mutants)
        parts = [
            f"{counts['killed']:,} of {sum(counts[each] for each in _COUNTED):,} mutants killed"
        ]
        if len(self.channels) > 1:
            tallies = self.tallies()[-1][1]
            through = [
                f"{title} {tally.counts['killed']:,} of {tally.countable:,}"
                for title, tally in zip(self.channels.values(), tallies, strict=True)
            ]
            parts[0] += f" ({', '.join(through)})"
        others = [each for each in KILLED_FIRST[1:] if counts[each]]
        parts += [f"{counts[each]:,} {each}" for each in others]
        return ", ".join(parts)


def _tally(mutants: Sequence[MutantResult], channel: str) -> MutationTally:
    results = (each.results.get(channel) for each in mutants)
    return MutationTally(
        Counter(each.state(channel) for each in mutants),
        sum(each.seconds for each in results if each is not None),
    )


def read_mutation_report(path: Path) -> MutationReport:
    """Read the JSON report of a mutation run.

    Raises:
        UsageError: The file cannot be read, or is not such a report.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=MutationReport)
    except (OSError, msgspec.MsgspecError) as problem:
        message = f"{path} is not a JSON report of rollcall mutate: {problem}"
        raise UsageError(message) from None


def mutation_to_json(report: MutationReport) -> str:
    """Return a report as JSON; ``mutation-report.schema.json`` describes it."""
    return dump(report)
