"""The credentials of the client: a user and a password, from arguments or the environment."""

import base64
import logging
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from tests.support.client.twilio._participants import (
    ACCOUNT,
    ROOM,
    TOKEN,
    Read,
    Script,
    body,
    participant,
)
from twilio_video import ArgumentError, AsyncTwilio, StatusError, Twilio

_ACCOUNT: dict[str, Any] = {"account_sid": ACCOUNT, "auth_token": TOKEN}
_KEY: dict[str, Any] = {
    "api_key": "SK2a4c6e8f0b1d3957a9c1e3f5b7d90246",
    "api_secret": "s3cret/with+signs=",
}
# A text that encodings write differently; in Base64 it has a + and a /.
_SIGNS: dict[str, Any] = {"api_key": "SK2", "api_secret": "motif>>>???\u00e9"}
_BOTH_CLIENTS = pytest.mark.parametrize("client", [Twilio, AsyncTwilio])


def _variables(values: Mapping[str, str]) -> dict[str, str]:
    return {f"TWILIO_{name.upper()}": value for name, value in values.items()}


def _sent(**options: Any) -> str | None:  # noqa: ANN401
    script = Script.of(body())
    with httpx.Client(transport=httpx.MockTransport(script)) as http:
        Twilio(http_client=http, **options).rooms.participants.list(ROOM).first()
    return script.credentials[0]


def _basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


@pytest.mark.parametrize("pair", [_ACCOUNT, _KEY, _SIGNS], ids=["account", "key", "signs"])
def test_a_pair_that_is_passed_is_sent(pair: Mapping[str, str]) -> None:
    """User and password are sent as HTTP Basic in UTF-8."""
    assert {"+", "/"} <= set(_basic(*_SIGNS.values()))
    assert _sent(**pair) == _basic(*pair.values())


@pytest.mark.parametrize("pair", [_ACCOUNT, _KEY], ids=["account", "key"])
def test_a_pair_of_the_environment_is_sent(
    monkeypatch: pytest.MonkeyPatch, pair: Mapping[str, str]
) -> None:
    """Without arguments, a pair whose variables are both set is used."""
    for name, value in _variables(pair).items():
        monkeypatch.setenv(name, value)
    assert _sent() == _basic(*pair.values())


def test_a_pair_that_is_passed_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """If arguments are passed, the environment is not read."""
    for name, value in _variables(_ACCOUNT).items():
        monkeypatch.setenv(name, value)
    assert _sent(**_KEY) == _basic(*_KEY.values())
    assert _sent(**{**_ACCOUNT, "account_sid": "AC1"}) == _basic("AC1", TOKEN)


def test_the_first_of_two_pairs_in_the_environment_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pair of the account takes precedence."""
    for name, value in {**_variables(_KEY), **_variables(_ACCOUNT)}.items():
        monkeypatch.setenv(name, value)
    assert _sent() == _basic(*_ACCOUNT.values())


def test_half_a_pair_beside_a_complete_pair_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    """The complete pair is used."""
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", ACCOUNT)
    for name, value in _variables(_KEY).items():
        monkeypatch.setenv(name, value)
    assert _sent() == _basic(*_KEY.values())


def test_the_first_pair_can_be_passed_by_position() -> None:
    """It is the pair of the account."""
    script = Script.of(body())
    with httpx.Client(transport=httpx.MockTransport(script)) as http:
        Twilio(ACCOUNT, TOKEN, http_client=http).rooms.participants.list(ROOM).first()
    assert script.credentials == [_basic(ACCOUNT, TOKEN)]


@_BOTH_CLIENTS
@pytest.mark.parametrize("environment", [{}, _variables(_ACCOUNT)], ids=["bare", "set"])
def test_both_pairs_at_once_are_refused(
    monkeypatch: pytest.MonkeyPatch, client: type[Twilio], environment: Mapping[str, str]
) -> None:
    """A part of another pair is refused, too."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    for more in (_KEY, {"api_key": "SK1"}, {"api_secret": "s"}):
        with pytest.raises(ArgumentError, match="either account_sid and auth_token, or api_key"):
            client(**{**_ACCOUNT, **more})


