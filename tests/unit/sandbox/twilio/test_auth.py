"""Which credentials the Twilio list admits."""

from base64 import b64encode

import httpx
import pytest

from contract_tests.sandbox import Api, build_app
from tests.support.sandbox import _http
from tests.support.sandbox.twilio._http import Room, error
from tests.unit.sandbox.conftest import FORBIDDEN_TOKEN, TOKEN


def _basic(credentials: str) -> str:
    return f"Basic {b64encode(credentials.encode()).decode()}"


def _get(stranger: httpx.Client, path: str, *values: str) -> httpx.Response:
    headers = [("authorization", value) for value in values]
    return stranger.get(f"/v1{path}", headers=headers)


def _strangers(api: Api) -> dict[str, list[str]]:
    account, token = api.token.split(":")
    key, secret = api.other_tokens[0].split(":")
    padded = _basic(api.other_tokens[0])
    assert padded.endswith("==")
    encoded = b64encode(api.token.encode()).decode()
    return {
        "none": [],
        "empty": [""],
        "scheme only": ["Basic"],
        "wrong password": [_basic(f"{account}:wrong")],
        "empty password": [_basic(f"{account}:")],
        "wrong user": [_basic(f"AC{'0' * 32}:{token}")],
        "empty user": [_basic(f":{token}")],
        "truncated": [_basic(api.token[:-1])],
        "extended": [_basic(f"{api.token}x")],
        "user truncated": [_basic(api.token[1:])],
        "other case of the user": [_basic(f"{account.lower()}:{token}")],
        "other case of the password": [_basic(f"{account}:{token.upper()}")],
        "no colon": [_basic(account), _basic(token), _basic(account + token)],
        "two colons": [_basic(f"{account}::{token}")],
        "password first": [_basic(f"{token}:{account}")],
        "account with the key's secret": [_basic(f"{account}:{secret}")],
        "key with the auth token": [_basic(f"{key}:{token}")],
        "NUL": [_basic(f"{api.token}\x00"), _basic(f"{account}\x00:{token}")],
        "not Base64": [f"Basic {api.token}", "Basic ?", "Basic ====", f"Basic {encoded[:-1]}"],
        "Base64 of something else too": [f"Basic {encoded}=", f"Basic {encoded[:-2]}"],
        "Base64 with stray bits": [f"{padded[:-3]}{chr(ord(padded[-3]) + 1)}=="],
        "not UTF-8": ["Basic " + b64encode(b"\xff:\xfe").decode()],
        "other scheme": [f"Bearer {encoded}", f"Bearer {token}", f"Digest {encoded}"],
        "no scheme": [encoded],
        "no blank": [f"Basic{encoded}"],
        "two words": [f"Basic {encoded} {encoded}"],
    }


def test_strangers(stranger: httpx.Client, api: Api, crowd: Room) -> None:
    """Unknown credentials are 401 with a challenge, and the response does not repeat them."""
    for what, values in _strangers(api).items():
        for sent in [[value] for value in values] or [[]]:
            response = _get(stranger, crowd.path, *sent)
            assert response.status_code == httpx.codes.UNAUTHORIZED, what
            message = error(response, 401, 20003)
            assert response.headers["www-authenticate"].startswith("Basic realm=")
            assert TOKEN not in response.text
            assert "wrong" not in message


def test_two_headers_identify_nobody(stranger: httpx.Client, api: Api, crowd: Room) -> None:
    """Credentials that are sent twice are 401."""
    error(_get(stranger, crowd.path, *[_basic(api.token)] * 2), 401, 20003)


@pytest.mark.parametrize("scheme", ["Basic", "basic", "BASIC", "Basic  "])
def test_scheme_is_case_insensitive(
    stranger: httpx.Client, api: Api, crowd: Room, scheme: str
) -> None:
    """RFC 9110, section 11.1; any number of blanks may follow it (section 11.4)."""
    value = _basic(api.token).replace("Basic", scheme, 1)
    assert _get(stranger, crowd.path, value).status_code == httpx.codes.OK


def test_api_key(stranger: httpx.Client, api: Api, crowd: Room) -> None:
    """An API key with its secret reads the same list as the account."""
    (key,) = api.other_tokens
    assert key.startswith("SK")
    by_key = _get(stranger, crowd.path, _basic(key))
    assert by_key.json() == _get(stranger, crowd.path, _basic(api.token)).json()


def test_links_admit_either_pair(stranger: httpx.Client, api: Api, crowd: Room) -> None:
    """A page token is valid for the account and for its API key."""
    body = _get(stranger, f"{crowd.path}?PageSize=5", _basic(api.token)).json()
    link = body["meta"]["next_page_url"].removeprefix(api.base_url)
    assert _get(stranger, link, _basic(api.other_tokens[0])).status_code == httpx.codes.OK


@pytest.mark.parametrize(
    "target",
    [
        "/Rooms/x/Participants",
        "/Rooms/x/Participants?PageSize=0",
        "/Rooms/x/Participants?a=%ZZ",
        "/Rooms/x/Participants?PageToken=x",
        "/nowhere",
        "/Rooms/" + "a" * 20_000,
    ],
)
def test_credentials_are_checked_before_anything_else(stranger: httpx.Client, target: str) -> None:
    """A request without credentials is 401, whatever its path and its parameters."""
    error(_get(stranger, target), 401, 20003)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_credentials_are_checked_before_the_method(
    stranger: httpx.Client, crowd: Room, method: str
) -> None:
    """A request without credentials is 401, whatever its method."""
    error(stranger.request(method, f"/v1{crowd.path}"), 401, 20003)


def test_forbidden_token(stranger: httpx.Client, api: Api, crowd: Room) -> None:
    """The account with the forbidden token is 403."""
    account = api.token.split(":")[0]
    response = _get(stranger, crowd.path, _basic(f"{account}:{FORBIDDEN_TOKEN}"))
    error(response, 403, 20403)
    assert FORBIDDEN_TOKEN not in response.text


def test_no_token_is_forbidden_unless_asked_for() -> None:
    """Without a forbidden token, any other token is 401."""
    with (
        build_app(rooms=0, twilio_participants=0, token=TOKEN) as app,
        _http.stranger(app) as stranger,
    ):
        api = app.apis("")["twilio-video"]
        account = api.token.split(":")[0]
        path = f"/Rooms/{api.parents['RoomSid'][0]}/Participants"
        error(_get(stranger, path, _basic(f"{account}:{FORBIDDEN_TOKEN}")), 401, 20003)


def test_neither_api_admits_the_credentials_of_the_other(
    stranger: httpx.Client, api: Api, crowd: Room
) -> None:
    """Twilio refuses the bearer token, and Telnyx refuses user and password."""
    error(_get(stranger, crowd.path, f"Bearer {TOKEN}"), 401, 20003)
    rooms = stranger.get("/v2/rooms", headers={"authorization": _basic(api.token)})
    assert rooms.status_code == httpx.codes.UNAUTHORIZED


def test_secrets_are_not_in_the_representation(api: Api) -> None:
    """A failing test prints the repr of its fixtures."""
    assert TOKEN not in repr(api)
    assert api.other_tokens[0].split(":")[1] not in repr(api)
