"""A list that is cancelled or left gives its connection back, at each point where it waits."""

import asyncio
import itertools
from collections.abc import Coroutine, Generator
from typing import Any, TypeVar

import httpx
import pytest

from telnyx_video import AsyncClient, Client, Room, TimeoutExceededError
from tests.support.wire import Computed, Request, page, serving

T = TypeVar("T")

_SIZE = 20
_TOTAL = 5 * _SIZE


def _pages(request: Request) -> bytes:
    number = int(request.query.get("page[number]", "1"))
    rooms = range((number - 1) * _SIZE + 1, number * _SIZE + 1)
    body = page(*rooms, page_number=number, total=_TOTAL)
    return body.replace(b"connection: close\r\n", b"")


class _Waits:
    """Cancels a task when it, or a task that it has started, waits for the given time.

    Attributes:
        count: How often they have waited.
        task: The task.
    """

    def __init__(self, last: int) -> None:
        self._last = last
        self.count = 0
        self.task: asyncio.Task[Any] | None = None

    def start(self, coroutine: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
        """Start the task."""
        loop = asyncio.get_running_loop()
        loop.set_task_factory(lambda loop, each, **_: asyncio.Task(_Counted(each, self), loop=loop))
        task = loop.create_task(coroutine)
        self.task = task
        return task

    def add(self) -> None:
        """Count a wait."""
        self.count += 1
        if self.count == self._last and self.task is not None:
            self.task.cancel()


class _Counted(Coroutine[Any, Any, Any]):
    """A coroutine whose waits are counted."""

    def __init__(self, coroutine: Any, waits: _Waits) -> None:  # noqa: ANN401 - of any task
        self._coroutine = coroutine
        self._waits = waits

    def send(self, value: Any) -> Any:  # noqa: ANN401
        """Go on until it waits."""
        awaited = self._coroutine.send(value)
        self._waits.add()
        return awaited

    def throw(self, *error: Any) -> Any:  # noqa: ANN401
        """Go on with an error until it waits."""
        awaited = self._coroutine.throw(*error)
        self._waits.add()
        return awaited

    def close(self) -> None:
        """End it."""
        self._coroutine.close()

    def __await__(self) -> Generator[Any, Any, Any]:
        return (yield from self._coroutine.__await__())


def _client(kind: str, url: str) -> tuple[AsyncClient, httpx.AsyncClient | None]:
    """Return a client with one connection: of its own, or of an HTTP client of the caller."""
    timeout = httpx.Timeout(5, pool=0.5)
    if kind == "own":
        return AsyncClient("key", base_url=url, timeout=timeout, retries=0), None
    limits = httpx.Limits(max_connections=1)
    http = httpx.AsyncClient(limits=limits, timeout=timeout)
    client = AsyncClient("key", base_url=url, timeout=timeout, retries=0, http_client=http)
    return client, http


@pytest.mark.parametrize("concurrency", [1, 3])
@pytest.mark.parametrize("kind", ["own", "caller's, with one connection"])
def test_a_list_is_cancelled_at_each_await(kind: str, concurrency: int) -> None:
    """The next list gets a connection within the timeout of the pool."""

    async def run(url: str) -> int:
        client, http = _client(kind, url)
        # With one connection, pages that are prefetched wait for each other, not too long.
        try:
            for last in itertools.count(1):
                waits, is_cancelled = _Waits(last), False
                try:
                    assert len(await waits.start(_read(client, concurrency))) == _TOTAL
                except asyncio.CancelledError:
                    is_cancelled = True
                asyncio.get_running_loop().set_task_factory(None)
                assert await client.rooms.list().first() is not None, last
                if not is_cancelled:
                    return waits.count
        finally:
            await client.aclose()
            if http is not None:
                await http.aclose()
        raise AssertionError

    with serving(Computed(_pages), keeps_connections=True) as server:
        points = asyncio.run(run(server.url))
    assert points > 20


async def _read(client: AsyncClient, concurrency: int) -> list[Room]:
    return [each async for each in client.rooms.list(concurrency=concurrency)]


@pytest.mark.parametrize("concurrency", [1, 3])
def test_a_list_that_is_left_gives_its_connection_back(concurrency: int) -> None:
    """Nobody closes the iterator."""

    async def run(url: str) -> None:
        client, http = _client("caller's", url)
        assert http is not None
        async with http:
            for _ in range(5):
                async for _room in client.rooms.list(concurrency=concurrency):
                    break
                pages = client.rooms.list(concurrency=concurrency).pages()
                await anext(pages)
                await anext(pages)
            assert await client.rooms.list().first() is not None

    with serving(Computed(_pages), keeps_connections=True) as server:
        asyncio.run(run(server.url))


def test_a_list_that_is_left_frees_a_thread(key: str) -> None:
    """A pool of one connection serves the next list."""
    timeout = httpx.Timeout(5, pool=0.5)
    with (
        serving(Computed(_pages), keeps_connections=True) as server,
        httpx.Client(limits=httpx.Limits(max_connections=1)) as http,
    ):
        client = Client(key, base_url=server.url, timeout=timeout, retries=0, http_client=http)
        for concurrency in (1, 3, 1, 3):
            pages = client.rooms.list(concurrency=concurrency).pages()
            next(pages)
            next(pages)
            pages.close()
        assert client.rooms.list().first() is not None


def test_a_pool_that_is_exhausted_is_a_typed_error(key: str) -> None:
    """It comes within the timeout of the pool, is not retried, and says what helps."""

    async def run(url: str) -> None:
        timeout = httpx.Timeout(30, pool=0.2)
        async with httpx.AsyncClient(limits=httpx.Limits(max_connections=1)) as http:
            client = AsyncClient(key, base_url=url, timeout=timeout, http_client=http)
            async with http.stream("GET", url):
                with pytest.raises(
                    TimeoutExceededError, match="no connection of the pool"
                ) as found:
                    await client.rooms.list().first()
        assert found.value.attempts == 1

    with serving(Computed(_pages)) as server:
        asyncio.run(run(server.url))
