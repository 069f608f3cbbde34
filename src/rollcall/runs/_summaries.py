"""The summaries that a report is made of."""

from collections.abc import Mapping
from typing import Literal

import attrs

from rollcall.laws import Basis, Verdict, Violation
from rollcall.runs._units import Unit

__all__ = [
    "BaselineSummary",
    "LawSummary",
    "NotJudged",
    "OperationSummary",
    "UnitOutcome",
    "UnitResult",
]

UnitOutcome = Literal["pass", "fail", "skip", "error"]
"""How a unit ended. ``skip``: it had nothing to decide, or the budget was spent. ``error``: it
decided nothing, though it should have: because of the server, of rollcall or of a plugin."""


@attrs.frozen
class UnitResult:
    """The result of a unit.

    Attributes:
        unit: The unit.
        outcome: The outcome.
        reason: Why it failed, was skipped or decided nothing; empty if it passed.
        requests: The number of requests that it sent.
        seconds: The time that it took.
        verdicts: The verdicts of the laws that it checked.
        violations: The violations that it found, and those that an earlier unit found first.
        traceback: The traceback of an exception of rollcall or a plugin; otherwise empty.
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
class NotJudged:
    """A parameter of a list that no law judges, as no annotation explains it.

    Attributes:
        operation: The operationId.
        parameter: Its name.
    """

    operation: str
    parameter: str


@attrs.frozen
class BaselineSummary:
    """How much of a list was read as its baseline.

    Attributes:
        operation: The operationId.
        parent: The identifiers of the parent of the list and of those above it, the outermost
            first, with slashes between them; None if it has none.
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
