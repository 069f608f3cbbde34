"""Operations that are not lists, against servers on loopback ports."""

import asyncio
import json
from collections.abc import Iterator
from types import ModuleType
from uuid import UUID

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from rollcall.http import serving
from tests.support import wire
from tests.support.client.generated import import_client
from tests.support.client.plain import SHELF, SHELF_ID, write_plain
from tests.support.client_command import wait_until
from tests.support.wire import STALL, reply


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """Generate and import the client."""
    return import_client(write_plain(tmp_path_factory.mktemp("plain") / "plain_loopback.yaml"))


@pytest.fixture
def origin() -> Iterator[str]:
    """Serve shelves, which can be made, read, changed and removed."""
    shelves: dict[str, dict[str, object]] = {}

    async def many(request: Request) -> Response:
        assert request.headers["authorization"] == "Bearer key"
        shelf = {**SHELF, **json.loads(await request.body())}
        shelves[SHELF_ID] = shelf
        return JSONResponse(shelf, 201)

    async def one(request: Request) -> Response:
        key = request.path_params["key"]
        if key not in shelves:
            return JSONResponse({"message": "gone"}, 404)
        if request.method == "DELETE":
            del shelves[key]
            return Response(status_code=204)
        if request.method == "PATCH":
            shelves[key] |= json.loads(await request.body())
        return JSONResponse(shelves[key])

    app = Starlette(
        routes=[
            Route("/shelves", many, methods=["POST"]),
            Route("/shelves/{key}", one, methods=["GET", "PATCH", "DELETE"]),
        ]
    )
    with serving(app) as address:
        yield address


def test_the_life_of_a_shelf(package: ModuleType, origin: str) -> None:
    """It is made, read, changed and removed on one connection after the other."""
    with package.Client("key", base_url=origin) as client:
        made = client.shelves.create(package.Draft(label="ash"))
        assert (made.id, made.label) == (UUID(SHELF_ID), "ash")
        assert client.shelves.get(made.id) == made
        assert client.shelves.update(made.id, {"label": "elm"}).label == "elm"
        assert client.shelves.head(made.id) is None
        assert client.shelves.delete(made.id) is None
        with pytest.raises(package.NotFoundError):
            client.shelves.get(made.id)


def test_the_life_of_a_shelf_in_tasks(package: ModuleType, origin: str) -> None:
    """The asynchronous methods have the same results."""

    async def live() -> None:
        async with package.AsyncClient("key", base_url=origin) as client:
            made = await client.shelves.create(package.Draft(label="ash"))
            found = await asyncio.gather(*(client.shelves.get(made.id) for _ in range(5)))
            assert {each.label for each in found} == {"ash"}
            assert await client.shelves.delete(made.id) is None
            with pytest.raises(package.NotFoundError):
                await client.shelves.get(made.id)

    asyncio.run(live())


def test_a_response_that_does_not_come(package: ModuleType) -> None:
    """The timeout of the call ends it."""
    with wire.serving(STALL) as server:
        client = package.Client("key", base_url=server.url, retries=0)
        with client, pytest.raises(package.TimeoutExceededError, match="sent nothing in time"):
            client.shelves.get(SHELF_ID, timeout=0.1)


def test_a_cancelled_call_gives_its_connection_back(package: ModuleType) -> None:
    """The pool has one connection, which the next call uses."""

    async def cancel_and_call() -> object:
        limits = httpx.Limits(max_connections=1)
        async with httpx.AsyncClient(limits=limits) as http:
            client = package.AsyncClient("key", base_url=server.url, http_client=http)
            task = asyncio.create_task(client.shelves.get(SHELF_ID))
            await asyncio.to_thread(wait_until, lambda: bool(server.requests))
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            return await client.shelves.read_labels(SHELF_ID)

    with wire.serving(STALL, reply(["a"])) as server:
        assert asyncio.run(cancel_and_call()) == ["a"]


@pytest.mark.parametrize(("method", "count"), [("get", 2), ("post_labels", 1)])
def test_a_connection_that_breaks(package: ModuleType, method: str, count: int) -> None:
    """Only a request of an idempotent method is sent again."""
    with wire.serving(b"") as server:
        retries = package.Retries(count=1, backoff=0)
        client = package.Client("key", base_url=server.url, retries=retries)
        with client, pytest.raises(package.ConnectionFailedError):
            getattr(client.shelves, method)(SHELF_ID)
        assert len(server.requests) == count
