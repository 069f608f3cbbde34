"""The waits after status 429, and the end of a run that is rate limited."""

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from rollcall.http import Budget, Halted, RateLimited, Spent, Transport, build_request, wait_seconds
from rollcall.spec import Operation

_BOOKS = Operation("listBooks", "GET", "/books", None, ())


def _wait(**headers: str) -> float:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return wait_seconds(httpx.Headers(names), 2)


def test_the_wait_that_a_server_asks_for() -> None:
    """Retry-After comes first, then x-ratelimit-reset; without both, the waits double."""
    assert _wait(retry_after="7", x_ratelimit_reset="9") == 7
    assert _wait(retry_after="soon", x_ratelimit_reset="9") == 9
    assert _wait(x_ratelimit_reset="1.5") == 1.5
    assert _wait() == 4


def test_a_wait_may_be_a_time() -> None:
    """A date, or the seconds since 1970, is a time; one that has passed asks for no wait."""
    now = datetime.now(UTC)
    later, earlier = now + timedelta(hours=1), now - timedelta(hours=1)
    assert 3500 < _wait(retry_after=format_datetime(later, usegmt=True)) <= 3600
    assert _wait(retry_after=format_datetime(earlier, usegmt=True)) == 0
    assert 3500 < _wait(x_ratelimit_reset=str(int(time.time()) + 3600)) <= 3600
    assert _wait(x_ratelimit_reset=str(int(time.time()) - 3600)) == 0


def _ask(headers: dict[str, str], budget: Budget | None = None, max_wait: float = 60) -> None:
    limited = httpx.MockTransport(lambda _: httpx.Response(429, headers=headers))
    transport = Transport("http://api.test", transport=limited, max_wait=max_wait)
    transport.budget = budget or transport.budget
    transport.send(build_request("GET", "http://api.test/books", []), _BOOKS)


@pytest.mark.parametrize(
    ("status", "headers", "count"),
    [
        (429, {"retry-after": "0"}, 2),
        (403, {"retry-after": "0"}, 2),
        (403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "0"}, 2),
        (403, {"x-ratelimit-remaining": "7"}, 1),
        (503, {"retry-after": "0"}, 1),
    ],
)
def test_statuses_of_a_limit(status: int, headers: dict[str, str], count: int) -> None:
    """403 is one with the headers of a limit; the law of server errors reports 503."""
    answers = iter([httpx.Response(status, headers=headers), httpx.Response(200)])
    sending = httpx.MockTransport(lambda _: next(answers))
    transport = Transport("http://api.test", transport=sending, max_wait=2)
    response = transport.send(build_request("GET", "http://api.test/books", []), _BOOKS)
    assert len(response.history) + 1 == count


def test_a_server_that_is_rate_limited_for_ever_is_one_kind_of_end() -> None:
    """The end has a type and names the request; a budget that is too short is another end."""
    with pytest.raises(RateLimited, match="429 to 5 attempts of GET /books"):
        _ask({"retry-after": "0"})
    with pytest.raises(RateLimited, match="429 to GET /books and asks to wait 3600 s"):
        _ask({"retry-after": "3600"})
    with pytest.raises(Spent, match="5 s are left"):
        _ask({"retry-after": "30"}, Budget(max_time=5, clock=lambda: 0.0))
    assert issubclass(RateLimited, Halted)
    assert not issubclass(RateLimited, Spent)
