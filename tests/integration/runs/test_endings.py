"""Early ends of a run: a spent budget, or a server that stalls, fails or throttles."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.checks import check
from tests.support.faulty import (
    AbortedError,
    Ask,
    Change,
    Request,
    Response,
    Server,
    SilentError,
    after,
    changed,
    faulty_server,
)

pytestmark = pytest.mark.xdist_group("runs")

_ROOMS = "--operation=listRooms"
_PAGES = "--law=page.*"
_BEGUN = 40
"""More requests than a run sends before its first law."""


@pytest.fixture(scope="module", name="server")
def running_sandbox() -> Iterator[Server]:
    """Serve one sandbox for the tests of this module."""
    with faulty_server() as server:
        yield server


@pytest.mark.parametrize("channel", ["http", "client", "client-ahead"])
def test_a_run_sends_no_more_requests_than_its_budget(
    channel: str, server: Server, tmp_path: Path
) -> None:
    """The report has the verdicts so far, and a spent budget is not a failure."""
    server.breaks()
    laws = ("--law=page.*", "--law=filter.*")
    options = (_ROOMS, *laws, f"--channel={channel}", f"--max-requests={_BEGUN}")
    outcome = check(tmp_path, server.base_url, *options)
    assert outcome.status == 0, outcome.output
    assert len(server.requests) == _BEGUN
    assert f"{_BEGUN} requests were sent" in outcome.report["stopped"]
    assert f"the run ended early: {_BEGUN} requests were sent" in outcome.output


async def _is_silent(_request: Request, _ask: Ask) -> Response:
    raise SilentError


async def _aborts(_request: Request, _ask: Ask) -> Response:
    raise AbortedError


async def _is_silent_to_a_filter(request: Request, ask: Ask) -> Response:
    if "filter[unique_name]" in request.url.params:
        raise SilentError
    return await ask(request)


def test_a_request_without_a_response_fails_and_the_run_goes_on(
    server: Server, tmp_path: Path
) -> None:
    """The violation says how the request ended; later laws are checked."""
    server.breaks(_is_silent_to_a_filter)
    laws = ("--law=filter.sound", "--law=auth.missing", "--channel=http")
    outcome = check(tmp_path, server.base_url, _ROOMS, *laws, "--request-timeout=3")
    assert outcome.status == 1, outcome.output
    assert outcome.report["stopped"] is None
    assert outcome.failed == {("listRooms", "conformance.answered")}
    detail = outcome.failure("listRooms", "conformance.answered")["detail"]
    assert detail == "Expected a response within 3 s, but it timed out."
    assert {each["outcome"] for each in outcome.verdicts("auth.missing")} == {"pass"}


@pytest.mark.parametrize(
    ("channel", "change", "reason"),
    [("http", _is_silent, "it timed out"), ("client", _aborts, "the response is incomplete")],
    ids=["silent", "aborted"],
)
def test_a_server_that_stops_responding_ends_the_run(
    channel: str, change: Change, reason: str, server: Server, tmp_path: Path
) -> None:
    """Earlier verdicts stay, later ones are inconclusive, and no law is violated."""
    server.breaks(after(_BEGUN, change))
    options = (_ROOMS, _PAGES, f"--channel={channel}", "--request-timeout=2")
    outcome = check(tmp_path, server.base_url, *options)
    assert outcome.status == 1, outcome.output
    assert "the server no longer responds" in outcome.report["stopped"]
    assert "the run ended early: the server no longer responds" in outcome.output
    assert {each["law"] for each in outcome.report["violations"]} == {"conformance.answered"}
    counts = outcome.report["counts"]
    assert min(counts["pass"], counts["inconclusive"]) > 1
    assert counts["vacuous"] == 0
    reasons = {each["reason"] for each in outcome.report["verdicts"] if each["reason"]}
    assert all(reason in each for each in reasons)
    assert len(server.requests) < _BEGUN + 10


def test_a_server_that_never_responds_is_a_usage_error(server: Server, tmp_path: Path) -> None:
    """Nothing is checked, and the message has one line."""
    server.breaks(_is_silent)
    outcome = check(tmp_path, server.base_url, "--request-timeout=1")
    assert outcome.status == 2, outcome.output
    (line,) = outcome.output.splitlines()
    assert "it timed out" in line


async def _fails(request: Request, ask: Ask) -> Response:
    return changed(await ask(request), status=500)


def test_a_server_that_fails_from_some_request_on(server: Server, tmp_path: Path) -> None:
    """The run goes on; each law fails or is inconclusive, with the status as the reason."""
    server.breaks(after(_BEGUN, _fails))
    channels = ("--channel=http", "--channel=client")
    outcome = check(tmp_path, server.base_url, _ROOMS, _PAGES, *channels)
    assert outcome.status == 1, outcome.output
    assert outcome.report["stopped"] is None
    assert ("listRooms", "conformance.not_a_server_error") in outcome.failed
    (before,) = (each for each in outcome.verdicts("page.echo") if each["channel"] == "http")
    assert before["outcome"] == "pass"
    later = [
        each
        for each in outcome.report["verdicts"]
        if each["channel"] == "client" and each["law"].startswith("page.")
    ]
    assert {each["outcome"] for each in later} <= {"fail", "inconclusive"}
    assert all("500" in each["reason"] for each in later if each["reason"])
    broken = [each for each in outcome.report["violations"] if each["law"].startswith("page.")]
    assert {each["exchanges"][-1]["status"] for each in broken} <= {500}


async def _throttles(_request: Request, _ask: Ask) -> Response:
    return Response(429, headers={"retry-after": "0"}, json={})


@pytest.mark.parametrize("channel", ["http", "client"])
def test_a_server_that_throttles_every_request_ends_the_run(
    channel: str, server: Server, tmp_path: Path
) -> None:
    """A request is sent five times, through the client too; then the run is incomplete."""
    server.breaks(after(_BEGUN, _throttles))
    laws = (_PAGES, "--exclude-law=conformance.*")
    outcome = check(tmp_path, server.base_url, _ROOMS, *laws, f"--channel={channel}")
    assert outcome.status == 3, outcome.output
    assert "429 to 5 attempts" in outcome.report["stopped"]
    assert len(server.requests) == _BEGUN + 5
