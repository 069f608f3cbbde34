# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The sockets below the HTTP client, for what it cannot do itself: end a wait from outside.

They are learnt from the trace of each request
(https://www.encode.io/httpcore/extensions/#trace).
"""

import socket
import threading
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol
from weakref import WeakSet

import anyio

__all__ = ["Deadlines", "Handshake", "Sockets"]

_CONNECTED = "connection.connect_tcp.complete"
_SECURED = "connection.start_tls.complete"
_GRACE = 0.05


class Sockets:
    """The open sockets of a synchronous client."""

    def __init__(self) -> None:
        self._sockets: WeakSet[socket.socket] = WeakSet()
        self._lock = threading.Lock()

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Learn of a socket."""
        if event in {_CONNECTED, _SECURED}:
            with self._lock:
                self._sockets.add(info["return_value"].get_extra_info("socket"))

    def shut_down(self) -> None:
        """Let every thread that waits for one of the sockets go on, with an error.

        Closing a socket does not wake who waits for it in another thread.
        """
        with self._lock:
            sockets = list(self._sockets)
        for each in sockets:
            try:
                # Not the method of an SSLSocket, which would pull the rug from under its reader.
                socket.socket.shutdown(each, socket.SHUT_RDWR)
            except OSError:
                self._sockets.discard(each)


class Deadlines:
    """Ends the waits of threads whose time is over, in a thread of its own.

    The HTTP client looks at no clock while a response comes in, however slowly: each part of it
    may take as long as the read timeout. When a deadline has passed, all the client's
    sockets are shut down, since it is not known which of them is late. Requests that had time
    left are sent again.
    """

    def __init__(self, sockets: Sockets) -> None:
        self._sockets = sockets
        self._changed = threading.Condition()
        self._deadlines: dict[object, float] = {}
        self._wakes_at = 0.0
        self._thread: threading.Thread | None = None

    @contextmanager
    def watch(self, deadline: float) -> Generator[None, None, None]:
        """Watch over a wait that has to end at a time by the monotonic clock."""
        key = object()
        with self._changed:
            self._deadlines[key] = deadline
            if self._thread is None:
                self._wakes_at = deadline
                self._thread = threading.Thread(target=self._run, name="deadlines", daemon=True)
                self._thread.start()
            elif deadline < self._wakes_at:
                self._changed.notify()
        try:
            yield
        finally:
            with self._changed:
                del self._deadlines[key]

    def close(self) -> None:
        """End the thread."""
        with self._changed:
            self._wakes_at = 0.0
            self._thread = None
            self._changed.notify()

    def _run(self) -> None:
        thread = threading.current_thread()
        with self._changed:
            while self._thread is thread:
                now = time.monotonic()
                earliest = min(self._deadlines.values(), default=None)
                if earliest is None and now >= self._wakes_at:
                    # Nobody has been waiting for long: the next to wait starts another thread.
                    self._thread = None
                    return
                if earliest is not None and earliest <= now:
                    self._sockets.shut_down()
                    earliest = now + _GRACE
                if earliest is not None:
                    self._wakes_at = earliest
                self._changed.wait(max(0.0, self._wakes_at - now))


class _Stream(Protocol):
    async def aclose(self) -> None:
        """Close the stream."""
        raise NotImplementedError


class Handshake:
    """A connection that has not got through its TLS handshake yet.

    httpcore 1.0.9 leaves it open when the handshake is cancelled.
    """

    def __init__(self) -> None:
        self._stream: _Stream | None = None

    async def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Learn of the connection, and when it is through."""
        if event == _CONNECTED:
            self._stream = info["return_value"]
        elif not event.startswith("connection."):
            self._stream = None

    async def abandon(self) -> None:
        """Close it, if it is still there."""
        if self._stream is not None:
            with anyio.CancelScope(shield=True):
                await self._stream.aclose()
