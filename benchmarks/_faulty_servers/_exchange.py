"""One request, and the ways of answering it."""

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

__all__ = ["Answer", "Exchange", "HangUpError"]

_LONGEST_WAIT = 10.0
_STEP = 0.02


class HangUpError(Exception):
    """Nothing more is to be said on this connection."""


@attrs.frozen
class Exchange:
    """A request, and the connection to answer it on.

    Attributes:
        target: The path and the query.
        headers: The request's headers, their names in lower case.
        count: How many requests the server has received, with this one.
        attempt: How often this very target has been asked for, with this time.
    """

    target: str
    headers: dict[str, str]
    count: int
    attempt: int
    _connection: socket.socket
    _over: threading.Event

    @property
    def query(self) -> dict[str, str]:
        """The parameters of the query, each with its last value."""
        pairs = parse_qs(urlsplit(self.target).query, keep_blank_values=True)
        return {name: values[-1] for name, values in pairs.items()}

    @property
    def page(self) -> int:
        """The number of the page that is asked for."""
        return int(self.query.get("page[number]", "1"))

    def send(self, data: bytes) -> None:
        """Send bytes, all at once."""
        self._connection.sendall(data)

    def drip(self, data: bytes, seconds: float) -> None:
        """Send bytes one by one, with a pause after each."""
        for position in range(len(data)):
            self.send(data[position : position + 1])
            self.wait(seconds)

    def wait(self, seconds: float) -> None:
        """Do nothing for some seconds, or until the client hangs up."""
        ends = time.monotonic() + seconds
        while (left := ends - time.monotonic()) > 0:
            if self._over.is_set() or self._is_hung_up():
                raise HangUpError
            self._over.wait(min(_STEP, left))

    def stall(self) -> NoReturn:
        """Say nothing more, and wait until the client hangs up."""
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
        """Break the connection."""
        # With this option, closing sends a reset in place of an orderly end.
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise HangUpError

    def _is_hung_up(self) -> bool:
        readable, _, _ = select.select([self._connection], [], [], 0)
        # A client sends nothing while it waits: what can be read then is its hanging up.
        return bool(readable)


Answer: TypeAlias = Callable[[Exchange], None]
"""Answers a request. The connection is kept for the next one when it returns."""
