"""A request and its attempts."""

import logging
import time
from collections.abc import Collection, Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Final
from weakref import ref

import attrs

from ._errors import RequestError, StatusError
from ._http import Bounds, Draft, Request, Response, exchange_of, reason_phrase, received
from ._logging import LOGGER
from ._retries import Attempts, asked_wait, is_retryable
from ._settings import Settings

__all__ = ["UNAUTHORIZED", "Line", "Message", "Sending"]

Line = list["ref[Sending]"]
"""The requests that wait for a rate limit, the first one first."""

UNAUTHORIZED: Final = 401

_TOO_MANY = 429
_EXCERPT_LENGTH = 300
_LONGEST_TEXT = 65_536
_REDIRECTS = range(300, 400)
_IDEMPOTENT = {"DELETE", "GET", "HEAD", "OPTIONS", "PUT", "TRACE"}
"""The methods whose requests may be sent again (RFC 9110, section 9.2.2)."""


@attrs.frozen(eq=False, repr=False)
class Message:
    """A request without the settings of the client.

    Attributes:
        target: The path and the query, or an address of the same origin.
        method: The method.
        headers: Its own headers; those of the settings replace them.
        content: The body; None for none.
        successes: The statuses of success, or their classes, such as ``2XX``.
    """

    target: str
    method: str = "GET"
    headers: Mapping[str, str] = MappingProxyType({})
    content: bytes | None = None
    successes: Collection[str] = ("200",)


class Sending:
    """A request and its attempts, without the waits between them.

    After a 429, requests wait in line, and only the first of the line is sent. The line is a list
    of weak references, not a lock: if an interrupt kept a request from leaving the line, its
    reference dies with it.
    """

    def __init__(self, settings: Settings, message: Message, line: Line) -> None:
        self._settings = settings
        self._successes = message.successes
        self._line = line
        self._place: ref[Sending] = ref(self)
        deadline = time.monotonic() + settings.total_timeout
        retries = settings.retries
        if message.method not in _IDEMPOTENT:
            retries = attrs.evolve(retries, count=0)
        self._attempts = Attempts(retries, deadline)
        self.bounds = Bounds(settings.timeout, deadline, settings.max_body, settings.secrets)
        service, target = settings.service, message.target
        headers = {
            "accept": service.accept,
            "user-agent": f"{service.package}/{service.version}",
            **message.headers,
            **settings.headers,
        }
        has_key = settings.sends_key and bool(settings.api_key)
        self.draft = Draft(
            message.method,
            settings.base_url.rstrip("/") + target if target.startswith("/") else target,
            headers,
            message.content,
            settings.secrets,
            service.key if has_key else None,
            settings.api_key,
        )

    def is_not_next(self) -> bool:
        """Return whether another request is first in line; this one then joins the line."""
        for place in [*self._line]:
            if place() is None:
                self._remove(place)
        if not self._line:
            return False
        if self._place not in self._line:
            self._line.append(self._place)
        return self._line[0] is not self._place

    def leave_line(self) -> None:
        """Remove this request from the line."""
        self._remove(self._place)

    def _remove(self, place: "ref[Sending]") -> None:
        # Another thread may have removed it.
        with suppress(ValueError):
            while True:
                self._line.remove(place)

    def check_time(self, request: Request) -> None:
        """Check that there is time left to wait in line.

        Raises:
            TimeoutExceededError: There is none.
        """
        if self.bounds.remaining() <= 0:
            problem = "others wait for the rate limit, and the time is over (total_timeout)"
            error = self.bounds.exceeded(request, problem)
            self._attempts.record(error)
            raise error

    def check(self, response: Response) -> Response:
        """Return the response if its status is one of success.

        Raises:
            StatusError: The status is another one.
        """
        status, method = response.status_code, response.request.method
        if LOGGER.isEnabledFor(logging.DEBUG):
            url = self.bounds.secrets.redact(str(response.request.url))
            LOGGER.debug("%s %s: %d, %d bytes", method, url, status, len(response.content))
        if str(status) not in self._successes and f"{status // 100}XX" not in self._successes:
            raise _status_error(response, self._settings)
        place = self._settings.service.key
        if place is not None:
            # A page keeps its response, and an application may store it.
            place.remove(response.request)
        return received(response, self._attempts.count + 1)

    def wait_after(self, error: RequestError) -> float | None:
        """Return how long to wait before the next attempt, in seconds; None if there is none."""
        wait = self._attempts.next_wait(error)
        if wait is None:
            return None
        if error.status == _TOO_MANY and self._place not in self._line:
            self._line.append(self._place)
        LOGGER.warning(
            "%s; retry %d of %d in %.2f s",
            # A log that stored the exception would store the frames of its traceback, too.
            str(error),
            self._attempts.count,
            self._settings.retries.count,
            wait,
        )
        return wait


def _status_error(response: Response, settings: Settings) -> StatusError:
    status, service = response.status_code, settings.service
    kinds = service.status_errors
    kind = kinds.get(str(status)) or kinds.get(f"{status // 100}XX") or service.fallback_error
    words = [f"{status} {reason_phrase(status)}".strip()]
    location = response.headers.get("location")
    if location is not None and status in _REDIRECTS:
        words.append(f"a redirect to {location}, which is not followed")
    secrets = settings.secrets
    # Secrets are replaced before the text is cut, since the cut could divide one.
    text = secrets.redact(response.content[:_LONGEST_TEXT].decode(errors="replace"))
    words.append(text[:_EXCERPT_LENGTH].strip())
    bodies = (decoder.decode_or_none(response.content) for decoder in service.error_bodies)
    error = kind(
        secrets.redact(": ".join(filter(None, words))),
        exchange_of(response, secrets),
        body=next(filter(None, bodies), None),
        retryable=is_retryable(status),
    )
    error.retry_after = asked_wait(status, response.headers)
    return error
