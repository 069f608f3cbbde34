"""The sockets of a synchronous client, for what it cannot do itself: end a wait from outside."""

import socket
import threading
from collections.abc import Mapping
from typing import Any
from weakref import WeakSet

__all__ = ["Sockets"]

_OPENED = (".connect_tcp.complete", ".connect_unix_socket.complete", ".start_tls.complete")


class Sockets:
    """The open sockets of a client, as far as its requests have shown them."""

    def __init__(self) -> None:
        self._sockets: WeakSet[socket.socket] = WeakSet()
        self._lock = threading.Lock()

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Learn of a socket that was opened.

        This is called as described in https://www.encode.io/httpcore/extensions/#trace.
        """
        if event.endswith(_OPENED):
            self.learn(info["return_value"])

    def learn(self, stream: Any) -> None:  # noqa: ANN401 - a transport may give anything, or None
        """Learn of the socket below a stream, if there is one."""
        found = stream.get_extra_info("socket") if stream is not None else None
        if isinstance(found, socket.socket):
            with self._lock:
                self._sockets.add(found)

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
