"""The Twilio list as the command serves it."""

import os
import shlex
import shutil
import signal
import subprocess
from pathlib import Path

import httpx
import pytest

from contract_tests.sandbox import Api
from contract_tests.sandbox.twilio import varied
from tests.support.sandbox._command import run, started
from tests.support.sandbox.twilio._http import STATUSES, basic, client_of, path_of, walk


def _lines(printed: str) -> dict[str, str]:
    return {
        line.split(maxsplit=1)[0]: line.split(maxsplit=1)[1] for line in printed.splitlines()[5:]
    }


def _sizes(api: Api) -> list[int]:
    """Count the participants of each room."""
    with client_of(api) as client:
        return [
            sum(len(walk(client, path_of(room), {"Status": each})) for each in STATUSES)
            for room in api.parents["RoomSid"]
        ]


def test_the_command_serves_both() -> None:
    """It prints where each API is on the one server; the size asked for is there."""
    with started("--rooms", "1", "--twilio-participants", "30") as command:
        api = command.sandbox.apis["twilio-video"]
        assert api.base_url == command.sandbox.base_url.removesuffix("/v2") + "/v1"
        assert api.token.split(":")[1] == command.sandbox.token
        assert 30 in _sizes(api)
        assert command.stop(signal.SIGTERM) == 0


def test_printed_curl_line_works() -> None:
    """The line to try can be pasted into a shell."""
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("curl is not installed")
    with started("--rooms", "0") as command:
        words = shlex.split(_lines(command.printed)["try"])
        printed = subprocess.run(
            [curl, "-s", "--noproxy", "*", *words[1:]], capture_output=True, check=True, timeout=10
        )
        assert httpx.Response(200, content=printed.stdout).json()["meta"]["page_size"] == 2


@pytest.mark.parametrize(
    ("line", "user", "password"),
    [
        ("client", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"),
        ("or", "TWILIO_API_KEY", "TWILIO_API_SECRET"),
    ],
)
def test_printed_variables_are_admitted(line: str, user: str, password: str) -> None:
    """The lines for a client can be pasted into a shell, and open the list."""
    with started("--rooms", "0", "--token", "a~b/c+d=") as command:
        exported = subprocess.run(
            ["sh", "-c", f"{_lines(command.printed)[line]}; env"],
            env={"PATH": os.environ["PATH"]},
            capture_output=True,
            text=True,
            check=True,
            timeout=10,
        )
        values = dict(each.split("=", 1) for each in exported.stdout.splitlines())
        room = command.sandbox.apis["twilio-video"].parents["RoomSid"][0]
        response = httpx.get(
            values["TWILIO_BASE_URL"] + path_of(room),
            headers={"authorization": basic(f"{values[user]}:{values[password]}")},
            trust_env=False,
        )
        assert response.status_code == httpx.codes.OK


def test_database_file_has_both(tmp_path: Path) -> None:
    """One file keeps the records of both APIs; another size or seed is refused."""
    file = tmp_path / "both.db"
    arguments = ("--database", file, "--rooms", "2", "--twilio-participants")
    found = []
    for _ in range(2):
        with started(*arguments, "90") as command:
            api = command.sandbox.apis["twilio-video"]
            with client_of(api) as client:
                lists = [walk(client, path_of(room)) for room in api.parents["RoomSid"]]
            found.append([[item["sid"] for item in each] for each in lists])
            command.stop(signal.SIGTERM)
    assert found[0] == found[1]
    assert len(found[0][0]) > 50
    assert [each.name for each in tmp_path.iterdir()] == [file.name]
    ended = run(*arguments, "91")
    assert ended.returncode == 1
    assert "--twilio-participants 90" in ended.stderr


def test_varied_sizes() -> None:
    """With --varied, the sizes follow from the seed."""
    shape = varied(5)
    with started("--varied", "--seed", "5") as command:
        api = command.sandbox.apis["twilio-video"]
        assert len(api.parents["RoomSid"]) == shape.rooms
        assert shape.participants in _sizes(api)


@pytest.mark.parametrize("value", ["-1", "1000001", "x", ""])
def test_wrong_size(value: str) -> None:
    """A wrong size is named, with code 2, and nothing is served."""
    ended = run("--twilio-participants", value)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert "--twilio-participants" in ended.stderr
