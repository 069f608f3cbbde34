"""The Python API of a run: events, units, report and early ends."""

import threading
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from unittest import SkipTest

import pytest
from httpx import ConnectError, Request, Response

import rollcall
from rollcall.runs import Unit, open_session
from tests.support.api import Api
from tests.support.checks import ORIGIN, in_process

_TARGET = rollcall.Target(ORIGIN)
_HANGS = 60.0
"""The time limit of a wait, in seconds."""


@pytest.fixture(name="spec")
def spec_of_a_correct_server() -> Iterator[rollcall.Spec]:
    """Yield the spec of an example API whose server is correct."""
    api = Api()
    with in_process(api.respond):
        yield api.spec


def _config(*laws: str, **options: Any) -> rollcall.Config:  # noqa: ANN401
    return rollcall.Config(seed=1, laws=laws, **options)


def _report(events: list[rollcall.Event]) -> rollcall.Report:
    (report,) = (each.report for each in events if isinstance(each, rollcall.RunFinished))
    return report


def test_the_events_of_a_run_come_in_order(spec: rollcall.Spec) -> None:
    """A run starts, each unit makes progress and ends, and the report comes last."""
    events = [*rollcall.run(spec, _TARGET, _config("page.l*", "filter.*"))]
    first, *between, last = events
    assert isinstance(first, rollcall.RunStarted)
    assert isinstance(last, rollcall.RunFinished)
    finished = [each.unit for each in between if isinstance(each, rollcall.LawFinished)]
    assert tuple(finished) == first.units
    running: Unit | None = None
    for event in between:
        if isinstance(event, rollcall.Progress):
            assert event.requests == 0 or event.unit == running
            running = event.unit
        if isinstance(event, rollcall.LawFinished):
            assert event.unit == running
            assert {each.law for each in event.result.verdicts} == {event.unit.law}
    assert last.report.exit_code == 0
    assert last.report.requests == sum(each.requests for each in last.report.operations)


def test_a_phase_without_requests_is_skipped(spec: rollcall.Spec) -> None:
    """The reason is that the spec has no examples."""
    report = _report([*rollcall.run(spec, _TARGET, _config("conformance.examples"))])
    (unit,) = report.units
    assert (unit.outcome, unit.requests) == ("skip", 0)
    assert unit.reason == "the spec has no examples of its parameters"


