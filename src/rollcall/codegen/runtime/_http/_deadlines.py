"""Deadlines of the requests of synchronous clients.

The read timeout of httpx bounds each part of a response, not the whole. One thread therefore
watches the deadlines of all clients. At a deadline it shuts down all sockets of the client, because
it cannot know which one the request waits for.
"""

import math
import queue
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress

from ._sockets import Sockets

__all__ = ["THREAD", "deadline_watched"]

THREAD = f"{__package__} deadlines"

_IDLE = 60.0


class _Watch:
    """The deadlines of all requests.

    A request takes no lock here: an interrupt could leave it locked.
    """

    def __init__(self) -> None:
        self._waits: dict[object, tuple[float, Sockets]] = {}
        self._changes: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._wakes_at = -math.inf
        self._thread: threading.Thread | None = None

    def add(self, key: object, deadline: float, sockets: Sockets) -> None:
        """Add a request."""
        self._waits[key] = (deadline, sockets)
        # After a fork, the thread does not run.
        if self._thread is None or not self._thread.is_alive():
            thread = threading.Thread(target=self._run, name=THREAD, daemon=True)
            # If no thread can be started, the timeouts alone end the requests.
            with suppress(RuntimeError):
                thread.start()
                self._thread = thread
        elif deadline < self._wakes_at:
            self._changes.put(None)

    def remove(self, key: object) -> None:
        """Remove a request."""
        self._waits.pop(key, None)

    def _run(self) -> None:
        while True:
            # A request that is added from here on wakes this thread again.
            self._wakes_at = math.inf
            now = time.monotonic()
            waits = list(self._waits.items())
            for key, (deadline, sockets) in waits:
                if deadline <= now and self._waits.pop(key, None) is not None:
                    sockets.shut_down()
            ahead = [deadline for _, (deadline, _) in waits if deadline > now]
            self._wakes_at = min(ahead, default=now + _IDLE)
            with suppress(queue.Empty):
                self._changes.get(timeout=max(0.0, self._wakes_at - now))


_WATCH = _Watch()


@contextmanager
def deadline_watched(deadline: float, sockets: Sockets) -> Generator[None, None, None]:
    """Shut sockets down if the block still runs at a time of the monotonic clock."""
    key = object()
    try:
        _WATCH.add(key, deadline, sockets)
        yield
    finally:
        _WATCH.remove(key)
