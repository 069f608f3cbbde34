"""This client does not have the defects that were measured in the vendor's SDK.

``python -m benchmarks.defects`` shows the SDK.
"""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import httpx
import pytest

from tests.support.client.twilio._participants import ACCOUNT, ROOM, TOKEN, body, participant
from tests.support.wire import STALL, Computed, Request, Server, reply, serving
from twilio_video import (
    AsyncTwilio,
    NotFoundError,
    PagingError,
    Retries,
    RoomParticipant,
    TimeoutExceededError,
    Twilio,
)

_OTHER_NAME = "localhost"
_MOST = 20
"""The number of pages after which a client is stopped."""


def _list(server: Server, **options: Any) -> list[RoomParticipant]:  # noqa: ANN401
    settings = {"retries": Retries(backoff=0.0), **options}
    with Twilio(ACCOUNT, TOKEN, base_url=server.url, **settings) as twilio:
        return list(twilio.rooms.participants.list(ROOM))


def _list_async(server: Server, **options: Any) -> list[RoomParticipant]:  # noqa: ANN401
    settings = {"retries": Retries(backoff=0.0), **options}

    async def run() -> list[RoomParticipant]:
        async with AsyncTwilio(ACCOUNT, TOKEN, base_url=server.url, **settings) as twilio:
            return [each async for each in twilio.rooms.participants.list(ROOM)]

    return asyncio.run(run())


_BOTH = pytest.mark.parametrize("read", [_list, _list_async], ids=["sync", "async"])


def _page(
    *participants: Mapping[str, object], following: str | None = None, **meta: object
) -> bytes:
    return reply(body(*participants, following=following, **meta))


@_BOTH
def test_a_refusal_is_a_bare_exception(read: Any) -> None:  # noqa: ANN401
    """The error of a refused list has the status, the code and the message."""
    told = {"code": 20404, "message": "There is no such room.", "status": 404}
    with serving(reply(told, 404)) as server:
        with pytest.raises(NotFoundError, match=r"404.*There is no such room") as raised:
            read(server)
        assert len(server.received) == 1
    assert (raised.value.status, raised.value.body.code) == (404, 20404)  # type: ignore[union-attr]


@_BOTH
def test_an_unexpected_key_is_a_key_error(read: Any) -> None:  # noqa: ANN401
    """The spec determines the place of the items, not ``meta.key``."""
    page = _page(participant(), key="ullamco")
    with serving(page) as server:
        assert len(read(server)) == 1


@_BOTH
def test_credentials_go_to_any_host_that_a_link_names(read: Any) -> None:  # noqa: ANN401
    """A link to another host name of the same server is not followed."""

    @Computed
    def respond(request: Request) -> bytes:
        port = request.headers["host"].rpartition(":")[2]
        link = f"http://{_OTHER_NAME}:{port}/v1/Rooms/{ROOM}/Participants?Page=1"
        return _page(participant(), following=link)

    with serving(respond) as server:
        with pytest.raises(PagingError, match="another origin"):
            read(server)
        hosts = {request.headers["host"].partition(":")[0] for request in server.received}
    assert hosts == {"127.0.0.1"}


@pytest.mark.parametrize("room", ["../../X", "a/../../b", "%2e%2e/X", "x?Status=connected#"])
def test_a_path_segment_is_not_escaped(room: str) -> None:
    """The name of a room is one segment of the path."""
    with serving(_page()) as server:
        with Twilio(ACCOUNT, TOKEN, base_url=server.url) as twilio:
            assert list(twilio.rooms.participants.list(room)) == []
        (request,) = server.received
    path = request.target.removeprefix(httpx.URL(server.url).path)
    assert path.startswith("/Rooms/")
    assert path.endswith("/Participants")
    assert path.count("/") == len(["Rooms", "the room", "Participants"])
    assert "?" not in path


