"""What ``rollcall check`` says when it is asked for something that it cannot do."""

import socket
from collections.abc import Callable
from pathlib import Path

import attrs
import httpx
import pytest

from tests.support.checks import ROOT, TELNYX, check, sandboxed
from tests.support.faulty import TOKEN, Answer, Request, Server, faulty_server

_TWILIO = ROOT / "openapi" / "twilio-video.yaml"


def _unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


_NOWHERE = f"http://127.0.0.1:{_unused_port()}/v2"


@pytest.mark.parametrize(
    ("base_url", "arguments", "message"),
    [
        ("127.0.0.1:8000/v2", [], "expected an address such as https://"),
        ("https://me:secret@example.com", [], "leave user and password out"),
        (_NOWHERE, [], "the connection was refused"),
        (_NOWHERE, ["--parent", "roomid=x"], "has roomid; its parameters: room_id"),
        (_NOWHERE, ["--parent", "roomid"], "--parent: expected NAME=VALUE, got "),
        (_NOWHERE, ["--profile", "hourly"], "expected smoke, ci, nightly, live, got hourly"),
        (_NOWHERE, ["--seed", "now"], "--seed: expected an integer, got now"),
        (_NOWHERE, ["--max-requests", "0"], "--max-requests: expected a whole number from 1 to"),
        (_NOWHERE, ["--max-requests", "1e3"], "--max-requests: expected a whole number from 1 to"),
        (_NOWHERE, ["--rate", "0"], "--rate: expected a number from 0.001 to 1000000, got 0"),
        (_NOWHERE, ["--rate", "fast"], "--rate: expected a number from 0.001 to 1000000, got fast"),
        (_NOWHERE, ["--max-time", "nan"], "--max-time: expected a number from 0.001 to"),
        (_NOWHERE, ["--max-wait", "-1"], "--max-wait: expected a number from 0 to"),
        (_NOWHERE, ["--request-timeout", "inf"], "--request-timeout: expected a number from"),
        (_NOWHERE, ["--max-rows", "-5"], "--max-rows: expected a whole number from 1 to"),
        (_NOWHERE, ["--law", "fitler.*"], "--law: nothing matches fitler.*"),
        (_NOWHERE, ["--operation", "listShelves"], "matches listShelves"),
        (_NOWHERE, ["--law", "page.*", "--exclude-law", "page.*"], "nothing is left to check"),
        (_NOWHERE, ["--plugin", "no_such_module"], "--plugin: no_such_module cannot be imported"),
    ],
)
def test_a_run_that_cannot_begin_says_why(
    base_url: str, arguments: list[str], message: str, tmp_path: Path
) -> None:
    """The mistake is told in one line, with exit status 2, and no report is written."""
    outcome = check(tmp_path, base_url, *arguments)
    assert outcome.status == 2, outcome.output
    (line,) = outcome.output.splitlines()
    assert line.startswith("Error: ")
    assert message in line
    assert outcome.report == {}


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    """Each wrong option has a line."""
    outcome = check(tmp_path, _NOWHERE, "--rate", "fast", "--max-time", "0", "--seed", "x")
    assert outcome.status == 2
    assert [line.partition(": expected")[0] for line in outcome.output.splitlines()] == [
        "Error: --seed",
        "--rate",
        "--max-time",
    ]


def test_a_spec_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The message names the file."""
    outcome = check(tmp_path, _NOWHERE, spec=Path("openapi/nothing.yaml"))
    assert outcome.status == 2
    assert "openapi/nothing.yaml: " in outcome.output


def test_a_pair_is_asked_for_by_its_names(tmp_path: Path) -> None:
    """Where a spec asks for a user and a password, a token without a colon is refused."""
    outcome = check(tmp_path, _NOWHERE, spec=_TWILIO)
    assert outcome.status == 2
    assert "asks for two parts; pass account_sid:auth_token, with the colon" in outcome.output


def test_a_refused_token_is_said_once(tmp_path: Path) -> None:
    """With a token that the server refuses, nothing is checked, and the message says so."""
    with faulty_server(lambda request, ask: ask(request)) as server:
        outcome = check(tmp_path, server.base_url, token="wrong")  # noqa: S106
    assert outcome.status == 2, outcome.output
    assert "refuses the token (status 401); pass another" in outcome.output
    assert f"or name another document than {TELNYX.relative_to(ROOT)}" in outcome.output
    assert len(server.targets) == 1


def test_a_base_url_without_its_version_is_noticed(tmp_path: Path) -> None:
    """Where nothing is found at all, the address is incomplete, not the server wrong."""
    with sandboxed() as base_url:
        outcome = check(tmp_path, base_url.removesuffix("/v2"))
    assert outcome.status == 2, outcome.output
    assert "is the URL complete, with its version?" in outcome.output


def _rooms(server: Server) -> list[str]:
    headers = {"authorization": f"Bearer {TOKEN}"}
    answer = httpx.get(f"{server.base_url}/rooms", headers=headers, trust_env=False)
    return [each["id"] for each in answer.json()["data"] if each["active_session_id"]]


def test_each_parent_that_is_given_is_looked_at(tmp_path: Path) -> None:
    """One that the server does not know is named, wherever it stands among the others."""
    with faulty_server(lambda request, ask: ask(request)) as server:
        room, *_ = _rooms(server)
        parents = (f"--parent=room_id={each}" for each in (room, "mistyped"))
        outcome = check(tmp_path, server.base_url, *parents)
    assert outcome.status == 2, outcome.output
    assert f"--parent: {server.base_url} does not know room_id=mistyped" in outcome.output


def test_a_parent_given_by_another_name_is_told_its_own(tmp_path: Path) -> None:
    """Where the rows carry another value than the one that is given, that one is asked for."""
    known: list[str] = []

    def also_named(request: Request, ask: Callable[[Request], Answer]) -> Answer:
        target = request.target.replace("/front-desk/", f"/{(known or [''])[0]}/")
        return ask(attrs.evolve(request, target=target))

    with faulty_server(also_named) as server:
        known += _rooms(server)
        outcome = check(tmp_path, server.base_url, "--parent", "room_id=front-desk")
    assert outcome.status == 2, outcome.output
    assert (
        f"of front-desk has {known[0]} as its /room_id; pass room_id={known[0]}" in outcome.output
    )


def test_the_environment_of_the_client_is_left_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the packages read from the environment is for applications, not for a run."""
    monkeypatch.setenv("TELNYX_BASE_URL", _NOWHERE)
    monkeypatch.setenv("TELNYX_API_KEY", "another")
    laws = (f"--law=conformance.{each}" for each in ("limit_is_kept", "key_is_kept"))
    with sandboxed() as base_url:
        outcome = check(tmp_path, base_url, *laws, "--channel=client")
    assert outcome.status == 0, outcome.output
