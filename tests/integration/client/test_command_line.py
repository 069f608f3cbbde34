"""The command line: requests, invalid words, and help."""

import os
from functools import partial
from pathlib import Path

import pytest

import telnyx_video
from tests.support.client_command import KEY, Run, run
from tests.support.documented import LARGEST_PAGE
from tests.support.specs import GET_SHELVES, REMOVED, build, write
from tests.support.wire import page, reply, serving


def assert_refused(done: Run, problem: str) -> None:
    """Check that nothing was listed, and that the last line of the message says why."""
    assert (done.code, done.stdout) == (2, b"")
    usage, hint, blank, said = done.stderr.splitlines()
    assert usage.startswith("Usage: python -m ")
    assert hint.startswith("Try 'python -m ")
    assert (blank, said) == ("", f"Error: {problem}")


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
    assert "deprecated" in done.stderr
    assert "Use --on-change" in done.stderr
    assert "--on-shift" not in run("rooms", "list", "--help").stdout.decode()


# Invalid words and variables


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("--page-size 1000", f"1000 is greater than {LARGEST_PAGE}"),
        ("--page-size -1", "-1 is less than 1"),
        ("--page-size 1_0", "expected an integer, such as 20, got '1_0'"),
        ("--page-size ٣", "expected an integer, such as 20, got '٣'"),
        (
            "--filter-date-created-at-gte 20210425",
            "expected a date, such as 2021-04-25, got '20210425'",
        ),
        ("--filter-date-created-at-eq 2021-02-29", "2021-02-29 is not in the calendar"),
        ("--limit -1", "expected a number of items, at least 0, got -1"),
        ("--concurrency 0", "expected a number of requests, from 1 to 64, got 0"),
        ("--on-change x", "expected 'raise' or 'ignore', got 'x'"),
        ("--on-change ignor", "expected 'raise' or 'ignore', got 'ignor'; did you mean 'ignore'?"),
        ("--retries 101", "expected a count from 0 to 100, got 101"),
        ("--timeout inf", "expected a number, such as 2.5, got 'inf'"),
        ("--timeout 0", "expected seconds, more than 0 and at most a day, got 0.0"),
        ("--base-url x", "expected an address such as https://api.example.com/v2, got 'x'"),
        ("--format xml", "'xml' is not one of 'table', 'jsonl', 'json', 'csv'."),
        ("--fields id,nme", "there is no field 'nme'"),
        ("--fields id,unique_nam", "there is no field 'unique_nam'; did you mean 'unique_name'?"),
    ],
)
def test_bad_values(words: str, problem: str) -> None:
    """Each is refused before a request, and the message has the name as the user wrote it."""
    option = words.partition(" ")[0]
    hint = f"'{option}' (env var: 'TELNYX_BASE_URL')" if option == "--base-url" else f"'{option}'"
    refused = run("rooms", "list", *words.split())
    assert_refused(refused, f"Invalid value for {hint}: {problem}")


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("--include-sessions=yes", "Option '--include-sessions' does not take a value."),
        ("--page 1", "No such option '--page'. (Did you mean one of: '--page-number', '--page-s"),
        ("--filter-uniqe-name x", "'--filter-uniqe-name'. Did you mean '--filter-unique-name'?"),
        ("--api-key x", "No such option '--api-key'."),
    ],
)
def test_bad_options(words: str, problem: str) -> None:
    """An unknown option is refused, with the known ones that are close."""
    done = run("rooms", "list", *words.split())
    assert (done.code, done.stdout) == (2, b"")
    assert problem in done.stderr.splitlines()[-1]


def test_bad_positions() -> None:
    """A missing or malformed positional argument is named as in the help."""
    command = ("rooms", "sessions", "list")
    assert_refused(run(*command), "Missing argument 'ROOM_ID'.")
    assert_refused(run(*command, "../x"), "Invalid value for 'ROOM_ID': '../x' is not a UUID")


def test_text_that_is_not_utf_8() -> None:
    """Bytes that are not UTF-8 are refused."""
    done = run("rooms", "list", "--filter-unique-name", os.fsdecode(b"\xff"))
    problem = r"'\udcff' cannot be encoded as UTF-8"
    assert_refused(done, f"Invalid value for '--filter-unique-name': {problem}")


def test_bad_environment() -> None:
    """The message names the variable of an invalid key or address, and not its value."""
    assert_refused(
        run("rooms", "list", key=""),
        "no credentials: set TELNYX_API_KEY",
    )
    assert_refused(
        run("rooms", "list", key="two\nlines"),
        "TELNYX_API_KEY: the key holds a blank, a line break or another character that no key has",
    )
    assert_refused(
        run("rooms", "list", base_url="nowhere"),
        "Invalid value for '--base-url' (env var: 'TELNYX_BASE_URL'): expected an address such as "
        "https://api.example.com/v2, got 'nowhere'",
    )


