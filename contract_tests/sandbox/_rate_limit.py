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
    """Keeps one window per sender, from its first request on. Not safe between threads."""

    rate: RateLimit
    _windows: dict[Hashable, _Window] = field(factory=dict, init=False)

    def spend(self, sender: Hashable) -> Allowance:
        """Count one request of this sender."""
        now = time.monotonic()
        window = self._windows.get(sender)
        if window is None or now >= window.ends:
            window = self._windows[sender] = _Window(ends=now + self.rate.window)
        window.spent += 1
        left = self.rate.requests - window.spent
        return Allowance(
            self.rate.requests, max(0, left), math.ceil(window.ends - now), exceeded=left < 0
        )
