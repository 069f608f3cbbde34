"""One request, and the operations on its connection."""

import select
import socket
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn, TypeAlias
from urllib.parse import parse_qs, urlsplit

import attrs

__all__ = ["Exchange", "Handler", "HangUpError"]

_LONGEST_WAIT = 10.0
_STEP = 0.02


class HangUpError(Exception):
    """The server closes this connection."""


@attrs.frozen
class Exchange:
    """A request and its connection.

    Attributes:
        target: The path and the query.
        headers: The request's headers, their names in lower case.
        count: The number of requests received by the server so far, including this one.
        attempt: The number of requests of this target so far, including this one.
    """

    target: str
    headers: dict[str, str]
    count: int
    attempt: int
    _connection: socket.socket
    _over: threading.Event

    @property
    def query(self) -> dict[str, str]:
        """The last value of each query parameter."""
        pairs = parse_qs(urlsplit(self.target).query, keep_blank_values=True)
        return {name: values[-1] for name, values in pairs.items()}

    @property
    def page(self) -> int:
        """The number of the requested page."""
        return int(self.query.get("page[number]", "1"))

    def send(self, data: bytes) -> None:
        """Send all bytes at once."""
        self._connection.sendall(data)

    def drip(self, data: bytes, seconds: float) -> None:
        """Send bytes one by one, with a pause after each."""
        for position in range(len(data)):
            self.send(data[position : position + 1])
            self.wait(seconds)

    def wait(self, seconds: float) -> None:
        """Wait some seconds, or until the client hangs up."""
        ends = time.monotonic() + seconds
        while (left := ends - time.monotonic()) > 0:
            if self._over.is_set() or self._is_hung_up():
                raise HangUpError
            self._over.wait(min(_STEP, left))

    def stall(self) -> NoReturn:
        """Send nothing more, and wait until the client hangs up."""
        self.wait(_LONGEST_WAIT)
        raise HangUpError

    def finish(self) -> NoReturn:
        """End the sending side of the connection, and wait until the client hangs up."""
        with suppress(OSError):
            self._connection.shutdown(socket.SHUT_WR)
        self.stall()

    def hang_up(self) -> NoReturn:
        """Close the connection."""
        raise HangUpError

    def reset(self) -> NoReturn:
        """Reset the connection."""
        # With this option, closing sends a reset.
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise HangUpError

    def _is_hung_up(self) -> bool:
        readable, _, _ = select.select([self._connection], [], [], 0)
        # A client sends nothing while it waits, so that readable means closed.
        return bool(readable)


Handler: TypeAlias = Callable[[Exchange], None]
"""Handles a request. When it returns, the connection is kept for the next request."""
