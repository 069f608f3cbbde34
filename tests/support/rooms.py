"""A list of rooms for httpx's mock transport, which records the requested pages."""

import asyncio
import threading
from collections.abc import Callable
from urllib.parse import parse_qs

import httpx

from tests.support.wire import room

__all__ = ["Rooms", "rooms_body"]

_SECONDS = 60.0


def rooms_body(numbers: list[int], number: int, size: int, total: int) -> dict[str, object]:
    """Build the body of a page."""
    meta = {
        "page_number": number,
        "page_size": size,
        "total_pages": -(-total // size),
        "total_results": total,
    }
    return {"data": [room(each) for each in numbers], "meta": meta}


class Rooms:
    """A list of a number of rooms, which can delay its responses.

    Attributes:
        asked: The numbers of the requested pages, in order.
        most: The maximum number of concurrent requests so far.
        held: The pages whose responses wait for ``release``.
    """

    def __init__(self, count: int, size: int = 2, held: frozenset[int] = frozenset()) -> None:
        self._count = count
        self._size = size
        self._lock = threading.Lock()
        self._under_way = 0
        self._released = threading.Event()
        self.held = held
        self.asked: list[int] = []
        self.most = 0
        self.change: Callable[[int, dict[str, object]], dict[str, object]] = lambda _, body: body

    def release(self) -> None:
        """Send the delayed responses."""
        self._released.set()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Respond to the synchronous client."""
        number = self._begin(request)
        try:
            if number in self.held:
                assert self._released.wait(_SECONDS)
            return self._answer(number)
        finally:
            self._end()

    async def asynchronously(self, request: httpx.Request) -> httpx.Response:
        """Respond to the asynchronous client."""
        number = self._begin(request)
        try:
            # All other tasks run first, so that their requests are counted.
            for _ in range(20):
                await asyncio.sleep(0)
            if number in self.held:
                await asyncio.to_thread(self._released.wait, _SECONDS)
            return self._answer(number)
        finally:
            self._end()

    def _begin(self, request: httpx.Request) -> int:
        number = int(parse_qs(request.url.query.decode()).get("page[number]", ["1"])[0])
        with self._lock:
            self.asked.append(number)
            self._under_way += 1
            self.most = max(self.most, self._under_way)
        return number

    def _end(self) -> None:
        with self._lock:
            self._under_way -= 1

    @property
    def under_way(self) -> int:
        """The number of requests in progress."""
        with self._lock:
            return self._under_way

    def _answer(self, number: int) -> httpx.Response:
        numbers = range(1, self._count + 1)[(number - 1) * self._size :][: self._size]
        body = rooms_body([*numbers], number, self._size, self._count)
        return httpx.Response(200, json=self.change(number, body))
