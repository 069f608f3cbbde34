"""The evaluation of a law into a verdict."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import attrs
import hypothesis
from hypothesis import HealthCheck, Phase
from hypothesis.errors import Flaky
from hypothesis.strategies import SearchStrategy

from rollcall.channels import Query, Response
from rollcall.http import Exchange
from rollcall.laws._context import Context, Unreadable
from rollcall.laws._diagnosis import diagnose
from rollcall.laws._law import Cases, Law
from rollcall.laws._notes import Sighting
from rollcall.laws._results import Outcome, Verdict, Violation
from rollcall.laws._violation import ViolationError

__all__ = ["Evaluation", "evaluate"]

_ATTEMPTS = 3
_SHRINKS = 40


@attrs.frozen
class Evaluation:
    """The verdict on a law, with the violation where it fails.

    Attributes:
        verdict: The verdict.
        violation: The violation, if the law failed.
        sightings: What the server does where the spec makes no choice.
    """

    verdict: Verdict
    violation: Violation | None = None
    sightings: tuple[Sighting, ...] = ()


def evaluate(law: Law, context: Context, subject: str) -> Evaluation:
    """Evaluate a law for one subject, and distinguish violations from changed data.

    A violation that one response proves is reported. Any other violation is reported if the lists
    that the law used have not changed since; if they have, the law is evaluated again.
    """
    context = attrs.evolve(context, subject=subject)
    for attempt in range(1, _ATTEMPTS + 1):
        context.baselines.touched.clear()
        context.sightings.clear()
        progress = _Attempt(law, context, is_last=attempt == _ATTEMPTS)
        try:
            if not law.is_rowless:
                # A list that cannot be read at all says nothing about this law.
                _ = context.baseline
            broken = progress.run(law.cases(context))
        except Unreadable as problem:
            return progress.end("inconclusive", str(problem))
        except (TypeError, ValueError, LookupError, AttributeError, OverflowError) as error:
            # A server may send data of any shape; the conformance checks report what is wrong.
            reason = f"the law cannot be evaluated on this data: {type(error).__name__}: {error}"
            return progress.end("inconclusive", reason)
        if not progress.may_be_change(broken) or not context.baselines.has_changed():
            return progress.held() if broken is None else progress.failed(broken)
        context.channel.forget()
    reason = f"the data changed while the law was tried, {_ATTEMPTS} times"
    return progress.end("inconclusive", reason)


@attrs.frozen
class _Broken:
    """A case that violates a law, and its error."""

    case: Any
    error: ViolationError


@attrs.define
class _Attempt:
    """One attempt to evaluate a law for one subject.

    The last attempt continues after a violation that a change of the data may explain, and looks
    for a proven one.

    Attributes:
        law: The law.
        context: The list that it is evaluated on.
        is_last: Whether it is the last attempt.
        cases: How many cases were tried.
        witnesses: How many of them were witnesses.
        is_doubtful: Whether it ignored a violation that a change of the data may explain.
        ignored: A violation that was ignored, because it does not depend on the subject.
    """

    law: Law
    context: Context
    is_last: bool = False
    cases: int = 0
    witnesses: int = 0
    is_doubtful: bool = False
    ignored: ViolationError | None = None

    def run(self, cases: Cases) -> _Broken | None:
        """Try the cases, and return the smallest case that violates the law."""
        effort = self.context.effort
        found: _Broken | None = None
        for case in cases.edges[: max(cases.least, effort.edges)]:
            broken = self._smallest(self._try(case))
            if broken is not None and (found is None or broken.error.is_proven):
                found = broken
            if found is not None and (found.error.is_proven or not self.is_last):
                return found
        if found is None and cases.drawn is not None and effort.examples:
            found = self._smallest(self._search(cases.drawn))
        return found

    def _try(self, case: Any) -> _Broken | None:  # noqa: ANN401 - any case of the law
        self.cases += 1
        try:
            self.witnesses += self.law.holds(self.context, case)
        except ViolationError as error:
            self.witnesses += 1
            return _Broken(case, error)
        return None

    def _retry(self, case: Query) -> _Broken | None:
        """Try a simpler case, which is not counted."""
        try:
            self.law.holds(self.context, case)
        except ViolationError as error:
            return _Broken(case, error)
        return None

    def _search(self, strategy: SearchStrategy[Any]) -> _Broken | None:
        """Draw cases with Hypothesis, and shrink the first case that violates the law."""
        failed: dict[str, _Broken] = {}
        tried_since = 0

        @hypothesis.seed(self.context.effort.seed)
        @hypothesis.settings(
            max_examples=self.context.effort.examples,
            database=None,
            deadline=None,
            print_blob=False,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink),
        )
        @hypothesis.given(strategy)
        def drawn(case: Any) -> None:  # noqa: ANN401
            nonlocal tried_since
            tried_since += bool(failed)
            broken = failed.get(repr(case))
            if broken is None:
                # Hypothesis would shrink for minutes, and each step sends requests.
                if tried_since > _SHRINKS:
                    hypothesis.reject()
                broken = self._try(case)
            if broken is not None:
                failed[repr(case)] = broken
                raise broken.error

        # A case that violated the law once is reported, even if it does not do so again.
        with suppress(ViolationError, Flaky):
            drawn()
        return [*failed.values()][-1] if failed else None

    def _smallest(self, broken: _Broken | None) -> _Broken | None:
        """Remove the parameters of a case that are not needed to violate the law.

        If the law is violated without its subject, a filter, the violation is ignored: another law,
        or this law for another filter, reports it.
        """
        if broken is None or not isinstance(broken.case, Query):
            return broken
        subject = self.context.subject
        for name, _ in broken.case.values:
            simpler = self._retry(broken.case.without(name))
            if simpler is None or (broken.error.is_proven and not simpler.error.is_proven):
                continue
            if name != subject:
                broken = simpler
            elif self.context.is_filter(name):
                self.is_doubtful = self.is_doubtful or not broken.error.is_proven
                self.witnesses -= 1
                self.ignored = simpler.error
                return None
        return broken

    def may_be_change(self, broken: _Broken | None) -> bool:
        """Return whether a change of the data may explain the violation."""
        return self.is_doubtful if broken is None else not broken.error.is_proven

    def held(self) -> Evaluation:
        """Return the evaluation of a law that no case violated."""
        if self.ignored is not None and self.witnesses <= 0:
            reason = f"it also fails without {self.context.subject}: {self.ignored.title}"
            return self.end("inconclusive", reason)
        return (
            self.end("pass") if self.witnesses else self.end("vacuous", f"needs {self.law.needs}")
        )

    def failed(self, broken: _Broken) -> Evaluation:
        """Return the evaluation of a violated law."""
        verdict = self.end("fail").verdict
        error = broken.error
        responses, symptom = diagnose(self.context, self.law.id, broken.case, error.responses)
        shown = [*self._exchanges(responses)]
        violation = Violation(
            channel=verdict.channel,
            operation=verdict.operation,
            law=verdict.law,
            subject=verdict.subject,
            title=error.title,
            detail=error.detail,
            curl="\n".join(curl for _, curl, _ in shown),
            python="\n\n".join(python for _, _, python in shown),
            exchanges=tuple(exchange for exchange, _, _ in shown),
            symptom=symptom,
        )
        return Evaluation(verdict, violation, tuple(self.context.sightings))

    def _exchanges(self, responses: tuple[Response, ...]) -> Iterator[tuple[Exchange, str, str]]:
        for each in responses:
            if each.source is not None:
                exchange, again = self.context.channel.exchange(each)
                yield exchange, again.curl, again.python

    def end(self, outcome: Outcome, reason: str | None = None) -> Evaluation:
        """Return the evaluation with an outcome."""
        verdict = Verdict(
            channel=self.context.channel.id,
            operation=self.context.operation.id,
            law=self.law.id,
            subject=self.context.subject,
            outcome=outcome,
            witnesses=self.witnesses,
            cases=self.cases,
            reason=reason,
        )
        return Evaluation(verdict, sightings=tuple(self.context.sightings))
