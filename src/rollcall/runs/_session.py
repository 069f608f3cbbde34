"""A session: it executes the units of a run, and reports the results."""

import time
import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType

import attrs

from rollcall.config import Config
from rollcall.fuzzing import ANSWERED, Fuzzer, NoRequestsError
from rollcall.http import (
    Halted,
    Redactor,
    Target,
    Unanswered,
)
from rollcall.laws import (
    Results,
    Runner,
    Symptom,
    Verdict,
)
from rollcall.runs._ending import Ending
from rollcall.runs._events import (
    CauseFound,
    Event,
    LawFinished,
    Progress,
    RunStarted,
)
from rollcall.runs._execution import Execution
from rollcall.runs._join import report_of
from rollcall.runs._known import KnownCause
from rollcall.runs._liveness import is_answering
from rollcall.runs._part import Part, common_facts, options_of
from rollcall.runs._preflight import prepare
from rollcall.runs._redacted import redacted
from rollcall.runs._report import Report
from rollcall.runs._summaries import UnitOutcome, UnitResult
from rollcall.runs._summary import (
    baselines_of,
    families_of_laws,
    laws_of,
    not_judged_of,
    operations_of,
    places_of,
    unchecked_of,
)
from rollcall.runs._units import Unit
from rollcall.spec import Spec

__all__ = ["Listener", "Session"]

Listener = Callable[[Event], None]

_PROGRESS_SECONDS = 0.1


