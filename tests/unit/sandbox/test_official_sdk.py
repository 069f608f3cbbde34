"""The vendor's own SDK works with the sandbox unchanged, in process."""

import asyncio
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import httpx
import pytest

from contract_tests.sandbox import Api
from contract_tests.sandbox._server import Server
from tests.support.documented import LARGEST_PAGE
from tests.support.sandbox._http import Everything, JsonObject, walk

telnyx = pytest.importorskip("telnyx", reason="the official SDK is not installed (group bench)")

_FROM = date(2020, 12, 31)


@pytest.fixture(scope="module")
def api(apis: Mapping[str, Api]) -> Api:
    """Return the Telnyx API of the sandbox."""
    return apis["telnyx-video"]


@pytest.fixture
def sdk(api: Api, client: httpx.Client) -> Any:  # noqa: ANN401 - the SDK is optional
    """Return the SDK's client, which sends its requests through the client of these tests."""
    return telnyx.Telnyx(
        api_key=api.token, base_url=api.base_url, max_retries=0, http_client=client
    )


def _assert_same(items: list[Any], raw: list[JsonObject]) -> None:
    assert [item.id for item in items] == [one["id"] for one in raw]
    for item, one in zip(items, raw, strict=True):
        for field, value in one.items():
            found = getattr(item, field)
            if isinstance(value, list):
                _assert_same(found, value)
            elif isinstance(found, datetime):
                assert found == datetime.fromisoformat(value)
            else:
                assert found == value, field


def _cases(data: Everything, client: httpx.Client) -> list[tuple[str, dict[str, Any], Any]]:
    """Return each SDK method by name, its arguments, and the expected items."""
    (_, _), (sessions, _), (participants, _) = data.largest()
    day = _FROM.isoformat()
    room_id, session_id = sessions.split("/")[2], participants.split("/")[2]
    return [
        ("list", {}, data.rooms),
        (
            "list",
            {
                "filter": {
                    "date_created_at": {"gte": _FROM},
                    "date_updated_at": {"lte": "2021-04-25"},
                },
                "include_sessions": True,
                "page_size": 7,
            },
            walk(
                client,
                "/rooms",
                {
                    "filter[date_created_at][gte]": day,
                    "filter[date_updated_at][lte]": "2021-04-25",
                    "include_sessions": "true",
                },
            ),
        ),
        (
            "list",
            {"filter": {"unique_name": "My+Room"}},
            walk(client, "/rooms", {"filter[unique_name]": "My+Room"}),
        ),
        (
            "sessions.list_1",
            {"room_id": room_id, "page_size": LARGEST_PAGE},
            data.sessions[room_id],
        ),
        (
            "sessions.list_1",
            {
                "room_id": room_id,
                "filter": {"active": False, "date_ended_at": {"gte": _FROM}},
                "include_participants": True,
            },
            walk(
                client,
                sessions,
                {
                    "filter[active]": "false",
                    "filter[date_ended_at][gte]": day,
                    "include_participants": "true",
                },
            ),
        ),
        (
            "sessions.retrieve_participants",
            {"room_session_id": session_id},
            data.participants[session_id],
        ),
        (
            "sessions.retrieve_participants",
            {
                "room_session_id": session_id,
                "filter": {"context": "Alice", "date_left_at": {"gte": _FROM}},
                "page_size": 3,
            },
            walk(
                client,
                participants,
                {"filter[context]": "Alice", "filter[date_left_at][gte]": day},
            ),
        ),
    ]


def _method(client: Any, name: str) -> Any:  # noqa: ANN401 - the SDK is optional
    found = client.rooms
    for part in name.split("."):
        found = getattr(found, part)
    return found


def test_sync(sdk: Any, client: httpx.Client, data: Everything) -> None:  # noqa: ANN401
    """The SDK's iterators yield the items of the lists, page after page."""
    for name, arguments, right in _cases(data, client):
        assert right, (name, arguments)
        _assert_same(list(_method(sdk, name)(**arguments)), right)


def test_async(app: Server, api: Api, client: httpx.Client, data: Everything) -> None:
    """The asynchronous iterators yield the same items."""

    async def collect(name: str, arguments: dict[str, Any]) -> list[Any]:
        http_client = httpx.AsyncClient(transport=httpx.ASGITransport(app))
        async with telnyx.AsyncTelnyx(
            api_key=api.token, base_url=api.base_url, max_retries=0, http_client=http_client
        ) as asynchronous:
            return [item async for item in _method(asynchronous, name)(**arguments)]

    for name, arguments, right in _cases(data, client):
        _assert_same(asyncio.run(collect(name, arguments)), right)


def test_errors_are_those_of_the_sdk(api: Api, client: httpx.Client, sdk: Any) -> None:  # noqa: ANN401
    """Statuses become the SDK's own exceptions, which carry the documented body."""
    with pytest.raises(telnyx.NotFoundError) as missing:
        sdk.rooms.sessions.list_1("0ccc7b54-4df3-4bca-a65a-3da1ecc777f0")
    assert missing.value.body["errors"][0]["code"] == "not_found"
    with pytest.raises(telnyx.UnprocessableEntityError):
        sdk.rooms.list(page_size=251)
    wrong = telnyx.Telnyx(api_key="wrong", base_url=api.base_url, max_retries=0, http_client=client)
    with pytest.raises(telnyx.AuthenticationError):
        wrong.rooms.list()
