"""A server on a loopback port that responds with exactly the given bytes."""

import contextlib
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl, urlsplit

import attrs

__all__ = [
    "STALL",
    "Computed",
    "Request",
    "Responder",
    "Server",
    "page",
    "reply",
    "room",
    "serving",
]

STALL: Final = b"(nothing is sent)"
"""A reply that is never sent: the server waits until the test ends."""

_SECONDS = 60.0


@attrs.frozen
class Request:
    """The head of a request.

    Attributes:
        head: The request line and the headers, as they were received.
        count: The number of requests that the server has received, this one included.
    """

    head: str
    count: int

    @property
    def target(self) -> str:
        """The path and the query."""
        return self.head.split(" ")[1]

    @property
    def query(self) -> dict[str, str]:
        """The parameters of the query."""
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def headers(self) -> dict[str, str]:
        """The headers, their names in lower case."""
        pairs = (line.partition(": ") for line in self.head.split("\r\n")[1:] if line)
        return {name.lower(): value for name, _, value in pairs}


@attrs.frozen
class Computed:
    """A response that depends on the request.

    Attributes:
        respond: Returns the bytes of the response.
    """

    respond: Callable[[Request], bytes]


Responder = Callable[[socket.socket, threading.Event], object]
"""Writes a response to a connection; the event is set when the test ends."""


@attrs.define
class Server:
    """A server and the requests that it received.

    Attributes:
        url: The base URL.
        received: The requests, in their order.
    """

    url: str
    received: list[Request] = attrs.field(factory=list)

    @property
    def requests(self) -> list[str]:
        """The heads of the requests."""
        return [request.head for request in self.received]

    @property
    def targets(self) -> list[str]:
        """The path and the query of each request."""
        return [request.target for request in self.received]

    def values(self, name: str) -> list[str]:
        """Return the values of a header of the last request."""
        lines = self.received[-1].head.split("\r\n")[1:]
        pairs = [line.partition(":")[::2] for line in lines if line]
        return [value.strip() for header, value in pairs if header.lower() == name]

    def receive(self, head: str) -> Request:
        """Record a request."""
        request = Request(head, len(self.received) + 1)
        self.received.append(request)
        return request


@contextmanager
def serving(
    *replies: bytes | Computed | Responder, keeps_connections: bool = False
) -> Iterator[Server]:
    """Serve on a loopback port, each connection in a thread.

    Args:
        replies: The response to each request; the last one is repeated.
        keeps_connections: Whether a connection stays open after a response.
    """
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(f"http://127.0.0.1:{listener.getsockname()[1]}/v2")

        def converse(connection: socket.socket) -> None:
            with connection, contextlib.suppress(OSError):
                while head := _read_head(connection):
                    request = server.receive(head)
                    chosen = replies[min(request.count, len(replies)) - 1]
                    if chosen == STALL:
                        over.wait(_SECONDS)
                    elif isinstance(chosen, bytes):
                        connection.sendall(chosen)
                    elif isinstance(chosen, Computed):
                        connection.sendall(chosen.respond(request))
                    else:
                        chosen(connection, over)
                    if not keeps_connections:
                        return

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    threading.Thread(target=converse, args=(connection,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        try:
            yield server
        finally:
            over.set()
            # Ends the wait of the thread that accepts connections.
            listener.shutdown(socket.SHUT_RDWR)


def _read_head(connection: socket.socket) -> str:
    received = b""
    while not received.endswith(b"\r\n\r\n"):
        more = connection.recv(65_536)
        if not more:
            return ""
        received += more
    return received.decode("latin-1")


def reply(body: bytes | object = b"", status: int = 200, **headers: str) -> bytes:
    """Return a response: bytes are sent as they are, everything else as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    head = {
        "content-type": "application/json",
        "content-length": str(len(content)),
        "connection": "close",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    reason = HTTPStatus(status).phrase if status in {*HTTPStatus} else "Unassigned"
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {value}" for name, value in head.items())]
    return "\r\n".join([*lines, "", ""]).encode() + content


def room(number: int = 1, **fields: object) -> dict[str, object]:
    """Return a room with the fields that every room has, and the given ones."""
    return {
        "id": f"7b61621f-62e0-4aad-ab11-{number:012}",
        "max_participants": 50,
        "unique_name": f"room {number}",
        "created_at": "2021-04-16T09:46:20.954863Z",
        "updated_at": "2021-04-16T10:24:55.962200Z",
        "enable_recording": False,
        "record_type": "room",
        **fields,
    }


def page(
    *numbers: int,
    page_number: int = 1,
    page_size: int = 20,
    total: int | None = None,
    total_pages: int | None = None,
) -> bytes:
    """Return a response with a page of rooms; without a total, they are all rooms."""
    total = len(numbers) if total is None else total
    meta = {
        "page_number": page_number,
        "page_size": page_size,
        "total_pages": -(-total // page_size) if total_pages is None else total_pages,
        "total_results": total,
    }
    return reply({"data": [room(number) for number in numbers], "meta": meta})
