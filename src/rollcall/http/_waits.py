"""The waits that a server asks for with status 429."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from rollcall.http._budget import Budget, Halted

__all__ = ["ATTEMPTS", "next_wait", "wait_seconds"]

ATTEMPTS = 5
"""How often a request is sent that is answered 429."""


def next_wait(response: httpx.Response, attempt: int, max_wait: float, budget: Budget) -> float:
    """Return how many seconds to wait before a request that was answered 429 is sent again.

    Args:
        response: The response.
        attempt: How often the request was answered so before.
        max_wait: The longest wait that is allowed, in seconds.
        budget: The budget of the run.

    Raises:
        Halted: The wait is too long, or the request was sent ``ATTEMPTS`` times.
    """
    if attempt + 1 == ATTEMPTS:
        raise Halted(
            f"the server answered 429 {ATTEMPTS} times to one request, in spite of the waits"
        )
    seconds = wait_seconds(response.headers, attempt)
    if seconds > max_wait:
        raise Halted(
            f"the server answered 429 and asks to wait {seconds:.0f} s; the most that is "
            f"waited is {max_wait:.0f} s (--max-wait)"
        )
    budget.allow(seconds)
    return seconds


def wait_seconds(headers: httpx.Headers, attempt: int) -> float:
    """Return how many seconds a response of status 429 asks to wait.

    Args:
        headers: The headers of the response.
        attempt: How often the same request was answered so before.

    Returns:
        The seconds of ``Retry-After`` (RFC 9110 section 10.2.3), a number or a date; or else of
        ``x-ratelimit-reset``; or else 1, 2, 4...
    """
    after = _first(headers, "retry-after")
    if after.isascii() and after.isdigit():
        return float(after)
    try:
        until = parsedate_to_datetime(after)
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        return max(0.0, (until - datetime.now(UTC)).total_seconds())
    except (ValueError, OverflowError):
        pass
    reset = _first(headers, "x-ratelimit-reset")
    if reset.isascii() and reset.isdigit():
        return float(reset)
    return float(2**attempt)


def _first(headers: httpx.Headers, name: str) -> str:
    return next(iter(headers.get_list(name)), "").strip()
