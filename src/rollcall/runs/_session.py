"""A session: it executes the units of a run, and reports the results."""

import time
import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType

import attrs

from rollcall.clients import CheckContext, checks
from rollcall.config import Config
from rollcall.fuzzing import ANSWERED, Fuzzer, NoRequestsError
from rollcall.http import Halted, Redactor, Spent, Target, Unanswered
from rollcall.laws import EVERY_CHANNEL, Results, Runner, Verdict, applies, find_law
from rollcall.runs._events import (
    CauseFound,
    Event,
    LawFinished,
    Progress,
    RunStarted,
)
from rollcall.runs._known import KnownCause
from rollcall.runs._redacted import redacted
from rollcall.runs._report import Report, UnitOutcome, UnitResult
from rollcall.runs._summary import (
    baselines_of,
    families_of_laws,
    laws_of,
    lines_of,
    not_checked_of,
    operations_of,
)
from rollcall.runs._units import Unit
from rollcall.spec import Spec

__all__ = ["Listener", "Session"]

Listener = Callable[[Event], None]

_PROGRESS_SECONDS = 0.1
_CLIENT_SHARE = 4  # an example of a client's check is several calls, through two clients
_UNDECIDED = {"vacuous", "inconclusive"}


@attrs.define
class Session:
    """A spec that is checked against a target. Units are executed one at a time.

    Attributes:
        spec: The spec.
        target: The server.
        config: The configuration.
        units: The units of the run; they can be executed in any order.
        results: All observations.
        fuzzer: Generates requests and checks responses.
        runner: Evaluates the laws.
        redactor: Redacts the token in reports and events.
        listener: Called with each event, in the thread that executes the unit.
        stopped: Why the run ended early; None if it did not.
        spent: Whether it ended early because its budget was spent.
        ended: The results of the executed units.
        opened: The start, on the monotonic clock.
        known: The causes that the baseline file lists, by their ids.
    """

    spec: Spec
    target: Target
    config: Config
    units: tuple[Unit, ...]
    results: Results
    fuzzer: Fuzzer
    runner: Runner
    redactor: Redactor
    listener: Listener
    stopped: str | None = None
    spent: bool = False
    ended: dict[Unit, UnitResult] = attrs.field(factory=dict)
    opened: float = attrs.field(factory=time.monotonic)
    known: Mapping[str, KnownCause] = MappingProxyType({})
    _unit: Unit | None = None
    _began: float = 0.0
    _sent: int = 0
    _reported: float = 0.0

    def execute(self, unit: Unit) -> UnitResult:
        """Execute a unit, record its results, and call the listener.

        After the run has ended early nothing is sent: the result is a ``skip`` with the reason.
        """
        self._unit, self._began, self._sent = unit, time.monotonic(), self.results.requests
        self._progress()
        outcome, reason, trace = self._outcome(unit)
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
        spec, results = self.spec, self.results
        if self.stopped is not None:
            for unit in self.units:
                self._leave_open(unit, f"the run ended early: {self.stopped}")
        verdicts = tuple(results.all_verdicts())
        baselines = baselines_of(self.runner.baselines)
        seen = {each.channel for each in verdicts}
        keyring = self.fuzzer.transport.keyring
        report = Report(
            spec_path=spec.address or str(spec.path),
            spec_title=spec.title,
            spec_version=spec.version,
            base_url=self.target.base_url,
            config=self.config,
            channels=tuple(each for each in EVERY_CHANNEL if each in seen),
            operations=operations_of(spec, results),
            baselines=baselines,
            families=families_of_laws(),
            laws=tuple(laws_of(verdicts)),
            verdicts=verdicts,
            violations=tuple(results.violations.values()),
            ran=MappingProxyType(dict(results.ran)),
            failed=MappingProxyType(dict(results.failed)),
            units=tuple(self.ended.values()),
            notes=results.notes,
            not_checked=(
                *not_checked_of(spec, self.config, results, baselines),
                *(keyring.remarks() if keyring is not None else ()),
            ),
            stopped=self.stopped,
            spent=self.spent,
            requests=results.requests,
            seconds=round(time.monotonic() - self.opened, 3),
            finished_at=datetime.now(UTC),
            lines=lines_of(spec, results.violations.values()),
            known=self.known,
        )
        return redacted(report, self.redactor)

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
        must_decide = unit.kind == "law" and self.config.require_witnesses
        reason = ""
        try:
            if self.stopped is None:
                self.fuzzer.begin(unit.id)
                reason = self._perform(unit)
        except Halted as problem:
            self.stopped, self.spent = str(problem), isinstance(problem, Spent)
        except Unanswered as problem:
            self._leave_open(unit, str(problem))
            self._unanswered(problem)
            return "fail", str(problem), ""
        except NoRequestsError as problem:
            reason = str(problem)
        except Exception as problem:  # noqa: BLE001 - reported as a defect, with its traceback
            self._leave_open(unit, f"it could not be executed: {type(problem).__name__}")
            trace = "".join(traceback.format_exception(problem))
            return "error", f"{type(problem).__name__}: {problem}", trace
        if unit.id in self.results.by_unit:
            if self.stopped is None:
                self.fuzzer.shrink()
            return "fail", reason or f"{unit} is violated", ""
        if self.stopped is not None:
            self._leave_open(unit, self.stopped)
            return "fail" if self.spent and must_decide else "skip", self.stopped, ""
        if reason:
            return "fail" if must_decide else "skip", reason, ""
        return "pass", "", ""

    def _perform(self, unit: Unit) -> str:
        """Execute a unit, and return why it decided nothing, or an empty text.

        Raises:
            NoRequestsError: A phase has no request to send.
            Unanswered: No complete response arrived.
            Halted: The run cannot continue.
        """
        if unit.kind == "law":
            return self._evaluate(unit)
        if unit.kind == "client":
            self._check_client(unit)
        elif unit.kind == "workflows":
            self.fuzzer.workflows()
        else:
            self.fuzzer.execute(unit.kind, self.spec.operation(unit.operation))
        return ""

    def _evaluate(self, unit: Unit) -> str:
        operation = self.spec.list_operation(unit.operation)
        found = self.runner.evaluate(find_law(unit.law), operation, unit.channel)
        for each in found:
            self.results.record(each.verdict)
            self.results.observe(each.sightings)
            if each.violation is not None:
                self.results.fail(attrs.evolve(each.violation, unit=unit.id))
        verdicts = [each.verdict for each in found]
        return "; ".join(_undecided(each) for each in verdicts if each.outcome in _UNDECIDED)

    def _check_client(self, unit: Unit) -> None:
        operation = self.spec.list_operation(unit.operation)
        (check,) = (each for each in checks(self.spec, [operation]) if each.name == unit.check)

        client_transport = self.fuzzer.transport.client_transport
        check.run(
            CheckContext(
                spec=self.spec,
                results=self.results,
                unit=unit.id,
                seed=self.config.seed,
                examples=self.config.settings.examples // _CLIENT_SHARE,
                target=self.target,
                transport=lambda each: client_transport(lambda _: self._count(each.id)),
            )
        )

    def _unanswered(self, problem: Unanswered) -> None:
        self.fuzzer.unanswered(problem)
        try:
            if not self.fuzzer.is_answering(self.runner.given):
                self.stopped = f"the server no longer responds: {problem}"
        except Halted as halted:
            self.stopped, self.spent = str(halted), isinstance(halted, Spent)

    def _leave_open(self, unit: Unit, reason: str) -> None:
        """Record that a law without a verdict is inconclusive."""
        if unit.kind != "law":
            return
        operation = self.spec.list_operation(unit.operation)
        for subject in applies(find_law(unit.law), self.spec, operation):
            place = unit.channel, unit.operation, unit.law, subject
            if place not in self.results.verdicts:
                open_ = Verdict(*place, "inconclusive", witnesses=0, cases=0, reason=reason)
                self.results.record(open_)

    def _verdicts(self, unit: Unit) -> tuple[Verdict, ...]:
        place = unit.channel, unit.operation, unit.law
        verdicts = self.results.verdicts.values()
        return tuple(each for each in verdicts if each.key[:3] == place)


def _undecided(verdict: Verdict) -> str:
    about = f"{verdict.subject}: " if verdict.subject else ""
    return f"{verdict.outcome}: {about}{verdict.reason}"
