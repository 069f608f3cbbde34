"""Reports of a violation: the output, the reports, and the commands that reproduce it."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import pytest

from tests.support.checks import ROOT, Outcome, check
from tests.support.faulty import (
    TOKEN,
    Ask,
    Request,
    Response,
    Server,
    changed,
    faulty_server,
)

pytestmark = pytest.mark.xdist_group("runs")

_FILTER = "filter[unique_name]"
_ROOMS = "--operation=listRooms"
_SOUND = (_ROOMS, "--law=filter.sound", "--channel=http", "--channel=client")


@pytest.fixture(scope="module", name="server")
def running_sandbox() -> Iterator[Server]:
    """Serve one sandbox for the tests of this module."""
    with faulty_server() as server:
        yield server


async def _ignores_a_filter(request: Request, ask: Ask) -> Response:
    url = request.url.copy_remove_param(_FILTER)
    return await ask(Request(request.method, url, headers=request.headers))


@pytest.fixture(scope="module", name="broken")
def run_with_an_ignored_filter(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """Run a law that the server violates."""
    server.breaks(_ignores_a_filter)
    return check(tmp_path_factory.mktemp("reports"), server.base_url, *_SOUND)


def _failure(outcome: Outcome, channel: str) -> dict[str, str]:
    (found,) = (
        each
        for each in outcome.report["violations"]
        if (each["law"], each["subject"], each["channel"]) == ("filter.sound", _FILTER, channel)
    )
    return {name: str(value) for name, value in found.items()}


def _run(server: Server, command: list[str]) -> tuple[str, list[str]]:
    """Run a command in a shell, and return its output and its requests."""
    sent = len(server.requests)
    environment = {**os.environ, "ROLLCALL_TOKEN": TOKEN, "PYTHONPATH": str(ROOT / "generated")}
    ran = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    return ran.stdout + ran.stderr, server.targets[sent:]


def test_a_violation_fails_the_run(broken: Outcome) -> None:
    """The output and the HTML report name the law, the filter, the item and the channels."""
    assert broken.status == 1, broken.output
    assert broken.report["result"] == "fail"
    for channel in ("http", "client"):
        failure = _failure(broken, channel)
        assert re.search(r"filter\[unique_name\]=\S+ lists an item", failure["title"])
        assert failure["title"] in unescape(broken.html)
    assert f"FAIL listRooms: {_failure(broken, 'http')['title']}" in broken.output
    assert f"violates filter.sound {_FILTER}, through plain HTTP, the client" in broken.output


def test_junit_has_the_violation_and_its_reproduction(broken: Outcome) -> None:
    """The first case has the law, the filter and the shell command; the other one names it."""
    failed = {
        (str(case.get("classname")), str(case.get("name"))): "".join(each.itertext())
        for case in ET.fromstring(broken.junit).iter("testcase")  # noqa: S314 - our own
        for each in case.iter("failure")
    }
    assert {*failed} == {
        (f"Telnyx Video.listRooms.{each}", "filter.sound") for each in ("http", "client")
    }
    first, other = failed.values()
    assert f"filter.sound {_FILTER}" in first
    assert "curl --globoff" in first
    assert "the same cause as in http-listRooms-filter.sound" in other


@pytest.mark.parametrize("channel", ["http", "client"])
def test_a_violation_is_reproduced_by_its_shell_line_and_its_python(
    channel: str, server: Server, broken: Outcome
) -> None:
    """Both send the same request, and show an item that does not match."""
    server.breaks(_ignores_a_filter)
    failure = _failure(broken, channel)
    assert "from telnyx_video import Client" in failure["python"]
    by_shell, shell_targets = _run(server, ["sh", "-c", failure["curl"]])
    by_python, python_targets = _run(server, [sys.executable, "-c", failure["python"]])
    asked = [
        [parse_qs(urlsplit(each).query) for each in some]
        for some in (shell_targets, python_targets)
    ]
    assert asked[0] == asked[1]
    (value,) = asked[0][-1][_FILTER]
    assert {*re.findall(r'"unique_name": ?"([^"]+)"', by_shell)} - {value}
    # The program prints the body, or through the client channel the items of the client.
    assert {*re.findall(r"""unique_name(?:='|": ?")([^'"]+)""", by_python)} - {value}


async def _fails_with_sessions(request: Request, ask: Ask) -> Response:
    is_asked = request.url.params.get("include_sessions") == "true"
    return changed(await ask(request), status=500 if is_asked else None)


