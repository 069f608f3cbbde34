"""The command line: requests, invalid words, and help."""

import os
from functools import partial
from pathlib import Path

import pytest

import telnyx_video
from tests.support.client_command import KEY, Run, run
from tests.support.specs import GET_SHELVES, REMOVED, build, write
from tests.support.wire import page, reply, serving


def assert_refused(done: Run, problem: str) -> None:
    """Check that nothing was listed, and that the last line of the message says why."""
    assert (done.code, done.stdout) == (2, b"")
    usage, said = done.stderr.splitlines()
    assert usage.startswith("usage: python -m ")
    assert said.partition(": error: ")[2] == problem


# Requests


@pytest.mark.parametrize(
    ("words", "query"),
    [
        (
            ["--filter-date-created-at-gte", "2021-04-25", "--include-sessions"],
            "filter%5Bdate_created_at%5D%5Bgte%5D=2021-04-25&include_sessions=true",
        ),
        (
            ["--no-include-sessions", "--filter-unique-name", "a b&c", "--page-size", "20"],
            "filter%5Bunique_name%5D=a%20b%26c&include_sessions=false&page%5Bsize%5D=20",
        ),
        (["--filter-unique-name", ""], "filter%5Bunique_name%5D="),
        (["--filter-unique-name=--x"], "filter%5Bunique_name%5D=--x"),
    ],
)
def test_arguments_reach_the_api(words: list[str], query: str) -> None:
    """A day, a text, a bool and a number are sent as the API writes them."""
    with serving(page(1)) as server:
        assert run("rooms", "list", *words, base_url=server.url).code == 0
    assert server.targets == [f"/v2/rooms?{query}"]


def test_what_is_left_out_is_not_sent() -> None:
    """Parameters without a value are not sent; the key comes from the environment."""
    with serving(page(1)) as server:
        assert run("rooms", "list", base_url=server.url).code == 0
    assert server.targets == ["/v2/rooms"]
    assert f"authorization: bearer {KEY}".lower() in server.requests[0].lower()


def test_the_address_may_be_an_option() -> None:
    """The option replaces the address of the environment."""
    with serving(page(1)) as server:
        assert run("rooms", "list", "--base-url", server.url).code == 0
    assert server.targets == ["/v2/rooms"]


def test_the_old_name_of_an_option() -> None:
    """The option ``--on-shift`` works, with a warning, and is not in the help."""
    with serving(page(1, 1, page_size=2, total=2)) as server:
        done = run("rooms", "list", "--on-shift", "ignore", base_url=server.url)
    assert (done.code, len(done.lines)) == (0, 1)
    assert done.stderr == "warning: --on-shift is deprecated: use --on-change\n"
    assert "--on-shift" not in run("rooms", "list", "--help").stdout.decode()


# Invalid words and variables


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("--page-size 1000", "--page-size: 1000 is greater than 250"),
        ("--page-size -1", "--page-size: -1 is less than 1"),
        ("--page-size 1_0", "--page-size: expected an integer, such as 20, got '1_0'"),
        ("--page-size ٣", "--page-size: expected an integer, such as 20, got '٣'"),
        (
            "--filter-date-created-at-gte 20210425",
            "--filter-date-created-at-gte: expected a date, such as 2021-04-25, got '20210425'",
        ),
        (
            "--filter-date-created-at-eq 2021-02-29",
            "--filter-date-created-at-eq: 2021-02-29 is not in the calendar",
        ),
        ("--limit -1", "--limit: expected a number of items, at least 0, got -1"),
        ("--concurrency 0", "--concurrency: expected a number of requests, from 1 to 64, got 0"),
        ("--on-change x", "--on-change: expected 'raise' or 'ignore', got 'x'"),
        ("--retries 101", "--retries: expected a count from 0 to 100, got 101"),
        ("--timeout inf", "--timeout: expected a number, such as 2.5, got 'inf'"),
        (
            "--timeout 0",
            "--timeout: expected seconds, more than 0 and at most a day, got 0.0",
        ),
        (
            "--base-url x",
            "--base-url: expected an address such as https://api.example.com/v2, got 'x'",
        ),
        (
            "--include-sessions=yes",
            "--include-sessions/--no-include-sessions: ignored explicit argument 'yes'",
        ),
        ("--page 1", "there is no --page 1; --help lists the commands and options"),
        ("--api-key x", "there is no --api-key x; --help lists the commands and options"),
    ],
)
def test_bad_options(words: str, problem: str) -> None:
    """Each is refused before a request, and the message has the name as the user wrote it."""
    assert_refused(run("rooms", "list", *words.split()), problem)


def test_bad_positions() -> None:
    """A missing or malformed positional argument is named as in the help."""
    command = ("rooms", "sessions", "list")
    assert_refused(run(*command), "the following arguments are required: ROOM_ID")
    assert_refused(run(*command, "../x"), "ROOM_ID: '../x' is not a UUID")


def test_text_that_is_not_utf_8() -> None:
    """Bytes that are not UTF-8 are refused."""
    done = run("rooms", "list", "--filter-unique-name", os.fsdecode(b"\xff"))
    assert_refused(done, r"--filter-unique-name: '\udcff' cannot be encoded as UTF-8")


