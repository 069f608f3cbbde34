# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""Requests that are repeated until they succeed, or may not be any more."""

import logging
import threading
import time
from typing import Final

import anyio

from ._errors import RequestError, StatusError, TimeoutExceededError
from ._http import (
    HTTP,
    AsyncHTTP,
    AsyncHTTPClient,
    Headers,
    HTTPClient,
    Limits,
    Request,
    Response,
    Stopped,
    exchange_of,
    reason_phrase,
)
from ._logging import LOGGER
from ._retries import Attempts, asked_wait, is_retryable
from ._settings import Settings

__all__ = ["NEVER", "AsyncConnection", "Connection"]

NEVER: Final = threading.Event()
"""For who waits for a response whatever happens."""

_OK = 200
_TOO_MANY = 429
_EXCERPT_LENGTH = 300


class Connection:
    """Sends requests and waits for their responses."""

    def __init__(self, settings: Settings, http_client: HTTPClient | None) -> None:
        self.settings = settings
        self._http = HTTP(http_client)
        self._queue = threading.Lock()
        self._closes = True

    def but(self, settings: Settings) -> "Connection":
        """Give the same connection with other settings; closing that one closes nothing."""
        other = object.__new__(type(self))
        other.settings = settings
        other._http, other._queue, other._closes = self._http, self._queue, False
        return other

    def close(self) -> None:
        """Close what was opened."""
        if self._closes:
            self._http.close()

    def get(self, target: str, settings: Settings, stop: threading.Event = NEVER) -> Response:
        """Send a GET request, and again if it fails and that may help.

        Args:
            target: The path and the query, or an address of the same origin.
            settings: Those of the connection, as they hold for this request.
            stop: Set when nobody waits for the response any more.

        Raises:
            TransportError: No complete response was received.
            StatusError: The status is not 200.
            DecodingError: The body is too large, or wrongly compressed.
            Stopped: ``stop`` was set.
        """
        exchange = _Exchange(settings, target)
        request = self._http.request(exchange.url, exchange.headers, settings.secrets)
        queued = False
        try:
            while True:
                # The server asked others to wait: they go first, one after the other.
                if not queued and self._queue.locked():
                    queued = self._wait_in_line(exchange, request)
                try:
                    return exchange.check(self._http.send(request, exchange.limits, stop))
                except RequestError as error:
                    due = exchange.next_due(error)
                    throttled = error.status == _TOO_MANY
                if throttled and not queued:
                    queued = self._wait_in_line(exchange, request)
                if stop.wait(max(0.0, due - time.monotonic())):
                    raise Stopped
        finally:
            if queued:
                self._queue.release()

    def _wait_in_line(self, exchange: "_Exchange", request: Request) -> bool:
        if not self._queue.acquire(timeout=max(0.0, exchange.limits.remaining())):
            raise exchange.waited_too_long(request)
        return True


class AsyncConnection:
    """Sends requests and awaits their responses."""

    def __init__(self, settings: Settings, http_client: AsyncHTTPClient | None) -> None:
        self.settings = settings
        self._http = AsyncHTTP(http_client)
        self._queue = anyio.Lock()
        self._closes = True

    def but(self, settings: Settings) -> "AsyncConnection":
        """Give the same connection with other settings; closing that one closes nothing."""
        other = object.__new__(type(self))
        other.settings = settings
        other._http, other._queue, other._closes = self._http, self._queue, False
        return other

    async def aclose(self) -> None:
        """Close what was opened."""
        if self._closes:
            await self._http.aclose()

    async def get(self, target: str, settings: Settings) -> Response:
        """Send a GET request, and again if it fails and that may help.

        Args:
            target: The path and the query, or an address of the same origin.
            settings: Those of the connection, as they hold for this request.

        Raises:
            TransportError: No complete response was received.
            StatusError: The status is not 200.
            DecodingError: The body is too large, or wrongly compressed.
        """
        exchange = _Exchange(settings, target)
        request = self._http.request(exchange.url, exchange.headers, settings.secrets)
        queued = False
        try:
            while True:
                # The server asked others to wait: they go first, one after the other.
                if not queued and self._queue.locked():
                    queued = await self._wait_in_line(exchange, request)
                try:
                    return exchange.check(await self._http.send(request, exchange.limits))
                except RequestError as error:
                    due = exchange.next_due(error)
                    throttled = error.status == _TOO_MANY
                if throttled and not queued:
                    queued = await self._wait_in_line(exchange, request)
                await anyio.sleep(max(0.0, due - time.monotonic()))
        finally:
            if queued:
                self._queue.release()

    async def _wait_in_line(self, exchange: "_Exchange", request: Request) -> bool:
        with anyio.move_on_after(exchange.limits.remaining()):
            await self._queue.acquire()
            return True
        raise exchange.waited_too_long(request)


class _Exchange:
    """A request and its attempts: all that does not depend on how one waits."""

    def __init__(self, settings: Settings, target: str) -> None:
        self._settings = settings
        deadline = time.monotonic() + settings.total_timeout
        self._attempts = Attempts(settings.retries, deadline)
        self.limits = Limits(settings.timeout, deadline, settings.max_body, settings.secrets)
        self.url = target
        if target.startswith("/"):
            self.url = settings.base_url.rstrip("/") + target
        # Unlike a dict, these do not show the key to who prints them.
        self.headers = Headers(
            {
                "accept": "application/json",
                "user-agent": f"{settings.service.package}/{settings.service.version}",
                **settings.headers,
                "authorization": f"Bearer {settings.api_key}",
            }
        )

    def check(self, response: Response) -> Response:
        """Give the response if its status is that of success.

        Raises:
            StatusError: It is not.
        """
        self._log_response(response)
        if response.status_code != _OK:
            raise _status_error(response, self._settings)
        return response

    def next_due(self, error: RequestError) -> float:
        """Say when to try again, by the monotonic clock.

        Raises:
            RequestError: It is of no use, or not admitted; the error is ``error``.
        """
        due = self._attempts.next_due(error)
        wait = max(0.0, due - time.monotonic())
        LOGGER.warning(
            "%s; retry %d of %d in %.2f s",
            error,
            self._attempts.count,
            self._settings.retries.count,
            wait,
        )
        return due

    def waited_too_long(self, request: Request) -> TimeoutExceededError:
        """Tell that the time was over before the request could be sent again."""
        problem = "other requests wait for the rate limit, and the time is over (total_timeout)"
        error = self.limits.exceeded(request, problem)
        error.attempts = self._attempts.count
        return error

    def _log_response(self, response: Response) -> None:
        if LOGGER.isEnabledFor(logging.DEBUG):
            url = self.limits.secrets.redact(str(response.request.url))
            status, size = response.status_code, len(response.content)
            LOGGER.debug("GET %s: %d, %d bytes", url, status, size)


def _status_error(response: Response, settings: Settings) -> StatusError:
    status, service = response.status_code, settings.service
    kinds = service.status_errors
    kind = kinds.get(str(status)) or kinds.get(f"{status // 100}XX") or service.fallback_error
    words = [f"{status} {reason_phrase(status)}".strip()]
    location = response.headers.get("location")
    if location is not None:
        words.append(f"a redirect to {location}, which is not followed")
    secrets = settings.secrets
    text = secrets.redact(response.content.decode(errors="replace"))
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
