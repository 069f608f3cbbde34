"""Sockets of a client: refused, slow, or closed while threads use them."""

import asyncio
import socket
import threading
from collections.abc import Callable
from typing import Any

import pytest

from telnyx_video import (
    AsyncClient,
    Client,
    ConnectionFailedError,
    Room,
    TimeoutExceededError,
    TransportError,
)
from tests.support.wire import page, serving

_SECONDS = 60.0

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
def test_refused_connection(first: _First) -> None:
    """A port on which no server listens is a failed connection."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(ConnectionFailedError, match=f"GET http://127.0.0.1:{port}/rooms: "):
        first(f"http://127.0.0.1:{port}")


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
        assert hung_up.wait(_SECONDS)


def test_closing_while_threads_use_the_client() -> None:
    """A thread gets a result, or an error of the package."""
    outcomes: list[BaseException | None] = []

    def read(client: Client) -> None:
        for _ in range(20):
            try:
                client.rooms.list().first()
            except Exception as error:  # noqa: BLE001 - whatever comes out is looked at
                outcomes.append(error)
                return

    for _ in range(10):
        with serving(page(1)) as server:
            client = Client("key", base_url=server.url, retries=0)
            threads = [threading.Thread(target=read, args=(client,)) for _ in range(4)]
            for thread in threads:
                thread.start()
            client.close()
            for thread in threads:
                thread.join(_SECONDS)
                assert not thread.is_alive()
    assert outcomes
    assert {type(each) for each in outcomes} <= {TransportError, ConnectionFailedError}
