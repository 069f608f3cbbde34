"""The ends of a run: each way to end, without and with a violation that was found before."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import attrs
import pytest
from httpx import ConnectError, MockTransport, Request, Response

import rollcall
from rollcall.reports import to_json, to_junit
from rollcall.spec import parse_spec
from tests.support.api import Api

_EARLY, _LATE = 1, 25
"""How many requests are answered before the end: before the first law, and during the laws."""

_TOKEN = "s3cret-of-the-test"  # noqa: S105 - of a server in this process


@attrs.define
class _Server:
    """A server that a run ends on.

    Attributes:
        end: Returns the responses from a request on, in place of the correct ones.
        after: How many requests are answered before.
        is_faulty: Whether a field of each page breaks its schema.
        api: The correct server.
        halt: An event that interrupts the run.
        requests: How many requests came.
    """

    end: "_End"
    after: int
    is_faulty: bool
    api: Api = attrs.field(factory=lambda: Api(token=_TOKEN))
    halt: threading.Event = attrs.field(factory=threading.Event)
    requests: int = 0

    def respond(self, request: Request) -> Response:
        """Return the response to a request."""
        self.requests += 1
        response = self.api.respond(request)
        if self.is_faulty and response.status_code == 200:
            body = response.json()
            response = Response(200, json={**body, "total": str(body["total"])})
        return self.end(self, request, response) if self.requests > self.after else response


_End = Callable[[_Server, Request, Response], Response]


def _goes_on(_server: _Server, _request: Request, response: Response) -> Response:
    return response


def _takes_time(_server: _Server, _request: Request, response: Response) -> Response:
    time.sleep(0.01)
    return response


def _interrupts(server: _Server, _request: Request, response: Response) -> Response:
    server.halt.set()
    return response


def _dies(_server: _Server, _request: Request, _response: Response) -> Response:
    raise ConnectError("the connection was refused")


def _throttles(_server: _Server, _request: Request, _response: Response) -> Response:
    return Response(429, headers={"retry-after": "0"}, json={"problem": "slow down"})


def _refuses_the_token(_server: _Server, _request: Request, _response: Response) -> Response:
    return Response(401, json={"problem": "expired"})


def _is_not_acceptable(_server: _Server, _request: Request, _response: Response) -> Response:
    return Response(406, json={"problem": "not acceptable"})


def _has_a_lone_surrogate(_server: _Server, _request: Request, response: Response) -> Response:
    return Response(response.status_code, content=response.content.replace(b'"b03"', b'"\\ud83d"'))


def _raises(_server: _Server, _request: Request, _response: Response) -> Response:
    raise ZeroDivisionError("a bug of the transport")


_ONE_LAW: dict[str, Any] = {"laws": ("page.length", "filter.sound", "auth.wrong")}
_FUZZING: dict[str, Any] = {"laws": ("conformance.fuzzing",)}

# The status without an earlier violation: 0 only for a budget of the user, 3 for everything else
# that leaves a law undecided, 1 for an end that is itself a violation. With one: always 1.
_ENDINGS = {
    "it ends by itself": (_goes_on, _LATE, {}, 0),
    "budget of requests": (_goes_on, _LATE, {"max_requests": 30}, 0),
    "budget of requests, before the first law": (_goes_on, _LATE, {"max_requests": 1}, 0),
    "budget of requests, while generating": (_goes_on, _LATE, {"max_requests": 9, **_FUZZING}, 0),
    "budget of requests, required": (
        *(_goes_on, _LATE, {"max_requests": 30, "require_complete": True}, 3),
    ),
    "budget of time": (_takes_time, 0, {"max_time": 0.001}, 0),
    "budget of time, required": (
        *(_takes_time, 0, {"max_time": 0.001, "require_complete": True}, 3),
    ),
    "a list longer than max_rows": (_goes_on, _LATE, {"max_rows": 5}, 0),
    "a list longer than max_rows, required": (
        *(_goes_on, _LATE, {"max_rows": 5, "require_complete": True}, 3),
    ),
    "interrupt": (_interrupts, _LATE, {}, 3),
    "interrupt, before the first law": (_interrupts, _EARLY, {}, 3),
    "interrupt, while generating": (_interrupts, _LATE, _FUZZING, 3),
    "dying server": (_dies, _LATE, {}, 1),
    "dying server, before the first law": (_dies, _EARLY, {}, 1),
    "dying server, while generating": (_dies, _LATE, _FUZZING, 1),
    "dying server, checks excluded": (_dies, _LATE, {"exclude_laws": ("conformance.*",)}, 3),
    "rate limited for ever": (_throttles, _LATE, {}, 3),
    "rate limited for ever, before the first law": (_throttles, _EARLY, {}, 3),
    "rate limited for ever, while generating": (_throttles, _LATE, _FUZZING, 3),
    "unreadable data": (_has_a_lone_surrogate, _EARLY, {"exclude_laws": ("conformance.*",)}, 3),
    "refused token": (_refuses_the_token, _LATE, {}, 3),
    "refused token, while generating": (_refuses_the_token, _LATE, _FUZZING, 3),
    "refuses everything": (
        *(_is_not_acceptable, _LATE, {**_ONE_LAW, "exclude_laws": ("conformance.*",)}, 1),
    ),
    "an exception in a law": (_raises, _LATE, {}, 3),
    "an exception while generating": (_raises, _LATE, _FUZZING, 3),
}


def _config(options: dict[str, Any]) -> rollcall.Config:
    return rollcall.Config(seed=1, **{**_ONE_LAW, **options})


def _target(server: _Server) -> rollcall.Target:
    return rollcall.Target(server.api.base_url, _TOKEN, transport=MockTransport(server.respond))


@pytest.mark.parametrize("is_faulty", [False, True], ids=["sound", "faulty"])
@pytest.mark.parametrize("ending", _ENDINGS)
def test_every_output_says_how_a_run_ended(ending: str, is_faulty: bool) -> None:  # noqa: FBT001
    """A violation that was found makes it 1; what was not decided is named, and never green."""
    end, after, options, status = _ENDINGS[ending]
    if is_faulty and options.get("exclude_laws") == ("conformance.*",):
        pytest.skip("the check that would find the violation is excluded")
    server = _Server(end, after, is_faulty)
    events = rollcall.run(server.api.spec, _target(server), _config(options), halt=server.halt)
    (report,) = (each.report for each in events if isinstance(each, rollcall.RunFinished))
    expected = 1 if is_faulty else status
    assert report.exit_code == expected, (report.incomplete, report.violations)
    laws = {each.law for each in report.violations}
    assert ("conformance.response_schema_conformance" in laws) == is_faulty
    assert bool(report.violations) == (expected == 1)
    assert f'"exit_code": {expected}' in to_json(report)
    suite = ET.fromstring(to_junit(report)).find("testsuite")  # noqa: S314 - our own
    assert suite is not None
    failures, errors = int(suite.get("failures", 0)), int(suite.get("errors", 0))
    assert (failures > 0, failures + errors > 0) == (expected == 1, expected > 0)
    if status == 0:
        assert (report.stopped is None) or report.left_out
    # Nothing vanishes: each unit has a result, or the reason for the end.
    undecided = [each for each in report.verdicts if each.outcome == "inconclusive"]
    assert expected != 3 or undecided or report.config.require_complete
    assert all(each.reason for each in undecided)


@pytest.mark.parametrize("laws", [_ONE_LAW, _FUZZING], ids=["a law", "generating"])
@pytest.mark.parametrize(("body", "status"), [({"problem": "slow down"}, 3), ({}, 1)])
def test_a_documented_429_is_checked_though_it_ends_the_run(
    body: dict[str, str], status: int, laws: dict[str, Any]
) -> None:
    """The run is incomplete; a body that breaks its schema is a violation too."""

    def throttles(_server: _Server, _request: Request, _response: Response) -> Response:
        return Response(429, headers={"retry-after": "0"}, json=body)

    server = _Server(throttles, _LATE, is_faulty=False)
    document = server.api.document
    responses = document["paths"]["/books"]["get"]["responses"]
    responses["429"] = responses["422"]
    spec = parse_spec(Path("api.json"), document)
    events = rollcall.run(spec, _target(server), _config(laws))
    (report,) = (each.report for each in events if isinstance(each, rollcall.RunFinished))
    assert (report.exit_code, report.spent) == (status, False), report.violations
    assert "429 to 5 attempts" in str(report.stopped)
    assert {each.id for each in report.causes} >= {"rate-limit"}


@pytest.mark.parametrize("is_faulty", [False, True], ids=["sound", "faulty"])
@pytest.mark.parametrize("ending", _ENDINGS)
def test_a_case_fails_wherever_the_command_does(ending: str, is_faulty: bool) -> None:  # noqa: FBT001
    """The cases of pytest pass or are skipped if the status is 0; otherwise one of them fails."""
    end, after, options, status = _ENDINGS[ending]
    if is_faulty and options.get("exclude_laws") == ("conformance.*",):
        pytest.skip("the check that would find the violation is excluded")
    if end is _interrupts or "max_rows" in options:
        pytest.skip("pytest handles an interrupt itself; a whole list is required of the report")
    server = _Server(end, after, is_faulty)
    contract = rollcall.contract(server.api.spec, _target(server), _config(options))
    (cases,) = contract.parametrize().args[1:]
    outcomes = set()
    for case in cases:
        try:
            case.check()
        except pytest.skip.Exception:
            outcomes.add("skip")
        except pytest.fail.Exception:
            outcomes.add("fail")
    contract.close()
    assert ("fail" in outcomes) == (is_faulty or status != 0), outcomes
