"""A key that a callable of the application returns, and renews when it is refused."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

import httpx
import pytest

from telnyx_video import ArgumentError, AsyncClient, Client, UnauthorizedError
from tests.support.rooms import rooms_body


class _Server:
    """A server that accepts only the latest key, and counts its responses by status.

    Attributes:
        valid: The key that it accepts.
        statuses: The statuses of its responses.
    """

    def __init__(self, valid: str) -> None:
        self.valid = valid
        self.statuses: list[int] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        is_valid = request.headers["authorization"] == f"Bearer {self.valid}"
        self.statuses.append(200 if is_valid else 401)
        if not is_valid:
            return httpx.Response(401, json={"errors": []})
        return httpx.Response(200, json=rooms_body([1], 1, 20, 1))


def _numbered() -> Callable[[], str]:
    """Return a callable that returns another key each time."""
    numbers = count(1)
    return lambda: f"key{next(numbers)}"


@pytest.fixture(params=["sync", "async", "async with a coroutine function"])
def first(request: pytest.FixtureRequest) -> Callable[..., Any]:
    """Return a function that reads the first room some times at once, with a key."""

    def threads(server: _Server, read: Callable[[], str], times: int = 1) -> list[Any]:
        with (
            httpx.Client(transport=httpx.MockTransport(server)) as http,
            ThreadPoolExecutor(times) as pool,
        ):
            client = Client(read, http_client=http, retries=0)
            return [*pool.map(lambda _: client.rooms.list().first(), range(times))]

    def tasks(server: _Server, read: Callable[[], str], times: int = 1) -> list[Any]:
        async def coroutine() -> str:
            await asyncio.sleep(0)
            return read()

        async def run() -> list[Any]:
            async with httpx.AsyncClient(transport=httpx.MockTransport(server)) as http:
                key = read if request.param == "async" else coroutine
                client = AsyncClient(key, http_client=http, retries=0)
                return await asyncio.gather(*(client.rooms.list().first() for _ in range(times)))

        return asyncio.run(run())

    return threads if request.param == "sync" else tasks


def test_a_refused_key_is_renewed_once_for_all_requests(first: Callable[..., Any]) -> None:
    """Each request is sent again with the key that the first refusal has renewed."""
    server = _Server("key2")
    assert len(first(server, _numbered(), times=8)) == 8
    assert server.valid == "key2"
    assert server.statuses.count(200) == 8
    assert 1 <= server.statuses.count(401) <= 8


def test_a_key_that_stays_refused_is_an_error(first: Callable[..., Any]) -> None:
    """A request is sent again once; without a new key, not at all."""
    for read, sent in ((_numbered(), 2), (lambda: "key1", 1)):
        server = _Server("none")
        with pytest.raises(UnauthorizedError) as caught:
            first(server, read)
        assert server.statuses == [401] * sent
        assert "key1" not in f"{caught.value!r} {caught.value.url} {caught.value.headers}"


@pytest.mark.parametrize(
    ("key", "problem"),
    [
        (7, "returned int, expected a str"),
        ("", "no key was given"),
        ("a b", "holds a blank"),
    ],
)
def test_a_callable_without_a_key_is_an_error(
    first: Callable[..., Any], key: object, problem: str
) -> None:
    """Nothing is sent."""
    server = _Server("key1")
    with pytest.raises(ArgumentError, match=problem):
        first(server, lambda: key)
    assert not server.statuses


def test_a_coroutine_function_needs_an_asynchronous_client() -> None:
    """The message says so."""

    async def read() -> str:
        return "key1"

    client = Client(read)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(ArgumentError, match="needs an AsyncClient"):
        client.rooms.list().first()


def test_clients_with_other_options_share_a_key() -> None:
    """A key that one of them has renewed is not renewed by another."""
    server, calls = _Server("key1"), list[str]()

    def read() -> str:
        calls.append("called")
        return "key1"

    with httpx.Client(transport=httpx.MockTransport(server)) as http:
        client = Client(read, http_client=http)
        assert client.rooms.list().first() == client.with_options(timeout=3).rooms.list().first()
        assert calls == ["called"]
        client.with_options(api_key="key1").rooms.list().first()
        assert calls == ["called"]
        client.with_options(api_key=read).rooms.list().first()
    assert calls == ["called"]
