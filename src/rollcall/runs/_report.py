"""The report of a run: immutable values without secrets."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from types import MappingProxyType

import attrs

from rollcall.config import PROFILES, Config
from rollcall.laws import Key, Note, Outcome, Verdict, Violation
from rollcall.runs._causes import Cause, causes_of
from rollcall.runs._known import KnownCause
from rollcall.runs._part import Part
from rollcall.runs._summaries import (
    BaselineSummary,
    LawSummary,
    NotJudged,
    OperationSummary,
    UnitResult,
)
from rollcall.runs._units import Unit

__all__ = ["Report"]

PASSED, FAILED, INCOMPLETE = 0, 1, 3
_DECIDED = {"pass", "fail"}
_OF_RESPONSES = {"conformance", "http", "auth"}
"""The families of laws that need no annotation."""


@attrs.frozen
class Report:
    """The result of a run, with the token redacted in every text.

    Attributes:
        spec_path: The file or address of the document.
        spec_title: The name of the API.
        spec_version: The version of the document.
        base_url: The server.
        config: The configuration.
        channels: The ids of the channels that have verdicts, in a fixed order.
        operations: The requests to each operation.
        baselines: How much of each list was read.
        families: The titles of the families of laws, by their ids, in a fixed order.
        laws: The laws that have verdicts.
        verdicts: The verdict of each law.
        violations: Each violated law, with the shortest request that shows it.
        ran: How often each check of a response decided, by the key of its verdict.
        failed: How often each check failed.
        units: The results of the units, in the order of execution.
        notes: The behaviour of the server where the spec makes no choice.
        not_judged: The parameters that no annotation explains.
        not_checked: The parts that were not checked, with the reasons.
        left_out: The keys of the verdicts that are missing because the budget was spent.
        stopped: Why the run ended early; None if it did not.
        spent: Whether it ended early because its budget was spent.
        requests: The number of requests.
        seconds: The time that the run took.
        finished_at: When it ended.
        guesses: The annotations of the spec that were guessed.
        places: The file and the line of each operation and parameter that a violation is about.
        known: The causes that the baseline file lists, by their ids.
        missing: The units that were not executed: the run ended early, another shard has them, or
            pytest selected others.
        part: What a join with the other shards needs; None if the run has no shards.
    """

    spec_path: str
    spec_title: str
    spec_version: str
    base_url: str
    config: Config
    channels: tuple[str, ...]
    operations: tuple[OperationSummary, ...]
    baselines: tuple[BaselineSummary, ...]
    families: Mapping[str, str]
    laws: tuple[LawSummary, ...]
    verdicts: tuple[Verdict, ...]
    violations: tuple[Violation, ...]
    ran: Mapping[Key, int]
    failed: Mapping[Key, int]
    units: tuple[UnitResult, ...]
    notes: tuple[Note, ...]
    not_judged: tuple[NotJudged, ...]
    not_checked: tuple[str, ...]
    stopped: str | None
    spent: bool
    requests: int
    seconds: float
    finished_at: datetime
    guesses: tuple[str, ...] = ()
    places: Mapping[tuple[str, str], tuple[str, int]] = MappingProxyType({})
    known: Mapping[str, KnownCause] = MappingProxyType({})
    missing: tuple[Unit, ...] = ()
    left_out: tuple[Key, ...] = ()
    part: Part | None = attrs.field(default=None, repr=False)

    @cached_property
    def causes(self) -> tuple[Cause, ...]:
        """The defects, each with the violations that it explains."""
        found = causes_of(self.violations, self.verdicts)
        return tuple(attrs.evolve(each, guesses=tuple(self._guesses_of(each))) for each in found)

    @property
    def new_causes(self) -> tuple[Cause, ...]:
        """The causes with violations that the baseline file does not list: they fail the run."""
        return tuple(each for each in self.causes if each.violations and each.id not in self.known)

    @property
    def known_causes(self) -> tuple[Cause, ...]:
        """The causes with violations that the baseline file lists."""
        return tuple(each for each in self.causes if each.violations and each.id in self.known)

    @property
    def gone_causes(self) -> tuple[KnownCause, ...]:
        """The causes that the baseline file lists, and that the run would have found."""
        found = {each.id for each in self.causes}
        return tuple(
            each for each in self.known.values() if each.id not in found and self._has_decided(each)
        )

    def causes_for(self, result: UnitResult) -> tuple[Cause, ...]:
        """Return the causes of the violations of a unit."""
        shown = {(each.key, each.symptom) for each in result.violations}
        return tuple(
            cause
            for cause in self.causes
            if any((each.key, each.symptom) in shown for each in cause.violations)
        )

    def fails_itself(self, result: UnitResult) -> bool:
        """Return whether a unit fails for another reason than its violations: a missing witness."""
        if result.outcome != "fail" or not result.violations:
            return result.outcome == "fail"
        is_vacuous = any(each.outcome == "vacuous" for each in result.verdicts)
        return is_vacuous and self.config.require_witnesses and result.unit.kind == "law"

    def is_known(self, result: UnitResult) -> bool:
        """Return whether known causes are the only reason why a unit fails."""
        causes = self.causes_for(result)
        is_more = bool(result.traceback) or self.fails_itself(result)
        return bool(causes) and not is_more and all(each.id in self.known for each in causes)

    def updated(self) -> "Report":
        """Return the report with each of its causes known, and without those that are gone."""
        gone = {each.id for each in self.gone_causes}
        known = {name: each for name, each in self.known.items() if name not in gone}
        day = self.finished_at.date()
        known |= {
            each.id: KnownCause.of(each, day, self.config.profile) for each in self.new_causes
        }
        return attrs.evolve(self, known=MappingProxyType(known))

    def _guesses_of(self, cause: Cause) -> Iterator[str]:
        """Yield the guesses about the list and the parameters of the violation shown first."""
        shown = next(iter(cause.violations), None)
        if shown is None or shown.law.partition(".")[0] in _OF_RESPONSES:
            return
        about = {shown.subject, *shown.parameters}
        for each in self.guesses:
            annotation, _, place = each.partition(" of ")
            parameter, _, operation = place.rpartition(" of ")
            is_about = parameter in about if parameter else annotation == "x-list"
            if operation == shown.operation and is_about:
                yield each

    def _has_decided(self, cause: KnownCause) -> bool:
        """Return whether the run was complete, and tried enough to find a cause by its law."""
        tries_enough = not cause.profile or self.config.settings.reaches(PROFILES[cause.profile])
        is_whole = self.stopped is None and not self.errors
        is_selected = (
            self.config.selects(cause.operation) if cause.operation else not self.config.operations
        )
        # Any unit of its operation may find a cause: responses are checked by all of them.
        needed = (each for each in self.missing if cause.operation in {each.operation, ""})
        key = cause.channel, cause.operation, cause.law, cause.subject
        return (
            is_whole
            and tries_enough
            and is_selected
            and not any(needed)
            and any(
                (each.channel, each.law) == (cause.channel, cause.law) for each in self.verdicts
            )
            and not any(each.key == key and each.outcome not in _DECIDED for each in self.verdicts)
        )

    @property
    def counts(self) -> Mapping[Outcome, int]:
        """The number of verdicts with each outcome."""
        return Counter(each.outcome for each in self.verdicts)

    @property
    def errors(self) -> tuple[UnitResult, ...]:
        """The units that decided nothing, though they should have, or that ended in a crash."""
        return tuple(each for each in self.units if each.outcome == "error" or each.traceback)

    @property
    def incomplete(self) -> str:
        """Why the run did not establish what it set out to; empty if it did.

        A budget of its user is no reason, unless ``require_complete`` is set.
        """
        return next((reason for is_given, reason in self._gaps() if is_given), "")

    def _gaps(self) -> Iterator[tuple[bool, str]]:
        """Yield whether the run is incomplete for a reason, and the reason."""
        is_strict = self.config.require_complete
        excused = {*self.left_out, *(key for each in self.known_causes for key in each.follows)}
        keys = [each.key for each in self.verdicts if each.outcome == "inconclusive"]
        is_whole = all(each.is_whole for each in self.baselines)
        yield self.stopped is not None and (is_strict or not self.spent), str(self.stopped)
        for each in self.errors:
            yield bool(each.traceback or not each.verdicts), f"{each.unit}: {each.reason}"
        yield any(each not in excused for each in keys), "some laws could not be decided"
        yield any(each.has_failed for each in self.baselines), "a list could not be read"
        is_part = self.config.shard is not None and self.config.shard.count > 1
        yield not (self.spent or self.is_decided or is_part), "no law was decided"
        yield is_strict and not is_whole, "a list was not read as a whole (--max-rows)"

    @property
    def is_decided(self) -> bool:
        """Whether any law passed or failed; without laws, whether any check did."""
        checks = {each.id for each in self.laws if each.family == "conformance"}
        laws = [each for each in self.verdicts if each.law not in checks] or self.verdicts
        return any(each.outcome in _DECIDED for each in laws)

    @property
    def exit_code(self) -> int:
        """The exit status of the command: 0 pass, 1 failures, 3 incomplete.

        A known cause is no failure.
        """
        if self.new_causes or any(map(self.fails_itself, self.units)):
            return FAILED
        return INCOMPLETE if self.incomplete else PASSED
