"""The report of a run: immutable values without secrets."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Literal

import attrs

from rollcall.config import Config
from rollcall.laws import Basis, Key, Note, Outcome, Verdict, Violation
from rollcall.runs._causes import Cause, causes_of
from rollcall.runs._known import KnownCause
from rollcall.runs._units import Unit

__all__ = [
    "BaselineSummary",
    "LawSummary",
    "OperationSummary",
    "Report",
    "UnitOutcome",
    "UnitResult",
]

UnitOutcome = Literal["pass", "fail", "skip", "error"]
"""How a unit ended. ``skip``: no law was decided. ``error``: rollcall or a plugin failed."""

PASSED, FAILED, INCOMPLETE = 0, 1, 3
_DECIDED = {"pass", "fail"}


@attrs.frozen
class UnitResult:
    """The result of a unit.

    Attributes:
        unit: The unit.
        outcome: The outcome.
        reason: Why it failed, was skipped or could not be executed; empty if it passed.
        requests: The number of requests that it sent.
        seconds: The time that it took.
        verdicts: The verdicts of the laws that it checked.
        violations: The violations that it found, and those that an earlier unit found first.
        traceback: The traceback of an ``error``; otherwise empty.
    """

    unit: Unit
    outcome: UnitOutcome
    reason: str = ""
    requests: int = 0
    seconds: float = 0.0
    verdicts: tuple[Verdict, ...] = ()
    violations: tuple[Violation, ...] = ()
    traceback: str = ""


@attrs.frozen
class OperationSummary:
    """The requests to an operation, and its responses.

    Attributes:
        id: The operationId.
        method: The HTTP method.
        path: The path, with the names of its parameters in braces.
        requests: The number of requests.
        with_items: The number of responses with at least one item.
        statuses: The number of responses with each status.
    """

    id: str
    method: str
    path: str
    requests: int
    with_items: int
    statuses: Mapping[int, int]


@attrs.frozen
class BaselineSummary:
    """How much of a list was read as its baseline.

    Attributes:
        operation: The operationId.
        parent: The parent of the list; None if it has none.
        rows: The number of rows that were read.
        total: The total that the server reported; None if it reports none.
        is_whole: Whether all rows were read.
        has_failed: Whether the list could not be read.
        changed: How often the list changed during the run.
    """

    operation: str
    parent: str | None
    rows: int
    total: int | None
    is_whole: bool
    has_failed: bool
    changed: int


@attrs.frozen
class LawSummary:
    """A law with verdicts in a report.

    Attributes:
        id: The id, such as ``filter.complete``.
        family: The id of its family, such as ``filter``.
        sentence: The property that must hold.
        source: The document or standard that requires it.
        needs: The data that a witness requires.
        basis: What the law rests on.
    """

    id: str
    family: str
    sentence: str
    source: str
    needs: str
    basis: Basis


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
        not_checked: The parts that were not checked, with the reasons.
        stopped: Why the run ended early; None if it did not.
        spent: Whether it ended early because its budget was spent.
        requests: The number of requests.
        seconds: The time that the run took.
        finished_at: When it ended.
        lines: The line of the spec for each operation and parameter that a violation is about.
        known: The causes that the baseline file lists, by their ids.
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
    not_checked: tuple[str, ...]
    stopped: str | None
    spent: bool
    requests: int
    seconds: float
    finished_at: datetime
    lines: Mapping[tuple[str, str], int] = MappingProxyType({})
    known: Mapping[str, KnownCause] = MappingProxyType({})

    @cached_property
    def causes(self) -> tuple[Cause, ...]:
        """The defects, each with the violations that it explains."""
        return causes_of(self.violations, self.verdicts)

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
        keys = {each.key for each in result.violations}
        return tuple(
            each for each in self.causes if keys & {violation.key for violation in each.violations}
        )

    def updated(self) -> "Report":
        """Return the report with each of its causes known, and without those that are gone."""
        gone = {each.id for each in self.gone_causes}
        known = {name: each for name, each in self.known.items() if name not in gone}
        day = self.finished_at.date()
        known |= {each.id: KnownCause.of(each, day) for each in self.new_causes}
        return attrs.evolve(self, known=MappingProxyType(known))

    def _has_decided(self, cause: KnownCause) -> bool:
        """Return whether the run was complete, and checked the law of a cause."""
        is_whole = self.stopped is None and not self.errors
        is_selected = not cause.operation or self.config.selects(cause.operation)
        key = cause.channel, cause.operation, cause.law, cause.subject
        return (
            is_whole
            and is_selected
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
        """The units that failed with an exception of rollcall or a plugin."""
        return tuple(each for each in self.units if each.outcome == "error")

    @property
    def is_decided(self) -> bool:
        """Whether any law passed or failed; without laws, whether any check did."""
        checks = {each.id for each in self.laws if each.family == "conformance"}
        laws = [each for each in self.verdicts if each.law not in checks] or self.verdicts
        return any(each.outcome in _DECIDED for each in laws)

    @property
    def exit_code(self) -> int:
        """The exit status of the command: 0 pass, 1 failures, 3 incomplete.

        A run is incomplete if a unit could not be executed. It is also incomplete if it ended
        early, could not read a list or decided no law, unless its budget was spent. A known cause
        is no failure.
        """
        if self.new_causes or any(
            each.outcome == "fail" and not each.violations for each in self.units
        ):
            return FAILED
        is_read = not any(each.has_failed for each in self.baselines)
        is_short = self.stopped is not None or not is_read or not self.is_decided
        if self.errors or (is_short and not self.spent):
            return INCOMPLETE
        return PASSED
