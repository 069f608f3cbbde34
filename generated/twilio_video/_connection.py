# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""Requests with retries."""

import threading
from collections.abc import Generator, Iterable
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakSet

import anyio

from ._errors import ArgumentError, Exchange, RequestError, StatusError, TransportError
from ._http import (
    HTTP,
    AsyncHTTP,
    AsyncHTTPClient,
    HTTPClient,
    Response,
    Stopped,
    running_loop,
)
from ._keys import AsyncKeys, Keys
from ._sending import UNAUTHORIZED, Line, Message, Sending
from ._settings import Settings

if TYPE_CHECKING:
    import asyncio

__all__ = ["NEVER", "AsyncConnection", "Begun", "Connection", "cancel"]

NEVER: Final = threading.Event()
"""An event that is never set."""

_GLANCE = 0.02
"""The seconds after which a request checks its place in line again."""


class Connection:
    """Sends requests and waits for their responses."""

    def __init__(self, settings: Settings, http_client: HTTPClient | None) -> None:
        self.settings = settings
        self._http = HTTP(http_client, trust_env=settings.trust_env)
        self._line: Line = []
        self._keys = Keys(settings.read_key)
        self._closes = True

    def but(self, settings: Settings) -> "Connection":
        """Return a connection with other settings; closing it closes nothing."""
        other = object.__new__(type(self))
        other.settings, other._http, other._closes = settings, self._http, False
        is_same = settings.read_key is self.settings.read_key
        other._keys = self._keys if is_same else Keys(settings.read_key)
        other._line = self._line if _has_same_limit(settings, self.settings) else []
        return other

    def close(self) -> None:
        """Close the HTTP client."""
        if self._closes:
            self._http.close()

    def send(self, message: Message, settings: Settings, stop: threading.Event = NEVER) -> Response:
        """Send a request, with retries if its method is idempotent.

        Args:
            message: The request.
            settings: The settings for this request.
            stop: Set when the response is no longer needed.

        Raises:
            TransportError: No complete response was received.
            StatusError: The status is not one of success.
            DecodingError: The body is too large, or wrongly compressed.
            Stopped: ``stop`` was set.
        """
        if settings.read_key is None:
            return self._send(message, settings, stop)
        key = self._keys.get()
        try:
            return self._send(message, settings.with_key(key), stop)
        except StatusError as error:
            renewed = self._keys.get(refused=key) if error.status == UNAUTHORIZED else key
            if renewed == key:
                raise
        return self._send(message, settings.with_key(renewed), stop)

    def _send(self, message: Message, settings: Settings, stop: threading.Event) -> Response:
        sending = Sending(settings, message, self._line)
        request = self._http.request(sending.draft)
        wait: float | None = 0.0
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
                    if wait is None:
                        raise
        finally:
            sending.leave_line()


class AsyncConnection:
    """Sends requests and awaits their responses."""

    def __init__(self, settings: Settings, http_client: AsyncHTTPClient | None) -> None:
        self.settings = settings
        self._http = AsyncHTTP(http_client, trust_env=settings.trust_env)
        self._line: Line = []
        self._keys = AsyncKeys(settings.read_key)
        self._tasks: set[asyncio.Task[Response]] = set()
        self._abandoned: WeakSet[asyncio.Task[Response]] = WeakSet()
        self._closes = True

    def but(self, settings: Settings) -> "AsyncConnection":
        """Return a connection with other settings; closing it closes nothing."""
        other = object.__new__(type(self))
        other.settings, other._http, other._closes = settings, self._http, False
        is_same = settings.read_key is self.settings.read_key
        other._keys = self._keys if is_same else AsyncKeys(settings.read_key)
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

    def begin(self, message: Message, settings: Settings) -> "Begun":
        """Send a request in a task of its own.

        Raises:
            ArgumentError: asyncio does not run here.
        """
        import asyncio  # noqa: PLC0415 - a quarter of the time that importing the package takes

        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            problem = "prefetching needs asyncio, which does not run here; leave it at 1"
            raise ArgumentError("concurrency", problem) from None
        task = loop.create_task(self.send(message, settings))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return Begun(task, self)

    async def send(self, message: Message, settings: Settings) -> Response:
        """Send a request, with retries if its method is idempotent.

        Args:
            message: The request.
            settings: The settings for this request.

        Raises:
            TransportError: No complete response was received.
            StatusError: The status is not one of success.
            DecodingError: The body is too large, or wrongly compressed.
        """
        if settings.read_key is None:
            return await self._send(message, settings)
        key = await self._keys.get()
        try:
            return await self._send(message, settings.with_key(key))
        except StatusError as error:
            is_refused = error.status == UNAUTHORIZED
            renewed = await self._keys.get(refused=key) if is_refused else key
            if renewed == key:
                raise
        return await self._send(message, settings.with_key(renewed))

    async def _send(self, message: Message, settings: Settings) -> Response:
        sending = Sending(settings, message, self._line)
        request = self._http.request(sending.draft)
        wait: float | None = 0.0
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
                    if wait is None:
                        raise
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
    values = ((each.base_url, each.api_key, each.read_key) for each in (one, other))
    return next(values) == next(values)
