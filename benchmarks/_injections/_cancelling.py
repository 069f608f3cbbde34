"""Cancellation of a task that reads a list, at each point where it waits."""

import asyncio
import ssl
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Generator
from typing import Any

import attrs
import httpx

from benchmarks._faulty_servers import List, Server, serving
from telnyx_video import AsyncClient

from ._injection import Contexts
from ._observation import count_sockets, lost_rows, repeated_rows, settled_async

__all__ = ["Cancellations", "cancel_everywhere"]

_KEY = "KEY0123456789-secret"
_MOST_POINTS = 2_000
_ROOMS = List()


@attrs.define
class Cancellations:
    """The outcomes of a task that was cancelled once at each point.

    Attributes:
        points: The number of points.
        outcomes: The number of times by outcome.
        seconds: The longest time from the cancellation to the end of all tasks.
        lost: The number of missing rows, in the cancelled list or in a list read later.
        repeated: The number of repeated rows.
        leaked: The number of leaked connections and tasks.
    """

    points: int = 0
    outcomes: Counter[str] = attrs.field(factory=Counter)
    seconds: float = 0.0
    lost: int = 0
    repeated: int = 0
    leaked: int = 0


def cancel_everywhere(concurrency: int, contexts: Contexts) -> Cancellations:
    """Read a list repeatedly, cancelled at a later point each time, until no point is left.

    Args:
        concurrency: The maximum number of concurrent requests.
        contexts: The TLS contexts.
    """
    seen = Cancellations()
    sockets = count_sockets()
    context = contexts.client or ssl.create_default_context()
    with serving(_ROOMS.handle, contexts.server) as server:
        for point in range(1, _MOST_POINTS):
            if not asyncio.run(_cancel_at(point, concurrency, context, server, seen)):
                break
            seen.points = point
    seen.leaked += count_sockets() - sockets
    return seen


async def _cancel_at(
    point: int, concurrency: int, context: ssl.SSLContext, server: Server, seen: Cancellations
) -> bool:
    """Cancel at one point; return False if the list ends before it."""
    # Leaks of earlier points are not counted again.
    opened = server.open
    # Creating a context for each point would take most of the time.
    async with (
        httpx.AsyncClient(verify=context) as http,
        AsyncClient(_KEY, base_url=server.url, http_client=http) as client,
    ):
        names: list[str] = []
        task, countdown = _start(_read(client, concurrency, names), point)
        await asyncio.wait([task])
        outcome = _outcome(task)
        await settled_async(lambda: len(asyncio.all_tasks()) == 1 and not server.busy)
        ended = time.monotonic()
        seen.leaked += len(asyncio.all_tasks()) - 1 + server.busy
        seen.leaked += max(0, server.open - opened - concurrency)
        seen.lost += lost_rows(names, _ROOMS.names, is_whole=outcome == "all rows")
        seen.repeated += repeated_rows(names)

        if countdown.cancelled_at is not None:
            seen.outcomes[outcome] += 1
            seen.seconds = max(seen.seconds, ended - countdown.cancelled_at)
        after: list[str] = []
        await _read(client, concurrency, after)
        seen.lost += lost_rows(after, _ROOMS.names, is_whole=True)
        seen.repeated += repeated_rows(after)
    await settled_async(lambda: server.open <= opened)
    seen.leaked += max(0, server.open - opened)
    return countdown.cancelled_at is not None


async def _read(client: AsyncClient, concurrency: int, names: list[str]) -> None:
    async for page in client.rooms.list(concurrency=concurrency).pages():
        names += [room.unique_name for room in page.items]


def _outcome(task: "asyncio.Task[None]") -> str:
    if task.cancelled():
        return "cancelled"
    error = task.exception()
    if error is not None:
        return type(error).__name__
    return "cancellation swallowed" if task.cancelling() else "all rows"


@attrs.define
class _Countdown:
    """Counts the points where tasks wait, and cancels a task at one point."""

    left: int
    task: "asyncio.Task[None] | None" = None
    cancelled_at: float | None = None

    def wait(self) -> None:
        """Count one point."""
        self.left -= 1
        if self.left == 0 and self.task is not None and self.task.cancel():
            self.cancelled_at = time.monotonic()


@attrs.frozen
class _Counted:
    """Runs a coroutine, and counts the points where it waits."""

    coroutine: Coroutine[Any, Any, Any]
    countdown: _Countdown

    def __await__(self) -> Generator[Any, Any, Any]:
        resume: Callable[[], Any] = lambda: self.coroutine.send(None)  # noqa: E731
        while True:
            try:
                waited_for = resume()
            except StopIteration as stop:
                return stop.value
            self.countdown.wait()
            try:
                sent = yield waited_for
            except GeneratorExit:
                self.coroutine.close()
                raise
            except BaseException as error:  # noqa: BLE001 - it is the coroutine's to handle
                resume = _bound(self.coroutine.throw, error)
            else:
                resume = _bound(self.coroutine.send, sent)


def _bound(resume: Callable[[Any], Any], value: object) -> Callable[[], Any]:
    return lambda: resume(value)


def _start(
    coroutine: Coroutine[Any, Any, None], point: int
) -> tuple["asyncio.Task[None]", _Countdown]:
    """Start a task that is cancelled when it, and the tasks it starts, wait for the n-th time."""
    countdown = _Countdown(point)

    def create(
        loop: asyncio.AbstractEventLoop,
        work: Any,  # noqa: ANN401
        **options: Any,  # noqa: ANN401
    ) -> "asyncio.Task[Any]":
        async def counted() -> Any:  # noqa: ANN401
            return await _Counted(work, countdown)

        task = asyncio.Task(counted(), loop=loop, **options)
        # A task that is cancelled before its first step never awaits its coroutine.
        task.add_done_callback(lambda _: work.close())
        return task

    loop = asyncio.get_running_loop()
    loop.set_task_factory(create)
    countdown.task = asyncio.create_task(coroutine)
    return countdown.task, countdown
