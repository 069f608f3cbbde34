# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""When a failed request is sent again."""

import random
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

import attrs

from ._errors import ArgumentError, RequestError, shown

__all__ = ["DEFAULT_RETRIES", "Attempts", "Retries", "asked_wait", "is_retryable"]

_MOST = 100
_LONGEST = 86_400.0

_TIMED_OUT, _TOO_MANY, _SERVER_ERRORS = 408, 429, range(500, 600)


def _check_count(_retries: object, _attribute: object, value: Any) -> None:  # noqa: ANN401
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _MOST:
        raise ArgumentError("retries", f"expected a count from 0 to {_MOST}, got {shown(value)}")


def _check_seconds(_retries: object, attribute: "attrs.Attribute[float]", value: Any) -> None:  # noqa: ANN401
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not 0 <= value <= _LONGEST:
        problem = f"{attribute.name}: expected seconds, from 0 to a day, got {shown(value)}"
        raise ArgumentError("retries", problem)


@attrs.frozen
class Retries:
    """When a failed request is sent again.

    A request is retried after a broken connection, a timeout, and the statuses 408, 429 and 5xx.
    Before the n-th retry, the client waits a random part of ``backoff * 2 ** (n - 1)`` seconds
    ("full jitter", https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/), or
    longer if the server asks for it, by ``Retry-After`` (RFC 9110, section 10.2.3) or, with a 429,
    by ``X-RateLimit-Reset`` in seconds. After a 429, the client sends its requests one at a time
    until one succeeds.

    Attributes:
        count: The maximum number of retries of a request, from 0 to 100.
        backoff: The longest wait before the first retry, in seconds.
        max_backoff: The longest wait that the client chooses by itself, in seconds.
        max_wait: The longest wait that a server may ask for, in seconds. When it asks for more,
            the error is raised at once, with that wait in ``retry_after``.

    Raises:
        ArgumentError: A number is out of its bounds.
    """

    count: int = attrs.field(default=3, validator=_check_count)
    backoff: float = attrs.field(default=0.5, validator=_check_seconds)
    max_backoff: float = attrs.field(default=8.0, validator=_check_seconds)
    max_wait: float = attrs.field(default=60.0, validator=_check_seconds)


DEFAULT_RETRIES: Final = Retries()


@attrs.define(eq=False, repr=False)
class Attempts:
    """The attempts of one request.

    Attributes:
        retries: When to repeat it.
        deadline: The time by the monotonic clock at which the last attempt ends.
        failures: How the attempts so far have ended.
        begun: The time by the monotonic clock at which the first one began.
    """

    retries: Retries
    deadline: float
    failures: list[str] = attrs.field(factory=list[str])
    begun: float = attrs.field(factory=time.monotonic)

    @property
    def count(self) -> int:
        """The number of attempts so far."""
        return len(self.failures)

    def next_wait(self, error: RequestError) -> float | None:
        """Return how long to wait before the next attempt, in seconds; None if there is none.

        Args:
            error: How the last attempt ended. If there is no next one, it gets the number of
                attempts, and its message how each has ended.
        """
        self.failures.append(error.failure)
        wait = self._wait(error)
        if wait is None:
            self.record(error)
        return wait

    def record(self, error: RequestError) -> None:
        """Add the attempts to the error that is raised for them."""
        error.attempts = self.count
        if self.count > 1:
            seconds = time.monotonic() - self.begun
            times = f"after {self.count} attempts in {seconds:.1f} s: {', '.join(self.failures)}"
            error.args = (f"{error} ({times})",)

    def _wait(self, error: RequestError) -> float | None:
        if not error.retryable or self.count > self.retries.count:
            return None
        asked = error.retry_after or 0.0
        if asked > self.retries.max_wait:
            longest = f"{self.retries.max_wait:g} s (max_wait)"
            error.add_note(f"The server asks to wait {asked:g} s; the client waits {longest}.")
            return None
        longest_own = min(self.retries.backoff * 2 ** (self.count - 1), self.retries.max_backoff)
        wait = max(asked, random.uniform(0, longest_own))  # noqa: S311 - no secret hangs on it
        if time.monotonic() + wait >= self.deadline:
            error.add_note(f"No time is left to wait {wait:.1f} s and try again (total_timeout).")
            return None
        return wait


def is_retryable(status: int) -> bool:
    """Return whether a request may succeed later, by the status of its response."""
    return status in {_TIMED_OUT, _TOO_MANY} or status in _SERVER_ERRORS


def asked_wait(status: int, headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a response asks to wait; None if it asks for no wait.

    If two headers name a wait, the longer wait is used.
    """
    waits = [_retry_after(headers.get("retry-after", ""))]
    if status == _TOO_MANY:
        waits.append(_seconds(headers.get("x-ratelimit-reset", "")))
    return max((wait for wait in waits if wait is not None), default=None)


def _retry_after(value: str) -> float | None:
    seconds = _seconds(value)
    if seconds is not None:
        return seconds
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    # RFC 9110 dates are in GMT, but not all of their spellings say so.
    date = date if date.tzinfo else date.replace(tzinfo=UTC)
    return max(0.0, (date - datetime.now(UTC)).total_seconds())


def _seconds(value: str) -> float | None:
    value = value.strip()
    whole, dot, fraction = value.partition(".")
    digits = whole + fraction
    if not (digits.isascii() and digits.isdigit()) or (dot and not (whole and fraction)):
        return None
    return float(value)