def test_an_exception_in_a_law_is_an_error_with_its_reason(
    spec: rollcall.Spec, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A skip that a plugin raises is an error: the law has no verdict."""

    def evaluate(*_: object) -> None:
        raise SkipTest("there is no database")

    monkeypatch.setattr("rollcall.laws.Runner.evaluate", evaluate)
    report = _report([*rollcall.run(spec, _TARGET, _config("page.length"))])
    (unit,) = report.units
    assert (unit.outcome, unit.reason) == ("error", "SkipTest: there is no database")
    assert "in evaluate" in unit.traceback
    (verdict,) = (each for each in report.verdicts if each.law == "page.length")
    assert (verdict.outcome, verdict.reason) == (
        "inconclusive",
        "it could not be executed: SkipTest",
    )
    assert report.exit_code == 3


def test_a_request_without_a_response_fails_its_unit() -> None:
    """The other units are executed."""

    def refuse(request: Request, response: Response) -> Response:
        if request.url.params.get("kind"):
            raise ConnectError("it was refused")
        return response

    api = Api(send=refuse)
    with in_process(api.respond):
        report = _report(
            [*rollcall.run(api.spec, _TARGET, _config("page.refused", "filter.sound"))]
        )
    outcomes = {each.unit.law: each.outcome for each in report.units}
    assert outcomes == {"page.refused": "pass", "filter.sound": "fail"}


@pytest.mark.parametrize(
    ("options", "note"),
    [
        ({"operations": ("listBooks",)}, "not everything was checked (--operation listBooks)"),
        ({"laws": ("page.length",)}, "not everything was checked (--law page.length)"),
        ({"channels": ("http",)}, "not everything was checked (--channel http)"),
        ({"exclude_laws": ("auth.*",)}, "not everything was checked (--exclude-law auth.*)"),
        ({"probe_methods": False}, "only GET was sent (--no-method-probe)"),
    ],
)
def test_a_note_names_each_part_that_was_left_out(
    spec: rollcall.Spec, options: dict[str, Any], note: str
) -> None:
    """A run without such an option has no such note."""
    with open_session(spec, _TARGET, rollcall.Config(seed=1, **options)) as session:
        notes = session.report().notes
    assert [each for each in notes if "--" in each] == [note]


def test_a_note_says_that_there_is_no_client(spec: rollcall.Spec) -> None:
    """A run that is told its channels has no such note."""
    for channels, is_noted in (((), True), (("http",), False)):
        with open_session(spec, _TARGET, rollcall.Config(channels=channels)) as session:
            notes = session.report().notes
        assert any("through a client" in each for each in notes) == is_noted


def test_a_violation_is_an_event_and_stands_in_the_report() -> None:
    """It is found once, and the run fails."""
    api = Api(keeps=lambda *_: True)
    with in_process(api.respond):
        events = [*rollcall.run(api.spec, _TARGET, _config("filter.sound"))]
    (cause,) = (each.violation for each in events if isinstance(each, rollcall.CauseFound))
    report = _report(events)
    assert report.violations == (cause,)
    assert (cause.operation, cause.law, cause.subject) == ("listBooks", "filter.sound", "kind")
    assert report.exit_code == 1


def test_a_wait_is_an_event() -> None:
    """The seconds are those of Retry-After."""
    waited: list[None] = []

    def throttle(_request: Request, response: Response) -> Response:
        if waited:
            return response
        waited.append(None)
        return Response(429, headers={"retry-after": "0"}, json={})

    api = Api(send=throttle)
    with in_process(api.respond):
        events = [*rollcall.run(api.spec, _TARGET, _config("page.length"))]
    assert [each.seconds for each in events if isinstance(each, rollcall.Waiting)] == [0]


def test_a_run_needs_a_target(spec: rollcall.Spec) -> None:
    """A spec that comes from no application does not say where its server is."""
    with pytest.raises(rollcall.UsageError, match=f"{spec.path}: the server is missing"):
        next(rollcall.run(spec))


def _halting(halt: threading.Event) -> Api:
    """Return an API whose server halts the run when a filter is used."""

    def send(request: Request, response: Response) -> Response:
        if request.url.params.get("kind"):
            halt.set()
        return response

    return Api(send=send)


def test_a_run_that_is_halted_reports_its_verdicts() -> None:
    """Laws without a verdict are inconclusive, and the run is incomplete."""
    halt = threading.Event()
    api = _halting(halt)
    with in_process(api.respond):
        laws = _config("page.refused", "filter.sound", exclude_laws=("conformance.*",))
        report = _report([*rollcall.run(api.spec, _TARGET, laws, halt=halt)])
    assert report.stopped == "it was interrupted"
    assert report.exit_code == 3
    assert {each.law: each.outcome for each in report.verdicts} == {
        "page.refused": "pass",
        "filter.sound": "inconclusive",
    }


def test_a_report_does_not_wait_for_a_request_without_a_response() -> None:
    """The server stalls when the run is halted."""
    halt, over = threading.Event(), threading.Event()

    def stall(request: Request, response: Response) -> Response:
        if request.url.params.get("kind"):
            halt.set()
            assert over.wait(_HANGS)
        return response

    api = Api(send=stall)
    with in_process(api.respond):
        report = _report([*rollcall.run(api.spec, _TARGET, _config("filter.sound"), halt=halt)])
        over.set()
    assert report.stopped == "it was interrupted"
    assert {each.outcome for each in report.verdicts if each.law == "filter.sound"} == {
        "inconclusive"
    }


def test_closing_the_iterator_ends_the_run() -> None:
    """Nothing more is sent, and the thread ends."""
    halt = threading.Event()

    def wait(request: Request, response: Response) -> Response:
        assert not request.url.params.get("kind") or halt.wait(_HANGS)
        return response

    api = Api(send=wait)
    earlier = {*threading.enumerate()}
    with in_process(api.respond):
        with closing(rollcall.run(api.spec, _TARGET, _config(), halt=halt)) as events:  # type: ignore[type-var]
            next(events)
            started = {*threading.enumerate()} - earlier
            (thread,) = (each for each in started if each.name == "rollcall")
        assert halt.is_set()
        thread.join(_HANGS)
        assert not thread.is_alive()


@pytest.mark.parametrize(("options", "exit_code"), [({}, 0), ({"require_witnesses": True}, 1)])
def test_a_spent_budget_is_no_failure(
    options: dict[str, bool], exit_code: int, spec: rollcall.Spec
) -> None:
    """Verdicts are missing, which fails the run only where all are required."""
    config = _config("page.*", max_requests=20, **options)
    report = _report([*rollcall.run(spec, _TARGET, config)])
    assert (report.exit_code, report.spent, report.requests) == (exit_code, True, 20)
    assert report.stopped == "20 requests were sent, the maximum of a run (--max-requests)"
    reasons = {each.reason for each in report.verdicts if each.outcome == "inconclusive"}
    assert reasons
    assert all("(--max-requests)" in str(each) for each in reasons)


def test_a_session_has_the_limits_of_its_configuration(spec: rollcall.Spec) -> None:
    """The limits apply to every request."""
    config = _config("page.length", rate=900, max_time=50, max_wait=7, request_timeout=3)
    with open_session(spec, _TARGET, config) as session:
        transport = session.fuzzer.transport
    budget = transport.budget
    assert (budget.rate, budget.max_time, budget.max_requests) == (900, 50, None)
    assert (transport.max_wait, transport.timeout) == (7, 3)


def test_units_can_be_executed_one_by_one(spec: rollcall.Spec) -> None:
    """A session executes any unit, and calls its listener with the events."""
    heard: list[rollcall.Event] = []
    with open_session(spec, _TARGET, _config("page.length"), listener=heard.append) as session:
        (unit,) = session.units
        result = session.execute(unit)
        assert session.report().units == (result,)
    assert (result.unit, result.outcome) == (unit, "pass")
    assert [type(each) for each in heard if not isinstance(each, rollcall.Progress)] == [
        rollcall.LawFinished
    ]
