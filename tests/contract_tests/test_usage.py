"""What the suite says when it is asked for something that it cannot do."""

import socket
from collections.abc import Callable
from pathlib import Path

import attrs
import httpx
import pytest

from ._servers import TOKEN, Answer, Request, Server, faulty_server
from ._suite import run_suite

_TWILIO = "openapi/twilio-video.yaml"
_CHOICE = f"--spec: say which contract the server serves: openapi/telnyx-video.yaml, {_TWILIO}"


def _unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--base-url", "127.0.0.1:8000/v2"], "expected a URL such as https://"),
        (["--base-url", "https://me:secret@example.com"], "leave user and password out"),
        (["--base-url", f"http://127.0.0.1:{_unused_port()}"], "the connection was refused"),
        ([f"--base-url=http://127.0.0.1:{_unused_port()}"], _CHOICE),
        (
            ["--base-url", f"http://127.0.0.1:{_unused_port()}", "--spec", _TWILIO],
            f"--token: {_TWILIO} asks for two parts; pass account_sid:auth_token, with the colon",
        ),
        (
            ["--parent", "roomid=x"],
            "--parent: no path of openapi/telnyx-video.yaml has roomid; its parameters: room_id",
        ),
        (["--spec", "openapi/nothing.yaml"], "openapi/nothing.yaml: cannot be read"),
        (["--profile", "hourly"], "--profile: expected smoke, ci, nightly, live, got hourly"),
        (["--hypothesis-profile", "ci"], "use --profile (smoke, ci, nightly, live)"),
        (["--hypothesis-seed", "now"], "--hypothesis-seed: expected a whole number, got now"),
        (["--max-requests", "0"], "--max-requests: expected a whole number from 1 to"),
        (["--max-requests", "1e3"], "--max-requests: expected a whole number from 1 to"),
        (["--rate", "0"], "--rate: expected a number from 0.001 to 1000000, got 0"),
        (["--rate", "fast"], "--rate: expected a number from 0.001 to 1000000, got fast"),
        (["--max-time", "nan"], "--max-time: expected a number from 0.001 to"),
        (["--max-wait", "-1"], "--max-wait: expected a number from 0 to"),
        (["--request-timeout", "inf"], "--request-timeout: expected a number from 0.001 to"),
        (["--max-rows", "-5"], "--max-rows: expected a whole number from 1 to"),
    ],
)
def test_a_run_that_cannot_begin_says_why(
    arguments: list[str], message: str, tmp_path: Path
) -> None:
    """What is wrong is said in one line, with exit code 4, and no report is written."""
    outcome = run_suite(tmp_path, *arguments)
    assert outcome.status == 4, outcome.output
    errors = [line for line in outcome.output.splitlines() if line.startswith("ERROR")]
    assert len(errors) == 1, outcome.output
    assert message in errors[0]
    assert outcome.report == {}


def test_a_refused_token_is_said_once(tmp_path: Path) -> None:
    """With a token that the server refuses, nothing is tested, and the message says so."""
    with faulty_server(lambda request, ask: ask(request)) as server:
        outcome = run_suite(tmp_path, "--base-url", server.base_url, token="wrong")  # noqa: S106
    assert outcome.status == 4, outcome.output
    assert "refuses the token (status 401); pass another" in outcome.output
    assert "with --spec another contract than openapi/telnyx-video.yaml" in outcome.output
    assert len(server.targets) == 1


def test_a_base_url_without_its_version_is_noticed(tmp_path: Path) -> None:
    """Where nothing is found at all, the base URL is to blame, not the server."""
    with faulty_server(lambda request, ask: ask(request)) as server:
        outcome = run_suite(tmp_path, "--base-url", server.base_url.removesuffix("/v2"))
    assert outcome.status == 4, outcome.output
    assert "is --base-url complete, with its version?" in outcome.output


def _rooms(server: Server) -> list[str]:
    headers = {"authorization": f"Bearer {TOKEN}"}
    answer = httpx.get(f"{server.base_url}/rooms", headers=headers, trust_env=False)
    return [each["id"] for each in answer.json()["data"] if each["active_session_id"]]


def test_each_parent_that_is_given_is_looked_at(tmp_path: Path) -> None:
    """One that the server does not know is named, wherever it stands among the others."""
    with faulty_server(lambda request, ask: ask(request)) as server:
        room, *_ = _rooms(server)
        parents = (f"--parent=room_id={each}" for each in (room, "mistyped"))
        outcome = run_suite(tmp_path, "--base-url", server.base_url, *parents)
    assert outcome.status == 4, outcome.output
    assert f"--parent: {server.base_url} does not know room_id=mistyped" in outcome.output


def test_a_parent_given_by_another_name_is_told_its_own(tmp_path: Path) -> None:
    """Where the rows carry another value than the one that is given, that one is asked for."""
    known: list[str] = []

    def also_named(request: Request, ask: Callable[[Request], Answer]) -> Answer:
        target = request.target.replace("/front-desk/", f"/{(known or [''])[0]}/")
        return ask(attrs.evolve(request, target=target))

    with faulty_server(also_named) as server:
        known += _rooms(server)
        outcome = run_suite(
            tmp_path, "--base-url", server.base_url, "--parent", "room_id=front-desk"
        )
    assert outcome.status == 4, outcome.output
    assert (
        f"of front-desk has {known[0]} as its /room_id; pass room_id={known[0]}" in outcome.output
    )


def test_only_the_contract_is_collected(tmp_path: Path) -> None:
    """`pytest contract_tests` is the contract alone, with a test for each operation and phase."""
    outcome = run_suite(tmp_path, "--collect-only", "-q")
    names = [line for line in outcome.output.splitlines() if "::" in line]
    assert len(names) == len(set(names)) > 10, outcome.output
    assert all(name.startswith("contract_tests/test_") for name in names)
    for phase in ("examples", "coverage", "fuzzing"):
        assert f"contract_tests/test_operations.py::test_{phase}_list_rooms" in names


@pytest.mark.parametrize("package", ["telnyx_video", "twilio_video"])
def test_the_environment_of_the_client_is_left_aside(
    package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the packages read from the environment is for applications, not for the suite."""
    for name in ("BASE_URL", "API_KEY", "API_SECRET", "ACCOUNT_SID", "AUTH_TOKEN"):
        value = f"http://127.0.0.1:{_unused_port()}/v0" if name == "BASE_URL" else "another"
        monkeypatch.setenv(f"{package.partition('_')[0].upper()}_{name}", value)
    spec = f"openapi/{package.replace('_', '-')}.yaml"
    outcome = run_suite(tmp_path, "--spec", spec, "-k", "test_limit or test_key or test_edges")
    assert outcome.status == 0, outcome.output
