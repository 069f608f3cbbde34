"""The rate limit of Telnyx and its headers."""

import httpx

from contract_tests.sandbox import RateLimit, build_app
from tests.support.sandbox import _http
from tests.support.sandbox._http import client_of, errors

_HEADERS = ("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset")


def test_no_headers_without_a_limit(client: httpx.Client) -> None:
    """Without a limit, responses have no header about it."""
    assert not set(_HEADERS) & set(client.get("/rooms").headers)


def test_limit() -> None:
    """Each response counts down; a spent window is 429 until it ends."""
    now = 1000.0
    limit = RateLimit(3, 1.5, clock=lambda: now)
    with build_app(rooms=1, rate_limit=limit) as app:
        api = app.apis("http://sandbox")["telnyx-video"]
        with client_of(api, app) as client:
            for remaining, target in ((2, "/rooms"), (1, "/rooms?page[size]=0"), (0, "/nowhere")):
                response = client.get(target)
                told = [response.headers[name] for name in _HEADERS]
                assert told == ["3", str(remaining), "2"]
                assert "retry-after" not in response.headers
            now += 1.0
            response = client.get("/rooms")
            errors(response, 429)
            assert response.headers["x-ratelimit-remaining"] == "0"
            assert response.headers["retry-after"] == "1"
            assert response.headers["x-ratelimit-reset"] == "1"
            now += 0.5
            response = client.get("/rooms")
            assert response.status_code == httpx.codes.OK
            assert response.headers["x-ratelimit-remaining"] == "2"


def test_each_token_has_its_own_window() -> None:
    """Each known token has a window of its own; all other requests share one."""
    limit = RateLimit(1, 60)
    with (
        build_app(
            rooms=0,
            token="right",  # noqa: S106
            forbidden_token="other",  # noqa: S106
            rate_limit=limit,
        ) as app,
        _http.stranger(app) as client,
    ):
        statuses = [
            client.get("/v2/rooms", headers={"authorization": f"Bearer {token}"}).status_code
            for token in ("right", "other", "wrong", "right", "other", "strange")
        ]
        assert statuses == [200, 403, 401, 429, 429, 429]