@attrs.define
class Session:
    """A spec that is checked against a target. Units are executed one at a time.

    Attributes:
        spec: The spec.
        target: The server.
        config: The configuration.
        plan: The units of the run, in their order.
        units: Those of them that this session executes; they can be executed in any order.
        results: All observations.
        fuzzer: Generates requests and checks responses.
        runner: Evaluates the laws.
        redactor: Redacts the token in reports and events.
        listener: Called with each event, in the thread that executes the unit.
        ending: Why the run ended early, if it did.
        ended: The results of the executed units.
        opened: The start, on the monotonic clock.
        known: The causes that the baseline file lists, by their ids.
    """

    spec: Spec
    target: Target
    config: Config
    plan: tuple[Unit, ...]
    units: tuple[Unit, ...]
    results: Results
    fuzzer: Fuzzer
    runner: Runner
    redactor: Redactor
    listener: Listener
    ending: Ending = attrs.field(init=False)
    ended: dict[Unit, UnitResult] = attrs.field(factory=dict)
    opened: float = attrs.field(factory=time.monotonic)
    known: Mapping[str, KnownCause] = MappingProxyType({})
    _execution: Execution = attrs.field(init=False, repr=False)
    _unit: Unit | None = None
    _began: float = 0.0
    _sent: int = 0
    _reported: float = 0.0

    @ending.default
    def _go_on(self) -> Ending:
        return Ending(self.spec, self.results)

    @_execution.default
    def _prepare(self) -> Execution:
        parts = self.spec, self.target, self.config, self.results, self.fuzzer, self.runner
        return Execution(*parts, count=self._count)

    def prepare(self) -> None:
        """Check that the server responds, and find values to generate requests from.

        Raises:
            UsageError: The server does not respond, refuses the token, or does not know a given
                parent.
        """
        # Of the whole run, so that all shards generate their requests from the same values.
        operations = {each.operation for each in self.plan}
        if "" in operations:
            operations = {each.id for each in self.spec.operations}
        try:
            prepare(self.fuzzer, self.config.parents, operations)
        except Unanswered as problem:
            self.require_answer(problem)
        except Halted as problem:
            self.ending.halt(problem)

    def execute(self, unit: Unit) -> UnitResult:
        """Execute a unit, record its results, and call the listener.

        After the run has ended early nothing is sent: the result is a ``skip`` with the reason.
        """
        self._unit, self._began, self._sent = unit, time.monotonic(), self.results.requests
        self._progress()
        is_first = not self.ended and (self.units == self.plan or unit == self.plan[0])
        if is_first and (before := self.results.by_unit.pop("", None)):
            # The first unit stands for the requests before it, which all shards send.
            self.results.by_unit[unit.id] = before
        outcome, reason, trace = self._outcome(unit)
        self.ending.executed += self.ending.reason is None
        keys = self.results.by_unit.get(unit.id, ())
        violations = tuple(self.results.violations[each] for each in keys)
        result = redacted(
            UnitResult(
                unit=unit,
                outcome=outcome,
                reason=reason,
                requests=self.results.requests - self._sent,
                seconds=time.monotonic() - self._began,
                verdicts=self._verdicts(unit),
                violations=violations,
                traceback=trace,
            ),
            self.redactor,
        )
        self.ended[unit] = result
        for each in result.violations:
            if each.unit == unit.id:
                self.listener(CauseFound(each))
        self.listener(LawFinished(result))
        self._unit = None
        return result

    def started(self) -> RunStarted:
        """Return the first event of a run."""
        spec = self.spec
        place = spec.address or str(spec.path), spec.title, spec.version, self.target.base_url
        return RunStarted(*place, config=self.config, units=self.units)

    def report(self) -> Report:
        """Return the report of the units that were executed, without secrets.

        If the run ended early, the laws without a verdict are inconclusive.
        """
        return report_of(self.part())

    def part(self) -> Part:
        """Return what the session found, without secrets; see ``report``."""
        spec, results, config = self.spec, self.results, self.config
        if self.ending.reason is not None:
            for unit in self.units:
                self.ending.leave_open(
                    unit, f"the run ended early: {self.ending.reason}", self.ending.symptom
                )
        keyring = self.fuzzer.transport.keyring
        positions = {shown: number for number, shown in enumerate(results.violations)}
        ended = [*self.ended.values()]
        part = Part(
            facts=common_facts(spec, self.target.base_url, config),
            spec_path=spec.address or str(spec.path),
            spec_title=spec.title,
            spec_version=spec.version,
            base_url=self.target.base_url,
            options=options_of(config),
            plan=self.plan,
            lists=tuple(each.id for each in spec.lists),
            laws=tuple(laws_of({each.law for each in self.plan} | results.laws)),
            families=families_of_laws(),
            unchecked=(
                *unchecked_of(spec, config),
                *self.runner.baselines.limits.remarks,
                *(keyring.remarks() if keyring is not None else ()),
            ),
            not_judged=tuple(not_judged_of(spec, config)),
            operations=operations_of(spec, results),
            baselines=baselines_of(self.runner.baselines),
            verdicts=tuple(results.verdicts.values()),
            checks=tuple((key, ran, results.failed[key]) for key, ran in results.ran.items()),
            violations=tuple(results.violations.values()),
            units=tuple(attrs.evolve(each, verdicts=(), violations=()) for each in ended),
            found=tuple(
                tuple(positions[shown] for shown in results.by_unit.get(each.unit.id, ()))
                for each in ended
            ),
            sightings=tuple(results.sightings.items()),
            left_out=tuple(self.ending.left_out),
            stopped=self.ending.told(len(self.units)),
            spent=self.ending.is_spent,
            seconds=round(time.monotonic() - self.opened, 3),
            finished_at=datetime.now(UTC),
            guesses=spec.guesses,
            places=tuple(places_of(spec, results.violations.values())),
            known=tuple(self.known.values()),
        )
        return redacted(part, self.redactor)

    def count_response(self, operation: str) -> None:
        """Record a complete response of an operation.

        Args:
            operation: The operationId.
        """
        self.results.passed("http", operation, ANSWERED)
        self._count(operation)

    def _count(self, operation: str) -> None:
        self.results.count(operation)
        if self._unit is not None and time.monotonic() - self._reported >= _PROGRESS_SECONDS:
            self._progress()

    def _progress(self) -> None:
        assert self._unit is not None
        self._reported = time.monotonic()
        requests = self.results.requests - self._sent
        self.listener(Progress(self._unit, requests, self._reported - self._began))

    def _outcome(self, unit: Unit) -> tuple[UnitOutcome, str, str]:
        """Execute a unit, and return its outcome, the reason, and the traceback of an error."""
        reason, is_executed = "", False
        # The first unit stands for a run that ended before it.
        is_late = self.ending.reason is not None and bool(self.ended)
        try:
            if self.ending.reason is None:
                self.fuzzer.begin(unit.id)
                reason = self._execution.perform(unit)
                is_executed = True
                if unit.id in self.results.by_unit:
                    self.fuzzer.shrink()
        except Halted as problem:
            self.ending.halt(problem)
        except Unanswered as problem:
            symptom = self.require_answer(problem)
            if not is_executed:
                reason = str(problem)
                self.ending.leave_open(unit, reason, symptom)
        except NoRequestsError as problem:
            reason = str(problem)
        except Exception as problem:  # noqa: BLE001 - reported as a defect, with its traceback
            if not is_executed:
                self.ending.leave_open(unit, f"it could not be executed: {type(problem).__name__}")
            outcome: UnitOutcome = "fail" if unit.id in self.results.by_unit else "error"
            trace = "".join(traceback.format_exception(problem))
            return outcome, f"{type(problem).__name__}: {problem}", trace
        return (*self._judge(unit, reason, is_late), "")

    def _judge(self, unit: Unit, reason: str, is_late: bool) -> tuple[UnitOutcome, str]:  # noqa: FBT001
        """Return the outcome of a unit that raised no exception, and the reason.

        Args:
            unit: The unit.
            reason: Why it decided nothing; empty if it did.
            is_late: Whether the run had ended before.
        """
        if unit.id in self.results.by_unit:
            return "fail", reason or f"{unit} is violated"
        if self.ending.reason is not None:
            reason = self.ending.reason
            self.ending.leave_open(unit, reason, self.ending.symptom)
        is_excused = is_late or (self.ending.is_spent and not self.config.require_complete)
        if not is_excused and any(each.outcome == "inconclusive" for each in self._verdicts(unit)):
            return "error", reason
        if not reason:
            return "pass", ""
        must_decide = unit.kind == "law" and self.config.require_witnesses
        return "fail" if must_decide and (self.ending.is_spent or not is_late) else "skip", reason

    def require_answer(self, problem: Unanswered) -> Symptom:
        """Record a request without a response, and end the run if the server sends no more.

        Returns:
            The symptom of the violation.
        """
        symptom = self.fuzzer.unanswered(problem)
        try:
            if not is_answering(self.fuzzer, self.runner.given):
                self.ending.reason = f"the server no longer responds: {problem}"
                self.ending.symptom = symptom
        except Halted as halted:
            self.ending.halt(halted)
        return symptom

    def _verdicts(self, unit: Unit) -> tuple[Verdict, ...]:
        place = unit.channel, unit.operation, unit.law
        verdicts = self.results.verdicts.values()
        return tuple(each for each in verdicts if each.key[:3] == place)
