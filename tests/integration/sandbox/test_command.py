"""The command as a process: its output, its signals and its exit codes."""

import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import httpx
import pytest

from tests.support.sandbox._command import ROOT, Started, run, started
from tests.support.sandbox._http import client_of, credentials, get
from tests.support.sandbox.twilio._http import path_of

_FEW = ("--rooms", "5", "--sessions", "0", "--participants", "0", "--twilio-participants", "9")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serves_until_a_signal(number: signal.Signals) -> None:
    """It prints the addresses of both APIs, which work at once; a signal ends it with code 0."""
    with started(*_FEW, "--token", "abc") as command:
        assert command.sandbox.base_url.startswith("http://127.0.0.1:")
        assert command.sandbox.base_url.endswith("/v2")
        assert command.sandbox.token == "abc"  # noqa: S105
        api = command.sandbox.apis["twilio-video"]
        assert api.base_url == command.sandbox.base_url.removesuffix("/v2") + "/v1"
        assert api.token.endswith(":abc")
        with client_of(command.sandbox) as client:
            assert get(client, "/rooms")["meta"]["total_results"] == 5
            assert command.stop(number) == 0
        assert command.process.stderr is not None
        assert command.process.stderr.read() == ""


def test_printed_lines_work_in_a_shell() -> None:
    """The printed lines can be pasted into a shell: for curl, and for the clients."""
    with started(*_FEW, "--token", "a~b/c+d=") as command:
        telnyx, twilio = (_words(command, part) for part in (slice(0, 5), slice(6, 12)))
        if curl := shutil.which("curl"):
            for lines in (telnyx, twilio):
                words = [curl, "-s", "--noproxy", "*", *shlex.split(lines["try"])[1:]]
                printed = subprocess.run(words, capture_output=True, check=True, timeout=30)
                assert httpx.Response(200, content=printed.stdout).json()["meta"]["page_size"] == 2
        code = "from telnyx_video import Client; print(len(list(Client().rooms.list())))"
        shell = f"{telnyx['client']}; {shlex.quote(sys.executable)} -c {shlex.quote(code)}"
        assert _run(shell, PYTHONPATH=str(ROOT / "generated")) == "5\n"
        room = command.sandbox.apis["twilio-video"].parents["RoomSid"][0]
        for line, user, password in (
            ("client", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"),
            ("or", "TWILIO_API_KEY", "TWILIO_API_SECRET"),
        ):
            exported = _run(f"{twilio[line]}; env")
            values = dict(each.split("=", 1) for each in exported.splitlines() if "TWILIO" in each)
            response = httpx.get(
                values["TWILIO_BASE_URL"] + path_of(room),
                headers={"authorization": credentials(f"{values[user]}:{values[password]}")},
                trust_env=False,
            )
            assert response.status_code == httpx.codes.OK


def test_printed_checks_name_a_spec_and_the_server() -> None:
    """The targets of the Makefile take the printed lines, with all parents."""
    with started(*_FEW, "--token", "a~b/c+d=") as command:
        lines = [each for each in command.printed.splitlines() if each.startswith("check ")]
        for line, (name, api) in zip(lines, command.sandbox.apis.items(), strict=True):
            words = shlex.split(line)[1:]
            shown = subprocess.run(
                [words[0], "--dry-run", "--directory", ROOT, *words[1:]],
                capture_output=True,
                text=True,
                check=True,
                timeout=30,
            )
            (check,) = (
                shlex.split(each)
                for each in shown.stdout.replace("\\\n", " ").splitlines()
                if "scripts/contract.py check" in each
            )
            options = dict(pairwise(check))
            assert (ROOT / options["--spec"]).is_file()
            assert Path(options["--spec"]).stem == name
            assert options["--url"] == api.base_url
            assert f"TOKEN={api.token}" in words
            parents = [
                f"{parent}={value}" for parent, values in api.parents.items() for value in values
            ]
            assert [after for word, after in pairwise(check) if word == "--parent"] == parents


def _words(command: Started, part: slice) -> dict[str, str]:
    """Return the printed lines of one API by their first word."""
    lines = (line.split(maxsplit=1) for line in command.printed.splitlines()[part])
    return {name: rest for name, rest in lines}  # noqa: C416


def _run(shell: str, **variables: str) -> str:
    ended = subprocess.run(
        ["sh", "-c", shell],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return ended.stdout


def test_options_reach_the_server(tmp_path: Path) -> None:
    """The files to load, the rate limit and the forbidden token take effect."""
    file, other = tmp_path / "telnyx.json", tmp_path / "twilio.json"
    file.write_text('{"rooms": [], "sessions": [], "participants": []}')
    sid = f"RM{'1' * 32}"
    other.write_text(
        f'{{"rooms": [{{"sid": "{sid}", "status": "completed"}}], "participants": []}}'
    )
    limit = ("--rate-limit", "1", "--rate-window", "60", "--forbidden-token", "no")
    with started("--load", file, "--twilio-load", other, *limit) as command:
        assert command.sandbox.apis["twilio-video"].parents["RoomSid"] == (sid,)
        url = f"{command.sandbox.base_url}/rooms"
        responses = [
            httpx.get(url, headers={"authorization": f"Bearer {token}"}, trust_env=False)
            for token in (command.sandbox.token, command.sandbox.token, "no")
        ]
        assert [each.status_code for each in responses] == [200, 429, 403]
        assert responses[0].json()["data"] == []


def test_port_in_use() -> None:
    """A port in use is an error of one line, with the exit code 1."""
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        ended = run("--rooms", "0", "--port", str(taken.getsockname()[1]))
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "in use" in ended.stderr
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize("option", ["--load", "--twilio-load"])
def test_files_that_cannot_be_loaded(tmp_path: Path, option: str) -> None:
    """A bad file is an error of one line, with the exit code 1; no database file is written."""
    file = tmp_path / "records.json"
    file.write_text('{"rooms": [3]}')
    ended = run(option, file, "--database", tmp_path / "new.db")
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr == f"sandbox: {file}: rooms[0]: expected `object`, got `int`\n"
    assert list(tmp_path.iterdir()) == [file]


def test_database_file_in_a_missing_folder(tmp_path: Path) -> None:
    """A database file that cannot be written is an error of one line."""
    ended = run("--database", tmp_path / "missing" / "rooms.db")
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert "Traceback" not in ended.stderr
