"""The command line of the package."""

import base64
import json

import pytest

from tests.support.client.twilio._participants import ACCOUNT, ROOM, TOKEN, body, participant
from tests.support.client_command import PACKAGE, Run, run
from tests.support.documented import STATUSES
from tests.support.wire import reply, serving

_ACCOUNT = {"TWILIO_ACCOUNT_SID": ACCOUNT, "TWILIO_AUTH_TOKEN": TOKEN}
_KEY = {"TWILIO_API_KEY": "SK1", "TWILIO_API_SECRET": "secret-of-the-key"}
_LIST = ("rooms", "participants", "list")


def _run(*words: str, **variables: str) -> Run:
    done = run(*words, package=PACKAGE.with_name("twilio_video"), variables=variables)
    assert TOKEN not in f"{done.stdout!r}{done.stderr}"
    return done


@pytest.mark.parametrize("variables", [_ACCOUNT, _KEY], ids=["account", "key"])
def test_a_list(variables: dict[str, str]) -> None:
    """The participants of a room are written line by line; the request has the given options."""
    page = reply(body(participant(1), participant(2, identity="zoë", end_time=None, duration=None)))
    with serving(page) as server:
        words = (ROOM, "--status", "connected", "--date-created-after", "2017-01-01T00:00:00+01:00")
        done = _run(*_LIST, *words, "--page-size", "9", **variables, TWILIO_BASE_URL=server.url)
        (request,) = server.received
    assert (done.code, done.stderr) == (0, "")
    assert [json.loads(line)["identity"] for line in done.lines] == ["guest 1", "zoë"]
    assert request.query == {
        "Status": "connected",
        "DateCreatedAfter": "2016-12-31T23:00:00.000000Z",
        "PageSize": "9",
    }
    scheme, _, encoded = request.headers["authorization"].partition(" ")
    assert scheme == "Basic"
    assert base64.b64decode(encoded).decode() == ":".join(variables.values())


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({}, "TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or TWILIO_API_KEY and TWILIO_API_SECRET"),
        ({"TWILIO_AUTH_TOKEN": ""}, "no credentials: set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN"),
        ({"TWILIO_AUTHTOKEN": "x"}, "TWILIO_AUTHTOKEN is set, did you mean TWILIO_AUTH_TOKEN?"),
        ({"TWILIO_ACCOUNT_SID": "AC1"}, "TWILIO_ACCOUNT_SID is set, and TWILIO_AUTH_TOKEN is not"),
        ({"TWILIO_API_SECRET": "x"}, "TWILIO_API_SECRET is set, and TWILIO_API_KEY is not"),
        ({**_ACCOUNT, "TWILIO_ACCOUNT_SID": "a:b"}, "TWILIO_ACCOUNT_SID: a colon cannot be sent"),
    ],
    ids=["none", "empty", "misspelled", "half", "half-of-a-key", "bad"],
)
def test_no_credentials(variables: dict[str, str], told: str) -> None:
    """Missing credentials are named by their variables, with the exit code 2."""
    done = _run(*_LIST, ROOM, **variables)
    assert done.code == 2
    assert told in done.stderr


def test_a_bad_value() -> None:
    """An unknown status is refused by the name of its option."""
    done = _run(*_LIST, ROOM, "--status", "gone", **_ACCOUNT)
    assert done.code == 2
    assert f"'--status': expected {' or '.join(map(repr, STATUSES))}" in done.stderr


def test_help() -> None:
    """The help names the variables, the room and every option; links have none."""
    text = " ".join(_run(*_LIST, "--help").stdout.decode().split())
    for words in (
        "credentials: TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or TWILIO_API_KEY and",
        "[env var: TWILIO_BASE_URL]",
        "ROOM_SID",
        f"--status [{'|'.join(STATUSES)}]",
        "--identity TEXT",
        "--date-created-after DATE-TIME",
        "--date-created-before DATE-TIME",
        "--page-size N",
        "--concurrency N",
    ):
        assert words in text
    assert "--page-token" not in text
    assert "--page N" not in text
