"""Both clients as one fixture."""

import asyncio
from collections.abc import Iterator
from typing import Any, Protocol

import pytest

from telnyx_video import AsyncClient, Client, Room

KEY = "KEY0123456789-secret"


class ListRooms(Protocol):
    """Lists rooms through one of the clients."""

    def __call__(
        self,
        base_url: str,
        *,
        timeout: float = 5.0,
        max_body: int = 2**20,
        **arguments: Any,  # noqa: ANN401
    ) -> list[Room]:
        """List all rooms."""


def _list(
    base_url: str,
    *,
    timeout: float = 5.0,
    max_body: int = 2**20,
    **arguments: Any,  # noqa: ANN401
) -> list[Room]:
    options: Any = {"timeout": timeout, "max_body": max_body, "retries": 0}
    with Client(KEY, base_url=base_url, **options) as client:
        return list(client.rooms.list(**arguments))


def _list_async(
    base_url: str,
    *,
    timeout: float = 5.0,
    max_body: int = 2**20,
    **arguments: Any,  # noqa: ANN401
) -> list[Room]:
    options: Any = {"timeout": timeout, "max_body": max_body, "retries": 0}

    async def run() -> list[Room]:
        async with AsyncClient(KEY, base_url=base_url, **options) as client:
            return [item async for item in client.rooms.list(**arguments)]

    return asyncio.run(run())


@pytest.fixture(scope="package", autouse=True)
def _no_certificates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep each HTTP client from reading the certificates of all authorities."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SSL_CERT_FILE", raising=False)
        patch.setenv("SSL_CERT_DIR", str(tmp_path_factory.mktemp("certificates")))
        yield


@pytest.fixture(params=[_list, _list_async], ids=["sync", "async"])
def list_rooms(request: pytest.FixtureRequest) -> ListRooms:
    """List rooms through the synchronous client, then through the asynchronous one."""
    chosen: ListRooms = request.param
    return chosen


@pytest.fixture
def key() -> str:
    """Return the key that ``list_rooms`` sends."""
    return KEY
