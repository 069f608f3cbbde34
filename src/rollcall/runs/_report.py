"""The report of a run: plain, immutable values, without secrets."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import attrs

from rollcall.config import Config
from rollcall.laws import Key, Outcome, Verdict, Violation
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
"""How a unit ended. ``skip``: nothing was established. ``error``: rollcall itself failed."""

PASSED, FAILED, INCOMPLETE = 0, 1, 3


@attrs.frozen
class UnitResult:
    """How one unit of a run ended.

    Attributes:
        unit: The unit.
        outcome: How it ended.
        reason: Why it failed, was skipped or could not be executed; empty where it passed.
        requests: How many requests it sent.
        seconds: How long it took.
        verdicts: What is known of the laws that it checked.
        violations: The violations that it found, also those that an earlier unit found first.
        traceback: The traceback of an ``error``; else empty.
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
    """What was sent to one operation, and what came back.

    Attributes:
        id: The operationId.
        method: The HTTP method.
        path: The path, with the names of its parameters in braces.
        requests: How many requests were sent.
        with_items: How many responses held at least one item.
        statuses: How many responses had each status.
    """

    id: str
    method: str
    path: str
    requests: int
    with_items: int
    statuses: Mapping[int, int]


@attrs.frozen
class BaselineSummary:
    """How much of a list was read, as the baseline that responses are compared with.

    Attributes:
        operation: The operationId.
        parent: The parent whose list it is; None where the list has no parent.
        rows: How many rows were read.
        total: How many there are, as the server says; None where it does not say.
        is_whole: Whether all rows were read.
        has_failed: Whether reading it failed.
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
    """A law that has verdicts in a report, as a reader needs it.

    Attributes:
        id: The id, such as ``filter.complete``.
        family: The id of its family, such as ``filter``.
        sentence: What must hold.
        source: Where it comes from.
        needs: The data that a witness takes.
    """

    id: str
    family: str
    sentence: str
    source: str
    needs: str


@attrs.frozen
class Report:
    """Everything that a run established. No text in it holds the token.

    Attributes:
        spec_path: The file or address of the document.
        spec_title: The name of the API.
        spec_version: The version of the document.
        base_url: The server.
        config: How the run was done: its profile, seed and budgets.
        channels: The ids of the channels that have verdicts, in their order.
        operations: What was sent to each operation.
        baselines: How much of each list was read.
        families: The titles of the families of laws, by their ids, in their order.
        laws: The laws that have verdicts.
        verdicts: What is known of each law.
        violations: Each law that is broken, with the shortest request that shows it.
        ran: How often each law decided, by the key of its verdict.
        failed: How often it failed then.
        units: How each unit ended, in their order.
        notes: What was not established beyond the verdicts, and why.
        stopped: Why the run ended early, if it did.
        spent: Whether it ended early because its budget was spent.
        requests: How many requests were sent.
        seconds: How long the run took.
        finished_at: When it ended.
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
    notes: tuple[str, ...]
    stopped: str | None
    spent: bool
    requests: int
    seconds: float
    finished_at: datetime

    @property
    def counts(self) -> Mapping[Outcome, int]:
        """How many verdicts there are of each outcome."""
        return Counter(each.outcome for each in self.verdicts)

    @property
    def errors(self) -> tuple[UnitResult, ...]:
        """The units that rollcall could not execute because of a defect of its own or a plugin."""
        return tuple(each for each in self.units if each.outcome == "error")

    @property
    def is_decided(self) -> bool:
        """Whether any law has passed or failed, where laws were evaluated; else, any check."""
        checks = {each.id for each in self.laws if each.family == "conformance"}
        laws = [each for each in self.verdicts if each.law not in checks] or self.verdicts
        return any(each.outcome in {"pass", "fail"} for each in laws)

    @property
    def exit_code(self) -> int:
        """The status of the command: 0 pass, 1 failures, 3 incomplete.

        A run is incomplete if a unit could not be executed, or if it was stopped, could not read a
        list, or decided none of its laws, for another reason than its own budget.
        """
        if self.violations or any(each.outcome == "fail" for each in self.units):
            return FAILED
        is_read = not any(each.has_failed for each in self.baselines)
        is_short = self.stopped is not None or not is_read or not self.is_decided
        if self.errors or (is_short and not self.spent):
            return INCOMPLETE
        return PASSED
