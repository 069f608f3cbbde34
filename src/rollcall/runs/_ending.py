"""Why a run ends early, and the laws that have no verdict because of it."""

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from rollcall.http import Halted, RateLimited, Spent, TokenRefused
from rollcall.laws import Key, Results, Symptom, SymptomKind, Verdict, applies, find_law
from rollcall.runs._units import Unit
from rollcall.spec import Spec

__all__ = ["Ending"]

_KINDS: Mapping[type[Halted], SymptomKind] = MappingProxyType(
    {RateLimited: "rate-limit", TokenRefused: "token"}
)


@attrs.define
class Ending:
    """The early end of a run.

    Attributes:
        spec: The spec.
        results: All observations.
        reason: Why the run ended early; None if it did not.
        is_spent: Whether it ended early because its budget was spent.
        symptom: The defect of the server that ended it; None if there is none.
        left_out: The laws that the budget left without a verdict.
        executed: How many units were executed before.
    """

    spec: Spec
    results: Results
    reason: str | None = None
    is_spent: bool = False
    symptom: Symptom | None = None
    left_out: dict[Key, None] = attrs.field(factory=dict)
    executed: int = 0

    def told(self, planned: int) -> str | None:
        """Return why the run ended early, and how much of it was executed; None if it did not.

        Args:
            planned: How many units the run has.
        """
        if self.reason is None:
            return None
        units = "unit was" if planned == 1 else "units were"
        return f"{self.reason}; {self.executed:,} of {planned:,} {units} executed"

    def halt(self, problem: Halted) -> None:
        """Record that the run ends early."""
        self.reason, self.is_spent = str(problem), isinstance(problem, Spent)
        kind = _KINDS.get(type(problem))
        self.symptom = Symptom(kind, "", (), self.reason) if kind is not None else None

    def leave_open(self, unit: Unit, reason: str, symptom: Symptom | None = None) -> None:
        """Record that the laws and checks of a unit without a verdict are inconclusive."""
        subjects: tuple[str, ...] = ("",)
        if unit.kind == "law":
            operation = self.spec.list_operation(unit.operation)
            subjects = applies(find_law(unit.law), self.spec, operation)
        for subject in subjects:
            key = unit.channel, unit.operation, unit.law, subject
            if key in self.results.verdicts or self.results.failed[key]:
                continue
            self.results.record(Verdict(*key, "inconclusive", 0, 0, reason, symptom))
            if self.is_spent:
                self.left_out[key] = None
