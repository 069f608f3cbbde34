"""The rate limit and its headers."""

import time

import httpx

from contract_tests.sandbox import RateLimit, serve
from tests.support.sandbox._http import client_of, errors

_HEADERS = ("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset")


def test_no_headers_without_a_limit(client: httpx.Client) -> None:
    """Nothing is told about a limit that there is not."""
    assert not set(_HEADERS) & set(client.get("/rooms").headers)


def test_limit() -> None:
    """Every response counts down; once spent, 429 says when to come back, and then it works."""
    with serve(rooms=1, rate_limit=RateLimit(3, 1.5)) as limited, client_of(limited) as client:
        for remaining, target in ((2, "/rooms"), (1, "/rooms?page[size]=0"), (0, "/nowhere")):
            response = client.get(target)
            told = [response.headers[name] for name in _HEADERS]
            assert told[:2] == ["3", str(remaining)]
            assert 1 <= int(told[2]) <= 2
            assert "retry-after" not in response.headers
        response = client.get("/rooms")
        errors(response, 429)
        assert response.headers["x-ratelimit-remaining"] == "0"
        wait = int(response.headers["retry-after"])
        assert 1 <= wait <= 2
        assert response.headers["x-ratelimit-reset"] == str(wait)
        time.sleep(wait)
        again = client.get("/rooms")
        assert again.status_code == httpx.codes.OK
        assert again.headers["x-ratelimit-remaining"] == "2"


def test_each_token_has_its_own_window() -> None:
    """One sender does not spend another's requests; strangers share one window."""
    with serve(rooms=1, rate_limit=RateLimit(1, 60), forbidden_token="other") as limited:  # noqa: S106
        url = f"{limited.base_url}/rooms"
        statuses = [
            httpx.get(url, headers={"authorization": f"Bearer {token}"}).status_code
            for token in (limited.token, "other", "wrong", limited.token, "other", "strange")
        ]
        assert statuses == [200, 403, 401, 429, 429, 429]
