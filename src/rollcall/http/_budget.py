"""The budget of a run: the requests that it may send, their rate, and its time."""

import threading
import time
from collections.abc import Callable

import attrs
import httpx

__all__ = ["Budget", "Halted", "RateLimited", "Spent", "TokenRefused"]


class Halted(BaseException):
    """The run cannot continue.

    Not an Exception, so that the handlers of a server's errors do not catch it.
    """


class Spent(Halted):
    """The budget of requests or of time is spent, which is not a failure."""


class RateLimited(Halted):
    """The server responds with 429 without end, or asks for a longer wait than is allowed.

    Attributes:
        responses: The responses of status 429 to the request, if it is none of a client.
    """

    responses: tuple[httpx.Response, ...] = ()


class TokenRefused(Halted):
    """The server refuses the token that it accepted before, and there is no other one."""


@attrs.define
class Budget:
    """Counts the requests of a run, spaces them, and ends the run when the budget is spent.

    It is safe for several threads. The time begins with the first request.

    Attributes:
        max_requests: The maximum number of requests, from 1; None: no maximum.
        rate: The maximum number of requests a second, above 0; None: no maximum.
        max_time: The maximum time of the run in seconds, above 0; None: no maximum.
        clock: Returns seconds that only increase, such as ``time.monotonic``.
        halt: An event that any thread may set to stop all requests.
        spent: The number of reserved requests.
    """

    max_requests: int | None = None
    rate: float | None = None
    max_time: float | None = None
    clock: Callable[[], float] = time.monotonic
    halt: threading.Event = attrs.field(factory=threading.Event, repr=False)
    spent: int = attrs.field(default=0, init=False)
    _started: float | None = attrs.field(default=None, init=False)
    _next: float = attrs.field(default=0.0, init=False)
    _lock: threading.Lock = attrs.field(factory=threading.Lock, init=False, repr=False)

    def sleep(self, seconds: float) -> None:
        """Wait, unless the run is interrupted.

        Raises:
            Halted: The run was interrupted.
        """
        if self.halt.is_set() or (seconds > 0 and self.halt.wait(seconds)):
            raise Halted("it was interrupted")

    def reserve(self) -> float:
        """Count a request that is about to be sent.

        Returns:
            The seconds to wait before it is sent, so that the requests are evenly spaced.

        Raises:
            Spent: The maximum of requests is reached, or the time ends before the request is sent.
            Halted: The run was interrupted.
        """
        self.sleep(0)
        with self._lock:
            now = self.clock()
            if self._started is None:
                self._started = self._next = now
            if self.max_requests is not None and self.spent >= self.max_requests:
                sent = "1 request was" if self.spent == 1 else f"{self.spent} requests were"
                raise Spent(f"{sent} sent, the maximum of a run (--max-requests)")
            turn = max(now, self._next)
            if self.max_time is not None and turn - self._started > self.max_time:
                raise Spent(f"the maximum time of {self.max_time:g} s is over (--max-time)")
            self.spent += 1
            if self.rate is not None:
                self._next = turn + 1 / self.rate
            return turn - now

    def allow(self, seconds: float) -> None:
        """Check that the remaining time allows a wait that the server asks for.

        Args:
            seconds: The length of the wait.

        Raises:
            Spent: The wait is longer than the remaining time.
        """
        with self._lock:
            if self.max_time is None or self._started is None:
                return
            left = max(0.0, self.max_time - (self.clock() - self._started))
        if seconds > left:
            raise Spent(
                f"the server limits its rate and asks to wait {seconds:.0f} s; {left:.0f} s are "
                f"left of the maximum time of {self.max_time:g} s (--max-time)"
            )
