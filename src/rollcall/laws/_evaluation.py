"""The evaluation of a law into a verdict."""

from collections.abc import Iterator
from random import Random
from typing import Any

import attrs
import hypothesis
from hypothesis import Phase
from hypothesis.errors import Flaky, NoSuchExample
from hypothesis.strategies import SearchStrategy

from rollcall.channels import Query, Response
from rollcall.http import Exchange
from rollcall.laws._context import Context, Unreadable
from rollcall.laws._diagnosis import (
    controlled,
    diagnose,
    parameters_at_fault,
    symptom_of_list,
    symptom_of_response,
)
from rollcall.laws._drift import drift_of
from rollcall.laws._law import Cases, Law
from rollcall.laws._notes import Sighting
from rollcall.laws._results import Outcome, Verdict, Violation
from rollcall.laws._symptom import Symptom
from rollcall.laws._violation import ViolationError, describe

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
        context.baselines.begin()
        context.sightings.clear()
        progress = _Attempt(law, context, is_last=attempt == _ATTEMPTS)
        try:
            if not law.is_rowless:
                # A list that cannot be read at all says nothing about this law.
                _ = context.baseline
            broken = progress.run(law.cases(context))
        except Unreadable as problem:
            symptom = symptom_of_list(context.http, problem.response)
            return progress.end("inconclusive", str(problem), symptom)
        except Exception as error:
            # A law may rely on the schemas. If the data conforms to them, the law is at fault.
            malformed = progress.malformed()
            if malformed is None:
                raise
            kind = type(error).__name__
            reason = f"the law cannot be evaluated on data that breaks its schema: {kind}: {error}"
            return progress.end("inconclusive", reason, malformed)
        if not progress.may_be_change(broken) or not _has_changed(context):
            return progress.held() if broken is None else progress.failed(broken)
        context.channel.forget()
    reason = f"the data changed while the law was tried, {_ATTEMPTS} times"
    return progress.end("inconclusive", reason)


def _has_changed(context: Context) -> bool:
    """Return whether the data changed, or what is known of it.

    A list that differs from request to request has not.
    """
    if context.baselines.limits.has_learned:
        return True
    return drift_of(context) is None and context.baselines.has_changed()


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
        ignored: A case that was ignored, because it does not depend on the subject.
        pages: How many pages of the list the server had returned before.
    """

    law: Law
    context: Context
    is_last: bool = False
    cases: int = 0
    witnesses: int = 0
    is_doubtful: bool = False
    ignored: _Broken | None = None
    pages: int = 0

    def __attrs_post_init__(self) -> None:
        self.pages = self.pages_seen()

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

        def violates(case: Any) -> bool:  # noqa: ANN401
            nonlocal tried_since
            tried_since += bool(failed)
            key = repr(case)
            # Hypothesis would shrink for minutes, and each step sends requests.
            if key not in failed and tried_since <= _SHRINKS and (broken := self._try(case)):
                failed[key] = broken
            return key in failed

        settings = hypothesis.settings(
            max_examples=self.context.effort.examples,
            database=None,
            deadline=None,
            print_blob=False,
            phases=(Phase.generate, Phase.shrink),
        )
        # Unlike ``given``, ``find`` does not parse the source of the function for each law.
        # A case that violated the law once is reported, even if it does not do so again.
        try:
            hypothesis.find(
                strategy,
                violates,
                settings=settings,
                random=Random(self.context.effort.seed),  # noqa: S311
            )
        except NoSuchExample:
            pass
        except Flaky:
            if not failed:
                raise
        return [*failed.values()][-1] if failed else None

    def _smallest(self, broken: _Broken | None) -> _Broken | None:
        """Remove the parameters of a case that are not needed to violate the law.

        If the law is violated without its subject, a filter, the violation is ignored: another law,
        or this law for another filter, reports it.
        """
        if broken is None or not isinstance(broken.case, Query):
            return broken
        subject = self.context.subject
        whole = dict(self.context.query.values)
        for name in [name for name, _ in broken.case.values if name not in whole]:
            simpler = self._retry(broken.case.without(name))
            if simpler is None or (broken.error.is_proven and not simpler.error.is_proven):
                continue
            if name != subject:
                broken = simpler
            elif self.context.is_filter(name):
                self.is_doubtful = self.is_doubtful or not broken.error.is_proven
                self.witnesses -= 1
                self.ignored = simpler
                return None
        return broken

    def may_be_change(self, broken: _Broken | None) -> bool:
        """Return whether a change of the data may explain the violation."""
        return self.is_doubtful if broken is None else not broken.error.is_proven

    def held(self) -> Evaluation:
        """Return the evaluation of a law that no case violated."""
        if self.ignored is not None:
            # Whether another law reports it depends on the cases that law is tried with.
            reason = f"it also fails without {self.context.subject}: {self.ignored.error.title}"
            _, symptom = diagnose(self.context, self.law.id, self.ignored.case, self.ignored.error)
            return self.end("inconclusive", reason, symptom)
        if not self.witnesses:
            return self.end("vacuous", f"needs {self.law.needs}")
        return self._controlled()

    def _controlled(self) -> Evaluation:
        """Return the evaluation of a law that holds, if the server still lists anything.

        A refusal proves nothing on a server that refuses every request.
        """
        context = self.context
        if self.pages_seen() > self.pages:
            return self.end("pass")
        control = controlled(context)
        if control.kind == "page":
            return self.end("pass")
        self.witnesses = 0
        if context.operation.parent is not None and not context.parents:
            reason = f"no parent of {context.operation.id} was found, so no request returned a page"
            return self.end("vacuous", reason)
        reason = f"it proves nothing: the list itself returns {describe(control)}"
        return self.end("inconclusive", reason, symptom_of_response(control))

    def pages_seen(self) -> int:
        """Return how many pages of the list the server has returned so far."""
        name = self.context.operation.id
        return sum(each.pages[name] for each in (self.context.channel, self.context.http))

    def malformed(self) -> Symptom | None:
        """Return why the data of a list that the law used does not conform to its schema."""
        context = self.context
        names = [context.operation.id, *(name for name, _ in context.baselines.touched)]
        return next((context.malformed[each] for each in names if each in context.malformed), None)

    def failed(self, broken: _Broken) -> Evaluation:
        """Return the evaluation of a violated law."""
        verdict = self.end("fail").verdict
        error = broken.error
        responses, symptom = diagnose(self.context, self.law.id, broken.case, error)
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
            parameters=parameters_at_fault(self.context, broken.case, symptom),
        )
        return Evaluation(verdict, violation, tuple(self.context.sightings))

    def _exchanges(self, responses: tuple[Response, ...]) -> Iterator[tuple[Exchange, str, str]]:
        for each in responses:
            if each.source is not None:
                exchange, again = self.context.channel.exchange(each)
                yield exchange, again.curl, again.python

    def end(
        self, outcome: Outcome, reason: str | None = None, symptom: Symptom | None = None
    ) -> Evaluation:
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
            symptom=symptom,
        )
        return Evaluation(verdict, sightings=tuple(self.context.sightings))
