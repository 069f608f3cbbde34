"""The clients on real sockets: servers that respond, refuse, stall or send incomplete responses."""

import asyncio
import socket
import threading
from collections.abc import Callable
from typing import Any

import pytest

from telnyx_video import AsyncClient, Client, ConnectionFailedError, Room, TimeoutExceededError
from tests.support.wire import STALL, page, serving

_First = Callable[..., Room | None]


def _first(base_url: str, **options: Any) -> Room | None:  # noqa: ANN401
    with Client("key", base_url=base_url, retries=0, **options) as client:
        return client.rooms.list().first()


def _first_async(base_url: str, **options: Any) -> Room | None:  # noqa: ANN401
    async def run() -> Room | None:
        async with AsyncClient("key", base_url=base_url, retries=0, **options) as client:
            return await client.rooms.list().first()

    return asyncio.run(run())


_BOTH = pytest.mark.parametrize("first", [_first, _first_async], ids=["sync", "async"])


@_BOTH
def test_a_response(first: _First) -> None:
    """A client reads a room over a socket."""
    with serving(page(1)) as server:
        room = first(server.url)
    assert room is not None
    assert room.unique_name == "room 1"


@_BOTH
def test_stalled_server(first: _First) -> None:
    """The client stops waiting for a server that sends nothing."""
    with serving(STALL) as server, pytest.raises(TimeoutExceededError):
        first(server.url, timeout=0.2)


@_BOTH
def test_refused_connection(first: _First) -> None:
    """A port on which no server listens is a failed connection."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(ConnectionFailedError, match=f"GET http://127.0.0.1:{port}/rooms: "):
        first(f"http://127.0.0.1:{port}")


@_BOTH
def test_a_connection_that_breaks_off(first: _First) -> None:
    """A response that ends before its Content-Length says is a failed connection."""
    with (
        serving(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{}") as server,
        pytest.raises(ConnectionFailedError),
    ):
        first(server.url)


@_BOTH
def test_a_response_that_never_ends(first: _First) -> None:
    """A response that arrives slowly ends with the total timeout."""
    hung_up = threading.Event()

    def drip(connection: socket.socket, over: threading.Event) -> None:
        try:
            connection.sendall(b"HTTP/1.1 200 OK\r\nx-long: ")
            while not over.wait(0.05):
                connection.sendall(b"a")
        except OSError:
            hung_up.set()

    with serving(drip) as server:
        with pytest.raises(TimeoutExceededError, match="total_timeout"):
            first(server.url, timeout=30, total_timeout=0.5)
        assert hung_up.wait(60)
