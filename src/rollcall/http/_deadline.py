"""What bounds a request as a whole: the time it takes in all, and the length of its response.

The timeouts of the HTTP libraries are those of a single read: a server that sends a byte now and
then, of the headers or of the body, never exceeds them, and never ends either.
"""

import http.client
import io
import math
import socket
import threading
import time
from typing import Any

import requests
import requests.adapters
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from rollcall.http._suffix import SUFFIX

__all__ = ["DEADLINE", "MAX_BODY", "BoundedAdapter", "TooLongError", "total_seconds"]

MAX_BODY = 64 * 2**20
"""How many bytes the body of a response may have."""

_PIECE = 65_536
_TIMEOUTS = 3


def total_seconds(timeout: float) -> float:
    """Return how many seconds a request may take in all, from the timeout of a single read."""
    return _TIMEOUTS * timeout


class Deadline(threading.local):
    """When the request that the current thread sends must have been answered."""

    def __init__(self) -> None:
        self._end = math.inf

    def start(self, seconds: float) -> None:
        """Begin a request that may take so many seconds."""
        self._end = time.monotonic() + seconds

    @property
    def is_over(self) -> bool:
        """Whether the time of the request is over."""
        return time.monotonic() >= self._end

    def cut(self, timeout: float | None) -> float:
        """Return how long one read may take: its timeout, or less where less is left.

        Raises:
            TimeoutError: Nothing is left.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError("the time of the request is over")
        return left if timeout is None else min(timeout, left)


DEADLINE = Deadline()


class TooLongError(requests.RequestException):
    """The body of a response is longer than ``MAX_BODY``."""


class BoundedAdapter(requests.adapters.HTTPAdapter):
    """Sends requests, and reads each response whole, within the bounds.

    Args:
        timeout: How many seconds a single read may take.
    """

    def __init__(self, timeout: float) -> None:
        self._seconds = total_seconds(timeout)
        super().__init__()

    def init_poolmanager(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - handed on
        """Make the connections."""
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:  # noqa: ANN401 - handed on
        """Make the connections to a proxy."""
        manager = super().proxy_manager_for(proxy, **options)
        if not proxy.lower().startswith("socks"):
            manager.pool_classes_by_scheme = _POOLS
        return manager

    def send(self, *args: Any, **options: Any) -> requests.Response:  # noqa: ANN401 - handed on
        """Send a request, and read the response.

        Raises:
            requests.RequestException: No complete response came, within the bounds.
        """
        DEADLINE.start(self._seconds)
        response = super().send(*args, **{**options, "stream": True})
        body = bytearray()
        for piece in response.iter_content(_PIECE):
            body += piece
            if len(body) > MAX_BODY:
                response.close()
                raise TooLongError(request=response.request, response=response)
        # What requests itself sets when it reads a body.
        response._content = bytes(body)  # noqa: SLF001
        return response


class _Reader(io.RawIOBase):
    """Reads from a socket, each time with the timeout that the deadline leaves."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._timeout = sock.gettimeout()
        self._file = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:  # noqa: ANN401 - any writable buffer
        self._socket.settimeout(DEADLINE.cut(self._timeout))
        return self._file.readinto(buffer)

    def close(self) -> None:
        self._file.close()
        super().close()


class _Source:
    """What a response of the standard library takes for its socket."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self._socket), _PIECE)


class _Response(http.client.HTTPResponse):
    def __init__(self, sock: Any, *args: Any, **options: Any) -> None:  # noqa: ANN401 - handed on
        source: Any = _Source(sock)
        super().__init__(source, *args, **options)


class _Connection(HTTPConnection):
    response_class = _Response

    def putrequest(self, method: str, url: str, *args: Any, **options: Any) -> None:  # noqa: ANN401 - handed on
        super().putrequest(method, SUFFIX.behind(url), *args, **options)


class _TLSConnection(_Connection, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TLSPool(HTTPSConnectionPool):
    ConnectionCls = _TLSConnection


_POOLS: dict[str, type] = {"http": _Pool, "https": _TLSPool}
