"""A loopback server that says exactly what it is told to, byte by byte."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

import attrs

__all__ = ["STALL", "Server", "page", "reply", "room", "serving"]

STALL = b""
"""In place of a reply: nothing is sent until the test is over."""

_SECONDS = 10.0


@attrs.define
class Server:
    """What was asked of the server.

    Attributes:
        url: Its base URL.
        requests: The heads of the requests, as they were received.
    """

    url: str
    requests: list[str] = attrs.field(factory=list)

    @property
    def targets(self) -> list[str]:
        """The path and the query of each request."""
        return [request.split(" ")[1] for request in self.requests]


@contextmanager
def serving(*replies: bytes) -> Iterator[Server]:
    """Answer each connection with the next reply, and the last one ever after."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(_SECONDS)
        server = Server(f"http://127.0.0.1:{listener.getsockname()[1]}/v2")

        def run() -> None:
            while not over.is_set():
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    connection.settimeout(_SECONDS)
                    head = _read_head(connection)
                    if not head:
                        continue
                    answer = replies[min(len(server.requests), len(replies) - 1)]
                    server.requests.append(head)
                    if answer == STALL:
                        over.wait(_SECONDS)
                    else:
                        connection.sendall(answer)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            over.set()
            # Wakes a server that waits for its next connection.
            socket.create_connection(listener.getsockname()).close()
            thread.join(_SECONDS)
        assert not thread.is_alive()


def _read_head(connection: socket.socket) -> str:
    received = b""
    while b"\r\n\r\n" not in received:
        more = connection.recv(65536)
        if not more:
            return ""
        received += more
    return received.decode("ascii")


def reply(body: bytes | object = b"", status: int = 200, **headers: str) -> bytes:
    """Write a response: bytes are sent as they are, everything else as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    head = {
        "content-type": "application/json",
        "content-length": str(len(content)),
        "connection": "close",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    reason = HTTPStatus(status).phrase if status in {*HTTPStatus} else "Unheard Of"
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {value}" for name, value in head.items())]
    return "\r\n".join([*lines, "", ""]).encode() + content


def room(number: int = 1) -> dict[str, object]:
    """Write a room, with the fields that every room has."""
    return {
        "id": f"7b61621f-62e0-4aad-ab11-{number:012}",
        "max_participants": 50,
        "unique_name": f"room {number}",
        "created_at": "2021-04-16T09:46:20.954863Z",
        "updated_at": "2021-04-16T10:24:55.962200Z",
        "enable_recording": False,
        "record_type": "room",
    }


def page(
    *numbers: int,
    page_number: int = 1,
    page_size: int = 20,
    total: int | None = None,
    total_pages: int | None = None,
) -> bytes:
    """Write a response with a page of rooms: of all that there are, unless it says otherwise."""
    total = len(numbers) if total is None else total
    meta = {
        "page_number": page_number,
        "page_size": page_size,
        "total_pages": -(-total // page_size) if total_pages is None else total_pages,
        "total_results": total,
    }
    return reply({"data": [room(number) for number in numbers], "meta": meta})
