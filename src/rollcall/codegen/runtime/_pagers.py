"""Lists, by page or by item, optionally with prefetched pages."""

import threading
from collections import deque
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Callable,
    Coroutine,
    Generator,
    Iterator,
    Sequence,
)
from contextlib import aclosing, closing
from functools import partial
from typing import Any, TypeVar

from ._connection import AsyncConnection, Begun, Connection, cancel
from ._errors import Error, StatusError
from ._http import Response
from ._listed import Listed
from ._routes import Step
from ._sending import Message
from ._walk import Page, Walk

__all__ = ["AsyncPager", "Pager"]

ItemT = TypeVar("ItemT")
MetaT = TypeVar("MetaT")


class Pager(Listed[Connection, ItemT, MetaT]):
    """A list that is loaded a page at a time during iteration.

    Each iteration loads the list again, from its first page.
    """

    def __iter__(self) -> Iterator[ItemT]:
        with closing(self.pages()) as pages:
            for page in pages:
                yield from page.items

    def pages(self) -> Generator[Page[ItemT, MetaT], None, None]:
        """Load the pages, in their order.

        With a concurrency of more than 1, the pages after the first are prefetched in threads.
        This begins when the second page is needed, and ends when the generator is closed, as at
        the end of a ``for`` statement; a thread that waits for the server then ends within its
        timeout. If each page links to the next one, only the page after the one in use is
        prefetched.

        Raises:
            TransportError: No complete response was received.
            StatusError: The server refused the request.
            DecodingError: The body is not JSON, or violates the schema (SchemaError).
            PagingError: A page contradicts itself, those before it, or the request.
            ListChangedError: Items were added to the list, or removed, while it was read.
        """
        walk = Walk(self._request)
        self._passed_over = walk.passed_over
        settings, concurrency = self._request.settings, self._request.options.concurrency
        stop = threading.Event()
        coming: deque[tuple[Step, _Deferred | _Thread]] = deque()

        def send(step: Step) -> None:
            get = partial(self._connection.send, Message(step.target), settings, stop)
            coming.append((step, _Deferred(get) if concurrency == 1 else _Thread(get)))

        try:
            if walk.first is not None:
                send(walk.first)
            while coming:
                if walk.is_beyond(coming[0][0]):
                    break
                step, pending = coming.popleft()
                response = _received(walk, step, pending)
                if response is None:
                    break
                page = walk.accept(step, response)
                self._total = walk.total
                # If only this page links to the next one, that is prefetched meanwhile.
                is_ahead = concurrency > 1 and step is not walk.first
                for following in _following(walk, step, coming, most=int(is_ahead)):
                    send(following)
                if page is not None:
                    yield page
                for following in _following(walk, step, coming, most=concurrency):
                    send(following)
        finally:
            stop.set()

    def first(self) -> ItemT | None:
        """Return the first item, or None if the list is empty."""
        with closing(self.pages()) as pages:
            for page in pages:
                if page.items:
                    return page.items[0]
        return None


class _Deferred:
    """A request that is sent when its response is needed."""

    def __init__(self, get: Callable[[], Response]) -> None:
        self._get = get

    def result(self) -> Response:
        """Send the request, and wait for the response."""
        return self._get()


class _Thread(threading.Thread):
    """A request that is sent at once, in a thread."""

    def __init__(self, get: Callable[[], Response]) -> None:
        # At exit, the interpreter does not wait for responses that are no longer needed.
        super().__init__(name="prefetch", daemon=True)
        self._get = get
        self._response: Response | None = None
        self._error: BaseException | None = None
        self.start()

    def run(self) -> None:
        """Send the request, and keep the response or the error."""
        try:
            self._response = self._get()
        except BaseException as error:  # noqa: BLE001 - raised by result()
            self._error = error

    def result(self) -> Response:
        """Return the response, or raise the error of its request."""
        self.join()
        if self._response is None:
            raise self._error or AssertionError("a thread has ended without a result")
        return self._response


