"""The command line: the formats of its output, and its exit statuses."""

import csv
import io
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contract_tests.sandbox import Sandbox, serve
from telnyx_video import Client, to_dict
from tests.support.client_command import KEY, environment, run, show, started, wait_until
from tests.support.documented import ADDRESS, SECONDS
from tests.support.wire import STALL, page, reply, room, serving

FORMATS = ["table", "jsonl", "json", "csv"]

ROOMS = 30

META = {"page_number": 1, "page_size": 20, "total_pages": 1, "total_results": 1}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """Serve rooms, with sessions and participants in the first one."""
    with serve(rooms=ROOMS, sessions=12, participants=7, token=KEY) as target:
        yield target


@pytest.fixture(scope="module")
def rooms(sandbox: Sandbox) -> list[dict[str, Any]]:
    """Return the rooms as the client lists them."""
    with Client(KEY, base_url=sandbox.base_url) as client:
        return [to_dict(item) for item in client.rooms.list()]


def one_room(**fields: object) -> bytes:
    """Write a response with a single room."""
    return reply({"data": [{**room(), **fields}], "meta": META})


# Lists


def test_lines_are_the_default_of_a_pipe(sandbox: Sandbox) -> None:
    """Without a format, a pipe gets a JSON object a line; the limit holds."""
    done = run("rooms", "list", "--limit", "3", base_url=sandbox.base_url)
    assert [json.loads(line)["record_type"] for line in done.lines] == ["room"] * 3


def test_commands_follow_the_resources(sandbox: Sandbox, rooms: list[dict[str, Any]]) -> None:
    """A nested list takes the identifier of its parent by position."""
    sessions = run("rooms", "sessions", "list", rooms[0]["id"], base_url=sandbox.base_url)
    first = json.loads(sessions.lines[0])
    participants = run(
        "room-sessions", "participants", "list", first["id"], base_url=sandbox.base_url
    )
    assert len(sessions.lines) == 12
    assert {json.loads(line)["room_id"] for line in sessions.lines} == {rooms[0]["id"]}
    assert len(participants.lines) == 7
    assert {json.loads(line)["session_id"] for line in participants.lines} == {first["id"]}


def test_prefetching_returns_the_same_items(sandbox: Sandbox) -> None:
    """Prefetching does not change the output."""
    words = ("rooms", "list", "--page-size", "4")
    one, several = (
        run(*words, "--concurrency", count, base_url=sandbox.base_url) for count in ("1", "4")
    )
    assert several == one
    assert len(one.lines) == ROOMS


# Formats


def test_each_format_holds_every_item(sandbox: Sandbox, rooms: list[dict[str, Any]]) -> None:
    """Lines, array, table and CSV hold the same items as the client, on however many pages."""
    outputs = {
        name: run("rooms", "list", "--page-size", "7", "--format", name, base_url=sandbox.base_url)
        for name in FORMATS
    }
    assert {(done.code, done.stderr) for done in outputs.values()} == {(0, "")}
    assert [json.loads(line) for line in outputs["jsonl"].lines] == rooms
    assert json.loads(outputs["json"].stdout) == rooms
    identifiers = [item["id"] for item in rooms]
    assert [line.split()[0] for line in outputs["table"].lines[1:]] == identifiers
    assert [row["id"] for row in csv.DictReader(outputs["csv"].lines)] == identifiers


def test_each_format_of_no_items(sandbox: Sandbox) -> None:
    """An empty list is an empty array, no lines, or only a header."""
    words = ("rooms", "list", "--filter-unique-name", "nobody", "--format")
    outputs = {name: run(*words, name, base_url=sandbox.base_url) for name in FORMATS}
    assert {done.code for done in outputs.values()} == {0}
    assert outputs["json"].stdout == b"[]\n"
    assert outputs["jsonl"].stdout == b""
    assert outputs["csv"].stdout.startswith(b"id,")
    assert len(outputs["csv"].lines) == len(outputs["table"].lines) == 1


def test_values_of_csv() -> None:
    """Quotes, line breaks, null, the empty string and nested values are read back from the CSV."""
    name = 'a,"b"\r\nä漢🎥'
    body = one_room(unique_name=name, active_session_id=None, sessions=[], **{ADDRESS: ""})
    with serving(body) as server:
        done = run("rooms", "list", "--format", "csv", base_url=server.url)
    (row,) = csv.DictReader(io.StringIO(done.stdout.decode(), newline=""))
    assert (row["unique_name"], row["enable_recording"], row["sessions"]) == (name, "false", "[]")
    assert (row["active_session_id"], row[SECONDS], row[ADDRESS]) == (("", "", ""))
    # Only quotes tell the empty string from null, and csv.reader drops them.
    header, _, record = done.stdout.decode().partition("\r\n")
    quoted = '"' + name.replace('"', '""') + '"'
    cells = record.rstrip("\r\n").replace(quoted, "").split(",")
    raw = dict(zip(header.split(","), cells, strict=True))
    assert (raw[ADDRESS], raw[SECONDS]) == ('""', "")


