"""The vendor's own SDK works with the sandbox unchanged, in process."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from contract_tests.sandbox import Api
from tests.support.documented import LARGEST_LINKED
from tests.support.sandbox._http import JsonObject
from tests.support.sandbox.twilio._http import Room
from tests.support.sandbox.twilio._oracle import expected

_REASON = "the official SDK is not installed (group bench)"
rest = pytest.importorskip("twilio.rest", reason=_REASON)
response = pytest.importorskip("twilio.http.response", reason=_REASON)

_FROM, _TO = datetime(2023, 12, 31, tzinfo=UTC), datetime(2024, 3, 31, 12, tzinfo=UTC)
# The SDK's arguments beside the parameters that they become.
_CASES: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({}, {}),
    ({"page_size": 50, "status": "disconnected"}, {"Status": "disconnected"}),
    ({"page_size": LARGEST_LINKED, "status": "reconnecting"}, {"Status": "reconnecting"}),
    ({"identity": "My+Room"}, {"Identity": "My+Room"}),
    (
        {"status": "disconnected", "identity": "Alice", "page_size": 20},
        {"Status": "disconnected", "Identity": "Alice"},
    ),
    (
        {"date_created_after": _FROM, "date_created_before": _TO, "page_size": 100},
        {"DateCreatedAfter": "2023-12-31T00:00:00Z", "DateCreatedBefore": "2024-03-31T12:00:00Z"},
    ),
]


class _Http:
    """The HTTP client of the SDK: sends its requests through a client of these tests."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def request(  # noqa: PLR0913, PLR0917 - the SDK's own signature
        self,
        method: str,
        uri: str,
        params: Any = None,  # noqa: ANN401
        data: object = None,
        headers: Any = None,  # noqa: ANN401
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,  # noqa: FBT001, FBT002
    ) -> Any:  # noqa: ANN401
        del data, timeout, allow_redirects
        sent = self._client.request(method, uri, params=params, headers=headers, auth=auth)
        return response.Response(sent.status_code, sent.text, sent.headers)


class _AsyncHttp(_Http):
    is_async = True

    async def request(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        return await asyncio.to_thread(super().request, *args, **kwargs)


def _client(api: Api, credentials: str, http: _Http) -> Any:  # noqa: ANN401 - the SDK is optional
    user, password = credentials.split(":")
    account = api.token.split(":")[0]
    client = rest.Client(user, password, account, environment={"-": ""}, http_client=http)
    client.video.base_url = api.base_url.removesuffix("/v1")
    return client


@pytest.fixture(params=["account", "API key"])
def sdk(request: pytest.FixtureRequest, api: Api, stranger: httpx.Client) -> Any:  # noqa: ANN401
    """Return the SDK's client, with the auth token or the API key."""
    token = api.token if request.param == "account" else api.other_tokens[0]
    return _client(api, token, _Http(stranger))


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
    """The SDK lists the expected participants, page after page, by SID and by name."""
    for room in (rooms[0], rooms[2]):
        participants = sdk.video.v1.rooms(room.sid).participants
        _assert_same(participants.list(**arguments), expected(room, filters))
    assert expected(rooms[0], filters)
    named = sdk.video.v1.rooms(rooms[0].unique_name).participants
    _assert_same(named.list(**arguments), expected(rooms[0], filters))


def test_pages(sdk: Any, crowd: Room) -> None:  # noqa: ANN401
    """The SDK follows the links to the next and the previous page, and reads a page by its URL."""
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


def test_async(api: Api, stranger: httpx.Client, crowd: Room) -> None:
    """The asynchronous lists hold the expected participants."""
    client = _client(api, api.token, _AsyncHttp(stranger))

    async def collect(arguments: dict[str, Any]) -> list[Any]:
        participants = client.video.v1.rooms(crowd.sid).participants
        found: list[Any] = await participants.list_async(**arguments)
        return found

    for arguments, filters in _CASES:
        _assert_same(asyncio.run(collect(arguments)), expected(crowd, filters))


def test_errors_are_those_of_the_sdk(
    api: Api,
    sdk: Any,  # noqa: ANN401
    stranger: httpx.Client,
    crowd: Room,
) -> None:
    """Statuses become the SDK's own exceptions."""
    failure = pytest.importorskip("twilio.base.exceptions").TwilioException
    cases: tuple[tuple[Any, str, dict[str, Any], str], ...] = (
        (sdk, "RM0123456789abcdef0123456789abcdef", {}, "20404"),
        (sdk, crowd.sid, {"page_size": LARGEST_LINKED + 1}, "20001"),
        (sdk, crowd.sid, {"status": "there"}, "20001"),
        (_client(api, api.token + "x", _Http(stranger)), crowd.sid, {}, "20003"),
    )
    for client, room, arguments, code in cases:
        with pytest.raises(failure) as raised:
            client.video.v1.rooms(room).participants.page(**arguments)
        assert code in str(raised.value.args[1].text)
