"""The command line: chosen fields, and completion in a shell."""

import csv
import json
import os
import subprocess
import sys

import pytest

from tests.support.client_command import KEY, environment, run, show
from tests.support.documented import ADDRESS
from tests.support.wire import page, reply, room, serving

_META = {"page_number": 1, "page_size": 20, "total_pages": 1, "total_results": 1}
_PLAIN = {"NO_COLOR": "1"}


@pytest.mark.parametrize("words", [["created_at", "id"], ["id", "id", " created_at"]])
def test_fields_in_each_format(words: list[str]) -> None:
    """Each format has the chosen fields only, once and in the given order; the request is whole."""
    names = [*dict.fromkeys(word.strip() for word in words)]
    with serving(page(1)) as server:
        outputs = {
            name: run(
                *("rooms", "list", "--format", name, "--fields", ",".join(words)),
                base_url=server.url,
            )
            for name in ("table", "csv", "json", "jsonl")
        }
        assert {*server.targets} == {"/v2/rooms"}
    assert {done.code for done in outputs.values()} == {0}
    assert outputs["table"].lines[0].split() == names
    assert next(csv.reader(outputs["csv"].lines)) == names
    (item,), line = json.loads(outputs["json"].stdout), json.loads(outputs["jsonl"].stdout)
    assert list(item) == list(line) == names
    assert item == line == {name: room(1)[name] for name in names}


def test_absent_fields() -> None:
    """JSON lacks a chosen field that the API did not send; the other formats have no value."""
    item = {name: value for name, value in room().items() if name != "sessions"}
    with serving(reply({"data": [item], "meta": _META})) as server:
        outputs = {
            name: run(
                *("rooms", "list", "--format", name, "--fields", "sessions,unique_name"),
                base_url=server.url,
            ).lines
            for name in ("table", "csv", "jsonl")
        }
    assert json.loads(outputs["jsonl"][0]) == {"unique_name": item["unique_name"]}
    assert outputs["csv"][1] == f",{item['unique_name']}"
    assert outputs["table"][1].split(None, 1)[0] == "-"


def test_chosen_fields_keep_their_order_on_a_narrow_terminal() -> None:
    """The first of the chosen fields have room, whatever they are."""
    words = ("rooms", "list", "--fields", f"updated_at,unique_name,{ADDRESS},id")
    with serving(page(1)) as server:
        shown = show(*words, base_url=server.url, columns=60, variables=_PLAIN)
    assert shown.lines[0].split()[:2] == ["updated_at", "unique_name"]
    assert "No room for id" in " ".join(shown.lines)


def test_identifiers_have_room_before_links() -> None:
    """A narrow table has whole identifiers, and leaves out addresses first."""
    address = "https://example.com/" + "x" * 20
    item = {**room(), ADDRESS: address, "active_session_id": room()["id"]}
    words = ("rooms", "list", "--fields", f"{ADDRESS},active_session_id,id")
    with serving(reply({"data": [item], "meta": _META})) as server:
        shown = show("rooms", "list", base_url=server.url, columns=160, variables=_PLAIN)
        chosen = show(*words, base_url=server.url, columns=74, variables=_PLAIN)
    assert shown.received.count(str(room()["id"])) == 2
    assert "https://" not in shown.received
    # A choice comes first.
    assert "https://" in chosen.received
    assert "…" not in chosen.lines[1].split()[1]


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        ("telnyx-video room", ["rooms", "room-sessions"]),
        ("telnyx-video rooms list --filter-uniq", ["--filter-unique-name"]),
        ("telnyx-video rooms list --format js", ["jsonl", "json"]),
        ("telnyx-video rooms list --fields id,uniq", ["id,unique_name"]),
        ("twilio-video rooms participants list x --status re", ["reconnecting"]),
    ],
)
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str, words: str, completed: list[str]) -> None:
    """A shell completes commands, options, values and fields."""
    program, *before = words.split()
    package = program.replace("-", "_")
    code = f"import sys; sys.argv = ['{program}']\nfrom {package}.__main__ import main\nmain()"
    variables = {
        f"_{package.upper()}_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": before[-1] if shell == "fish" else str(len(before)),
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(TELNYX_API_KEY=KEY, **variables),
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.stderr == ""
    assert all(each in done.stdout for each in completed)
    assert len(done.stdout.splitlines()) == len(completed) * (3 if shell == "zsh" else 1)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script(shell: str) -> None:
    """The line of the documentation prints a script for the shell."""
    code = "import sys; sys.argv = ['telnyx-video']\nfrom telnyx_video.__main__ import main\nmain()"
    variables = {"_TELNYX_VIDEO_COMPLETE": f"{shell}_source", "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(**variables),
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == 0
    assert f"_TELNYX_VIDEO_COMPLETE={shell}_complete" in done.stdout
