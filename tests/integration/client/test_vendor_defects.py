"""This client does not have the defects that were measured in other clients.

``python -m benchmarks.defects`` shows the other clients. ``twilio/test_vendor_defects.py`` has the
defects about links, which this API does not have.
"""

import asyncio
import inspect
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from importlib.resources import files
from typing import Any, Protocol

import httpx
import pytest

from telnyx_video import (
    ArgumentError,
    AsyncClient,
    Client,
    DecodingError,
    ErrorItem,
    ErrorList,
    ListChangedError,
    NotFoundError,
    Page,
    PageMeta,
    PagingError,
    Retries,
    Room,
    SchemaError,
    ServerError,
    StatusError,
    TimeoutExceededError,
    TooManyRequestsError,
    UndocumentedStatusError,
    UnprocessableEntityError,
)
from tests.support.rooms import rooms_body
from tests.support.wire import STALL, Computed, Request, Server, reply, room, serving

_KEY = "KEY0123456789-secret"
_PAGES, _SIZE = 3, 2
_ERRORS = {"errors": [{"code": "10015", "title": "Bad request"}]}
_NOON = datetime(2021, 4, 25, 12, 0)  # noqa: DTZ001 - what a user may pass
_AWARE = datetime(2021, 4, 25, 12, 0, 0, 500_000, tzinfo=timezone(timedelta(hours=2)))
_ID = "7b61621f-62e0-4aad-ab11-000000000001"


class Read(Protocol):
    """Reads the pages of a list of rooms through one of the clients."""

    def __call__(self, server: Server, **options: Any) -> list[Page[Room, PageMeta]]:  # noqa: ANN401
        """Read all pages, with options for the client and arguments for the list."""


_OF_CLIENTS = ("http_client", "retries", "timeout", "total_timeout")


