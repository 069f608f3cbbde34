"""The command line: operations that are not lists."""

import json
from functools import partial
from pathlib import Path

import pytest

from tests.support.client.plain import SHELF, SHELF_ID, write_plain
from tests.support.client_command import KEY, run, show
from tests.support.specs import GET_SHELVES, REMOVED, build
from tests.support.wire import reply, serving

VARIABLES = {"PLAIN_API_KEY": KEY}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generate the client."""
    spec = write_plain(tmp_path_factory.mktemp("plain") / "plain.yaml")
    return build(spec, spec.parent)


def test_a_value(package: Path) -> None:
    """A pipe gets the value as a line of JSON; the request has the arguments of the method."""
    words = ("shelves", "get", SHELF_ID, "--parts", "a", "--parts", "b", "--x-trace", "me")
    with serving(reply(SHELF)) as server:
        address = ("--base-url", server.url, "--api-limit", "3")
        done = run(*words, *address, package=package, variables=VARIABLES)
        (request,) = server.received
    assert (done.code, done.stderr) == (0, "")
    (line,) = done.lines
    assert json.loads(line) == SHELF
    assert request.target == f"/v2/shelves/{SHELF_ID}?parts=a&parts=b&limit=3"
    assert request.headers["x-trace"] == "me"


def test_a_value_on_a_terminal(package: Path) -> None:
    """A terminal gets the value on several lines, and no character that controls it."""
    with serving(reply(["a\x9b2J", "b"])) as server:
        words = ("shelves", "read-labels", SHELF_ID, "--base-url", server.url)
        shown = show(*words, base_url="", package=package, variables=VARIABLES)
    assert (shown.code, shown.lines) == (0, ["[", r'  "a\u009b2J",', '  "b"', "]", ""])


def test_errors_of_a_value(package: Path) -> None:
    """A missing value is one line with exit code 1; a bad argument is named as the option."""
    plain = partial(run, package=package, variables=VARIABLES)
    with serving(reply({"message": "gone"}, 404)) as server:
        missing = plain("shelves", "get", SHELF_ID, "--base-url", server.url)
    assert (missing.code, missing.stdout) == (1, b"")
    (line,) = missing.stderr.splitlines()
    assert "404" in line
    refused = plain("shelves", "get", SHELF_ID, "--api-limit", "10", "--base-url", "http://a.test")
    assert (refused.code, refused.stdout) == (2, b"")
    assert refused.stderr.endswith("Invalid value for '--api-limit': 10 is greater than 9\n")


def test_no_option_of_a_list(package: Path) -> None:
    """The help of a value has the options of the connection, and none of lists."""
    told = run("shelves", "get", "--help", package=package).stdout.decode()
    assert "SHELF_ID" in told
    assert "--retries N" in told
    assert not [option for option in ("--format", "--fields", "--concurrency") if option in told]


def test_operations_that_write_are_no_commands(package: Path) -> None:
    """The commands only read."""
    told = run("shelves", "--help", package=package).stdout.decode()
    rows = [line.split() for line in told.partition("Commands:")[2].splitlines()]
    names = [" ".join(row[1:]) for row in rows if row[:1] == ["shelves"]]
    assert names == ["list", "get SHELF_ID", "read-labels SHELF_ID", "books list SHELF_ID"]


def test_a_document_without_lists(tmp_path: Path) -> None:
    """Its package has commands for the values."""
    path = write_plain(
        tmp_path / "calls.yaml",
        **{
            GET_SHELVES: REMOVED,
            "/paths/~1shelves~1{shelf_id}~1books": REMOVED,
            "/components/schemas/Shelf/x-invariants": REMOVED,
        },
    )
    package = build(path, tmp_path)
    with serving(reply(["a"])) as server:
        words = ("shelves", "read-labels", SHELF_ID, "--base-url", server.url)
        done = run(*words, package=package, variables={"CALLS_API_KEY": KEY})
    assert (done.code, done.stdout) == (0, b'["a"]\n')