def test_a_generated_request_is_shrunk(server: Server, tmp_path: Path) -> None:
    """The shortest request that fails is reported, and both its lines reproduce the failure."""
    server.breaks(_fails_with_sessions)
    # Few generated requests may not have the parameter.
    options = ("--law=conformance.fuzzing", "--profile=ci")
    outcome = check(tmp_path, server.base_url, _ROOMS, *options)
    failure = outcome.failure("listRooms", "conformance.not_a_server_error")
    assert shlex.split(failure["curl"])[-1] == f"{server.base_url}/rooms?include_sessions=true"
    assert "client.rooms.list(include_sessions=True)" in failure["python"]
    assert failure["curl"] in outcome.output
    assert "500" in _run(server, [sys.executable, "-c", failure["python"]])[0]
    if shutil.which("curl") is not None:
        assert " 500 " in _run(server, ["sh", "-c", failure["curl"]])[0].splitlines()[0]


async def _accepts_everything(request: Request, ask: Ask) -> Response:
    response = await ask(request)
    if response.status_code == 422:
        url = request.url.copy_with(query=None)
        return await ask(Request(request.method, url, headers=request.headers))
    return response


def test_a_request_that_the_client_refuses_is_reproduced_with_httpx(
    server: Server, tmp_path: Path
) -> None:
    """It is sent again byte for byte."""
    server.breaks(_accepts_everything)
    law = "--law=conformance.coverage"
    outcome = check(tmp_path, server.base_url, _ROOMS, law)
    failure = outcome.failure("listRooms", "conformance.negative_data_rejection")
    assert "import httpx" in failure["python"]
    before = server.targets
    output, sent = _run(server, [sys.executable, "-c", failure["python"]])
    assert {*sent} <= {*before}
    assert '"data"' in output


def _variants(token: str) -> list[str]:
    """Return the texts that a request may have instead of the token."""
    near = [token, token[:-1], f"{token}x", token.swapcase()]
    return [*near, *(b64encode(each.encode()).decode() for each in near)]


async def _accepts_near_misses(request: Request, ask: Ask) -> Response:
    """Accept variants of the token, and echo what the request carried."""
    carried = request.headers.get("authorization", "")
    headers = request.headers
    if TOKEN[:-1].lower() in carried.lower():
        headers["authorization"] = f"Bearer {TOKEN}"
    response = await ask(Request(request.method, request.url, headers=headers))
    return changed(response, lambda body: body.update(carried=carried), x_carried=carried)


def test_no_variant_of_the_token_is_shown(server: Server, tmp_path: Path) -> None:
    """The laws send a shorter token, a longer one and others, which would reveal the token.

    The server accepts and echoes them: neither the output nor a report may.
    """
    server.breaks(_accepts_near_misses)
    laws = ("--law=auth.*", "--law=conformance.wrong_key_is_an_error")
    outcome = check(tmp_path, server.base_url, _ROOMS, *laws)
    assert outcome.status == 1, outcome.output
    for channel in ("http", "client"):
        for law in ("auth.prefix", "auth.suffix", "auth.case"):
            assert outcome.failure("listRooms", law, channel)["exchanges"]
    assert ("listRooms", "auth.scheme") in outcome.failed
    assert ("listRooms", "auth.echo") in outcome.failed
    for path in (*tmp_path.iterdir(), None):
        text = path.read_text("utf-8") if path else outcome.output
        shown = [each for each in _variants(TOKEN) if each in text]
        assert not shown, (path, shown)


def test_data_that_cannot_decide_a_law_makes_it_vacuous(tmp_path: Path) -> None:
    """Vacuous laws share a line with the reason, and fail with --require-witnesses."""
    laws = (_ROOMS, "--law=filter.later_pages", "--channel=http")
    with faulty_server(rooms=1, sessions=1, participants=1) as server:
        outcome = check(tmp_path, server.base_url, *laws)
        strict = check(tmp_path, server.base_url, *laws, "--require-witnesses")
    assert json.dumps(outcome.report["violations"]) == "[]"
    vacuous = outcome.verdicts("filter.later_pages")
    reason = "needs a filtered list of more than one page"
    assert {(each["outcome"], each["witnesses"], each["reason"]) for each in vacuous} == {
        ("vacuous", 0, reason)
    }
    line = f"filter.later_pages {vacuous[0]['subject']} and {len(vacuous) - 1} more: {reason}"
    assert f"vacuous: listRooms {line}" in " ".join(outcome.output.split())
    assert "<skipped" in outcome.junit
    assert (strict.status, strict.report["result"]) == (1, "fail"), strict.output
    assert reason in strict.junit.partition("<failure")[2]