def test_aware_instants_lose_their_offset_and_microseconds() -> None:
    """A date-time is sent in UTC, with its microseconds."""
    instant = datetime(2021, 4, 25, 12, 0, 0, 500_000, tzinfo=timezone(timedelta(hours=2)))
    with serving(_page()) as server:
        with Twilio(ACCOUNT, TOKEN, base_url=server.url) as twilio:
            list(twilio.rooms.participants.list(ROOM, date_created_after=instant))
        (request,) = server.received
    assert request.query == {"DateCreatedAfter": "2021-04-25T10:00:00.500000Z"}


@_BOTH
@pytest.mark.parametrize("fraction", ["", ".5", ".535", ".000001"])
def test_instants_with_fractions_come_back_as_str(read: Any, fraction: str) -> None:  # noqa: ANN401
    """A date-time with or without fractions is an aware datetime."""
    page = _page(participant(date_created=f"2021-04-25T10:00:00{fraction}Z"))
    with serving(page) as server:
        (one,) = read(server)
    microseconds = round(float(f"0{fraction}") * 1e6)
    assert one.date_created == datetime(2021, 4, 25, 10, 0, 0, microseconds, tzinfo=UTC)


def test_a_limit_of_0_returns_all_items() -> None:
    """A limit of 0 returns no items, and sends no request."""
    with serving(_page(participant())) as server:
        with Twilio(ACCOUNT, TOKEN, base_url=server.url) as twilio:
            assert list(twilio.rooms.participants.list(ROOM, limit=0)) == []
        assert server.received == []


@_BOTH
def test_links_are_followed_for_ever_though_every_page_is_empty(read: Any) -> None:  # noqa: ANN401
    """The first empty page with a link raises an error."""

    @Computed
    def respond(request: Request) -> bytes:
        link = f"{server.url}/Rooms/{ROOM}/Participants?Page={request.count}"
        return _page(following=link if request.count < _MOST else None)

    with serving(respond) as server:
        with pytest.raises(PagingError, match="empty"):
            read(server)
        assert len(server.received) == 1


def test_there_is_no_timeout_by_default() -> None:
    """Each part of a request has a timeout by default."""
    timeouts: list[dict[str, float | None]] = []
    hooks = {"request": [lambda request: timeouts.append(request.extensions["timeout"])]}
    with (
        serving(_page()) as server,
        httpx.Client(event_hooks=hooks) as http,
    ):
        twilio = Twilio(ACCOUNT, TOKEN, base_url=server.url, http_client=http)
        twilio.rooms.participants.list(ROOM).first()
    (timeout,) = timeouts
    assert timeout.keys() == {"connect", "read", "write", "pool"}
    assert all(seconds is not None and 0 < seconds <= 30 for seconds in timeout.values())


@_BOTH
def test_the_timeout_is_ignored_when_async(read: Any) -> None:  # noqa: ANN401
    """Both clients obey the timeout."""
    with (
        serving(STALL) as server,
        pytest.raises(TimeoutExceededError, match="the server sent nothing in time"),
    ):
        read(server, timeout=0.1, total_timeout=20, retries=0)


@_BOTH
@pytest.mark.parametrize("status", [429, 500, 503])
def test_not_every_status_is_retried_when_async(read: Any, status: int) -> None:  # noqa: ANN401
    """Both clients retry each page after each retryable status."""

    @Computed
    def respond(request: Request) -> bytes:
        if request.count % 2:
            return reply({"message": "later", "status": status}, status)
        if request.count == 2:
            link = f"{server.url}/Rooms/{ROOM}/Participants?Page=1&PageToken=t"
            return _page(participant(1), following=link)
        return _page(participant(2))

    with serving(respond) as server:
        assert [each.identity for each in read(server)] == ["guest 1", "guest 2"]
        assert len(server.received) == 4


def test_unknown_fields_are_dropped() -> None:
    """An unknown field is in the page's response."""
    page = _page(participant(flavour="sweet"))
    with (
        serving(page) as server,
        Twilio(ACCOUNT, TOKEN, base_url=server.url) as twilio,
    ):
        (read,) = twilio.rooms.participants.list(ROOM).pages()
    assert len(read.items) == 1
    assert read.response.json()["participants"][0]["flavour"] == "sweet"
