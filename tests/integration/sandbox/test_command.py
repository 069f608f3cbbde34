"""The command line: what it prints, how it ends, and what it refuses."""

import os
import shlex
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.support.sandbox._command import ROOT, run, started
from tests.support.sandbox._http import Everything, client_of, everything, get


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serves_until_a_signal(number: signal.Signals) -> None:
    """It prints a loopback address that works at once, and a signal ends it with code 0."""
    with started("--rooms", "5", "--token", "abc") as command:
        assert command.sandbox.base_url.startswith("http://127.0.0.1:")
        assert command.sandbox.base_url.endswith("/v2")
        assert command.sandbox.token == "abc"  # noqa: S105
        with client_of(command.sandbox) as client:
            assert get(client, "/rooms")["meta"]["total_results"] == 5
            assert command.stop(number) == 0
        assert command.process.stderr is not None
        assert command.process.stderr.read() == ""


def test_printed_curl_line_works() -> None:
    """The line to try can be pasted into a shell."""
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("curl is not installed")
    with started("--rooms", "5") as command:
        line = command.printed.splitlines()[2].removeprefix("try").strip()
        words = shlex.split(line)
        printed = subprocess.run(
            [curl, "-s", "--noproxy", "*", *words[1:]], capture_output=True, check=True, timeout=10
        )
        assert httpx.Response(200, content=printed.stdout).json()["meta"]["page_size"] == 2


def test_printed_variables_lead_the_client_there() -> None:
    """The line for the client can be pasted into a shell; the client needs nothing else."""
    with started("--rooms", "5") as command:
        line = command.printed.splitlines()[3].removeprefix("client").strip()
        code = "from telnyx_video import Client; print(len(list(Client().rooms.list())))"
        printed = subprocess.run(
            ["sh", "-c", f"{line}; {shlex.quote(sys.executable)} -c {shlex.quote(code)}"],
            env={**os.environ, "PYTHONPATH": str(ROOT / "generated")},
            capture_output=True,
            check=True,
            timeout=30,
        )
        assert printed.stdout == b"5\n"


def test_token_is_random_unless_given() -> None:
    """Two runs have two tokens."""
    with started("--rooms", "0") as one, started("--rooms", "0") as other:
        assert one.sandbox.token != other.sandbox.token


def test_options_reach_the_server() -> None:
    """The rate limit and the forbidden token hold."""
    limit = ("--rate-limit", "1", "--rate-window", "60", "--forbidden-token", "no")
    with started("--rooms", "0", *limit) as command:
        url = f"{command.sandbox.base_url}/rooms"
        bearer = {"authorization": f"Bearer {command.sandbox.token}"}
        statuses = [
            httpx.get(url, headers=headers).status_code
            for headers in (bearer, bearer, {"authorization": "Bearer no"})
        ]
        assert statuses == [200, 429, 403]


@pytest.mark.parametrize(
    "arguments",
    [
        *(["--rooms", "-1"], ["--rooms", "1000001"], ["--rooms", "x"], ["--rooms", "1e3"]),
        *(["--port", "65536"], ["--token", "a b"], ["--token", ""], ["--seed", "x"]),
        *(["--rate-limit", "0"], ["--rate-window", "0"], ["--rate-window", "nan"], ["--nope"]),
    ],
    ids=" ".join,
)
def test_wrong_usage(arguments: list[str]) -> None:
    """A wrong option is named, with code 2, and nothing is served."""
    ended = run(*arguments)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert arguments[0] in ended.stderr


def test_port_in_use() -> None:
    """A port that is taken is told in one line, with code 1."""
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        ended = run("--rooms", "0", "--port", str(taken.getsockname()[1]))
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "in use" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_database_file(tmp_path: Path, data: Everything) -> None:
    """Records in a file are those in memory, and the file is used again."""
    file = tmp_path / "a file?#%41.db"
    for _ in range(2):
        with started("--database", file) as command, client_of(command.sandbox) as client:
            assert everything(client) == data
            assert command.stop(signal.SIGTERM) == 0
        assert [each.name for each in tmp_path.iterdir()] == [file.name]


def test_database_file_of_other_records(tmp_path: Path) -> None:
    """A file with other records is refused, and says which it holds; so is --load into it."""
    file = tmp_path / "rooms.db"
    with started("--database", file, "--rooms", "3") as command:
        command.stop(signal.SIGTERM)
    before = file.read_bytes()
    ended = run("--database", file, "--rooms", "4")
    assert ended.returncode == 1
    assert "--rooms 3" in ended.stderr
    assert "delete it or name another file" in ended.stderr
    own = tmp_path / "own.json"
    own.write_text('{"rooms": [], "sessions": [], "participants": []}')
    assert run("--database", file, "--load", own).returncode == 1
    assert file.read_bytes() == before


def test_database_file_of_somebody_else(tmp_path: Path) -> None:
    """A file that is another program's database, or none at all, is refused and left alone."""
    text = tmp_path / "notes.txt"
    text.write_text("not a database, but long enough to look like one\n" * 100)
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE rooms (id TEXT)")
        connection.commit()
    for file in (text, other):
        before = file.read_bytes()
        ended = run("--database", file)
        assert ended.returncode == 1
        assert "name a file that does not exist" in ended.stderr
        assert file.read_bytes() == before


def test_database_file_in_no_folder(tmp_path: Path) -> None:
    """A file that cannot be written is told in one line."""
    ended = run("--database", tmp_path / "missing" / "rooms.db")
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert "Traceback" not in ended.stderr


def test_help_documents_the_file_format() -> None:
    """--help shows every field that a file to load has."""
    ended = run("--help")
    assert ended.returncode == 0
    for field in ("unique_name", "webhook_timeout_secs", "ended_at", "left_at", "context"):
        assert f'"{field}"' in ended.stdout