@_BOTH_CLIENTS
@pytest.mark.parametrize("environment", [{}, _variables(_ACCOUNT)], ids=["bare", "set"])
@pytest.mark.parametrize(
    ("half", "missing"),
    [
        ("account_sid", "auth_token"),
        ("auth_token", "account_sid"),
        ("api_key", "api_secret"),
        ("api_secret", "api_key"),
    ],
)
def test_half_a_pair_is_refused(
    monkeypatch: pytest.MonkeyPatch,
    client: type[Twilio],
    half: str,
    missing: str,
    environment: Mapping[str, str],
) -> None:
    """The message names the part that is missing; the environment does not fill it in."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(
        ArgumentError, match=rf"^{missing}: {half} was passed without {missing}; pass both"
    ):
        client(**dict.fromkeys([half], "x"))  # type: ignore[arg-type]


@_BOTH_CLIENTS
@pytest.mark.parametrize(
    ("half", "missing"), [("ACCOUNT_SID", "AUTH_TOKEN"), ("API_SECRET", "API_KEY")]
)
def test_half_a_pair_in_the_environment_is_refused(
    monkeypatch: pytest.MonkeyPatch, client: type[Twilio], half: str, missing: str
) -> None:
    """The message names both variables; an empty one is not set."""
    monkeypatch.setenv(f"TWILIO_{half}", "x")
    monkeypatch.setenv(f"TWILIO_{missing}", "")
    with pytest.raises(ArgumentError) as raised:
        client()
    assert raised.value.argument == missing.lower()
    assert raised.value.problem == f"TWILIO_{half} is set, and TWILIO_{missing} is not"


@_BOTH_CLIENTS
def test_no_credentials_are_refused(client: type[Twilio]) -> None:
    """The error lists each way to pass credentials."""
    with pytest.raises(ArgumentError) as raised:
        client()
    for words in ("account_sid and auth_token", "api_key and api_secret"):
        assert words in raised.value.problem
    for words in ("TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN", "TWILIO_API_KEY and TWILIO_API_SE"):
        assert words in raised.value.problem


@_BOTH_CLIENTS
@pytest.mark.parametrize(
    "wrong", ["", " ", "a\n", "\tb", " c", "d ", "e\0f", "g\r\nx: y", "\ud800", 5, b"x"]
)
def test_a_bad_part_is_refused(client: type[Twilio], wrong: Any) -> None:  # noqa: ANN401
    """A wrong pair is refused before a request is sent."""
    for name, other in (("account_sid", "auth_token"), ("auth_token", "account_sid")):
        with pytest.raises(ArgumentError, match=f"^{name}: "):
            client(**{name: wrong, other: "x"})


def test_a_user_with_a_colon_is_refused() -> None:
    """The server would read the text after the colon as a part of the password."""
    with pytest.raises(ArgumentError, match=r"^account_sid: "):
        Twilio("AC1:x", "token")


def test_other_credentials_make_another_client() -> None:
    """``with_options`` takes a complete pair; the first client keeps its credentials."""
    script = Script.of(body())
    with httpx.Client(transport=httpx.MockTransport(script)) as http:
        twilio = Twilio(ACCOUNT, TOKEN, http_client=http)
        twilio.with_options(**_KEY).rooms.participants.list(ROOM).first()
        twilio.with_options(timeout=5).rooms.participants.list(ROOM).first()
        with pytest.raises(ArgumentError, match=r"^api_secret: "):
            twilio.with_options(api_key="SK1")
    assert script.credentials == [_basic(*_KEY.values()), _basic(ACCOUNT, TOKEN)]


def test_the_password_is_not_shown(read: Read, caplog: pytest.LogCaptureFixture) -> None:
    """No error and no log shows it, even if the server echoes it in each encoding."""
    encoded = _basic(ACCOUNT, TOKEN).removeprefix("Basic ")
    echo = httpx.Response(400, json={"message": f"{TOKEN} {encoded}", "status": 400, "code": 1})
    with caplog.at_level(logging.DEBUG), pytest.raises(StatusError) as raised:
        read(Script.of(echo))
    shown = f"{raised.value} {raised.value!r} {caplog.text}"
    assert "[redacted]" in shown
    assert TOKEN not in shown
    assert encoded not in shown


@_BOTH_CLIENTS
def test_the_client_shows_no_credentials(client: type[Twilio]) -> None:
    """The reprs of a client and its settings do not show the credentials."""
    made = client(ACCOUNT, TOKEN)
    for each in (made, made.rooms, made.rooms.participants.list(ROOM), vars(made)):
        assert TOKEN not in repr(each)
        assert _basic(ACCOUNT, TOKEN)[6:] not in repr(each)


def test_a_page_keeps_no_credentials(read: Read) -> None:
    """The request of a page's response does not have them."""
    (page,) = read(Script.of(body(participant())))
    assert "authorization" not in page.response.request.headers


def test_the_header_is_the_clients_own() -> None:
    """Headers and parameters cannot replace the credentials."""
    with pytest.raises(ArgumentError, match="authorization"):
        Twilio(ACCOUNT, TOKEN, headers={"Authorization": "Basic eDp5"})