class AsyncPager(Listed[AsyncConnection, ItemT, MetaT]):
    """A list that is loaded a page at a time during iteration with ``async for``.

    Each iteration loads the list again, from its first page.
    """

    async def __aiter__(self) -> AsyncIterator[ItemT]:
        async with aclosing(self.pages()) as pages:
            async for page in pages:
                for item in page.items:
                    yield item

    async def pages(self) -> AsyncGenerator[Page[ItemT, MetaT], None]:
        """Load the pages, in their order.

        With a concurrency of more than 1, the pages after the first are prefetched in tasks. This
        begins when the second page is needed, and the tasks are cancelled when the generator is
        closed; close it with ``contextlib.aclosing``. If each page links to the next one, only the
        page after the one in use is prefetched. Prefetching needs asyncio; otherwise trio can be
        used, too.

        Raises:
            ArgumentError: The concurrency is more than 1, and asyncio does not run.
            TransportError: No complete response was received.
            StatusError: The server refused the request.
            DecodingError: The body is not JSON, or violates the schema (SchemaError).
            PagingError: A page contradicts itself, those before it, or the request.
            ListChangedError: Items were added to the list, or removed, while it was read.
        """
        walk = Walk(self._request)
        self._passed_over = walk.passed_over
        settings, concurrency = self._request.settings, self._request.options.concurrency
        coming: deque[tuple[Step, _AsyncDeferred | Begun]] = deque()

        def send(step: Step) -> None:
            if concurrency == 1:
                get = partial(self._connection.send, Message(step.target), settings)
                coming.append((step, _AsyncDeferred(get)))
            else:
                coming.append((step, self._connection.begin(Message(step.target), settings)))

        try:
            if walk.first is not None:
                send(walk.first)
            while coming:
                if walk.is_beyond(coming[0][0]):
                    break
                step, pending = coming.popleft()
                response = await _received_async(walk, step, pending)
                if response is None:
                    break
                page = walk.accept(step, response)
                self._total = walk.total
                # If only this page links to the next one, that is prefetched meanwhile.
                is_ahead = concurrency > 1 and step is not walk.first
                for following in _following(walk, step, coming, most=int(is_ahead)):
                    send(following)
                if page is not None:
                    yield page
                for following in _following(walk, step, coming, most=concurrency):
                    send(following)
        finally:
            await cancel(each.task for _, each in coming if isinstance(each, Begun))

    async def first(self) -> ItemT | None:
        """Return the first item, or None if the list is empty."""
        async with aclosing(self.pages()) as pages:
            async for page in pages:
                for item in page.items:
                    return item
        return None


class _AsyncDeferred:
    """A request that is sent when its response is awaited."""

    def __init__(self, get: Callable[[], Coroutine[Any, Any, Response]]) -> None:
        self._get = get

    def __await__(self) -> Generator[Any, Any, Response]:
        return self._get().__await__()


def _following(
    walk: Walk[Any, Any, Any], step: Step, coming: Sequence[tuple[Step, object]], most: int
) -> Iterator[Step]:
    """Yield the pages to request after a page, while fewer than ``most`` are coming."""
    while len(coming) < most:
        following = walk.next(coming[-1][0] if coming else step)
        if following is None:
            return
        yield following


def _received(
    walk: Walk[Any, Any, Any], step: Step, pending: _Deferred | _Thread
) -> Response | None:
    """Return the response of a page; None if its refusal ends the list."""
    try:
        return pending.result()
    except Error as error:
        if isinstance(error, StatusError) and walk.is_end(step, error):
            return None
        # The frames of a request add nothing, and their variables hold its credentials.
        raise error.with_traceback(None) from error.__cause__


async def _received_async(
    walk: Walk[Any, Any, Any], step: Step, pending: _AsyncDeferred | Begun
) -> Response | None:
    """Return the response of a page; None if its refusal ends the list."""
    try:
        return await pending
    except Error as error:
        if isinstance(error, StatusError) and walk.is_end(step, error):
            return None
        # The frames of a request add nothing, and their variables hold its credentials.
        raise error.with_traceback(None) from error.__cause__
