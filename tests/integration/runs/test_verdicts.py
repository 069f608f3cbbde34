"""What the suite says of servers that keep the contract, and of servers that break it."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import attrs
import httpx
import pytest

from contract_tests.sandbox import RateLimit, serve
from tests.support.checks import ROOT, check
from tests.support.faulty import TOKEN, Answer, Mutant, Request, faulty_server, page

_ROOMS_COVERAGE = ("--operation=listRooms", "--law=conformance.coverage")
_ROOMS_FUZZING = ("--operation=listRooms", "--law=conformance.fuzzing")


def _sound(request: Request, ask: Callable[[Request], Answer]) -> Answer:
    return ask(request)


def _fails_at_the_bound(request: Request, ask: Callable[[Request], Answer]) -> Answer:
    if request.query.get("page[size]") == ["250"]:
        return attrs.evolve(ask(request), status=500)
    return ask(request)


def _says_html(request: Request, ask: Callable[[Request], Answer]) -> Answer:
    return attrs.evolve(ask(request), headers={"content-type": "text/html"})


def _drops_a_field(request: Request, ask: Callable[[Request], Answer]) -> Answer:
    answer = ask(request)
    if answer.status != 200:
        return answer
    return answer.changed(lambda body: [each.pop("unique_name", None) for each in body["data"]])


def _lets_anyone_in(request: Request, ask: Callable[[Request], Answer]) -> Answer:
    return ask(attrs.evolve(request, authorization=f"Bearer {TOKEN}"))


def _takes_anything(request: Request, ask: Callable[[Request], Answer]) -> Answer:
    answer = ask(request)
    return page([]) if answer.status == 422 else answer


def _refuses_the_bound(request: Request, ask: Callable[[Request], Answer]) -> Answer:
    if request.query.get("page[size]") == ["250"]:
        return ask(attrs.evolve(request, target=f"{request.path}?page[size]=251"))
    return ask(request)


def _forgets_allow(request: Request, ask: Callable[[Request], Answer]) -> Answer:
    answer = ask(request)
    kept = {name: value for name, value in answer.headers.items() if name.lower() != "allow"}
    return attrs.evolve(answer, headers=kept)


def _says_teapot(request: Request, ask: Callable[[Request], Answer]) -> Answer:
    answer = ask(request)
    return attrs.evolve(answer, status=418) if answer.status == 422 else answer


def test_a_sound_server_passes_every_check(tmp_path: Path) -> None:
    """On the sandbox, every check that can decide does."""
    laws = (f"--law=conformance.{each}" for each in ("examples", "coverage", "workflows"))
    with serve(token=TOKEN) as sandbox:
        outcome = check(tmp_path, sandbox.base_url, "--seed", "1", *laws)
    assert outcome.status == 0, outcome.output
    assert outcome.report["result"] == "pass"
    assert outcome.report["seed"] == 1
    for name in (
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
        "positive_data_acceptance",
        "negative_data_rejection",
        "ignored_auth",
        "missing_required_header",
        "unsupported_method",
        "allow_header_conformance",
    ):
        assert outcome.witnesses(f"conformance.{name}") > 0, name
    for operation in outcome.report["operations"]:
        assert operation["with_items"] > 10, operation
        assert operation["requests"] > 200, operation
    assert 'tests="7"' in outcome.junit


def _behind(mutant: Mutant, ask: Callable[[Request], Answer]) -> Callable[[Request], Answer]:
    return lambda request: mutant(request, ask)


def _all_of(*mutants: Mutant) -> Mutant:
    def mutant(request: Request, ask: Callable[[Request], Answer]) -> Answer:
        answer = ask
        for each in mutants:
            answer = _behind(each, answer)
        return answer(request)

    return mutant


@pytest.mark.parametrize(
    "mutants",
    [
        {
            "not_a_server_error": _fails_at_the_bound,
            "response_schema_conformance": _drops_a_field,
            "unsupported_method": _forgets_allow,
            "ignored_auth": _lets_anyone_in,
        },
        {
            "negative_data_rejection": _takes_anything,
            "content_type_conformance": _says_html,
        },
        {
            "positive_data_acceptance": _refuses_the_bound,
            "status_code_conformance": _says_teapot,
        },
    ],
    ids="-".join,
)
def test_a_fault_fails_its_check(mutants: dict[str, Mutant], tmp_path: Path) -> None:
    """What a server breaks fails the check that looks at it, once, with exit code 1."""
    with faulty_server(_all_of(*mutants.values())) as server:
        outcome = check(tmp_path, server.base_url, *_ROOMS_COVERAGE)
    assert outcome.status == 1, outcome.output
    assert outcome.report["result"] == "fail"
    for name in mutants:
        assert ("listRooms", f"conformance.{name}") in outcome.failed
        assert f"FAIL listRooms conformance.{name}: " in outcome.output
    if "ignored_auth" in mutants:
        assert (
            "ROLLCALL_TOKEN" not in outcome.failure("listRooms", "conformance.ignored_auth")["curl"]
        )
    assert outcome.junit.count("<failure") == 1


def test_nothing_is_changed_on_the_server(tmp_path: Path) -> None:
    """Only methods that are safe by RFC 9110 are sent: a run reads, and never writes."""
    seen: set[str] = set()

    def record(request: Request, ask: Callable[[Request], Answer]) -> Answer:
        seen.add(request.method)
        return ask(request)

    with faulty_server(record) as server:
        outcome = check(tmp_path, server.base_url, *_ROOMS_COVERAGE)
    assert outcome.status == 0, outcome.output
    assert seen == {"GET", "OPTIONS", "TRACE"}


def _fails_with_sessions(request: Request, ask: Callable[[Request], Answer]) -> Answer:
    if request.query.get("include_sessions") == ["true"]:
        return attrs.evolve(ask(request), status=500)
    return ask(request)


def test_a_failure_is_shrunk_and_can_be_pasted(tmp_path: Path) -> None:
    """What is printed of a failure is the smallest request, and both its lines reproduce it."""
    environment = {**os.environ, "ROLLCALL_TOKEN": TOKEN, "PYTHONPATH": str(ROOT / "generated")}
    with faulty_server(_fails_with_sessions) as server:
        outcome = check(tmp_path, server.base_url, *_ROOMS_FUZZING)
        failure = outcome.failure("listRooms", "conformance.not_a_server_error")
        assert shlex.split(failure["curl"])[-1] == f"{server.base_url}/rooms?include_sessions=true"
        assert "from telnyx_video import Client" in failure["python"]
        assert "client.rooms.list(include_sessions=True)" in failure["python"]
        assert failure["curl"] in outcome.output
        ran = subprocess.run(
            [sys.executable, "-c", failure["python"]],
            env=environment,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert "500" in ran.stderr, ran
        if shutil.which("curl") is None:
            pytest.skip("curl is not installed: its line was not run")
        ran = subprocess.run(  # noqa: S602 - what the suite tells its reader to paste
            failure["curl"],
            shell=True,
            env=environment,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert " 500 " in ran.stdout.splitlines()[0], ran


def test_what_the_client_cannot_send_is_shown_with_httpx(tmp_path: Path) -> None:
    """A request that the client would refuse is reproduced byte for byte with httpx."""
    with faulty_server(_takes_anything) as server:
        outcome = check(tmp_path, server.base_url, *_ROOMS_COVERAGE)
        failure = outcome.failure("listRooms", "conformance.negative_data_rejection")
        assert "import httpx" in failure["python"]
        sent = len(server.targets)
        ran = subprocess.run(
            [sys.executable, "-c", failure["python"]],
            env={**os.environ, "ROLLCALL_TOKEN": TOKEN},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert ran.returncode == 0, ran
        again = server.targets[sent]
    assert again in server.targets[:sent]
    assert '"data"' in ran.stdout


def _stalls_at_the_bound(request: Request, ask: Callable[[Request], Answer]) -> Answer:
    if request.query.get("page[size]") == ["250"]:
        time.sleep(3)
    return ask(request)


def test_a_request_that_hangs_is_reported(tmp_path: Path) -> None:
    """A request without an answer in time is a failure like others, and the run goes on."""
    with faulty_server(_stalls_at_the_bound) as server:
        outcome = check(
            tmp_path,
            server.base_url,
            "--request-timeout",
            "0.7",
            "--law=conformance.coverage",
        )
    assert outcome.status == 1, outcome.output
    assert ("listRooms", "conformance.answered") in outcome.failed
    assert "it timed out" in outcome.failure("listRooms", "conformance.answered")["detail"]
    assert outcome.report["stopped"] is None
    assert outcome.report["operations"][1]["requests"] > 200


def _gives_up_after(count: int) -> Mutant:
    seen: list[Request] = []

    def mutant(request: Request, ask: Callable[[Request], Answer]) -> Answer:
        seen.append(request)
        if len(seen) > count:
            message = "the connection ends without an answer"
            raise ConnectionAbortedError(message)
        return ask(request)

    return mutant


def test_a_server_that_dies_ends_the_run(tmp_path: Path) -> None:
    """When nothing is answered any more, the run ends at once and says so, with exit code 1."""
    with faulty_server(_gives_up_after(60)) as server:
        outcome = check(tmp_path, server.base_url, "--channel=http")
    assert outcome.status == 1, outcome.output
    assert "the server no longer answers" in str(outcome.report["stopped"])
    assert "the run ended early: the server no longer answers" in outcome.output
    assert len(server.targets) < 80


def test_a_rate_limit_is_obeyed(tmp_path: Path) -> None:
    """A server that limits the rate is tested to the end, its 429s included."""
    # Fewer than the slowest machine sends.
    limit = RateLimit(requests=10, window=1)
    with faulty_server(_sound, rate_limit=limit) as server:
        outcome = check(tmp_path, server.base_url, *_ROOMS_COVERAGE)
    assert outcome.status == 0, outcome.output
    assert outcome.witnesses("conformance.response_headers_conformance") > 0


def test_a_wait_that_is_too_long_ends_the_run(tmp_path: Path) -> None:
    """A server that asks for more patience than there is leaves the run incomplete."""
    limit = RateLimit(requests=60, window=3600)
    with faulty_server(_sound, rate_limit=limit) as server:
        outcome = check(tmp_path, server.base_url, *_ROOMS_COVERAGE)
    assert outcome.status == 3, outcome.output
    assert "--max-wait" in str(outcome.report["stopped"])


def test_the_seed_decides_what_is_sent(tmp_path: Path) -> None:
    """Two runs with one seed send the same requests in the same order, on whatever hash seed."""
    laws = ("--law=conformance.fuzzing", "--law=filter.conjunction")
    arguments = ("--operation=listRooms", *laws, "--seed", "42")
    with faulty_server(_sound) as server:
        check(tmp_path, server.base_url, *arguments)
        first = list(server.targets)
        server.targets.clear()
        check(tmp_path, server.base_url, *arguments)
    assert len(first) > 200
    assert len([each for each in first if each.count("filter") > 1]) > 20
    assert server.targets == first


def test_a_parent_can_be_given(tmp_path: Path) -> None:
    """With --parent, no other parent is looked for, and most requests are about that one."""
    with faulty_server(_sound) as server:
        headers = {"authorization": f"Bearer {TOKEN}"}
        rooms = httpx.get(f"{server.base_url}/rooms", headers=headers, trust_env=False).json()
        parent = rooms["data"][-1]["id"]
        outcome = check(
            tmp_path,
            server.base_url,
            "--parent",
            f"room_id={parent}",
            *("--operation=listRoomSessions", "--law=conformance.coverage"),
        )
    assert outcome.status == 0, outcome.output
    asked = [each for each in server.targets if re.fullmatch(r"/v2/rooms/[^/]+/sessions.*", each)]
    assert len([each for each in asked if parent in each]) > len(asked) / 3
