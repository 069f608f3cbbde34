"""Prefetched pages."""

import asyncio
import gc
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager, closing, contextmanager

import httpx
import pytest
import trio

from telnyx_video import (
    ArgumentError,
    AsyncClient,
    Client,
    NotFoundError,
    PagingError,
    Room,
    SchemaError,
)
from tests.support.client_command import wait_until
from tests.support.rooms import Rooms

_SECONDS = 60.0


@contextmanager
def _client(rooms: Rooms) -> Iterator[Client]:
    with (
        httpx.Client(transport=httpx.MockTransport(rooms)) as http,
        Client("key", http_client=http, retries=0) as client,
    ):
        yield client


@asynccontextmanager
async def _async_client(rooms: Rooms) -> AsyncIterator[AsyncClient]:
    transport = httpx.MockTransport(rooms.asynchronously)
    async with (
        httpx.AsyncClient(transport=transport) as http,
        AsyncClient("key", http_client=http, retries=0) as client,
    ):
        yield client


def _names(rooms: list[Room]) -> list[str]:
    return [each.unique_name for each in rooms]


@pytest.mark.parametrize("concurrency", [1, 2, 3, 64])
@pytest.mark.parametrize("count", [0, 1, 3, 41])
def test_concurrency_keeps_the_order(concurrency: int, count: int) -> None:
    """With any concurrency, each item comes once, in the order of the list."""
    rooms = Rooms(count)
    with _client(rooms) as client:
        read = list(client.rooms.list(concurrency=concurrency))
    assert _names(read) == [f"room {number}" for number in range(1, count + 1)]
    assert sorted(rooms.asked) == [*range(1, max(1, -(-count // 2)) + 1)]
    assert rooms.most <= concurrency


@pytest.mark.parametrize("concurrency", [1, 2, 64])
@pytest.mark.parametrize("count", [0, 1, 3, 41])
def test_concurrency_keeps_the_order_async(concurrency: int, count: int) -> None:
    """The asynchronous client returns the same items."""
    rooms = Rooms(count)

    async def run() -> list[Room]:
        async with _async_client(rooms) as client:
            return [each async for each in client.rooms.list(concurrency=concurrency)]

    assert _names(asyncio.run(run())) == [f"room {number}" for number in range(1, count + 1)]
    assert sorted(rooms.asked) == [*range(1, max(1, -(-count // 2)) + 1)]
    assert rooms.most == min(concurrency, max(1, -(-count // 2) - 1))


def test_no_more_than_the_bound_under_way_or_held() -> None:
    """While a page is slow, no page beyond the concurrency is requested."""
    rooms = Rooms(100, held=frozenset({2}))
    with _client(rooms) as client:
        pages = client.rooms.list(concurrency=4).pages()
        next(pages)
        second: list[object] = []
        reader = threading.Thread(target=lambda: second.append(next(pages)))
        reader.start()
        wait_until(lambda: sorted(rooms.asked) == [1, 2, 3, 4, 5] and rooms.under_way == 1)
        rooms.release()
        reader.join(_SECONDS)
        assert len(second) == 1
        # The third page is not used yet, so the sixth is not requested.
        assert sorted(rooms.asked) == [1, 2, 3, 4, 5]
        next(pages)
        wait_until(lambda: sorted(rooms.asked) == [1, 2, 3, 4, 5, 6])
        pages.close()


def test_no_more_than_the_bound_under_way_or_held_async() -> None:
    """The asynchronous client has the same bound."""
    rooms = Rooms(100, held=frozenset({2}))

    async def run() -> None:
        async with (
            _async_client(rooms) as client,
            aclosing(client.rooms.list(concurrency=4).pages()) as pages,
        ):
            await anext(pages)
            second = asyncio.ensure_future(anext(pages))
            for _ in range(200):
                await asyncio.sleep(0)
            assert rooms.asked == [1, 2, 3, 4, 5]
            rooms.release()
            await second
            for _ in range(200):
                await asyncio.sleep(0)
            assert rooms.asked == [1, 2, 3, 4, 5]

    asyncio.run(run())


def test_nothing_is_prefetched_before_the_second_page() -> None:
    """The first item and the total take one request."""
    rooms = Rooms(100)
    with _client(rooms) as client:
        pager = client.rooms.list(concurrency=8)
        before = pager.total
        assert pager.first() is not None
        assert (before, pager.total) == (None, 100)
    assert rooms.asked == [1]


def test_leaving_stops_at_once() -> None:
    """Leaving a loop does not wait for prefetched pages, and no more are requested."""
    rooms = Rooms(100, held=frozenset(range(3, 50)))
    with _client(rooms) as client:
        for each in client.rooms.list(concurrency=4):
            if each.unique_name == "room 3":
                wait_until(lambda: sorted(rooms.asked) == [1, 2, 3, 4, 5])
                break
        rooms.release()
        wait_until(lambda: rooms.under_way == 0)
        wait_until(lambda: not _readers())
        assert sorted(rooms.asked) == [1, 2, 3, 4, 5]


def _readers() -> list[str]:
    return [each.name for each in threading.enumerate() if each.name == "prefetch"]


def test_leaving_cancels_async() -> None:
    """Leaving an asynchronous loop cancels the prefetched pages."""
    rooms = Rooms(100, held=frozenset(range(3, 50)))

    async def run() -> None:
        async with _async_client(rooms) as client:
            async with aclosing(client.rooms.list(concurrency=4).pages()) as pages:
                await anext(pages)
                await anext(pages)
                assert rooms.under_way == 3
            assert rooms.under_way == 0
            assert len(asyncio.all_tasks()) == 1
            rooms.release()

    asyncio.run(run())


def test_a_forgotten_loop_is_cancelled_async() -> None:
    """After a ``break``, the event loop closes the generator and cancels its tasks."""
    rooms = Rooms(100, held=frozenset(range(3, 50)))

    async def run() -> None:
        async with _async_client(rooms) as client:
            async for each in client.rooms.list(concurrency=4):
                if each.unique_name == "room 3":
                    break
            gc.collect()
            for _ in range(200):
                await asyncio.sleep(0)
            assert rooms.under_way == 0
            rooms.release()

    asyncio.run(run())


def test_a_failure_comes_after_the_pages_before_it() -> None:
    """The error of a prefetched page is raised after the pages before it, and ends the list."""
    rooms = Rooms(20)
    rooms.change = lambda number, body: {**body, "meta": None} if number == 4 else body
    with _client(rooms) as client:
        items = iter(client.rooms.list(concurrency=8))
        read = [next(items).unique_name for _ in range(6)]
        with pytest.raises(SchemaError, match=r"\$\.meta"):
            next(items)
    assert read == [f"room {number}" for number in range(1, 7)]


def test_a_refusal_comes_after_the_pages_before_it() -> None:
    """The error of a prefetch is raised unchanged, after the pages before it."""
    rooms = Rooms(20)

    def respond(request: httpx.Request) -> httpx.Response:
        return (
            httpx.Response(404) if request.url.params.get("page[number]") == "4" else rooms(request)
        )

    with httpx.Client(transport=httpx.MockTransport(respond)) as http:
        items = iter(Client("key", http_client=http, retries=0).rooms.list(concurrency=8))
        read = [next(items).unique_name for _ in range(6)]
        with pytest.raises(NotFoundError):
            next(items)
    assert read == [f"room {number}" for number in range(1, 7)]


def test_a_list_that_shrinks_ends_where_it_ends() -> None:
    """Prefetched pages beyond the end of a list that has shrunk are ignored."""
    rooms = Rooms(20)

    def shrink(number: int, body: dict[str, object]) -> dict[str, object]:
        meta = {"page_number": number, "page_size": 2, "total_pages": 3, "total_results": 6}
        return {**body, "data": body["data"] if number <= 3 else [], "meta": meta}

    rooms.change = lambda number, body: body if number == 1 else shrink(number, body)
    with _client(rooms) as client:
        pages = list(client.rooms.list(concurrency=8, on_change="ignore").pages())
    assert [_names(page.items) for page in pages] == [
        [f"room {number}", f"room {number + 1}"] for number in (1, 3, 5)
    ]


@pytest.mark.parametrize("concurrency", [1, 8])
@pytest.mark.parametrize(
    ("limit", "pages"), [(0, 0), (1, 1), (2, 1), (3, 2), (7, 4), (40, 20), (99, 20)]
)
def test_limit(concurrency: int, limit: int, pages: int) -> None:
    """A limit ends the list, and no page beyond it is requested."""
    rooms = Rooms(40)
    with _client(rooms) as client:
        pager = client.rooms.list(limit=limit, concurrency=concurrency)
        read = _names(list(pager))
        assert read == [f"room {number}" for number in range(1, min(limit, 40) + 1)]
        assert len(rooms.asked) == pages
        assert pager.total == (40 if limit else None)
        sizes = [len(page.items) for page in pager.pages()]
        assert sum(sizes) == min(limit, 40)


@pytest.mark.parametrize("limit", [-1, True, 1.0, "3"])
def test_bad_limit(limit: int) -> None:
    """The error names the argument ``limit``."""
    with Client("key") as client, pytest.raises(ArgumentError, match=r"^limit: "):
        client.rooms.list(limit=limit)


@pytest.mark.parametrize("concurrency", [0, -1, 65, True, 2.0, None])
def test_bad_concurrency(concurrency: int) -> None:
    """The error names the argument ``concurrency``."""
    with Client("key") as client, pytest.raises(ArgumentError, match=r"^concurrency: "):
        client.rooms.list(concurrency=concurrency)


def test_prefetched_page_that_does_not_advance() -> None:
    """A server that always returns its first page is detected when prefetching, too."""
    rooms = Rooms(20)
    first = {"page_number": 1, "page_size": 2, "total_pages": 10, "total_results": 20}
    rooms.change = lambda _, body: {**body, "meta": first}
    with _client(rooms) as client, pytest.raises(PagingError, match="page 2 was requested"):
        list(client.rooms.list(concurrency=4))


def test_trio() -> None:
    """The asynchronous client runs under trio, but prefetching is refused there."""

    async def respond(request: httpx.Request) -> httpx.Response:
        await trio.lowlevel.checkpoint()
        return Rooms(5)(request)

    async def run() -> list[Room]:
        async with (
            httpx.AsyncClient(transport=httpx.MockTransport(respond)) as http,
            AsyncClient("key", http_client=http) as client,
        ):
            with pytest.raises(ArgumentError, match=r"^concurrency: prefetching needs asyncio"):
                await client.rooms.list(concurrency=2).first()
            return [each async for each in client.rooms.list()]

    assert _names(trio.run(run)) == [f"room {number}" for number in range(1, 6)]


def test_leaving_ends_the_waits() -> None:
    """A thread that waits for a retry ends with the loop."""
    rooms = Rooms(20)

    def respond(request: httpx.Request) -> httpx.Response:
        page = rooms(request)
        busy = httpx.Response(503, headers={"retry-after": "50"})
        return busy if request.url.params.get("page[number]") == "3" else page

    with (
        httpx.Client(transport=httpx.MockTransport(respond)) as http,
        Client("key", http_client=http) as client,
        closing(client.rooms.list(concurrency=2).pages()) as pages,
    ):
        next(pages)
        next(pages)
        wait_until(lambda: len(rooms.asked) == 3 and rooms.under_way == 0)
        assert _readers()
    wait_until(lambda: not _readers())
