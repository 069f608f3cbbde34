"""Reading a list through the sync or async client while a fault is injected."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager, closing, contextmanager

import attrs
import httpx

from benchmarks._faulty_servers import List, Server, serving
from telnyx_video import AsyncClient, Client

from ._injection import STOPPED, SUCCESS, Contexts, Injection, StoppedError
from ._observation import (
    Observation,
    count_sockets,
    count_threads,
    lost_rows,
    repeated_rows,
    settled,
    settled_async,
)

__all__ = ["observe", "observe_async"]

_KEY = "KEY0123456789-secret"
_STOP_AFTER = 5
_LONGEST_RUN = 30.0


@attrs.define
class _Reading:
    """One reading of a list, with its leaks."""

    threads: int = attrs.field(factory=count_threads)
    sockets: int = attrs.field(factory=count_sockets)
    names: list[str] = attrs.field(factory=list)
    error: BaseException | None = None
    seconds: float = 0.0
    leaks: dict[str, int] = attrs.field(factory=dict)

    def observation(self, injection: Injection) -> Observation:
        """Return the observation, after the servers have stopped."""
        outcome = STOPPED if injection.stop else SUCCESS
        if self.error is not None and not isinstance(self.error, StoppedError):
            outcome = type(self.error).__name__
        names = injection.rooms.names
        return Observation(
            outcome,
            self.error,
            self.seconds,
            lost=lost_rows(self.names, names, is_whole=outcome == SUCCESS),
            repeated=repeated_rows(self.names),
            leaks={
                **self.leaks,
                "sockets": max(0, count_sockets() - self.sockets),
            },
        )


@attrs.frozen
class _Servers:
    """The faulty server, another origin, and the client's options."""

    server: Server
    elsewhere: Server
    context: ssl.SSLContext | None
    url: str


def observe(injection: Injection, concurrency: int) -> Observation:
    """Read the list through the synchronous client, with a number of concurrent requests."""
    reading = _Reading()
    with _serving(injection) as servers:
        server, leaks = servers.server, reading.leaks
        with _client(injection, servers) as client:
            started = time.monotonic()
            try:
                _read(client, injection, concurrency, reading.names)
            except Exception as error:  # noqa: BLE001 - whatever comes out is the outcome
                reading.error = error
            reading.seconds = time.monotonic() - started
            if injection.stop != "quit":
                most = reading.threads
                settled(
                    lambda: (
                        not server.busy and server.open <= concurrency and count_threads() <= most
                    )
                )
                leaks["connections in use"] = server.busy
                leaks["connections too many"] = max(0, server.open - concurrency)
                leaks["threads"] = max(0, count_threads() - most)
        settled(lambda: not server.open and count_threads() <= reading.threads)
        leaks["connections open"] = server.open
        leaks["threads after all"] = max(0, count_threads() - reading.threads)
        leaks["requests elsewhere"] = len(servers.elsewhere.exchanges)
    return reading.observation(injection)


def observe_async(injection: Injection, concurrency: int) -> Observation:
    """Read the list through the asynchronous client, with a number of concurrent requests."""
    reading = _Reading()
    with _serving(injection) as servers:
        asyncio.run(_observe_async(injection, concurrency, servers, reading))
        reading.leaks["requests elsewhere"] = len(servers.elsewhere.exchanges)
    return reading.observation(injection)


async def _observe_async(
    injection: Injection, concurrency: int, servers: _Servers, reading: _Reading
) -> None:
    server, leaks = servers.server, reading.leaks
    async with _async_client(injection, servers) as client:
        started = time.monotonic()
        try:
            async with asyncio.timeout(_LONGEST_RUN):
                await _read_async(client, injection, concurrency, reading.names)
        except Exception as error:  # noqa: BLE001 - whatever comes out is the outcome
            reading.error = error
        reading.seconds = time.monotonic() - started
        if injection.stop != "quit":
            await settled_async(
                lambda: (
                    not server.busy and server.open <= concurrency and len(asyncio.all_tasks()) == 1
                )
            )
            leaks["tasks"] = len(asyncio.all_tasks()) - 1
            leaks["connections in use"] = server.busy
            leaks["connections too many"] = max(0, server.open - concurrency)
    await settled_async(lambda: not server.open and len(asyncio.all_tasks()) == 1)
    leaks["connections open"] = server.open
    leaks["tasks after all"] = len(asyncio.all_tasks()) - 1


def _read(client: Client, injection: Injection, concurrency: int, names: list[str]) -> None:
    rooms = client.rooms.list(concurrency=concurrency)
    if injection.stop == "close":
        with closing(rooms.pages()) as pages:
            names += [room.unique_name for room in next(pages).items]
        return
    for room in rooms:
        names.append(room.unique_name)
        if len(names) == _STOP_AFTER and injection.stop in {"break", "quit"}:
            break
        if len(names) == _STOP_AFTER and injection.stop == "raise":
            raise StoppedError


async def _read_async(
    client: AsyncClient, injection: Injection, concurrency: int, names: list[str]
) -> None:
    rooms = client.rooms.list(concurrency=concurrency)
    if injection.stop == "close":
        async with aclosing(rooms.pages()) as pages:
            names += [room.unique_name for room in (await anext(pages)).items]
        return
    async for room in rooms:
        names.append(room.unique_name)
        if len(names) == _STOP_AFTER and injection.stop in {"break", "quit"}:
            break
        if len(names) == _STOP_AFTER and injection.stop == "raise":
            raise StoppedError


@contextmanager
def _serving(injection: Injection) -> Iterator[_Servers]:
    contexts = injection.contexts() if injection.contexts else Contexts(None, None)
    with (
        serving(List().handle) as elsewhere,
        serving(injection.handler(elsewhere.url), contexts.server) as server,
    ):
        url = server.url.replace("http:", "https:") if injection.contexts else server.url
        yield _Servers(server, elsewhere, contexts.client, url)


@contextmanager
def _client(injection: Injection, servers: _Servers) -> Iterator[Client]:
    url, options = servers.url, injection.options
    if servers.context is None:
        with Client(_KEY, base_url=url, **options) as client:
            yield client
        return
    with (
        httpx.Client(verify=servers.context) as http,
        Client(_KEY, base_url=url, http_client=http, **options) as client,
    ):
        yield client


@asynccontextmanager
async def _async_client(injection: Injection, servers: _Servers) -> AsyncIterator[AsyncClient]:
    url, options = servers.url, injection.options
    if servers.context is None:
        async with AsyncClient(_KEY, base_url=url, **options) as client:
            yield client
        return
    async with (
        httpx.AsyncClient(verify=servers.context) as http,
        AsyncClient(_KEY, base_url=url, http_client=http, **options) as client,
    ):
        yield client
