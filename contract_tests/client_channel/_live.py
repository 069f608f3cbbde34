"""HTTP that obeys a server's rate limit, for a client that does not."""

import asyncio
import time

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
    """

    def __init__(self, longest: float) -> None:
        super().__init__(verify=_TLS)
        self._longest = longest

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        response = super().handle_request(request)
        for attempt in range(_ATTEMPTS):
            if response.status_code != httpx.codes.TOO_MANY_REQUESTS:
                break
            response.close()
            time.sleep(_wait(response, attempt, self._longest))
            response = super().handle_request(request)
        return response


class AsyncPatientTransport(httpx.AsyncHTTPTransport):
    """Sends a request again when the server has asked to wait.

    Args:
        longest: How many seconds to wait at most, in one go.
    """

    def __init__(self, longest: float) -> None:
        super().__init__(verify=_TLS)
        self._longest = longest

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        response = await super().handle_async_request(request)
        for attempt in range(_ATTEMPTS):
            if response.status_code != httpx.codes.TOO_MANY_REQUESTS:
                break
            await response.aclose()
            await asyncio.sleep(_wait(response, attempt, self._longest))
            response = await super().handle_async_request(request)
        return response
