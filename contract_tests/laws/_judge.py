"""Tries a law, and says what is known of it then."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import attrs
import hypothesis
from hypothesis import HealthCheck, Phase
from hypothesis.errors import Flaky

from contract_tests._exchange import Exchange
from contract_tests._ledger import Finding, Outcome, Verdict
from contract_tests.channels import Answer, Query

from ._law import Breach, Cases, Law
from ._scene import Scene, Unreadable

__all__ = ["Judgement", "judge"]

_ATTEMPTS = 3
_SMALLER = 12


@attrs.frozen
class Judgement:
    """What is known of a law, and what shows that it is broken, if it is.

    Attributes:
        verdict: What is known.
        finding: What shows it.
    """

    verdict: Verdict
    finding: Finding | None = None


@attrs.define
class _Trial:
    """One law, tried on one subject until it is broken or the cases are used up.

    The last trial of several goes on after a breach that a change of the data may explain, for
    one that proves a fault.
    """

    law: Law
    scene: Scene
    subject: str
    is_last: bool = False
    cases: int = 0
    witnesses: int = 0
    breach: tuple[Any, Breach] | None = None

    def run(self, cases: Cases) -> tuple[Any, Breach] | None:
        """Try the cases, and give the smallest one that breaks the law."""
        effort = self.scene.effort
        is_broken = False
        for case in cases.edges[: max(cases.least, effort.edges)]:
            is_broken = self._breaks(case) or is_broken
            if is_broken and not self._wants_more():
                break
        if not is_broken and cases.drawn is not None and effort.examples:
            is_broken = self._search(cases)
        if not is_broken:
            return None
        smallest = self._smallest()
        # What is broken without the parameter that the law is about, is not about it.
        return smallest if self._is_about_subject(smallest[0]) else None

    def _is_about_subject(self, case: object) -> bool:
        if not isinstance(case, Query) or self.scene.operation.parameter(self.subject) is None:
            return True
        return case.get(self.subject) is not None

    def _breaks(self, case: Any) -> bool:  # noqa: ANN401 - whatever the law takes
        self.cases += 1
        try:
            self.witnesses += self.law.holds(self.scene, case)
        except Breach as breach:
            self.witnesses += 1
            self.breach = case, breach
            return True
        return False

    def _wants_more(self) -> bool:
        """Say whether a breach that is proven is still to be found: data may be changing."""
        return self.is_last and self.breach is not None and not self.breach[1].is_proven

    def _search(self, cases: Cases) -> bool:
        assert cases.drawn is not None

        @hypothesis.seed(self.scene.effort.seed)
        @hypothesis.settings(
            max_examples=self.scene.effort.examples,
            database=None,
            deadline=None,
            print_blob=False,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink),
        )
        @hypothesis.given(cases.drawn)
        def drawn(case: Any) -> None:  # noqa: ANN401
            if self._breaks(case):
                assert self.breach is not None
                raise self.breach[1]

        # What broke the law is kept; that it did not break it again is no reason to forget it.
        with suppress(Breach, Flaky):
            drawn()
        return self.breach is not None

    def _smallest(self) -> tuple[Any, Breach]:
        """Leave out of the case what is not needed to break the law."""
        assert self.breach is not None
        tried = 0
        is_smaller = True
        while is_smaller and tried < _SMALLER:
            is_smaller = False
            for case in _simpler(self.breach[0]):
                tried += 1
                if self._breaks(case):
                    is_smaller = True
                    break
        return self.breach


def _simpler(case: object) -> Iterator[Query]:
    if isinstance(case, Query):
        for name, _ in case.values:
            yield case.without(name)


def judge(law: Law, scene: Scene, subject: str) -> Judgement:
    """Try a law, and tell a fault from a change of the data.

    A breach that one answer proves is a fault. Any other one is a fault if the lists that it was
    found with are still as they were; if they have changed, the law is tried anew.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        scene.baselines.touched.clear()
        trial = _Trial(law, scene, subject, is_last=attempt == _ATTEMPTS)
        try:
            broken = trial.run(law.cases(scene, subject))
        except Unreadable as problem:
            return _unknown(trial, subject, "inconclusive", str(problem))
        except (TypeError, ValueError, KeyError, AttributeError, OverflowError) as error:
            # What a server sends may have any shape; the checks of the response say what is wrong.
            reason = f"the law cannot read what came: {type(error).__name__}: {error}"
            return _unknown(trial, subject, "inconclusive", reason)
        if broken is None:
            return _held(trial, subject)
        breach = broken[1]
        if breach.is_proven or not scene.baselines.has_changed():
            return _broken(trial, subject, breach)
        scene.channel.forget()
    reason = f"the data changed while the law was tried, {_ATTEMPTS} times"
    return _unknown(trial, subject, "inconclusive", reason)


def _held(trial: _Trial, subject: str) -> Judgement:
    if not trial.witnesses:
        return _unknown(trial, subject, "vacuous", f"no {trial.law.needs}")
    return Judgement(_verdict(trial, subject, "pass"))


def _unknown(trial: _Trial, subject: str, outcome: Outcome, reason: str) -> Judgement:
    verdict = attrs.evolve(_verdict(trial, subject, outcome), reason=reason)
    return Judgement(verdict)


def _verdict(trial: _Trial, subject: str, outcome: Outcome) -> Verdict:
    return Verdict(
        channel=trial.scene.channel.id,
        operation=trial.scene.operation.id,
        law=trial.law.id,
        subject=subject,
        outcome=outcome,
        witnesses=trial.witnesses,
        cases=trial.cases,
    )


def _broken(trial: _Trial, subject: str, breach: Breach) -> Judgement:
    scene = trial.scene
    shown = [_shown(scene, each) for each in breach.answers if each.source is not None]
    exchanges, curls, pythons = zip(*shown, strict=True) if shown else ((), (), ())
    finding = Finding(
        channel=scene.channel.id,
        operation=scene.operation.id,
        law=trial.law.id,
        subject=subject,
        title=breach.title,
        detail=breach.detail,
        curl="\n".join(curls),
        python="\n\n".join(pythons),
        exchanges=exchanges,
    )
    return Judgement(_verdict(trial, subject, "fail"), finding)


def _shown(scene: Scene, answer: Answer) -> tuple[Exchange, str, str]:
    exchange, again = scene.channel.exchange(answer)
    return exchange, again.curl, again.python
