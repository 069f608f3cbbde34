# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""Requests with retries."""

import logging
import threading
import time
from collections.abc import Generator, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakSet, ref

import anyio

from ._errors import ArgumentError, Exchange, RequestError, StatusError, TransportError
from ._http import (
    HTTP,
    AsyncHTTP,
    AsyncHTTPClient,
    Bounds,
    Headers,
    HTTPClient,
    Request,
    Response,
    Stopped,
    exchange_of,
    reason_phrase,
    received,
    running_loop,
)
from ._logging import LOGGER
from ._retries import Attempts, asked_wait, is_retryable
from ._settings import Settings

if TYPE_CHECKING:
    import asyncio

__all__ = ["NEVER", "AsyncConnection", "Begun", "Connection", "cancel"]

NEVER: Final = threading.Event()
"""An event that is never set."""

_OK = 200
_TOO_MANY = 429
_EXCERPT_LENGTH = 300
_LONGEST_TEXT = 65_536
_REDIRECTS = range(300, 400)

_GLANCE = 0.02
"""The seconds after which a request checks its place in line again."""


class Connection:
    """Sends requests and waits for their responses."""

    def __init__(self, settings: Settings, http_client: HTTPClient | None) -> None:
        self.settings = settings
        self._http = HTTP(http_client, trust_env=settings.trust_env)
        self._line: list[ref[_Sending]] = []
        self._closes = True

    def but(self, settings: Settings) -> "Connection":
        """Return a connection with other settings; closing it closes nothing."""
        other = object.__new__(type(self))
        other.settings, other._http, other._closes = settings, self._http, False
        other._line = self._line if _has_same_limit(settings, self.settings) else []
        return other

    def close(self) -> None:
        """Close the HTTP client."""
        if self._closes:
            self._http.close()

    def get(self, target: str, settings: Settings, stop: threading.Event = NEVER) -> Response:
        """Send a GET request, with retries.

        Args:
            target: The path and the query, or an address of the same origin.
            settings: The settings for this request.
            stop: Set when the response is no longer needed.

        Raises:
            TransportError: No complete response was received.
            StatusError: The status is not 200.
            DecodingError: The body is too large, or wrongly compressed.
            Stopped: ``stop`` was set.
        """
        sending = _Sending(settings, target, self._line)
        request = self._http.request(sending.url, sending.headers, settings.secrets)
        wait = 0.0
        try:
            while True:
                if stop.wait(wait):
                    raise Stopped
                while sending.is_not_next():
                    sending.check_time(request)
                    if stop.wait(_GLANCE):
                        raise Stopped
                try:
                    return sending.check(self._http.send(request, sending.bounds, stop))
                except RequestError as error:
                    wait = sending.wait_after(error)
        finally:
            sending.leave_line()


class AsyncConnection:
    """Sends requests and awaits their responses."""

    def __init__(self, settings: Settings, http_client: AsyncHTTPClient | None) -> None:
        self.settings = settings
        self._http = AsyncHTTP(http_client, trust_env=settings.trust_env)
        self._line: list[ref[_Sending]] = []
        self._tasks: set[asyncio.Task[Response]] = set()
        self._abandoned: WeakSet[asyncio.Task[Response]] = WeakSet()
        self._closes = True

    def but(self, settings: Settings) -> "AsyncConnection":
        """Return a connection with other settings; closing it closes nothing."""
        other = object.__new__(type(self))
        other.settings, other._http, other._closes = settings, self._http, False
        other._line = self._line if _has_same_limit(settings, self.settings) else []
        other._tasks, other._abandoned = self._tasks, self._abandoned
        return other

    async def aclose(self) -> None:
        """Cancel the tasks of this event loop, and close its HTTP client."""
        if self._closes:
            abandoned = [each for each in self._tasks if each.get_loop() is running_loop()]
            self._abandoned.update(abandoned)
            await cancel(abandoned)
            await self._http.aclose()

    def has_abandoned(self, task: "asyncio.Task[Response]") -> bool:
        """Return whether a task was cancelled because the client was closed."""
        return task in self._abandoned

    def begin(self, target: str, settings: Settings) -> "Begun":
        """Send a GET request in a task of its own.

        Raises:
            ArgumentError: asyncio does not run here.
        """
        import asyncio  # noqa: PLC0415 - a quarter of the time that importing the package takes

        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            problem = "prefetching needs asyncio, which does not run here; leave it at 1"
            raise ArgumentError("concurrency", problem) from None
        task = loop.create_task(self.get(target, settings))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return Begun(task, self)

    async def get(self, target: str, settings: Settings) -> Response:
        """Send a GET request, with retries.

        Args:
            target: The path and the query, or an address of the same origin.
            settings: The settings for this request.

        Raises:
            TransportError: No complete response was received.
            StatusError: The status is not 200.
            DecodingError: The body is too large, or wrongly compressed.
        """
        sending = _Sending(settings, target, self._line)
        request = self._http.request(sending.url, sending.headers, settings.secrets)
        wait = 0.0
        try:
            while True:
                if wait:
                    await anyio.sleep(wait)
                while sending.is_not_next():
                    sending.check_time(request)
                    await anyio.sleep(_GLANCE)
                try:
                    return sending.check(await self._http.send(request, sending.bounds))
                except RequestError as error:
                    wait = sending.wait_after(error)
        finally:
            sending.leave_line()


