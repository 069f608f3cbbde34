# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The open sockets of a synchronous client, which another thread can shut down."""

import socket
import threading
from collections.abc import Mapping
from typing import Any
from weakref import WeakSet

__all__ = ["Sockets"]

_OPENED = (".connect_tcp.complete", ".connect_unix_socket.complete", ".start_tls.complete")


class Sockets:
    """The open sockets of a client that its requests have reported."""

    def __init__(self) -> None:
        self._sockets: WeakSet[socket.socket] = WeakSet()
        self._lock = threading.Lock()

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Record a socket that was opened.

        This is called as described in https://www.encode.io/httpcore/extensions/#trace.
        """
        if event.endswith(_OPENED):
            self.learn(info["return_value"])

    def learn(self, stream: Any) -> None:  # noqa: ANN401 - a transport may give anything, or None
        """Record the socket of a stream, if it has one."""
        found = stream.get_extra_info("socket") if stream is not None else None
        if isinstance(found, socket.socket):
            with self._lock:
                self._sockets.add(found)

    def shut_down(self) -> None:
        """Shut down the sockets, so that each thread that waits for one raises an error.

        Closing a socket would not end a wait in another thread.
        """
        with self._lock:
            sockets = list(self._sockets)
        for each in sockets:
            try:
                # The method of an SSLSocket would drop the TLS state while its reader uses it.
                socket.socket.shutdown(each, socket.SHUT_RDWR)
            except OSError:
                self._sockets.discard(each)
