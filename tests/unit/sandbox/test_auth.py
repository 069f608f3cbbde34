"""Which credentials the Telnyx lists admit."""

from collections.abc import Mapping

import httpx
import pytest

from contract_tests.sandbox import Api, build_app
from tests.support.sandbox import _http
from tests.support.sandbox._http import Everything, errors
from tests.unit.sandbox.conftest import FORBIDDEN_TOKEN, TOKEN

_UNAUTHORIZED = {
    "none": [],
    "empty": [("authorization", "")],
    "scheme only": [("authorization", "Bearer")],
    "wrong": [("authorization", "Bearer wrong")],
    "truncated": [("authorization", f"Bearer {TOKEN[:-1]}")],
    "extended": [("authorization", f"Bearer {TOKEN}x")],
    "other case": [("authorization", f"Bearer {TOKEN.upper()}")],
    "wrong scheme": [("authorization", f"Basic {TOKEN}")],
    "no scheme": [("authorization", TOKEN)],
    "no blank": [("authorization", f"Bearer{TOKEN}")],
    "two words": [("authorization", f"Bearer {TOKEN} {TOKEN}")],
    "two headers": [("authorization", f"Bearer {TOKEN}")] * 2,
    "another header": [("x-authorization", f"Bearer {TOKEN}")],
}


def _paths(data: Everything) -> list[str]:
    return [path for path, _ in data.largest()]


@pytest.mark.parametrize("headers", _UNAUTHORIZED.values(), ids=_UNAUTHORIZED.keys())
def test_unauthorized(
    stranger: httpx.Client, data: Everything, headers: list[tuple[str, str]]
) -> None:
    """The response is 401 with a challenge, and does not repeat the credentials."""
    for path in _paths(data):
        response = stranger.get(f"/v2{path}", headers=headers)
        errors(response, 401)
        assert response.headers["www-authenticate"].startswith("Bearer ")
        assert TOKEN not in response.text
        assert "wrong" not in response.text


def test_challenge_tells_an_invalid_token_from_a_missing_one(stranger: httpx.Client) -> None:
    """RFC 6750, section 3.1: no error code if no credentials were sent."""
    assert "error=" not in stranger.get("/v2/rooms").headers["www-authenticate"]
    presented = stranger.get("/v2/rooms", headers={"authorization": "Bearer wrong"})
    assert 'error="invalid_token"' in presented.headers["www-authenticate"]


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "Bearer  "])
def test_scheme_is_case_insensitive(stranger: httpx.Client, scheme: str) -> None:
    """RFC 9110, section 11.1; any number of blanks may follow it (section 11.4)."""
    headers = {"authorization": f"{scheme} {TOKEN}"}
    assert stranger.get("/v2/rooms", headers=headers).status_code == httpx.codes.OK


@pytest.mark.parametrize(
    "target",
    [
        "/rooms?page[size]=0",
        "/rooms?a=%ZZ",
        "/rooms?filter[nope]=1",
        "/rooms/x/sessions",
        "/room_sessions/x/participants",
        "/nowhere",
        "/rooms?" + "a" * 20_000,
    ],
)
def test_token_is_checked_before_anything_else(stranger: httpx.Client, target: str) -> None:
    """A request without a token is 401, whatever its path and its parameters."""
    errors(stranger.get(f"/v2{target}"), 401)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_token_is_checked_before_the_method(stranger: httpx.Client, method: str) -> None:
    """A request without a token is 401, whatever its method."""
    errors(stranger.request(method, "/v2/rooms"), 401)


def test_forbidden_token(stranger: httpx.Client, data: Everything) -> None:
    """The forbidden token is 403 on every list."""
    for path in _paths(data):
        headers = {"authorization": f"Bearer {FORBIDDEN_TOKEN}"}
        response = stranger.get(f"/v2{path}", headers=headers)
        errors(response, 403)
        assert FORBIDDEN_TOKEN not in response.text


def test_no_token_is_forbidden_unless_asked_for() -> None:
    """Without a forbidden token, any other token is 401."""
    with build_app(rooms=0, token=TOKEN) as app, _http.stranger(app) as stranger:
        headers = {"authorization": f"Bearer {FORBIDDEN_TOKEN}"}
        errors(stranger.get("/v2/rooms", headers=headers), 401)


@pytest.mark.parametrize("token", ["", "two words", "line\nbreak", "caf\u00e9", "a=b"])
def test_token_that_no_header_can_carry_is_refused(token: str) -> None:
    """A token must have the form of RFC 6750, section 2.1."""
    with pytest.raises(ValueError, match="a token is made of"), build_app(token=token):
        pass


def test_token_is_not_in_the_representation(apis: Mapping[str, Api]) -> None:
    """A failing test prints the repr of its fixtures."""
    assert TOKEN not in repr(apis)
