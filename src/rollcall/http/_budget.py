"""The budget of a run: the requests that it may send, their rate, and its time."""

import threading
import time
from collections.abc import Callable

import attrs

__all__ = ["Budget", "Halted", "Spent"]


class Halted(BaseException):
    """The run cannot go on.

    Not an Exception, so that no handler of a server's errors catches it on the way to the report.
    """


class Spent(Halted):
    """The budget of requests or of time is spent: no failure."""


@attrs.define
class Budget:
    """Counts the requests of a run, spaces them, and ends the run when the budget is spent.

    Any number of threads may ask. The time begins with the first request.

    Attributes:
        max_requests: How many requests may be sent, 1 or more; None for any number.
        rate: How many requests a second may be sent, more than 0; None for any number.
        max_time: How many seconds the run may take, more than 0; None for any number.
        clock: Returns seconds that only increase, such as ``time.monotonic``.
        halt: Once it is set, by any thread, nothing more is sent.
        spent: How many requests were reserved.
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
        if self.halt.wait(seconds):
            raise Halted("it was interrupted")

    def reserve(self) -> float:
        """Count a request that is about to be sent.

        Returns:
            How many seconds to wait before it is sent, so that the requests are evenly spaced.

        Raises:
            Spent: No more requests may be sent, or the time is over, or will be by then.
            Halted: The run was interrupted.
        """
        self.sleep(0)
        with self._lock:
            now = self.clock()
            if self._started is None:
                self._started = self._next = now
            if self.max_requests is not None and self.spent >= self.max_requests:
                raise Spent(
                    f"{self.max_requests} requests were sent, and no more may be (--max-requests)"
                )
            turn = max(now, self._next)
            if self.max_time is not None and turn - self._started > self.max_time:
                raise Spent(f"the {self.max_time:g} s that the run may take are over (--max-time)")
            self.spent += 1
            if self.rate is not None:
                self._next = turn + 1 / self.rate
            return turn - now

    def allow(self, seconds: float) -> None:
        """Check that there is time for a wait that the server asks for.

        Args:
            seconds: How long it is.

        Raises:
            Spent: The time would be over before the wait is.
        """
        with self._lock:
            if self.max_time is None or self._started is None:
                return
            left = max(0.0, self.max_time - (self.clock() - self._started))
        if seconds > left:
            raise Spent(
                f"the server answered 429 and asks to wait {seconds:.0f} s; {left:.0f} s are left "
                f"of the {self.max_time:g} s that the run may take (--max-time)"
            )
