"""The vendor's own SDK works against the sandbox unchanged."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest

from contract_tests.sandbox import Api
from tests.support.sandbox.twilio._http import JsonObject, Room
from tests.support.sandbox.twilio._oracle import expected

rest = pytest.importorskip("twilio.rest", reason="the official SDK is not installed (group bench)")

_FROM, _TO = datetime(2023, 12, 31, tzinfo=UTC), datetime(2024, 3, 31, 12, tzinfo=UTC)
# The SDK's arguments beside the parameters that they become.
_CASES: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({}, {}),
    ({"page_size": 7, "status": "disconnected"}, {"Status": "disconnected"}),
    ({"page_size": 1000, "status": "reconnecting"}, {"Status": "reconnecting"}),
    ({"identity": "My+Room"}, {"Identity": "My+Room"}),
    (
        {"status": "disconnected", "identity": "Alice", "page_size": 2},
        {"Status": "disconnected", "Identity": "Alice"},
    ),
    (
        {"date_created_after": _FROM, "date_created_before": _TO, "page_size": 100},
        {"DateCreatedAfter": "2023-12-31T00:00:00Z", "DateCreatedBefore": "2024-03-31T12:00:00Z"},
    ),
]


def _speaking(api: Api, credentials: str) -> Any:  # noqa: ANN401 - the SDK is optional
    user, password = credentials.split(":")
    account = api.token.split(":")[0]
    client = rest.Client(user, password, account, environment={"-": ""})
    client.video.base_url = api.base_url.removesuffix("/v1")
    return client


@pytest.fixture(params=["account", "API key"])
def sdk(request: pytest.FixtureRequest, api: Api) -> Iterator[Any]:
    """Speak to the sandbox through the SDK, by auth token and by API key."""
    client = _speaking(api, api.token if request.param == "account" else api.other_tokens[0])
    with closing(client.http_client.session):
        yield client


def _assert_same(items: list[Any], raw: list[JsonObject]) -> None:
    assert [item.sid for item in items] == [one["sid"] for one in raw]
    for item, one in zip(items, raw, strict=True):
        for field, value in one.items():
            found = getattr(item, field)
            if isinstance(found, datetime):
                assert found == datetime.fromisoformat(value)
            else:
                # The SDK leaves an instant that has decimals as it is.
                assert found == value, field


@pytest.mark.parametrize(("arguments", "filters"), _CASES, ids=str)
def test_list(
    sdk: Any,  # noqa: ANN401
    rooms: list[Room],
    arguments: dict[str, Any],
    filters: dict[str, str],
) -> None:
    """The SDK's lists are what the oracle says, page after page, by SID and by name."""
    for room in (rooms[0], rooms[2]):
        participants = sdk.video.v1.rooms(room.sid).participants
        _assert_same(participants.list(**arguments), expected(room, filters))
    assert expected(rooms[0], filters)
    named = sdk.video.v1.rooms(rooms[0].unique_name).participants
    _assert_same(named.list(**arguments), expected(rooms[0], filters))


def test_pages(sdk: Any, crowd: Room) -> None:  # noqa: ANN401
    """The SDK's pages go forth and back by the links, and one can be had by its address."""
    right = expected(crowd, {})
    participants = sdk.video.v1.rooms(crowd.sid).participants
    first = participants.page(page_size=10)
    second = first.next_page()
    again = second.previous_page()
    third = participants.get_page(second.next_page_url)
    assert again.previous_page_url is None
    for page, start in ((first, 0), (second, 10), (again, 0), (third, 20)):
        _assert_same(list(page), right[start : start + 10])


def test_limit(sdk: Any, crowd: Room) -> None:  # noqa: ANN401
    """A limit ends the list in the middle of a page."""
    found = sdk.video.v1.rooms(crowd.sid).participants.list(limit=75)
    _assert_same(found, expected(crowd, {})[:75])


# The SDK uses what aiohttp is about to remove.
@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
@pytest.mark.filterwarnings("ignore:The 'auth' parameter is deprecated:DeprecationWarning")
def test_async(api: Api, crowd: Room) -> None:
    """So do its asynchronous lists."""
    http = pytest.importorskip("twilio.http.async_http_client")

    async def collect(arguments: dict[str, Any]) -> list[Any]:
        client = _speaking(api, api.token)
        async with http.AsyncTwilioHttpClient() as asynchronous:
            client.http_client = asynchronous
            found: list[Any] = await client.video.v1.rooms(crowd.sid).participants.list_async(
                **arguments
            )
            return found

    for arguments, filters in _CASES:
        _assert_same(asyncio.run(collect(arguments)), expected(crowd, filters))


def test_errors_are_those_of_the_sdk(api: Api, sdk: Any, crowd: Room) -> None:  # noqa: ANN401
    """Statuses become the SDK's own exceptions."""
    failure = pytest.importorskip("twilio.base.exceptions").TwilioException
    cases: tuple[tuple[Any, str, dict[str, Any], str], ...] = (
        (sdk, "RM0123456789abcdef0123456789abcdef", {}, "20404"),
        (sdk, crowd.sid, {"page_size": 1001}, "20001"),
        (sdk, crowd.sid, {"status": "there"}, "20001"),
        (_speaking(api, api.token + "x"), crowd.sid, {}, "20003"),
    )
    for client, room, arguments, code in cases:
        with pytest.raises(failure) as raised:
            client.video.v1.rooms(room).participants.page(**arguments)
        assert code in str(raised.value.args[1].text)
