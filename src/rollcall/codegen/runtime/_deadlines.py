"""Ends the waits of threads whose time is over.

The HTTP client looks at no clock while a response comes in, however slowly: each part of it may
take as long as the read timeout. So one thread looks for all clients. At a deadline it shuts down
the sockets of the client that is late: all of them, since nobody knows which one it waits for.
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
    """Who waits until when.

    Nothing here is locked by those who wait: an interrupt in the wrong moment would leave it
    locked.
    """

    def __init__(self) -> None:
        self._waits: dict[object, tuple[float, Sockets]] = {}
        self._changes: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._wakes_at = -math.inf
        self._thread: threading.Thread | None = None

    def add(self, key: object, deadline: float, sockets: Sockets) -> None:
        """Watch over a wait."""
        self._waits[key] = (deadline, sockets)
        # After a fork there is an object, but no thread.
        if self._thread is None or not self._thread.is_alive():
            thread = threading.Thread(target=self._run, name=THREAD, daemon=True)
            # Where no thread can be started, waits end with their timeouts.
            with suppress(RuntimeError):
                thread.start()
                self._thread = thread
        elif deadline < self._wakes_at:
            self._changes.put(None)

    def remove(self, key: object) -> None:
        """Watch no more."""
        self._waits.pop(key, None)

    def _run(self) -> None:
        while True:
            # Whoever comes while the deadlines are looked at has them looked at again.
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
    """Shut sockets down if this is not over at a time by the monotonic clock."""
    key = object()
    try:
        _WATCH.add(key, deadline, sockets)
        yield
    finally:
        _WATCH.remove(key)
