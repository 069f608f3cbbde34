"""The options of the command, and the databases that it opens, without a process."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from contract_tests.sandbox import Api
from contract_tests.sandbox.__main__ import database_of, main, parser
from contract_tests.sandbox._application import Access
from contract_tests.sandbox._database import DatabaseFileError
from contract_tests.sandbox._server import server
from contract_tests.sandbox.twilio import varied
from tests.support.documented import SECONDS, STATUSES
from tests.support.sandbox._http import client_of, everything
from tests.support.sandbox.twilio._http import path_of, walk

_FEW = ("--rooms", "3", "--sessions", "2", "--participants", "2", "--twilio-participants", "9")


@contextmanager
def _opened(*arguments: str | Path) -> Iterator[tuple[list[Api], list[httpx.Client]]]:
    """Open the database of a command line; yield the two APIs and their clients."""
    with closing(database_of(parser().parse_args([str(each) for each in arguments]))) as database:
        app = server(database, Access(1, "token", None, None))
        apis = [*app.apis("http://sandbox").values()]
        telnyx, twilio = (client_of(api, app) for api in apis)
        with telnyx, twilio:
            yield apis, [telnyx, twilio]


def _all(*arguments: str | Path) -> object:
    with _opened(*arguments) as ((_, api), (telnyx, twilio)):
        return everything(telnyx), _participants(api, twilio)


def _participants(api: Api, client: httpx.Client) -> list[list[object]]:
    """Return the SIDs of the participants of each room."""
    return [
        [item["sid"] for each in STATUSES for item in walk(client, path_of(room), {"Status": each})]
        for room in api.parents["RoomSid"]
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        *(["--rooms", "-1"], ["--rooms", "1000001"], ["--rooms", "x"], ["--rooms", "1e3"]),
        *(["--port", "65536"], ["--token", "a b"], ["--token", ""], ["--seed", "x"]),
        *(["--rate-limit", "0"], ["--rate-window", "0"], ["--rate-window", "nan"], ["--nope"]),
        *(["--twilio-participants", "-1"], ["--twilio-participants", ""]),
    ],
    ids=" ".join,
)
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong option is named, with the exit code 2."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert arguments[0] in printed.err


def test_help_documents_the_file_format(capsys: pytest.CaptureFixture[str]) -> None:
    """--help names every field of a file to load."""
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    printed = capsys.readouterr().out
    for field in ("unique_name", SECONDS, "ended_at", "left_at", "context"):
        assert f'"{field}"' in printed


def test_token_is_random_unless_given() -> None:
    """Two command lines without a token have two tokens."""
    assert parser().parse_args([]).token != parser().parse_args([]).token


def test_sizes() -> None:
    """Each option of a size is that of its list."""
    with _opened(*_FEW) as ((_, api), (telnyx, twilio)):
        found = everything(telnyx)
        assert len(found.rooms) == 3
        assert [len(items) for _, items in found.largest()[1:]] == [2, 2]
        assert 9 in map(len, _participants(api, twilio))


def test_varied_sizes() -> None:
    """With --varied, the sizes follow from the seed."""
    shape = varied(5)
    with _opened("--varied", "--seed", "5") as ((_, api), (_, twilio)):
        assert len(api.parents["RoomSid"]) == shape.rooms
        assert shape.participants in map(len, _participants(api, twilio))


def test_database_file(tmp_path: Path) -> None:
    """The records in a file are those in memory, and a second run opens the file again."""
    file = tmp_path / "a file?#%41.db"
    for _ in range(2):
        assert _all("--database", file, *_FEW) == _all(*_FEW)
        assert [each.name for each in tmp_path.iterdir()] == [file.name]


def test_database_file_of_other_records(tmp_path: Path) -> None:
    """A file with other records is refused, and stays as it is; --load into it is refused."""
    file = tmp_path / "rooms.db"
    _all("--database", file, *_FEW)
    before = file.read_bytes()
    own = tmp_path / "own.json"
    own.write_text('{"rooms": [], "sessions": [], "participants": []}')
    for arguments, message in (
        ((*_FEW, "--rooms", "4"), "--rooms 3 .*delete it or name another file"),
        ((*_FEW, "--twilio-participants", "8"), "--twilio-participants 9"),
        (("--load", own), "--load needs a file that does not"),
    ):
        with (
            pytest.raises(DatabaseFileError, match=message),
            _opened("--database", file, *arguments),
        ):
            pass
    assert file.read_bytes() == before


def test_database_file_of_another_program(tmp_path: Path) -> None:
    """A file that is another program's database, or no database, is refused and stays as it is."""
    text = tmp_path / "notes.txt"
    text.write_text("not a database, but long enough to look like one\n" * 100)
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE rooms (id TEXT)")
        connection.commit()
    for file in (text, other):
        before = file.read_bytes()
        with (
            pytest.raises(DatabaseFileError, match="name a file that does not exist"),
            _opened("--database", file),
        ):
            pass
        assert file.read_bytes() == before
