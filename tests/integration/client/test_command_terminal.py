"""The command line on a terminal: table, progress, and escaped characters."""

import json
import os
import pty
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contract_tests.sandbox import Sandbox, serve
from telnyx_video import Client, to_dict
from tests.support.client_command import KEY, run, show, started, width
from tests.support.specs import build, write
from tests.support.wire import Computed, Request, page, reply, room, serving

FORMATS = ["table", "jsonl", "json", "csv"]

ROOMS = 30

PLAIN = {"NO_COLOR": "1"}

META = {"page_number": 1, "page_size": 20, "total_pages": 1, "total_results": 1}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """Serve rooms."""
    with serve(rooms=ROOMS, token=KEY) as target:
        yield target


@pytest.fixture(scope="module")
def rooms(sandbox: Sandbox) -> list[dict[str, Any]]:
    """Return the rooms as the client lists them."""
    with Client(KEY, base_url=sandbox.base_url) as client:
        return [to_dict(item) for item in client.rooms.list()]


@pytest.mark.parametrize("columns", [20, 70, 71, 72, 500])
def test_table_fits_the_terminal(
    sandbox: Sandbox, rooms: list[dict[str, Any]], columns: int
) -> None:
    """By default a terminal gets a table, as wide as the terminal and with complete identifiers."""
    shown = show("rooms", "list", base_url=sandbox.base_url, columns=columns, variables=PLAIN)
    assert shown.code == 0
    assert max(map(width, shown.lines)) <= columns
    assert len(shown.lines) > ROOMS
    assert (rooms[0]["id"] in shown.received) == (columns > 20)
    assert ("No room for" in shown.received) == (columns < 500)


def test_columns_of_the_given_filters_come_first(sandbox: Sandbox) -> None:
    """A narrow table shows the fields that the command line filters by."""
    plain = show("rooms", "list", base_url=sandbox.base_url, variables=PLAIN).lines[0].split()
    words = ("rooms", "list", "--include-sessions", "--filter-date-updated-at-gte", "2000-01-01")
    asked = show(*words, base_url=sandbox.base_url, variables=PLAIN).lines[0].split()
    assert not {"updated_at", "sessions"} & {*plain}
    assert {"id", "updated_at", "sessions"} <= {*asked}


def test_cells_of_a_table() -> None:
    """Wide characters align; long cells are cut; numbers are right-aligned."""
    names = ["漢字", "e\u0301", "x" * 90]
    items = [{**room(number), "unique_name": name} for number, name in enumerate(names)]
    meta = {**META, "total_results": 3}
    with serving(reply({"data": items, "meta": meta})) as server:
        shown = show("rooms", "list", base_url=server.url, columns=114, variables=PLAIN)
    header, *rows = shown.lines[:4]
    assert header.split() == ["id", "max_participants", "unique_name", "created_at", "updated_at"]
    assert {row[36:56] for row in rows} == {" " * 16 + "50  "}
    assert [row[56:].partition(" 2021")[0] for row in rows] == [
        "漢字" + " " * 11,
        "e\u0301" + " " * 14,
        "x" * 13 + "… ",
    ]


def test_later_identifiers_are_whole(tmp_path: Path) -> None:
    """An identifier that is longer than those of the first page is not cut."""
    shelf = {"type": "integer"}
    spec = write(tmp_path / "library.yaml", {"/components/schemas/Shelf/properties/id": shelf})
    package = build(spec, tmp_path)
    created = "2021-04-16T09:46:20Z"
    bodies = [
        {
            "shelves": [{"id": number, "label": "a", "created_at": created}],
            "meta": {"page": page_number, "pages": 2, "total": 2},
        }
        for page_number, number in ((1, 7), (2, 123456))
    ]
    with serving(*map(reply, bodies)) as server:
        shown = show(
            *("shelves", "list", "--base-url", server.url, "--size", "1"),
            base_url="",
            package=package,
            variables={**PLAIN, "LIBRARY_API_KEY": KEY},
        )
    rows = [line.split() for line in shown.lines[1:3]]
    assert (shown.code, [row[0] for row in rows]) == (0, ["7", "123456"])