def _split(options: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    ours = {"retries": Retries(backoff=0.0)}
    ours |= {name: value for name, value in options.items() if name in _OF_CLIENTS}
    return ours, {name: value for name, value in options.items() if name not in _OF_CLIENTS}


def _read(server: Server, **options: Any) -> list[Page[Room, PageMeta]]:  # noqa: ANN401
    settings, arguments = _split(options)
    with Client(_KEY, base_url=server.url, **settings) as client:
        return list(client.rooms.list(**arguments).pages())


def _read_async(server: Server, **options: Any) -> list[Page[Room, PageMeta]]:  # noqa: ANN401
    settings, arguments = _split(options)

    async def run() -> list[Page[Room, PageMeta]]:
        async with AsyncClient(_KEY, base_url=server.url, **settings) as client:
            return [page async for page in client.rooms.list(**arguments).pages()]

    return asyncio.run(run())


@pytest.fixture(params=[_read, _read_async], ids=["sync", "async"])
def read(request: pytest.FixtureRequest) -> Read:
    """Read through the synchronous client, then through the asynchronous one."""
    chosen: Read = request.param
    return chosen


@Computed
def _rooms(request: Request) -> bytes:
    number = int(request.query.get("page[number]", "1"))
    numbers = range(1, _PAGES * _SIZE + 1)[(number - 1) * _SIZE :][:_SIZE]
    return reply(rooms_body([*numbers], number, _SIZE, _PAGES * _SIZE))


def _one_room(**fields: Any) -> bytes:  # noqa: ANN401
    return reply({**rooms_body([1], 1, 1, 1), "data": [room(**fields)]})


def _queries(server: Server) -> list[dict[str, str]]:
    return [request.query for request in server.received]


def test_telnyx_pages_for_ever_when_the_number_does_not_advance(read: Read) -> None:
    """A server that returns page 1 for page 2 raises an error at that response."""
    with serving(reply(rooms_body([1], 1, 1, 3))) as server:
        with pytest.raises(PagingError):
            read(server)
        assert len(server.received) == len(["page 1", "page 2"])


def test_telnyx_pages_for_ever_when_meta_is_missing(read: Read) -> None:
    """A page without ``meta`` violates the schema, and no other page is requested."""
    with serving(reply({"data": [room()]})) as server:
        with pytest.raises(SchemaError):
            read(server)
        assert len(server.received) == 1


@pytest.mark.parametrize("size", [9999, 251, 0, -1])
def test_telnyx_sends_page_sizes_out_of_bounds(read: Read, size: int) -> None:
    """An invalid page size is not sent."""
    with serving(_rooms) as server:
        with pytest.raises(ArgumentError, match="page_size"):
            read(server, page_size=size)
        assert server.received == []


@pytest.mark.parametrize(("field", "value"), [("id", 5), ("created_at", "not-a-date")])
def test_telnyx_accepts_wrong_values(read: Read, field: str, value: Any) -> None:  # noqa: ANN401
    """A value that violates the schema raises an error with its path."""
    with (
        serving(_one_room(**{field: value})) as server,
        pytest.raises(SchemaError) as raised,
    ):
        read(server)
    assert raised.value.path == f"$.data[0].{field}"


def test_telnyx_raises_a_builtin_error_for_a_truncated_body(read: Read) -> None:
    """Truncated JSON raises a DecodingError."""
    with serving(reply(b'{"data": [{"id": "7b6')) as server, pytest.raises(DecodingError):
        read(server)


def test_telnyx_sends_requests_without_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client without a key raises an ArgumentError."""
    monkeypatch.delenv("TELNYX_API_KEY", raising=False)
    for kind in (Client, AsyncClient):
        with pytest.raises(ArgumentError, match="api_key"):
            kind()


def test_telnyx_drops_filters_of_the_empty_string(read: Read) -> None:
    """A filter with the empty string is sent."""
    with serving(_rooms) as server:
        read(server, filter_unique_name="")
        assert {query["filter[unique_name]"] for query in _queries(server)} == {""}


def test_telnyx_does_not_obey_a_long_retry_after(read: Read) -> None:
    """A wait longer than the maximum raises the error at once."""
    with serving(reply(b"", 429, retry_after="61")) as server:
        with pytest.raises(TooManyRequestsError) as raised:
            read(server)
        assert len(server.received) == 1
    assert raised.value.retry_after == 61


@pytest.mark.parametrize("header", ["x-ratelimit-reset", "retry-after"])
def test_telnyx_does_not_obey_the_rate_limit(
    read: Read, caplog: pytest.LogCaptureFixture, header: str
) -> None:
    """The client waits as either header asks, and continues."""
    with serving(reply(b"", 429, **{header: "0.07"}), _rooms) as server:
        assert len(read(server)) == _PAGES
    assert "429 Too Many Requests; retry 1 of 3 in 0.07 s" in caplog.text


def test_telnyx_returns_error_bodies_as_dicts(read: Read) -> None:
    """The body of an error is a model."""
    with (
        serving(reply(_ERRORS, 422)) as server,
        pytest.raises(UnprocessableEntityError) as raised,
    ):
        read(server)
    assert raised.value.body == ErrorList(errors=[ErrorItem(code="10015", title="Bad request")])


@pytest.mark.parametrize("instant", [_NOON, _AWARE])
def test_telnyx_and_twilio_send_wrong_instants(read: Read, instant: datetime) -> None:
    """A datetime is refused where a date is expected; a date is sent."""
    with serving(_rooms) as server:
        with pytest.raises(ArgumentError, match="filter_date_created_at_gte"):
            read(server, filter_date_created_at_gte=instant)
        assert server.received == []
        read(server, filter_date_created_at_gte=date(2021, 4, 25))
        assert _queries(server)[0] == {"filter[date_created_at][gte]": "2021-04-25"}


def test_twilio_raises_a_bare_exception(read: Read) -> None:
    """The error of a refused list has the status and the decoded body."""
    with serving(reply(_ERRORS, 404)) as server, pytest.raises(NotFoundError) as raised:
        read(server)
    assert raised.value.status == 404
    assert isinstance(raised.value.body, ErrorList)


def test_twilio_raises_key_error_when_the_list_is_not_there(read: Read) -> None:
    """A page without its list violates the schema."""
    body = {"rooms": [], "meta": rooms_body([], 1, 20, 0)["meta"]}
    with serving(reply(body)) as server, pytest.raises(SchemaError):
        read(server)


def test_twilio_sends_an_id_that_changes_the_path() -> None:
    """A value that is not a UUID is refused."""
    with serving(_rooms) as server:
        with Client(_KEY, base_url=server.url) as client:
            for wrong in ("../../X", "..", "", "a/b", "%2e%2e"):
                with pytest.raises(ArgumentError, match="room_id"):
                    client.rooms.sessions.list(wrong).first()
        assert server.received == []


def test_twilio_returns_instants_as_str(read: Read) -> None:
    """A date-time with fractions of a second is an aware datetime."""
    with serving(_one_room()) as server:
        (page,) = read(server)
    assert page.items[0].created_at == datetime(2021, 4, 16, 9, 46, 20, 954_863, tzinfo=UTC)


def test_twilio_returns_all_items_for_a_limit_of_0(read: Read) -> None:
    """A limit of 0 returns no items, and sends no request."""
    with serving(_rooms) as server:
        assert [room for page in read(server, limit=0) for room in page.items] == []
        assert server.received == []


def test_twilio_and_stock_have_no_timeout_by_default() -> None:
    """Each part of a request has a timeout by default."""
    timeouts: list[dict[str, float | None]] = []
    hooks = {"request": [lambda request: timeouts.append(request.extensions["timeout"])]}
    with serving(_rooms) as server, httpx.Client(event_hooks=hooks) as http:
        Client(_KEY, base_url=server.url, http_client=http).rooms.list().first()
    (timeout,) = timeouts
    assert timeout.keys() == {"connect", "read", "write", "pool"}
    assert all(seconds is not None and 0 < seconds <= 30 for seconds in timeout.values())


def test_twilio_ignores_the_timeout_when_async(read: Read) -> None:
    """Both clients obey the timeout."""
    with (
        serving(STALL) as server,
        pytest.raises(TimeoutExceededError, match="the server sent nothing in time"),
    ):
        read(server, timeout=0.1, total_timeout=20, retries=0)


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_twilio_does_not_retry_after_each_status_when_async(read: Read, status: int) -> None:
    """Both clients retry a request after each retryable status."""
    with serving(reply(b"", status), _rooms) as server:
        assert len(read(server)) == _PAGES
        assert len(server.received) == 1 + _PAGES


def test_twilio_drops_unknown_fields(read: Read) -> None:
    """An unknown field is in the page's response."""
    with serving(_one_room(flavour="sweet")) as server:
        (page,) = read(server)
    assert len(page.items) == 1
    assert page.response.json()["data"][0]["flavour"] == "sweet"


@pytest.mark.parametrize(
    ("status", "kind"),
    [(500, ServerError), (599, ServerError), (418, UndocumentedStatusError)],
)
def test_stock_returns_for_an_error(read: Read, status: int, kind: type[StatusError]) -> None:
    """Each status but 200 raises an error, also an unassigned one."""
    with serving(reply(b"", status)) as server, pytest.raises(kind) as raised:
        read(server)
    assert raised.value.status == status


def test_stock_raises_json_decode_error_for_html(read: Read) -> None:
    """An HTML page raises a DecodingError."""
    html = reply(b"<html>", content_type="text/html")
    with serving(html) as server, pytest.raises(DecodingError):
        read(server)


def test_stock_raises_key_error_for_a_missing_field(read: Read) -> None:
    """A missing field raises an error with the path of its object."""
    fields = {name: value for name, value in room().items() if name != "unique_name"}
    with (
        serving(reply({**rooms_body([1], 1, 1, 1), "data": [fields]})) as server,
        pytest.raises(SchemaError) as raised,
    ):
        read(server)
    assert raised.value.path == "$.data[0]"
    assert "unique_name" in str(raised.value)


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"sessions": [{"ended_at": "yesterday"}]}, "$.data[0].sessions[0].ended_at"),
        ({"max_participants": "many"}, "$.data[0].max_participants"),
        ({"max_participants": True}, "$.data[0].max_participants"),
        ({"enable_recording": 1}, "$.data[0].enable_recording"),
    ],
)
def test_stock_does_not_check(read: Read, fields: dict[str, Any], path: str) -> None:
    """Nullable dates and plain values are checked, too."""
    for session in fields.get("sessions", ()):
        session |= {"id": _ID, "room_id": _ID, "active": False, "record_type": "room_session"}
        session |= {name: room()[name] for name in ("created_at", "updated_at")}
    with (
        serving(_one_room(**fields)) as server,
        pytest.raises(SchemaError) as raised,
    ):
        read(server)
    assert raised.value.path == path


