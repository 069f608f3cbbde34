"""The time that a page may take in all, whatever the server does with it."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from telnyx_video import AsyncClient, Client, TimeoutExceededError

_MOST = 200
_PAUSE = 0.05


@contextmanager
def _trickling() -> Iterator[tuple[str, threading.Event]]:
    """Answer with the head of a response, a byte now and then: each comes within any timeout."""
    over, ended = threading.Event(), threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def run() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nx-long: ")
                for _ in range(_MOST):
                    if over.wait(_PAUSE):
                        return
                    try:
                        connection.sendall(b"a")
                    except OSError:
                        return
            ended.set()

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}", ended
        finally:
            over.set()
            thread.join(_MOST * _PAUSE)


def _read(base_url: str) -> None:
    with Client("key", base_url=base_url, retries=0, timeout=5, total_timeout=0.5) as client:
        client.rooms.list().first()


def _read_async(base_url: str) -> None:
    async def run() -> None:
        options = {"base_url": base_url, "timeout": 5.0, "total_timeout": 0.5}
        async with AsyncClient("key", retries=0, **options) as client:  # type: ignore[arg-type]
            await client.rooms.list().first()

    asyncio.run(run())


@pytest.mark.parametrize("read", [_read, _read_async], ids=["sync", "async"])
def test_a_response_that_never_ends(read: Callable[[str], None]) -> None:
    """A response of which something comes now and then ends with the time of its page."""
    with _trickling() as (base_url, ended):
        with pytest.raises(TimeoutExceededError, match="total_timeout"):
            read(base_url)
        assert not ended.is_set()
