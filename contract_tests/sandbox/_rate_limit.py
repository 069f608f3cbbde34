"""Count requests in fixed windows."""

import math
import time
from collections.abc import Hashable

from attrs import define, field, frozen


@frozen
class RateLimit:
    """So many requests in a window of so many seconds, for each sender."""

    requests: int
    window: float


@frozen
class Allowance:
    """What is left to a sender after one more request; `reset` is in seconds from now."""

    limit: int
    remaining: int
    reset: int
    exceeded: bool


@define
class _Window:
    ends: float
    spent: int = 0


@frozen
class RateLimiter:
    """Keeps one window per sender. Not for use by several threads at once."""

    rate: RateLimit
    _windows: dict[Hashable, _Window] = field(factory=dict, init=False)

    def spend(self, sender: Hashable) -> Allowance:
        """Count one request of this sender.

        A window starts with the sender's first request and ends `rate.window` seconds later.
        """
        now = time.monotonic()
        window = self._windows.get(sender)
        if window is None or now >= window.ends:
            window = self._windows[sender] = _Window(ends=now + self.rate.window)
        window.spent += 1
        return Allowance(
            limit=self.rate.requests,
            remaining=max(0, self.rate.requests - window.spent),
            reset=math.ceil(window.ends - now),
            exceeded=window.spent > self.rate.requests,
        )
