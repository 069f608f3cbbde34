"""Tries a law, and says what is known of it then."""

from contextlib import suppress
from typing import Any

import attrs
import hypothesis
from hypothesis import HealthCheck, Phase
from hypothesis.errors import Flaky
from hypothesis.strategies import SearchStrategy

from rollcall._results import Outcome, Verdict, Violation
from rollcall.channels import Query, Response
from rollcall.http._exchange import Exchange
from rollcall.laws._context import Context, Unreadable
from rollcall.laws._law import Cases, Law, ViolationError

__all__ = ["Judgement", "judge"]

_ATTEMPTS = 3
_SHRINKS = 40


@attrs.frozen
class Judgement:
    """What is known of a law, and what shows that it is broken, if it is.

    Attributes:
        verdict: What is known.
        violation: What shows it.
    """

    verdict: Verdict
    violation: Violation | None = None


@attrs.frozen
class _Broken:
    """A case that breaks a law, and how."""

    case: Any
    violation: ViolationError


@attrs.define
class _Trial:
    """One law, tried on one subject until it is broken or the cases are used up.

    The last trial of several goes on after a breach that a change of the data may explain, for
    one that proves a fault.

    Attributes:
        law: The law.
        context: What it is tried on.
        subject: What it is about.
        is_last: Whether it is the last trial.
        cases: How many cases were tried.
        witnesses: How many could have told right from wrong.
        is_doubtful: Whether a breach was left to others that changed data may explain.
        left: A breach that is not about the subject, and was left to others.
    """

    law: Law
    context: Context
    subject: str
    is_last: bool = False
    cases: int = 0
    witnesses: int = 0
    is_doubtful: bool = False
    left: ViolationError | None = None

    def run(self, cases: Cases) -> _Broken | None:
        """Try the cases, and give the smallest one that breaks the law."""
        effort = self.context.effort
        found: _Broken | None = None
        for case in cases.edges[: max(cases.least, effort.edges)]:
            broken = self._smallest(self._try(case))
            if broken is not None and (found is None or broken.violation.is_proven):
                found = broken
            if found is not None and (found.violation.is_proven or not self.is_last):
                return found
        if found is None and cases.drawn is not None and effort.examples:
            found = self._smallest(self._search(cases.drawn))
        return found

    def _try(self, case: Any) -> _Broken | None:  # noqa: ANN401 - whatever the law takes
        self.cases += 1
        try:
            self.witnesses += self.law.holds(self.context, case)
        except ViolationError as violation:
            self.witnesses += 1
            return _Broken(case, violation)
        return None

    def _again(self, case: Query) -> _Broken | None:
        """Try a simpler case, which is not counted."""
        try:
            self.law.holds(self.context, case)
        except ViolationError as violation:
            return _Broken(case, violation)
        return None

    def _search(self, strategy: SearchStrategy[Any]) -> _Broken | None:
        """Let Hypothesis draw cases, and shrink the first one that breaks the law."""
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
                # Hypothesis would go on for minutes, and each step is sent to a server.
                if tried_since > _SHRINKS:
                    hypothesis.reject()
                broken = self._try(case)
            if broken is not None:
                failed[repr(case)] = broken
                raise broken.violation

        # What broke the law is kept; that it did not break it again is no reason to forget it.
        with suppress(ViolationError, Flaky):
            drawn()
        return [*failed.values()][-1] if failed else None

    def _smallest(self, broken: _Broken | None) -> _Broken | None:
        """Leave out of a case what is not needed to break the law.

        What is broken without the filter that the law is about is not about it: that it is, the
        law says of another filter, or another law of the list.
        """
        if broken is None or not isinstance(broken.case, Query):
            return broken
        for name, _ in broken.case.values:
            simpler = self._again(broken.case.without(name))
            if simpler is None or (broken.violation.is_proven and not simpler.violation.is_proven):
                continue
            if name == self.subject and self._is_filter(name):
                self.is_doubtful = self.is_doubtful or not broken.violation.is_proven
                self.witnesses -= 1
                self.left = simpler.violation
                return None
            if name != self.subject:
                broken = simpler
        return broken

    def _is_filter(self, name: str) -> bool:
        parameter = self.context.operation.parameter(name)
        return parameter is not None and parameter.filter is not None


