"""A server that answers with the bytes that it is told to."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import attrs

__all__ = ["HEAD", "Answer", "Heard", "listening", "ok"]

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"

Answer = Callable[[socket.socket, threading.Event], object]
"""Answers a request; waits for the event, which ends the test, where it waits at all."""


@attrs.frozen
class Heard:
    """The requests that came, and where.

    Attributes:
        base_url: The address of the server.
        heads: The head of each request.
    """

    base_url: str
    heads: list[str] = attrs.field(factory=list)

    def values(self, name: str) -> list[str]:
        """Return the values of a header of the last request."""
        lines = self.heads[-1].split("\r\n")[1:]
        pairs = [line.partition(":")[::2] for line in lines if line]
        return [value.strip() for header, value in pairs if header.lower() == name]


def ok(body: bytes = b"{}", head: bytes = HEAD) -> Answer:
    """Answer with a body."""
    return lambda connection, _over: connection.sendall(
        head + f"content-length: {len(body)}\r\n\r\n".encode() + body
    )


@contextmanager
def listening(*answers: Answer, keeps: bool = True) -> Iterator[Heard]:
    """Serve on a loopback port; the last answer is repeated.

    Args:
        answers: The answer to each request.
        keeps: Whether a connection is kept after an answer.
    """
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        heard = Heard(f"http://127.0.0.1:{listener.getsockname()[1]}/v1")

        def serve(connection: socket.socket) -> None:
            with connection, contextlib.suppress(OSError):
                while head := _head(connection):
                    answer = answers[min(len(heard.heads), len(answers) - 1)]
                    heard.heads.append(head)
                    answer(connection, over)
                    if not keeps:
                        return

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    threading.Thread(target=serve, args=(connection,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        try:
            yield heard
        finally:
            over.set()
            listener.shutdown(socket.SHUT_RDWR)


def _head(connection: socket.socket) -> str:
    data = b""
    while not data.endswith(b"\r\n\r\n"):
        piece = connection.recv(65_536)
        if not piece:
            return ""
        data += piece
    return data.decode("latin-1")