@pytest.mark.parametrize(
    ("variables", "is_bold"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
)
def test_emphasis(sandbox: Sandbox, variables: dict[str, str], *, is_bold: bool) -> None:
    """The header is bold, unless the user or the terminal forbids it."""
    shown = show("rooms", "list", "--limit", "1", base_url=sandbox.base_url, variables=variables)
    assert shown.received.startswith("\x1b[1mid ") == is_bold
    assert ("\x1b" in shown.received) == is_bold


def test_progress(sandbox: Sandbox, tmp_path: Path) -> None:
    """While a file is written, a bar on the terminal counts the items; it is erased at the end."""
    words = ("rooms", "list", "--page-size", "10")
    with (tmp_path / "rooms.jsonl").open("w+b") as file:
        shown = show(*words, base_url=sandbox.base_url, stdout=file)
        limited = show(*words, "--limit", "15", base_url=sandbox.base_url, stdout=file)
        file.seek(0)
        assert len(file.readlines()) == ROOMS + 15
    assert (shown.code, limited.code) == (0, 0)
    assert f" 33%  10 of {ROOMS} items" in shown.received
    assert f"100%  {ROOMS} of {ROOMS} items" in shown.received
    assert "100%  15 of 15 items" in limited.received
    assert {*shown.lines} == {*limited.lines} == {""}


def test_no_progress(sandbox: Sandbox, tmp_path: Path) -> None:
    """There is no bar if the terminal also shows items or other output, or is dumb."""
    words = ("rooms", "list", "--limit", "1", "--format", "jsonl")
    address = sandbox.base_url
    assert len(show(*words, base_url=address).received.splitlines()) == 1
    reader, writer = os.pipe()
    with open(reader, "rb"), open(writer, "wb") as pipe:  # noqa: PTH123 - descriptors
        assert show(*words, base_url=address, stdout=pipe).received == ""
    with (tmp_path / "rooms.jsonl").open("wb") as file:
        dumb = show(*words, base_url=address, stdout=file, variables={"TERM": "dumb"})
    assert dumb.received == ""


def test_retries_are_seen_on_a_terminal(tmp_path: Path) -> None:
    """A terminal shows each retry above the bar; a pipe does not get it."""
    first, second = (page(number, page_number=number, page_size=1, total=2) for number in (1, 2))
    replies = (first, reply(b"", 503), second)
    with serving(*replies) as server, (tmp_path / "rooms.jsonl").open("wb") as file:
        shown = show("rooms", "list", base_url=server.url, stdout=file)
    with serving(*replies) as server:
        done = run("rooms", "list", base_url=server.url)
    assert (shown.code, done.code, done.stderr) == (0, 0, "")
    text = "".join(shown.lines)
    assert text.startswith("warning: GET ")
    assert "503" in text
    assert "items" not in text


def test_terminal_that_disappears(tmp_path: Path) -> None:
    """A file is written to its end if the terminal with the progress is closed meanwhile."""
    terminal, end = pty.openpty()

    def respond(request: Request) -> bytes:
        if request.count == 2:
            os.close(terminal)
            return reply(b"", 503)
        number = request.count - (request.count > 2)
        return page(number, page_number=number, page_size=1, total=3)

    with (
        serving(Computed(respond)) as server,
        (tmp_path / "rooms.jsonl").open("w+b") as file,
        started("rooms", "list", base_url=server.url, stdout=file, stderr=end) as process,
    ):
        os.close(end)
        assert process.wait(30) == 0
        file.seek(0)
        assert len(file.readlines()) == 3


def test_text_cannot_steer_a_terminal() -> None:
    """Control characters of a server are escaped in every format."""
    name = "a\x1b]0;x\x07\x9b2J\u202eb\x7f\n"
    with serving(reply({"data": [{**room(), "unique_name": name}], "meta": META})) as server:
        for output in FORMATS:
            shown = show("rooms", "list", "--format", output, base_url=server.url, variables=PLAIN)
            assert shown.code == 0
            assert not set(shown.received) & set("\x1b\x07\x9b\u202e\x7f"), output
        lines = run("rooms", "list", base_url=server.url)
    assert json.loads(lines.stdout)["unique_name"] == name
    assert len(lines.lines) == 1
