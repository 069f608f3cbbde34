"""HTTP that keeps to the budget of the run, and obeys a server's rate limit, for the client."""

from collections.abc import Callable

import anyio
import httpcore
import httpx

from rollcall.clients._bounds import TLS, BoundedBackend, read_whole, read_whole_async, replayed
from rollcall.http._budget import Budget, Halted
from rollcall.http._deadline import DEADLINE, total_seconds
from rollcall.http._transport import ATTEMPTS, allowed_wait, wait_seconds

__all__ = ["AsyncPatientTransport", "PatientTransport"]

_TIMEOUT = 10.0


def _wait(response: httpx.Response, attempt: int, longest: float, budget: Budget) -> float:
    """Return how long to wait before a request is sent again."""
    if attempt + 1 == ATTEMPTS:
        raise Halted(
            f"the server answered 429 {ATTEMPTS} times to one request, in spite of the waits"
        )
    headers = {name.lower(): [value] for name, value in response.headers.items()}
    return allowed_wait(wait_seconds(headers, attempt), longest, budget)


class PatientTransport(httpx.HTTPTransport):
    """Sends a request again when the server has asked to wait; any number of threads may use it.

    Args:
        longest: How many seconds to wait at most, in one go.
        on_answer: Called for each response, with a copy that has been read, if it can be.
        budget: What may be sent, and when.
        timeout: How many seconds a single read may take; a request may take three times as many.
    """

    def __init__(
        self,
        longest: float,
        on_answer: Callable[[httpx.Response | None], None],
        *,
        budget: Budget | None = None,
        timeout: float = _TIMEOUT,
    ) -> None:
        super().__init__(verify=TLS)
        # What httpx itself makes, but for the backend, for which it has no argument.
        self._pool = httpcore.ConnectionPool(ssl_context=TLS, network_backend=BoundedBackend())
        self._longest = longest
        self._on_answer = on_answer
        self._budget = budget or Budget()
        self._seconds = total_seconds(timeout)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request.

        Raises:
            httpx.TransportError: No complete response came in time.
            Halted: The budget is used up, or the server asks for too long a wait.
        """
        response = self._send(request)
        for attempt in range(ATTEMPTS):
            if response.status_code != httpx.codes.TOO_MANY_REQUESTS:
                break
            self._budget.sleep(_wait(response, attempt, self._longest, self._budget))
            response = self._send(request)
        return response

    def _send(self, request: httpx.Request) -> httpx.Response:
        if (wait := self._budget.reserve()) > 0:
            self._budget.sleep(wait)
        DEADLINE.start(self._seconds)
        response = read_whole(super().handle_request(request))
        self._on_answer(replayed(response, request))
        return response


class AsyncPatientTransport(httpx.AsyncHTTPTransport):
    """Sends a request again when the server has asked to wait.

    Args:
        longest: How many seconds to wait at most, in one go.
        on_answer: Called for each response, with a copy that has been read, if it can be.
        budget: What may be sent, and when.
        timeout: How many seconds a single read may take; a request may take three times as many.
    """

    def __init__(
        self,
        longest: float,
        on_answer: Callable[[httpx.Response | None], None],
        *,
        budget: Budget | None = None,
        timeout: float = _TIMEOUT,
    ) -> None:
        super().__init__(verify=TLS)
        self._longest = longest
        self._on_answer = on_answer
        self._budget = budget or Budget()
        self._seconds = total_seconds(timeout)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request.

        Raises:
            httpx.TransportError: No complete response came in time.
            Halted: The budget is used up, or the server asks for too long a wait.
        """
        response = await self._send(request)
        for attempt in range(ATTEMPTS):
            if response.status_code != httpx.codes.TOO_MANY_REQUESTS:
                break
            await anyio.sleep(_wait(response, attempt, self._longest, self._budget))
            response = await self._send(request)
        return response

    async def _send(self, request: httpx.Request) -> httpx.Response:
        if (wait := self._budget.reserve()) > 0:
            await anyio.sleep(wait)
        try:
            with anyio.fail_after(self._seconds):
                response = await read_whole_async(await super().handle_async_request(request))
        except TimeoutError:
            raise httpx.ReadTimeout("the time of the request is over", request=request) from None
        self._on_answer(replayed(response, request))
        return response