def test_stock_runs_words_together() -> None:
    """The words of an argument's name are separated."""
    with Client(_KEY) as client:
        names = inspect.signature(client.rooms.list).parameters.keys()
    assert {"filter_date_created_at_gte", "filter_unique_name", "page_size"} <= names


def test_stock_changes_the_client_that_options_come_from() -> None:
    """``with_options`` returns another client, and does not change the first one."""
    with serving(_rooms) as server:
        with Client(_KEY, base_url=server.url) as client:
            client.rooms.list().first()
            client.with_options(headers={"x-extra": "1"}).rooms.list().first()
            client.rooms.list().first()
        received = [request.headers.get("x-extra") for request in server.received]
    assert received == [None, "1", None]


def test_stock_has_no_marker_of_its_types() -> None:
    """The package has the marker ``py.typed``."""
    assert files("telnyx_video").joinpath("py.typed").is_file()


def test_others_lose_the_filters_on_page_2(read: Read) -> None:
    """Each page is requested with the same filters."""
    with serving(_rooms) as server:
        read(server, filter_unique_name="a b", page_size=2)
        queries = _queries(server)
    assert [query.pop("page[number]", "1") for query in queries] == ["1", "2", "3"]
    assert queries == [{"filter[unique_name]": "a b", "page[size]": "2"}] * 3


@Computed
def _growing(request: Request) -> bytes:
    """Return a page of a list that gets a new first room before each request."""
    number = int(request.query.get("page[number]", "1"))
    numbers = [*range(100 - request.count, 103)]
    return reply(rooms_body(numbers[2 * number - 2 : 2 * number], number, 2, len(numbers)))


def test_others_return_rows_twice(read: Read) -> None:
    """A repeated row raises an error, or is left out with ``on_change="ignore"``."""
    with serving(_growing) as server, pytest.raises(ListChangedError):
        read(server)
    with serving(_growing) as server:
        pages = read(server, on_change="ignore")
    ids = [room.id for page in pages for room in page.items]
    assert len(ids) > _SIZE
    assert len({*ids}) == len(ids)
