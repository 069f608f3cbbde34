"""Runs of our client in the situations that show the defects of others."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx

from benchmarks._faulty_servers import Server
from telnyx_video import AsyncClient, Client, Page, PageMeta, Retries, Room

from ._defect import KEY, Run, Seen, described, raised

__all__ = ["client_of", "list_async", "list_rooms", "pages_of", "raises", "timeouts_of"]

_FAST = Retries(backoff=0.0)


def client_of(server: Server, **options: Any) -> Client:  # noqa: ANN401
    """Return our client."""
    return Client(KEY, base_url=server.url, **{"retries": _FAST, **options})


def list_rooms(server: Server, **arguments: Any) -> list[Room]:  # noqa: ANN401
    """Return all rooms."""
    with client_of(server) as client:
        return list(client.rooms.list(**arguments))


def pages_of(server: Server) -> list[Page[Room, PageMeta]]:
    """Return the pages of rooms."""
    with client_of(server) as client:
        return list(client.rooms.list().pages())


def list_async(server: Server, **options: Any) -> list[Room]:  # noqa: ANN401
    """Return all rooms, listed with the asynchronous client."""

    async def read() -> list[Room]:
        arguments = {"retries": _FAST, **options}
        async with AsyncClient(KEY, base_url=server.url, **arguments) as client:
            return [each async for each in client.rooms.list()]

    return asyncio.run(read())


def timeouts_of(server: Server) -> dict[str, float | None]:
    """Return the default timeouts of a request."""
    timeouts: list[dict[str, float | None]] = []
    hooks = {"request": [lambda request: timeouts.append(request.extensions["timeout"])]}
    with httpx.Client(event_hooks=hooks) as http, client_of(server, http_client=http) as client:
        client.rooms.list().first()
    return timeouts[0]


def raises(
    expected: str,
    requests: int,
    call: Callable[[Server], object] = list_rooms,
    *attributes: str,
) -> Run:
    """Return a run of our client that expects an error after a number of requests.

    Args:
        expected: The error's class.
        requests: The expected number of requests.
        call: The call.
        attributes: The attributes of the error to show.
    """

    def run(server: Server) -> Seen:
        error = raised(lambda: call(server))
        sent = len(server.exchanges)
        shown = "".join(f", {name} {getattr(error, name, None)!r}" for name in attributes)
        name = described(error).rpartition(".")[2]
        count = {0: "nothing sent", 1: "1 request"}.get(sent, f"{sent} requests")
        return Seen(name != expected or sent != requests, f"{name}{shown}, {count}")

    return run
