"""The types of the client. This module is type-checked, and never run."""

from collections.abc import AsyncGenerator, Generator
from datetime import date, datetime
from typing import assert_type
from uuid import UUID

import httpx

from telnyx_video import (
    UNSET,
    AsyncClient,
    AsyncPager,
    Client,
    ErrorList,
    GenericError,
    NotFoundError,
    Page,
    PageMeta,
    Pager,
    RequestError,
    Retries,
    Room,
    RoomParticipant,
    RoomSession,
    StatusError,
    UnsetType,
)


def lists(client: Client, room: Room, session: RoomSession) -> None:
    """Each list returns its own items, and takes a UUID or its text."""
    assert_type(client.rooms.list(), Pager[Room, PageMeta])
    assert_type(client.rooms.sessions.list(room.id), Pager[RoomSession, PageMeta])
    assert_type(client.rooms.sessions.list("text").first(), RoomSession | None)
    for participant in client.room_sessions.participants.list(session.id):
        assert_type(participant, RoomParticipant)


def pages(client: Client) -> None:
    """A page has typed items and typed page information."""
    assert_type(client.rooms.list().pages(), Generator[Page[Room, PageMeta], None, None])
    for page in client.rooms.list().pages():
        assert_type(page.items, list[Room])
        assert_type(page.meta.total_results, int)


def fields(room: Room, session: RoomSession, participant: RoomParticipant) -> None:
    """The type of a field includes None or UnsetType if it may be null or absent."""
    assert_type(room.id, UUID)
    assert_type(room.created_at, datetime)
    assert_type(room.max_participants, int)
    assert_type(room.sessions, list[RoomSession] | UnsetType)
    assert_type(session.active, bool)
    assert_type(participant.left_at, datetime | UnsetType | None)


def narrowing(room: Room) -> None:
    """A comparison with ``UNSET`` narrows the type of a field."""
    if room.sessions is not UNSET:
        assert_type(room.sessions, list[RoomSession])
    if room.active_session_id is not UNSET and room.active_session_id is not None:
        assert_type(room.active_session_id, UUID)
    if room.active_session_id:
        assert_type(room.active_session_id, UUID)


def arguments(client: Client) -> None:
    """Arguments of another type are errors of the type checker."""
    client.rooms.list(filter_date_created_at_gte=date(2021, 4, 25), include_sessions=True)
    client.rooms.list(filter_date_created_at_gte="2021-04-25")
    client.rooms.list(filter_date_created_at_gte=20210425)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    client.rooms.list(page_size="20")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    client.rooms.list(20)  # type: ignore[call-arg, arg-type]  # pyright: ignore[reportCallIssue]
    client.rooms.list(no_such_filter=1)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    client.rooms.sessions.list()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def options(client: Client, base: RequestError) -> None:
    """The options of clients and lists, and the attributes of errors, have types."""
    rooms = client.rooms.list(
        limit=5, concurrency=8, on_change="ignore", on_invalid="skip", timeout=3
    )
    assert_type(rooms.total, int | None)
    assert_type(client.with_options(retries=Retries(count=1), total_timeout=9), Client)
    client.rooms.list(extra_headers={"a": "b"}, extra_query={"a": "b"}, timeout=httpx.Timeout(1))
    client.rooms.list(on_change="skip")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    client.rooms.list(on_invalid="ignore")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    client.rooms.list(concurrency=None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    client.with_options(retries="3")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    assert_type(base.retry_after, float | None)
    assert_type(base.request_id, str | None)
    assert_type(base.retryable, bool)


def open_values(room: Room) -> None:
    """A documented value narrows the type; another one is a text."""
    kind: str = room.record_type
    if room.record_type == "room":
        kind = "known"
    assert_type(kind, str)


def models_are_frozen(room: Room) -> None:
    """A model cannot be changed."""
    room.unique_name = "b"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]


def errors(error: NotFoundError, base: StatusError) -> None:
    """An error of a documented status has a typed body."""
    assert_type(error.status, int)
    assert_type(error.body, ErrorList | GenericError | None)
    assert_type(base.headers, dict[str, str])


async def asynchronous(client: AsyncClient, room: Room) -> None:
    """The asynchronous client has the same types."""
    assert_type(client.rooms.list(), AsyncPager[Room, PageMeta])
    assert_type(await client.rooms.list().first(), Room | None)
    assert_type(client.rooms.list().pages(), AsyncGenerator[Page[Room, PageMeta], None])
    async for session in client.rooms.sessions.list(room.id):
        assert_type(session, RoomSession)


def contexts() -> None:
    """A client is itself in its ``with`` block."""
    with Client("key") as client:
        assert_type(client, Client)


async def asynchronous_contexts() -> None:
    """An asynchronous client is itself in its ``async with`` block."""
    async with AsyncClient("key") as client:
        assert_type(client, AsyncClient)


async def _key() -> str:
    return "key"


def keys() -> None:
    """A key is a text or a callable, which only an asynchronous client awaits."""
    assert_type(Client(lambda: "key"), Client)
    assert_type(AsyncClient(_key).with_options(api_key=lambda: "key"), AsyncClient)
    Client(_key)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
