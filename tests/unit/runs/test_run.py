"""The Python API of a run: events, units, report and early ends."""

import threading
from contextlib import closing
from typing import Any
from unittest import SkipTest
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from httpx import ASGITransport, ConnectError, MockTransport, Request, Response, WSGITransport

import rollcall
from rollcall.runs import Unit, open_session
from tests.support.api import Api

_HANGS = 60.0
"""The time limit of a wait, in seconds."""


@pytest.fixture(name="spec")
def spec_of_an_example_api() -> rollcall.Spec:
    """Return the spec of the example API."""
    return Api().spec


def _target(api: Api) -> rollcall.Target:
    """Return a target whose server is a function of this process."""
    return rollcall.Target(api.base_url, api.token, transport=MockTransport(api.respond))


_TARGET = _target(Api())


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


def test_an_exception_in_a_law_is_an_error_with_its_reason() -> None:
    """A skip that the application raises is an error: the law has no verdict."""

    def skip(request: Request, response: Response) -> Response:
        if request.url.params.get("kind"):
            raise SkipTest("there is no database")
        return response

    api = Api(send=skip)
    report = _report([*rollcall.run(api.spec, _target(api), _config("filter.sound"))])
    (unit,) = report.units
    assert (unit.outcome, unit.reason) == ("error", "SkipTest: there is no database")
    assert "in evaluate" in unit.traceback
    (verdict,) = (each for each in report.verdicts if each.law == "filter.sound")
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
    report = _report(
        [*rollcall.run(api.spec, _target(api), _config("page.refused", "filter.sound"))]
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
        notes = session.report().not_checked
    assert [each for each in notes if "--" in each] == [note]


def test_a_note_says_that_there_is_no_client(spec: rollcall.Spec) -> None:
    """A run that is told its channels has no such note."""
    for channels, is_noted in (((), True), (("http",), False)):
        with open_session(spec, _TARGET, rollcall.Config(channels=channels)) as session:
            notes = session.report().not_checked
        assert any("through a generated client" in each for each in notes) == is_noted


def test_a_violation_is_an_event_and_stands_in_the_report() -> None:
    """It is found once, and the run fails."""
    api = Api(keeps=lambda *_: True)
    events = [*rollcall.run(api.spec, _target(api), _config("filter.sound"))]
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
    events = [*rollcall.run(api.spec, _target(api), _config("page.length"))]
    assert [each.seconds for each in events if isinstance(each, rollcall.Waiting)] == [0]


def test_an_outage_is_one_cause_whatever_was_requested() -> None:
    """The server restarts twice; the laws that met it are undecided because of it."""
    sent = 0

    def restart(_request: Request, response: Response) -> Response:
        nonlocal sent
        sent += 1
        if sent in {20, 45}:
            raise ConnectError("it was refused")
        return response

    api = Api(send=restart)
    report = _report([*rollcall.run(api.spec, _target(api), _config("page.*", "filter.*"))])
    assert report.stopped is None
    (cause,) = report.causes
    assert (cause.id, cause.operation) == ("no-response", "")
    undecided = {each.key for each in report.verdicts if each.outcome == "inconclusive"}
    assert len(undecided) > 1
    assert {*cause.follows} == undecided


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
    laws = _config("page.refused", "filter.sound", exclude_laws=("conformance.*",))
    report = _report([*rollcall.run(api.spec, _target(api), laws, halt=halt)])
    assert report.stopped == "it was interrupted; 1 of 2 units were executed"
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
    report = _report([*rollcall.run(api.spec, _target(api), _config("filter.sound"), halt=halt)])
    over.set()
    assert report.stopped == "it was interrupted; 0 of 1 unit was executed"
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
    with closing(rollcall.run(api.spec, _target(api), _config(), halt=halt)) as events:  # type: ignore[type-var]
        next(events)
        started = {*threading.enumerate()} - earlier
        (thread,) = (each for each in started if each.name == "rollcall")
    assert halt.is_set()
    thread.join(_HANGS)
    assert not thread.is_alive()


def test_unsafe_methods_are_sent_only_if_asked_for() -> None:
    """POST, PUT, PATCH and DELETE are sent with ``probe_writes``, and must be refused."""
    methods: set[str] = set()

    def send(request: Request, response: Response) -> Response:
        methods.add(request.method)
        return Response(204) if request.method == "DELETE" else response

    api = Api(send=send)
    _report([*rollcall.run(api.spec, _target(api), _config("http.*", "page.length"))])
    assert methods == {"GET", "TRACE"}
    config = _config("http.write", probe_writes=True)
    report = _report([*rollcall.run(api.spec, _target(api), config)])
    assert methods == {"GET", "TRACE", "POST", "PUT", "PATCH", "DELETE"}
    assert [each.title for each in report.violations] == [
        "DELETE is not refused: the status 204",
    ]


@pytest.mark.parametrize(("options", "exit_code"), [({}, 0), ({"strict": True}, 1)])
def test_a_note_fails_a_strict_run(options: dict[str, bool], exit_code: int) -> None:
    """What the spec leaves to the server is a note, and a violation if the run is strict."""
    api = Api()
    config = _config("page.past_the_end", **options)
    report = _report([*rollcall.run(api.spec, _target(api), config)])
    assert report.exit_code == exit_code
    assert [each.convention for each in report.notes] == ["pastTheEnd"]
    assert [each.law for each in report.violations] == ["page.past_the_end"] * exit_code


@pytest.mark.parametrize(("options", "exit_code"), [({}, 0), ({"require_witnesses": True}, 1)])
def test_a_spent_budget_is_no_failure(
    options: dict[str, bool], exit_code: int, spec: rollcall.Spec
) -> None:
    """Verdicts are missing, which fails the run only where all are required."""
    config = _config("page.*", max_requests=20, **options)
    report = _report([*rollcall.run(spec, _TARGET, config)])
    assert (report.exit_code, report.spent, report.requests) == (exit_code, True, 20)
    reason = "20 requests were sent, the maximum of a run (--max-requests); "
    assert (report.stopped or "").startswith(reason)
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


def test_a_wsgi_application_is_checked_without_a_socket() -> None:
    """Its body comes in pieces, and a run leaves the transport open for the next one."""
    api = Api(keeps=lambda *_: True)
    closed: list[None] = []

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        url = f"{api.base_url}{environ['PATH_INFO']}?{environ['QUERY_STRING']}"
        response = api.respond(Request(environ["REQUEST_METHOD"], url))
        start_response(f"{response.status_code} Status", response.headers.multi_items())
        return [response.content[:9], response.content[9:]]

    class Transport(WSGITransport):
        def close(self) -> None:
            closed.append(None)

    target = rollcall.Target("http://app.test", transport=Transport(app))
    laws = _config("filter.sound", "page.length", "conformance.coverage")
    report = _report([*rollcall.run(api.spec, target, laws)])
    assert {each.unit.law: each.outcome for each in report.units} == {
        "page.length": "pass",
        "filter.sound": "fail",
        "conformance.coverage": "pass",
    }
    assert {each.law for each in report.violations} == {"filter.sound"}
    assert not closed


@pytest.mark.parametrize(
    ("base_url", "transport", "message"),
    [
        ("", MockTransport(Api().respond), "transport: expected a base URL too"),
        (
            "http://app.test",
            ASGITransport(Api().app),
            "transport: expected an httpx.BaseTransport, got ASGITransport",
        ),
    ],
)
def test_a_transport_that_cannot_be_used_is_a_usage_error(
    base_url: str, transport: object, message: str
) -> None:
    """A target is refused before a run."""
    with pytest.raises(rollcall.UsageError, match=message):
        rollcall.Target(base_url, transport=transport)  # type: ignore[arg-type]