def judge(law: Law, context: Context, subject: str) -> Judgement:
    """Try a law, and tell a fault from a change of the data.

    A breach that one answer proves is a fault. Any other one is a fault if the lists that it was
    found with are still as they were; if they have changed, the law is tried anew.
    """
    context = attrs.evolve(context, subject=subject)
    for attempt in range(1, _ATTEMPTS + 1):
        context.baselines.touched.clear()
        trial = _Trial(law, context, subject, is_last=attempt == _ATTEMPTS)
        try:
            if not law.is_rowless:
                # What the list refuses altogether says nothing of what a law asks for.
                _ = context.baseline
            broken = trial.run(law.cases(context, subject))
        except Unreadable as problem:
            return _unknown(trial, subject, "inconclusive", str(problem))
        except (TypeError, ValueError, LookupError, AttributeError, OverflowError) as error:
            # What a server sends may have any shape; the checks of the response say what is wrong.
            reason = f"the law could not be applied to what came: {type(error).__name__}: {error}"
            return _unknown(trial, subject, "inconclusive", reason)
        if not _may_be_change(trial, broken) or not context.baselines.has_changed():
            return _judged(trial, subject, broken)
        context.channel.forget()
    reason = f"the data changed while the law was tried, {_ATTEMPTS} times"
    return _unknown(trial, subject, "inconclusive", reason)


def _may_be_change(trial: _Trial, broken: _Broken | None) -> bool:
    """Return whether what was found may come of data that changed meanwhile."""
    return trial.is_doubtful if broken is None else not broken.violation.is_proven


def _judged(trial: _Trial, subject: str, broken: _Broken | None) -> Judgement:
    return _held(trial, subject) if broken is None else _broken(trial, subject, broken.violation)


def _held(trial: _Trial, subject: str) -> Judgement:
    if trial.left is not None and trial.witnesses <= 0:
        reason = f"it shows without {subject} too: {trial.left.title}"
        return _unknown(trial, subject, "inconclusive", reason)
    if not trial.witnesses:
        return _unknown(trial, subject, "vacuous", f"no {trial.law.needs}")
    return Judgement(_verdict(trial, subject, "pass"))


def _unknown(trial: _Trial, subject: str, outcome: Outcome, reason: str) -> Judgement:
    verdict = attrs.evolve(_verdict(trial, subject, outcome), reason=reason)
    return Judgement(verdict)


def _verdict(trial: _Trial, subject: str, outcome: Outcome) -> Verdict:
    return Verdict(
        channel=trial.context.channel.id,
        operation=trial.context.operation.id,
        law=trial.law.id,
        subject=subject,
        outcome=outcome,
        witnesses=trial.witnesses,
        cases=trial.cases,
    )


def _broken(trial: _Trial, subject: str, error: ViolationError) -> Judgement:
    context = trial.context
    shown = [_shown(context, each) for each in error.answers if each.source is not None]
    exchanges, curls, pythons = zip(*shown, strict=True) if shown else ((), (), ())
    violation = Violation(
        channel=context.channel.id,
        operation=context.operation.id,
        law=trial.law.id,
        subject=subject,
        title=error.title,
        detail=error.detail,
        curl="\n".join(curls),
        python="\n\n".join(pythons),
        exchanges=exchanges,
    )
    return Judgement(_verdict(trial, subject, "fail"), violation)


def _shown(context: Context, answer: Response) -> tuple[Exchange, str, str]:
    exchange, again = context.channel.exchange(answer)
    return exchange, again.curl, again.python
