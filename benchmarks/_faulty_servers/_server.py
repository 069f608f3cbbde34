"""A loopback server with a configurable handler, which counts its connections."""

import socket
import ssl
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import attrs

from ._exchange import Exchange, Handler, HangUpError

__all__ = ["SERVER_THREAD", "Server", "serving"]

SERVER_THREAD = "faulty-server"
"""The name of each thread of a server."""

_LONGEST_WAIT = 10.0
_LONGEST_RUN = 120.0


@attrs.define
class Server:
    """The state and the requests of a server.

    Attributes:
        origin: Its scheme, host and port.
        exchanges: The requests, in the order of their arrival.
        open: The number of open connections.
        busy: The number of connections with a request in progress, or broken.
    """

    origin: str
    exchanges: list[Exchange] = attrs.field(factory=list)
    open: int = 0
    busy: int = 0
    _targets: Counter[str] = attrs.field(factory=Counter, repr=False)
    _lock: threading.Lock = attrs.field(factory=threading.Lock, repr=False)

    @property
    def url(self) -> str:
        """The base URL for a client."""
        return f"{self.origin}/v2"

    def _opened(self) -> None:
        with self._lock:
            self.open += 1

    def _closed(self) -> None:
        with self._lock:
            self.open -= 1

    def _begin(self, head: str, connection: socket.socket, over: threading.Event) -> Exchange:
        line, *fields = head.split("\r\n")
        target = line.split(" ")[1]
        pairs = (field.partition(": ") for field in fields if field)
        headers = {name.lower(): value for name, _, value in pairs}
        with self._lock:
            self.busy += 1
            self._targets[target] += 1
            count, attempt = len(self.exchanges) + 1, self._targets[target]
            exchange = Exchange(target, headers, count, attempt, connection, over)
            self.exchanges.append(exchange)
        return exchange

    def _end(self) -> None:
        with self._lock:
            self.busy -= 1


@contextmanager
def serving(handler: Handler, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Serve until the end of the block.

    Args:
        handler: Handles each request, in a thread per connection.
        tls: The TLS context; None: no TLS.
    """
    over = threading.Event()
    threads: list[threading.Thread] = []
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        listener.settimeout(_LONGEST_RUN)
        scheme = "https" if tls else "http"
        server = Server(f"{scheme}://127.0.0.1:{listener.getsockname()[1]}")

        def accept() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                if over.is_set():
                    connection.close()
                    return
                arguments = (server, handler, connection, tls, over)
                thread = threading.Thread(
                    name=SERVER_THREAD, target=_converse, args=arguments, daemon=True
                )
                threads.append(thread)
                server._opened()  # noqa: SLF001 - counted before the client can hang up
                thread.start()

        acceptor = threading.Thread(name=SERVER_THREAD, target=accept, daemon=True)
        acceptor.start()
        try:
            yield server
        finally:
            over.set()
            # Wakes the thread that waits for the next connection.
            socket.create_connection(listener.getsockname()).close()
            for thread in [acceptor, *threads]:
                thread.join(_LONGEST_WAIT)


def _converse(
    server: Server,
    handler: Handler,
    connection: socket.socket,
    tls: ssl.SSLContext | None,
    over: threading.Event,
) -> None:
    try:
        # A client may close or reset the connection at any time.
        with connection, suppress(OSError, HangUpError):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.settimeout(_LONGEST_WAIT)
            if tls is None:
                _handle_all(server, handler, connection, over)
            else:
                with tls.wrap_socket(connection, server_side=True) as encrypted:
                    _handle_all(server, handler, encrypted, over)
    finally:
        server._closed()  # noqa: SLF001


def _handle_all(
    server: Server, handler: Handler, connection: socket.socket, over: threading.Event
) -> None:
    while head := _read_head(connection, over):
        exchange = server._begin(head, connection, over)  # noqa: SLF001
        try:
            handler(exchange)
        finally:
            server._end()  # noqa: SLF001


def _read_head(connection: socket.socket, over: threading.Event) -> str:
    """Return the head of the next request, or the empty string at the end of the connection."""
    received = b""
    while not received.endswith(b"\r\n\r\n"):
        connection.settimeout(0.1)
        try:
            more = connection.recv(65536)
        except TimeoutError:
            if over.is_set():
                return ""
            continue
        if not more:
            return ""
        received += more
    connection.settimeout(_LONGEST_WAIT)
    return received.decode("latin-1")
