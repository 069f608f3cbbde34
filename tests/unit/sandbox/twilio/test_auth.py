"""Who may read, and what everybody else is told."""

from base64 import b64encode

import httpx
import pytest

from contract_tests.sandbox import Api, serve
from tests.support.sandbox.twilio._http import Room, basic, error
from tests.unit.sandbox.conftest import FORBIDDEN_TOKEN, TOKEN


def _get(api: Api, path: str, *values: str) -> httpx.Response:
    headers = [("authorization", value) for value in values]
    return httpx.get(api.base_url + path, headers=headers, trust_env=False)


def _strangers(api: Api) -> dict[str, list[str]]:
    account, token = api.token.split(":")
    key, secret = api.other_tokens[0].split(":")
    padded = basic(api.other_tokens[0])
    assert padded.endswith("==")
    encoded = b64encode(api.token.encode()).decode()
    return {
        "none": [],
        "empty": [""],
        "scheme only": ["Basic"],
        "wrong password": [basic(f"{account}:wrong")],
        "empty password": [basic(f"{account}:")],
        "wrong user": [basic(f"AC{'0' * 32}:{token}")],
        "empty user": [basic(f":{token}")],
        "truncated": [basic(api.token[:-1])],
        "extended": [basic(f"{api.token}x")],
        "user truncated": [basic(api.token[1:])],
        "other case of the user": [basic(f"{account.lower()}:{token}")],
        "other case of the password": [basic(f"{account}:{token.upper()}")],
        "no colon": [basic(account), basic(token), basic(account + token)],
        "two colons": [basic(f"{account}::{token}")],
        "password first": [basic(f"{token}:{account}")],
        "account with the key's secret": [basic(f"{account}:{secret}")],
        "key with the auth token": [basic(f"{key}:{token}")],
        "NUL": [basic(f"{api.token}\x00"), basic(f"{account}\x00:{token}")],
        "not Base64": [f"Basic {api.token}", "Basic ?", "Basic ====", f"Basic {encoded[:-1]}"],
        "Base64 of something else too": [f"Basic {encoded}=", f"Basic {encoded[:-2]}"],
        "Base64 with stray bits": [f"{padded[:-3]}{chr(ord(padded[-3]) + 1)}=="],
        "not UTF-8": ["Basic " + b64encode(b"\xff:\xfe").decode()],
        "other scheme": [f"Bearer {encoded}", f"Bearer {token}", f"Digest {encoded}"],
        "no scheme": [encoded],
        "no blank": [f"Basic{encoded}"],
        "two words": [f"Basic {encoded} {encoded}"],
    }


def test_strangers(api: Api, crowd: Room) -> None:
    """Whoever is not known is answered 401 with a challenge, and nothing sent is repeated."""
    for what, values in _strangers(api).items():
        for sent in [[value] for value in values] or [[]]:
            response = _get(api, crowd.path, *sent)
            assert response.status_code == httpx.codes.UNAUTHORIZED, what
            message = error(response, 401, 20003)
            assert response.headers["www-authenticate"].startswith("Basic realm=")
            assert TOKEN not in response.text
            assert "wrong" not in message


def test_two_headers_identify_nobody(api: Api, crowd: Room) -> None:
    """Credentials that are sent twice are not looked at."""
    error(_get(api, crowd.path, basic(api.token), basic(api.token)), 401, 20003)


@pytest.mark.parametrize("scheme", ["Basic", "basic", "BASIC", "Basic  "])
def test_scheme_is_read_without_regard_to_case(api: Api, crowd: Room, scheme: str) -> None:
    """RFC 9110, section 11.1; any number of blanks may follow it (section 11.4)."""
    value = basic(api.token).replace("Basic", scheme, 1)
    assert _get(api, crowd.path, value).status_code == httpx.codes.OK


def test_api_key(api: Api, crowd: Room) -> None:
    """An API key with its secret reads what the account reads."""
    (key,) = api.other_tokens
    assert key.startswith("SK")
    by_key = _get(api, crowd.path, basic(key))
    assert by_key.json() == _get(api, crowd.path, basic(api.token)).json()


def test_links_lead_on_with_either(api: Api, crowd: Room) -> None:
    """A page token is the account's: the key goes on where the auth token began."""
    body = _get(api, f"{crowd.path}?PageSize=5", basic(api.token)).json()
    link = body["meta"]["next_page_url"].removeprefix(api.base_url)
    assert _get(api, link, basic(api.other_tokens[0])).status_code == httpx.codes.OK


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
def test_credentials_are_checked_before_anything_else(api: Api, target: str) -> None:
    """Whoever is not known learns nothing from bad parameters or unknown paths."""
    error(_get(api, target), 401, 20003)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_credentials_are_checked_before_the_method(api: Api, crowd: Room, method: str) -> None:
    """A method that the path does not have is 401 without credentials, too."""
    error(httpx.request(method, api.base_url + crowd.path, trust_env=False), 401, 20003)


def test_forbidden_token(api: Api, crowd: Room) -> None:
    """With the second token, the account is known and may read nothing."""
    account = api.token.split(":")[0]
    response = _get(api, crowd.path, basic(f"{account}:{FORBIDDEN_TOKEN}"))
    error(response, 403, 20403)
    assert FORBIDDEN_TOKEN not in response.text


def test_no_token_is_forbidden_unless_asked_for() -> None:
    """Without a forbidden token, nothing is answered with 403."""
    with serve(rooms=0, twilio_participants=0, token=TOKEN) as other:
        api = other.apis["twilio-video"]
        account = api.token.split(":")[0]
        path = f"/Rooms/{api.parents['RoomSid'][0]}/Participants"
        error(_get(api, path, basic(f"{account}:{FORBIDDEN_TOKEN}")), 401, 20003)


def test_neither_api_takes_the_credentials_of_the_other(api: Api, crowd: Room) -> None:
    """A bearer token reads no participants of this API, user and password no rooms of the other."""
    error(_get(api, crowd.path, f"Bearer {TOKEN}"), 401, 20003)
    rooms = httpx.get(
        api.base_url.removesuffix("/v1") + "/v2/rooms", headers={"authorization": basic(api.token)}
    )
    assert rooms.status_code == httpx.codes.UNAUTHORIZED


def test_secrets_are_not_in_the_representation(api: Api) -> None:
    """A failing test prints its fixtures."""
    assert TOKEN not in repr(api)
    assert api.other_tokens[0].split(":")[1] not in repr(api)
