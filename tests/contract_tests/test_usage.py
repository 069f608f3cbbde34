"""What the suite says when it is asked for something that it cannot do."""

import socket
from pathlib import Path

import pytest

from ._servers import faulty_server
from ._suite import run_suite


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
        (["--spec", "openapi/nothing.yaml"], "openapi/nothing.yaml: the spec cannot be read"),
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
    assert len(server.targets) == 1


def test_a_base_url_without_its_version_is_noticed(tmp_path: Path) -> None:
    """Where nothing is found at all, the base URL is to blame, not the server."""
    with faulty_server(lambda request, ask: ask(request)) as server:
        outcome = run_suite(tmp_path, "--base-url", server.base_url.removesuffix("/v2"))
    assert outcome.status == 4, outcome.output
    assert "is --base-url complete, with its version?" in outcome.output


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
