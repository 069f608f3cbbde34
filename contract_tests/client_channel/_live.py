"""HTTP that obeys a server's rate limit, for a client that does not."""

import asyncio
import time
from collections.abc import Callable

import httpx
import pytest

from contract_tests._transport import wait_seconds

__all__ = ["AsyncPatientTransport", "PatientTransport"]

_ATTEMPTS = 5
# Reading the certificates takes longer than a request, so it is done once.
_TLS = httpx.create_ssl_context()


def _wait(response: httpx.Response, attempt: int, longest: float) -> float:
    headers = {name.lower(): [value] for name, value in response.headers.items()}
    seconds = wait_seconds(headers, attempt)
    if seconds > longest:
        pytest.fail(f"the server answered 429 and asks to wait {seconds:.0f} s (--max-wait)")
    return seconds


class PatientTransport(httpx.HTTPTransport):
    """Sends a request again when the server has asked to wait.

    Args:
        longest: How many seconds to wait at most, in one go.
        on_answer: Called for each response.
    """

    def __init__(self, longest: float, on_answer: Callable[[], None]) -> None:
        super().__init__(verify=_TLS)
        self._longest = longest
        self._on_answer = on_answer

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        response = self._send(request)
        for attempt in range(_ATTEMPTS):
            if response.status_code != httpx.codes.TOO_MANY_REQUESTS:
                break
            response.close()
            time.sleep(_wait(response, attempt, self._longest))
            response = self._send(request)
        return response

    def _send(self, request: httpx.Request) -> httpx.Response:
        response = super().handle_request(request)
        self._on_answer()
        return response


class AsyncPatientTransport(httpx.AsyncHTTPTransport):
    """Sends a request again when the server has asked to wait.

    Args:
        longest: How many seconds to wait at most, in one go.
        on_answer: Called for each response.
    """

    def __init__(self, longest: float, on_answer: Callable[[], None]) -> None:
        super().__init__(verify=_TLS)
        self._longest = longest
        self._on_answer = on_answer

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        response = await self._send(request)
        for attempt in range(_ATTEMPTS):
            if response.status_code != httpx.codes.TOO_MANY_REQUESTS:
                break
            await response.aclose()
            await asyncio.sleep(_wait(response, attempt, self._longest))
            response = await self._send(request)
        return response

    async def _send(self, request: httpx.Request) -> httpx.Response:
        response = await super().handle_async_request(request)
        self._on_answer()
        return response