def test_messages_cannot_steer_a_terminal() -> None:
    """Control characters of an error are escaped, and it stays on one line."""
    with serving(reply(b"\x1b[2Jno\nway\x9b", 400)) as server:
        done = run("rooms", "list", base_url=server.url)
    assert done.code == 1
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.rstrip("\n").isprintable()
    assert "400" in done.stderr


def test_output_is_utf_8() -> None:
    """The output is UTF-8 in any locale."""
    variables = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    with serving(one_room(unique_name="ä漢🎥")) as server:
        for output in FORMATS:
            words = ("rooms", "list", "--format", output)
            done = run(*words, base_url=server.url, variables=variables)
            assert "ä漢🎥".encode() in done.stdout, output


# Ends


def test_failures_are_one_line(sandbox: Sandbox) -> None:
    """An error of the API or the network is one line, with the exit code 1."""
    words = ("rooms", "list", "--format", "csv")
    refused = run(*words, base_url=sandbox.base_url, key="wrong")
    unknown = "00000000-0000-0000-0000-000000000000"
    missing = run("rooms", "sessions", "list", unknown, base_url=sandbox.base_url)
    nobody = run("rooms", "list", "--retries", "0")
    for done, status in (
        (refused, "401"),
        (missing, "404"),
        (nobody, "GET http://127.0.0.1:1/v2/rooms"),
    ):
        assert (done.code, done.stdout) == (1, b"")
        (line,) = done.stderr.splitlines()
        assert line.startswith("Error: ")
        assert status in line


def test_failure_between_pages() -> None:
    """Earlier items stay written, in complete lines; a JSON array then has no end."""
    replies = (page(1, 2, page_size=2, total=4), reply(b"", 400))
    outputs = {}
    for output in FORMATS:
        with serving(*replies) as server:
            outputs[output] = run("rooms", "list", "--format", output, base_url=server.url)
    for done in outputs.values():
        assert done.code == 1
        assert done.stderr.endswith("(after 2 items)\n")
    assert len([json.loads(line) for line in outputs["jsonl"].lines]) == 2
    assert [len(outputs[output].lines) for output in ("table", "csv")] == [3, 3]
    with pytest.raises(json.JSONDecodeError):
        json.loads(outputs["json"].stdout)
    assert len(json.loads(outputs["json"].stdout + b"]")) == 2


def test_reader_that_leaves(sandbox: Sandbox) -> None:
    """The command ends without a message if the reader closes the pipe."""
    with started("rooms", "list", "--page-size", "1", base_url=sandbox.base_url) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())
        process.stdout.close()
        assert process.wait(30) == 141
        assert process.stderr.read() == b""


def test_interrupt() -> None:
    """Ctrl-C ends the command without a message, also during a request."""
    words = ("rooms", "list", "--concurrency", "2")
    with (
        serving(page(1, page_size=1, total=2), STALL) as server,
        started(*words, base_url=server.url) as process,
    ):
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())
        wait_until(lambda: len(server.requests) == 2)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        # The line of the terminal's ^C ends.
        assert process.stderr.read() == b"\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("words", ["rooms list", "rooms list --format json", "--help"])
def test_disk_that_is_full(sandbox: Sandbox, words: str) -> None:
    """A full disk is one error message."""
    with Path("/dev/full").open("wb") as full:
        shown = show(*words.split(), base_url=sandbox.base_url, stdout=full)
    assert shown.code == 1
    assert shown.lines[-2].endswith("Error: the standard output: No space left on device")
    assert shown.received.count("No space left") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_disk_that_is_full_in_a_container(unbuffered: str) -> None:
    """Where each write goes out at once, as containers often have it, it is one message, too."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "telnyx_video", "--help"],
            env=environment(PYTHONUNBUFFERED=unbuffered),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=30,
        )
    assert done.returncode == 1
    assert done.stderr.endswith("Error: the standard output: No space left on device\n")
    assert done.stderr.count("\n") == 1


def test_no_standard_output(sandbox: Sandbox) -> None:
    """The message says that the standard output is closed."""
    command = f"exec {sys.executable} -m telnyx_video rooms list >&-"
    done = subprocess.run(
        ["sh", "-c", command],
        env=environment(TELNYX_API_KEY=KEY, TELNYX_BASE_URL=sandbox.base_url),
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == 1
    assert done.stderr == "Error: the standard output is closed\n"
