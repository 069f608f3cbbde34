"""Who may read, and what everybody else is told."""

import httpx
import pytest

from contract_tests.sandbox import Sandbox, serve
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
def test_unauthorized(sandbox: Sandbox, data: Everything, headers: list[tuple[str, str]]) -> None:
    """Every list answers 401 with a challenge, and does not repeat what was sent."""
    for path in _paths(data):
        response = httpx.get(sandbox.base_url + path, headers=headers)
        errors(response, 401)
        assert response.headers["www-authenticate"].startswith("Bearer ")
        assert TOKEN not in response.text
        assert "wrong" not in response.text


def test_challenge_tells_an_invalid_token_from_a_missing_one(sandbox: Sandbox) -> None:
    """RFC 6750, section 3.1: no error code if no credentials were sent."""
    url = f"{sandbox.base_url}/rooms"
    assert "error=" not in httpx.get(url).headers["www-authenticate"]
    presented = httpx.get(url, headers={"authorization": "Bearer wrong"})
    assert 'error="invalid_token"' in presented.headers["www-authenticate"]


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "Bearer  "])
def test_scheme_is_read_without_regard_to_case(sandbox: Sandbox, scheme: str) -> None:
    """RFC 9110, section 11.1; any number of blanks may follow it (section 11.4)."""
    headers = {"authorization": f"{scheme} {TOKEN}"}
    assert httpx.get(f"{sandbox.base_url}/rooms", headers=headers).status_code == httpx.codes.OK


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
def test_token_is_checked_before_anything_else(sandbox: Sandbox, target: str) -> None:
    """Whoever is not known learns nothing from bad parameters or unknown paths."""
    errors(httpx.get(sandbox.base_url + target), 401)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_token_is_checked_before_the_method(sandbox: Sandbox, method: str) -> None:
    """A method that the path does not have is 401 without a token, too."""
    errors(httpx.request(method, f"{sandbox.base_url}/rooms"), 401)


def test_forbidden_token(sandbox: Sandbox, data: Everything) -> None:
    """The second token is known, and may read nothing."""
    for path in _paths(data):
        response = httpx.get(
            sandbox.base_url + path, headers={"authorization": f"Bearer {FORBIDDEN_TOKEN}"}
        )
        errors(response, 403)
        assert FORBIDDEN_TOKEN not in response.text


def test_no_token_is_forbidden_unless_asked_for() -> None:
    """Without a forbidden token, nothing is answered with 403."""
    with serve(rooms=1, sessions=0, token=TOKEN) as other:
        headers = {"authorization": f"Bearer {FORBIDDEN_TOKEN}"}
        errors(httpx.get(f"{other.base_url}/rooms", headers=headers), 401)


@pytest.mark.parametrize("token", ["", "two words", "line\nbreak", "caf\u00e9", "a=b"])
def test_token_that_no_header_can_carry_is_refused(token: str) -> None:
    """A token must have the form of RFC 6750, section 2.1."""
    with pytest.raises(ValueError, match="a token is made of"), serve(token=token):
        pass


def test_token_is_not_in_the_representation(sandbox: Sandbox) -> None:
    """A failing test prints its fixtures."""
    assert TOKEN not in repr(sandbox)