def test_misspelled_variables() -> None:
    """The message names a variable that is set, and is almost the right one; not its value."""
    done = run("rooms", "list", key="", variables={"TELNYX_APIKEY": KEY})
    problem = "no credentials: set TELNYX_API_KEY"
    assert_refused(done, f"{problem}; TELNYX_APIKEY is set, did you mean TELNYX_API_KEY?")
    assert KEY not in done.stderr


def test_an_api_without_keys(tmp_path: Path) -> None:
    """An API without credentials needs no variable, and the help names none."""
    books = "/paths/~1shelves~1{shelf_id}~1books/get"
    changes = {f"{each}/security": REMOVED for each in (GET_SHELVES, books)}
    spec = write(tmp_path / "library.yaml", changes)
    package = build(spec, spec.parent)
    body = {"shelves": [], "meta": {"page": 1, "pages": 1, "total": 0}}
    with serving(reply(body)) as server:
        words = ("shelves", "list", "--base-url", server.url)
        done = run(*words, key="", package=package)
    told = run("--help", key="", package=package).stdout.decode()
    command = run("shelves", "list", "--help", key="", package=package).stdout.decode()
    assert (done.code, done.stderr) == (0, "")
    assert "LIBRARY_API_KEY" not in told
    assert "credentials" not in told + command
    assert "[env var: LIBRARY_BASE_URL]" in " ".join(command.split())


def test_unknown_commands() -> None:
    """An unknown command is an error, with the known ones that are close."""
    done = run("room", "list")
    assert done.code == 2
    assert "No such command 'room'. Did you mean 'rooms'?" in done.stderr


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
    assert done.lines[0].startswith(" ".join(["Usage: python -m telnyx_video", *words]))


def test_help_names_every_command_and_option() -> None:
    """The help of the program lists the commands, and the help of a command its options."""
    program, command = run("--help").stdout.decode(), run("rooms", "list", "--help").stdout.decode()
    assert "  rooms sessions list ROOM_ID\n          List the sessions of a room.\n" in program
    assert "TELNYX_API_KEY" in program
    assert (
        "  --filter-date-created-at-gte DATE\n          Only rooms that were created on or after"
        in command
    )
    assert "  --include-sessions / --no-include-sessions\n" in command
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
        {"name": "fields", "in": "query", "description": "Which.", "schema": {"type": "boolean"}},
        {"name": "by", "in": "query", "description": "By whom.", "schema": {"type": "string"}},
    ]
    places = (f"{GET_SHELVES}/parameters/-{index}" for index in range(5))
    spec = write(tmp_path / "library.yaml", dict(zip(places, parameters, strict=True)))
    package = build(spec, spec.parent)
    body = {"shelves": [], "meta": {"page": 1, "pages": 1, "total": 0}}
    words = "shelves list --made-at 2021-04-25T13:39:48.5+02:00 --api-format a4 --api-limit 3"
    words += " --no-api-fields --by x"
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
        "/v2/shelves?made_at=2021-04-25T11%3A39%3A48.500000Z&format=a4&limit=3&fields=false&by=x"
    ]
    assert "'--made-at': '2021-04-25T13:39:48' has no time zone; write that of " in refused.stderr
    assert "  --made-at DATE-TIME\n          100% für alle.\n" in told.stdout.decode()


def test_percent_signs_are_printed(tmp_path: Path) -> None:
    """Titles and descriptions have no placeholders."""
    changes = {
        "/info/title": "50%(prog)s of 100% [bold]",
        f"{GET_SHELVES}/description": "By 10%, or %(prog)s.",
        f"{GET_SHELVES}/parameters/-0": {
            "name": "share",
            "in": "query",
            "schema": {"type": "string"},
            "description": "In %, not %(prog)s [red]\\b.",
        },
    }
    spec = write(tmp_path / "library.yaml", changes)
    package = build(spec, spec.parent)
    for words, text in {
        "--help": "50%(prog)s of 100% [bold]:",
        "shelves list --help": "By 10%, or %(prog)s.\n",
        "shelves list -h": "          In %, not %(prog)s [red]\\b.\n",
    }.items():
        done = run(*words.split(), key="", package=package)
        assert (done.code, done.stderr) == (0, "")
        assert text in done.stdout.decode()


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
    assert "linked pages, up to 2" in " ".join(told.split())
