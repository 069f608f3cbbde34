"""Partitions that threads, tasks and processes read from a server."""

import asyncio
import json
import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any

import pytest

import telnyx_video
import twilio_video
from contract_tests.sandbox import Sandbox, serve
from tests.support.client.divided import Divided, Events, document
from tests.support.client.generated import import_client
from tests.support.documented import LARGEST_PAGE
from tests.support.wire import Computed, Server, serving

_START = datetime(2021, 10, 31, 0, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """Generate the client of a list of linked pages with two exclusive bounds."""
    path = tmp_path_factory.mktemp("divided") / "linked_events.json"
    path.write_text(json.dumps(document(Divided("gt", "lt", is_linked=True))), encoding="utf-8")
    return import_client(path)


@pytest.fixture
def events() -> Events:
    """Return events of which many have the same instant, and some lie next to each other."""
    at = [_START + timedelta(minutes=number // 3, microseconds=number % 3) for number in range(500)]
    return Events(Divided("gt", "lt", is_linked=True), [each.isoformat() for each in at])


@pytest.fixture
def server(events: Events) -> Iterator[Server]:
    """Serve the events."""
    with serving(Computed(lambda request: events.reply(request.query))) as running:
        yield running


def _ids(part: Iterable[Any]) -> list[str]:
    return [each.id for each in part]


def test_threads_read_all_at_once(package: ModuleType, events: Events, server: Server) -> None:
    """Partitions that threads read at the same time have each item once."""
    with package.Client(base_url=server.url) as client, ThreadPoolExecutor(8) as pool:
        parts = client.events.partitions(into=8, size=20)
        found = [each for part in pool.map(_ids, parts) for each in part]
    assert sorted(found) == sorted(events.ids)


def test_tasks_read_all_at_once(package: ModuleType, events: Events, server: Server) -> None:
    """Partitions that tasks read at the same time have each item once."""

    async def run() -> list[str]:
        async with package.AsyncClient(base_url=server.url) as client:
            parts = await client.events.partitions(into=8, size=20)

            async def read(part: object) -> list[str]:
                return [each.id async for each in part]  # type: ignore[attr-defined]

            return [each for part in await asyncio.gather(*map(read, parts)) for each in part]

    assert sorted(asyncio.run(run())) == sorted(events.ids)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """Start a server of both providers."""
    with serve(rooms=300) as running:
        yield running


def _names(rooms: telnyx_video.Pager[telnyx_video.Room, telnyx_video.PageMeta]) -> list[str]:
    return [each.unique_name for each in rooms]


def test_processes_read_pickled_lists(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process reads its partition with the credentials of its own environment."""
    with telnyx_video.Client(sandbox.token, base_url=sandbox.base_url) as telnyx:
        expected = _names(telnyx.rooms.list(page_size=LARGEST_PAGE))
        parts = telnyx.rooms.partitions(by="created_at", into=3)
        # The processes are started here, and have this environment.
        monkeypatch.setenv("TELNYX_API_KEY", sandbox.token)
        monkeypatch.delenv("TELNYX_BASE_URL", raising=False)
        with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
            found = [name for part in pool.map(_names, parts) for name in part]
    assert len(parts) == 3
    assert sorted(found) == sorted(expected)
    assert len(expected) == 300


def test_linked_pages_of_a_provider(sandbox: Sandbox) -> None:
    """The participants of a room, whose pages are linked, are divided by their instants."""
    twilio = sandbox.apis["twilio-video"]
    room = twilio.parents["RoomSid"][0]
    with twilio_video.Client(*_pair(twilio.token), base_url=twilio.base_url) as client:
        whole = [each.sid for each in client.rooms.participants.list(room)]
        parts = client.rooms.participants.partitions(room, into=4)
        found = [[each.sid for each in part] for part in parts]
    assert sorted(sid for part in found for sid in part) == sorted(whole)
    assert len([each for each in found if each]) > 1


def _pair(token: str) -> tuple[str, str]:
    user, _, password = token.partition(":")
    return user, password