class Begun:
    """A request that was sent in a task, to be awaited.

    Attributes:
        task: The task.
    """

    def __init__(self, task: "asyncio.Task[Response]", connection: AsyncConnection) -> None:
        self.task = task
        self._connection = connection

    def __await__(self) -> Generator[Any, Any, Response]:
        return self._finish().__await__()

    async def _finish(self) -> Response:
        import asyncio  # noqa: PLC0415 - as above

        try:
            return await self.task
        except asyncio.CancelledError:
            if self._connection.has_abandoned(self.task):
                exchange = Exchange("GET", self._connection.settings.base_url, attempts=0)
                raise TransportError("the client was closed meanwhile", exchange) from None
            raise


async def cancel(tasks: "Iterable[asyncio.Task[Response]]") -> None:
    """Cancel tasks, and wait until they have ended."""
    ending = list(tasks)
    if ending:
        import asyncio  # noqa: PLC0415 - as above

        for task in ending:
            task.cancel()
        await asyncio.gather(*ending, return_exceptions=True)


def _has_same_limit(one: Settings, other: Settings) -> bool:
    """Return whether both requests share a rate limit."""
    return (one.base_url, one.api_key) == (other.base_url, other.api_key)


class _Sending:
    """A request and its attempts, without the waits between them.

    After a 429, requests wait in line, and only the first of the line is sent. The line is a list
    of weak references, not a lock: if an interrupt kept a request from leaving the line, its
    reference dies with it.
    """

    def __init__(self, settings: Settings, target: str, line: "list[ref[_Sending]]") -> None:
        self._settings = settings
        self._line = line
        self._place: ref[_Sending] = ref(self)
        deadline = time.monotonic() + settings.total_timeout
        self._attempts = Attempts(settings.retries, deadline)
        self.bounds = Bounds(settings.timeout, deadline, settings.max_body, settings.secrets)
        self.url = target
        if target.startswith("/"):
            self.url = settings.base_url.rstrip("/") + target
        # Unlike that of a dict, their repr hides the key.
        service = settings.service
        key = {service.key_header: service.key_prefix + settings.api_key}
        self.headers = Headers(
            {
                "accept": service.accept,
                "user-agent": f"{service.package}/{service.version}",
                **settings.headers,
                **(key if service.key_header else {}),
            }
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

    def _remove(self, place: "ref[_Sending]") -> None:
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
            error.attempts = self._attempts.count
            raise error

    def check(self, response: Response) -> Response:
        """Return the response if its status is 200.

        Raises:
            StatusError: The status is another one.
        """
        if LOGGER.isEnabledFor(logging.DEBUG):
            url = self.bounds.secrets.redact(str(response.request.url))
            LOGGER.debug("GET %s: %d, %d bytes", url, response.status_code, len(response.content))
        if response.status_code != _OK:
            raise _status_error(response, self._settings)
        key_header = self._settings.service.key_header
        return received(response, self._attempts.count + 1, key_header)

    def wait_after(self, error: RequestError) -> float:
        """Return how long to wait before the next attempt, in seconds.

        Raises:
            RequestError: ``error``, if there is no next attempt.
        """
        wait = self._attempts.next_wait(error)
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
