"""The waits after a response of status 429."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from rollcall.http._budget import Budget, Halted

__all__ = ["ATTEMPTS", "next_wait", "wait_seconds"]

ATTEMPTS = 5
"""The number of times that a request is sent, at most, if each response has status 429."""


def next_wait(response: httpx.Response, attempt: int, max_wait: float, budget: Budget) -> float:
    """Return the seconds to wait before a request is sent again after status 429.

    Args:
        response: The response.
        attempt: The number of earlier responses of status 429 to the request.
        max_wait: The longest allowed wait, in seconds.
        budget: The budget of the run.

    Raises:
        Halted: The wait is too long, or all ``ATTEMPTS`` were used.
    """
    if attempt + 1 == ATTEMPTS:
        raise Halted(f"the server responded with 429 to {ATTEMPTS} attempts of a request")
    seconds = wait_seconds(response.headers, attempt)
    if seconds > max_wait:
        raise Halted(
            f"the server responded with 429 and asks to wait {seconds:.0f} s; the longest allowed "
            f"wait is {max_wait:.0f} s (--max-wait)"
        )
    budget.allow(seconds)
    return seconds


def wait_seconds(headers: httpx.Headers, attempt: int) -> float:
    """Return the seconds that a response of status 429 asks to wait.

    Args:
        headers: The headers of the response.
        attempt: The number of earlier responses of status 429 to the same request.

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
