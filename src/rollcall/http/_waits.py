"""The waits after a response of status 429."""

import re
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from rollcall.http._budget import Budget, RateLimited

__all__ = ["ATTEMPTS", "is_limited", "next_wait", "wait_seconds"]

# A larger x-ratelimit-reset is not a number of seconds, but a time in seconds since 1970.
_EPOCH = 1_000_000_000
_SECONDS = re.compile(r"[0-9]+(\.[0-9]+)?", re.ASCII)

ATTEMPTS = 5
"""The number of times that a request is sent, at most, if each response has status 429."""


def is_limited(response: httpx.Response) -> bool:
    """Return whether a response asks to send the request again later.

    That is the status 429, or 403 with the headers of a limit, as GitHub sends it.
    """
    if response.status_code == httpx.codes.FORBIDDEN:
        left = _first(response.headers, "x-ratelimit-remaining")
        return left == "0" or "retry-after" in response.headers
    return response.status_code == httpx.codes.TOO_MANY_REQUESTS


def next_wait(
    response: httpx.Response,
    request: httpx.Request,
    attempt: int,
    max_wait: float,
    budget: Budget,
) -> float:
    """Return the seconds to wait before a request is sent again after status 429.

    Args:
        response: The response.
        request: The request.
        attempt: The number of earlier responses of status 429 to the request.
        max_wait: The longest allowed wait, in seconds.
        budget: The budget of the run.

    Raises:
        RateLimited: The wait is too long, or all ``ATTEMPTS`` were used.
        Spent: The wait is longer than the remaining time.
    """
    place = f"{request.method} {request.url.path}"
    status = response.status_code
    if attempt + 1 == ATTEMPTS:
        raise RateLimited(f"the server responded with {status} to {ATTEMPTS} attempts of {place}")
    seconds = wait_seconds(response.headers, attempt)
    if seconds > max_wait:
        raise RateLimited(
            f"the server responded with {status} to {place} and asks to wait {seconds:.0f} s; the "
            f"longest allowed wait is {max_wait:.0f} s (--max-wait)"
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
        ``x-ratelimit-reset``, a number or a time in seconds since 1970; or else 1, 2, 4...
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
    if _SECONDS.fullmatch(reset):
        seconds = float(reset)
        return max(0.0, seconds - time.time()) if seconds > _EPOCH else seconds
    return float(2**attempt)


def _first(headers: httpx.Headers, name: str) -> str:
    return next(iter(headers.get_list(name)), "").strip()