def test_bad_environment() -> None:
    """The message names the variable of an invalid key or address, and not its value."""
    assert_refused(
        run("rooms", "list", key=""),
        "TELNYX_API_KEY: set this environment variable to the API key",
    )
    assert_refused(
        run("rooms", "list", key="two\nlines"),
        "TELNYX_API_KEY: the key holds a blank, a line break or another character that no key has",
    )
    assert_refused(
        run("rooms", "list", base_url="nowhere"),
        "TELNYX_BASE_URL: expected an address such as https://api.example.com/v2, got 'nowhere'",
    )


def test_unknown_commands() -> None:
    """An unknown command is an error that lists the known ones."""
    done = run("room", "list")
    assert done.code == 2
    assert "rooms" in done.stderr.splitlines()[-1]
    assert "room-sessions" in done.stderr.splitlines()[-1]


# Help


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("rooms",),
        ("rooms", "list"),
        ("rooms", "sessions", "list"),
        ("room-sessions", "participants", "list"),
    ],
)
def test_help_fits_a_terminal(words: tuple[str, ...]) -> None:
    """At every level there is help of at most 80 columns, and it needs no key."""
    done = run(*words, "--help", key="", variables={"COLUMNS": "80"})
    assert (done.code, done.stderr) == (0, "")
    assert max(map(len, done.lines)) <= 80
    assert done.lines[0].startswith(" ".join(["usage: python -m telnyx_video", *words]))


def test_help_names_every_command_and_option() -> None:
    """The help of the program lists the commands, and the help of a command its options."""
    program, command = run("--help").stdout.decode(), run("rooms", "list", "--help").stdout.decode()
    assert "  rooms sessions list ROOM_ID\n      List the sessions of a room.\n" in program
    assert "TELNYX_API_KEY" in program
    assert (
        "  --filter-date-created-at-gte DATE\n        Only rooms that were created on or after"
        in command
    )
    assert "  --include-sessions, --no-include-sessions\n" in command
    for option in ("limit N", "concurrency N", "timeout SECONDS", "retries N", "base-url URL"):
        assert f"  --{option}\n" in command


def test_no_command() -> None:
    """Without a command, the help with the list of commands is printed to standard error."""
    for words in ((), ("rooms",)):
        done = run(*words)
        assert (done.code, done.stdout) == (2, b"")
        assert "  rooms list\n" in done.stderr


def test_version() -> None:
    """``--version`` prints the package and its version."""
    done = run("--version", key="")
    assert (done.code, done.lines) == (0, [f"telnyx_video {telnyx_video.__version__}"])


# Other APIs


def test_another_api(tmp_path: Path) -> None:
    """Parameters of an API may have the names of our options."""
    schema = {"type": "string", "format": "date-time"}
    parameters = [
        {"name": "made_at", "in": "query", "description": "100% für alle.", "schema": schema},
        {"name": "format", "in": "query", "description": "Its size.", "schema": {"type": "string"}},
        {"name": "limit", "in": "query", "description": "How far.", "schema": {"type": "integer"}},
    ]
    places = (f"{GET_SHELVES}/parameters/-{index}" for index in range(3))
    spec = write(tmp_path / "library.yaml", dict(zip(places, parameters, strict=True)))
    package = build(spec, spec.parent)
    body = {"shelves": [], "meta": {"page": 1, "pages": 1, "total": 0}}
    words = "shelves list --made-at 2021-04-25T13:39:48.5+02:00 --api-format a4 --api-limit 3"
    with serving(reply(body)) as server:
        words += f" --base-url {server.url} --format json --limit 5"
        library = partial(
            run,
            key="",
            package=package,
            variables={"LIBRARY_API_KEY": KEY, "PYTHONIOENCODING": "ascii"},
        )
        done = library(*words.split())
        refused = library("shelves", "list", "--made-at", "2021-04-25T13:39:48")
        told = library("shelves", "list", "--help")
    assert (done.code, done.stdout, done.stderr) == (0, b"[]\n", "")
    assert server.targets == [
        "/v2/shelves?made_at=2021-04-25T11%3A39%3A48.500000Z&format=a4&limit=3"
    ]
    assert "--made-at: expected a date-time, such as 2021-04-25T" in refused.stderr
    assert "  --made-at DATE-TIME\n        100% für alle.\n" in told.stdout.decode()


def test_pages_without_numbers(tmp_path: Path) -> None:
    """The help for linked pages says that one page can be prefetched."""
    position = "/components/schemas/Position/properties"
    link = {"description": "The next page.", "type": ["string", "null"]}
    changes = {
        f"{GET_SHELVES}/x-list/pagination": {"style": "link", "next": "/meta/next"},
        f"{GET_SHELVES}/parameters/3": REMOVED,
        f"{position}/next": link,
    }
    spec = write(tmp_path / "library.yaml", changes)
    package = build(spec, spec.parent)
    library = partial(run, package=package)
    told = library("shelves", "list", "--help").stdout.decode()
    assert "--concurrency N" in told
    assert "of pages with links, 2 at most" in " ".join(told.split())
