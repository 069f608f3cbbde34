"""Bodies that are too large, wrongly compressed, or violate the schema."""

import gzip
import json
import tracemalloc
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from telnyx_video import (
    UNSET,
    Client,
    DecodingError,
    Page,
    PageMeta,
    Room,
    RoomSession,
    SchemaError,
    to_dict,
    to_json,
)
from tests.integration.client.conftest import ListRooms
from tests.support.documented import MOST_SECONDS, SECONDS
from tests.support.rooms import rooms_body
from tests.support.wire import reply, room, serving

_PAGE = json.dumps(rooms_body([1, 2], 1, 20, 2)).encode()


def _session(number: int) -> dict[str, object]:
    instant = "2021-04-16T09:46:20Z"
    return {
        "id": f"7b61621f-62e0-4aad-ab11-{number:012}",
        "room_id": room()["id"],
        "active": False,
        "created_at": instant,
        "updated_at": instant,
        "record_type": "room_session",
    }


def _first(body: object, **options: Any) -> Room:  # noqa: ANN401
    """Read the one room of a page."""
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=body))
    with httpx.Client(transport=transport) as http:
        first = Client("key", http_client=http, **options).rooms.list().first()
    assert first is not None
    return first


@pytest.mark.parametrize("compress", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_largest_body(list_rooms: ListRooms, compress: Callable[[bytes], bytes]) -> None:
    """A body of the maximum size is read, and a body with one byte more is refused."""
    headers: Any = {"content_encoding": "gzip"} if compress is gzip.compress else {}
    with serving(reply(compress(_PAGE), **headers)) as server:
        assert len(list_rooms(server.url, max_body=len(_PAGE))) == 2
        limit = len(_PAGE) - 1
        with pytest.raises(DecodingError, match=rf"larger than {limit} bytes \(max_body\)"):
            list_rooms(server.url, max_body=limit)


def test_body_that_the_transport_has_read() -> None:
    """The bound also holds if a custom transport has already read the body."""
    with pytest.raises(DecodingError, match="max_body"):
        _first(rooms_body([1], 1, 20, 1), max_body=100)


def test_gzip_bomb(list_rooms: ListRooms) -> None:
    """The client stops reading a small body that decompresses to more than the bound."""
    packer = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)
    bomb = b"".join(packer.compress(bytes(2**20)) for _ in range(48)) + packer.flush()
    with serving(reply(bomb, content_encoding="gzip")) as server:
        tracemalloc.start()
        try:
            with pytest.raises(DecodingError, match="max_body"):
                list_rooms(server.url, max_body=2**20)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert peak < 16 * 2**20


@pytest.mark.parametrize(
    ("body", "coding", "problem"),
    [
        (gzip.compress(_PAGE)[:-1], "gzip", "ends before its gzip data does"),
        (gzip.compress(_PAGE)[:40], "gzip", "ends before its gzip data does"),
        (_PAGE, "gzip", "is gzip, but the body is not"),
        (zlib.compress(_PAGE), "gzip", "is gzip, but the body is not"),
        (zlib.compress(_PAGE), "deflate", "encoded as 'deflate', which was not requested"),
        (_PAGE, "br", "encoded as 'br', which was not requested"),
        (gzip.compress(gzip.compress(_PAGE)), "gzip, gzip", "which was not requested"),
    ],
    ids=["shortened", "cut", "plain", "zlib as gzip", "zlib", "br", "gzip twice"],
)
def test_bad_compression(list_rooms: ListRooms, body: bytes, coding: str, problem: str) -> None:
    """A body that is not gzip, or has another coding, raises a DecodingError with the reason."""
    with (
        serving(reply(body, content_encoding=coding)) as server,
        pytest.raises(DecodingError, match=problem) as raised,
    ):
        list_rooms(server.url)
    assert raised.value.status == 200
    assert not isinstance(raised.value, SchemaError)


@pytest.mark.parametrize("coding", ["GZIP", " gzip ", "x-gzip"])
def test_compression_by_another_spelling(list_rooms: ListRooms, coding: str) -> None:
    """The names of codings are compared without case."""
    with serving(reply(gzip.compress(_PAGE), content_encoding=coding)) as server:
        assert len(list_rooms(server.url)) == 2


def test_compressed_data_of_several_members(list_rooms: ListRooms) -> None:
    """Gzip data may have several members (RFC 1952, section 2.2)."""
    parts = gzip.compress(_PAGE[:100]) + gzip.compress(_PAGE[100:])
    with serving(reply(parts, content_encoding="gzip")) as server:
        assert len(list_rooms(server.url)) == 2


def test_the_response_has_body_headers_and_time() -> None:
    """Fields that the models do not have can be read from the response of a page."""
    body = rooms_body([1], 1, 20, 1)
    body["data"] = [{**room(), "colour": "red"}]
    answer = reply(
        gzip.compress(json.dumps(body).encode()), content_encoding="gzip", x_request_id="r-1"
    )
    with serving(answer) as server, Client("key", base_url=server.url) as client:
        page = next(client.rooms.list().pages())
    assert page.response.json()["data"][0]["colour"] == "red"
    assert page.response.headers["content-encoding"] == "gzip"
    assert page.response.headers["x-request-id"] == "r-1"
    assert page.response.elapsed.total_seconds() > 0
    assert page.response.http_version == "HTTP/1.1"
    assert str(page.response.request.url) == f"{server.url}/rooms"


def test_a_json_body_of_another_type_is_read(list_rooms: ListRooms) -> None:
    """The Content-Type of a page is not checked."""
    with serving(reply(_PAGE, content_type="text/plain")) as server:
        assert len(list_rooms(server.url)) == 2


def test_an_error_of_json_names_the_content_type(list_rooms: ListRooms) -> None:
    """The error names the Content-Type, and carries the request's id."""
    answer = reply(b"<h1>Sign in</h1>", content_type="text/html", x_request_id="r-2")
    with serving(answer) as server, pytest.raises(DecodingError, match="text/html") as raised:
        list_rooms(server.url)
    error = raised.value
    assert (error.status, error.request_id, error.content) == (200, "r-2", b"<h1>Sign in</h1>")
    assert (error.method, error.url, error.attempts) == ("GET", f"{server.url}/rooms", 1)


@pytest.mark.parametrize(
    ("change", "path", "expected", "got"),
    [
        ({"id": 5}, "$.data[0].id", "uuid", "int"),
        ({"id": "x"}, "$.data[0].id", "UUID", "a str of length 1"),
        ({"id": None}, "$.data[0].id", "uuid", "null"),
        ({"created_at": "not-a-date"}, "$.data[0].created_at", "datetime", "a str of length 10"),
        ({"created_at": "2021-04-16T09:46:20"}, "$.data[0].created_at", "timezone", "a str of"),
        (
            {SECONDS: MOST_SECONDS + 1},
            f"$.data[0].{SECONDS}",
            f"int <= {MOST_SECONDS}",
            f"{MOST_SECONDS + 1}",
        ),
        ({"max_participants": "9"}, "$.data[0].max_participants", "int", "str"),
        ({"sessions": [{}]}, "$.data[0].sessions[0]", "an object with `id`", "one without it"),
        ({"sessions": {}}, "$.data[0].sessions", "array", "object"),
    ],
)
def test_a_broken_field_is_named(
    list_rooms: ListRooms, change: dict[str, object], path: str, expected: str, got: str
) -> None:
    """A violation of the schema is an error with the path, the expected and the actual value."""
    body = {**rooms_body([1], 1, 20, 1), "data": [{**room(), **change}]}
    with serving(reply(body)) as server, pytest.raises(SchemaError) as raised:
        list_rooms(server.url)
    error = raised.value
    assert error.path == path
    assert expected in error.expected
    assert got in error.got
    assert str(error).endswith(f"expected {error.expected}, got {error.got}, at {path}")


def test_an_unknown_value_is_kept() -> None:
    """A model keeps an undocumented value of an enumeration."""
    body = {**rooms_body([1], 1, 20, 1), "data": [{**room(), "record_type": "room.v2"}]}
    first = _first(body)
    assert first.record_type == "room.v2"
    assert to_dict(first)["record_type"] == "room.v2"
    with pytest.raises(SchemaError):
        _first({**body, "data": [{**room(), "record_type": 2}]})


def test_an_unknown_field_changes_nothing() -> None:
    """An unknown field is not in the model, but in the response."""
    known = _first(rooms_body([1], 1, 20, 1))
    more = {**room(), "colour": "red", "more": {"deep": [1]}}
    assert _first({**rooms_body([1], 1, 20, 1), "data": [more], "links": {}}) == known


def test_data_out_is_data_in() -> None:
    """A model is encoded as the JSON that it was read from, with absent and null fields."""
    data = {**room(), "active_session_id": None, "sessions": [_session(1)]}
    first = _first({**rooms_body([1], 1, 20, 1), "data": [data]})
    assert to_dict(first) == data
    assert json.loads(to_json(first)) == data
    assert getattr(first, SECONDS) is UNSET


def test_repr() -> None:
    """The repr of a model, a page and an absent value is one readable line."""
    sessions = [_session(number) for number in range(1, 40)]
    data = {**room(), "sessions": sessions}
    transport = httpx.MockTransport(
        lambda _: httpx.Response(200, json={**rooms_body([1], 1, 20, 1), "data": [data]})
    )
    with httpx.Client(transport=transport) as http:
        rooms = Client("key", http_client=http).rooms.list()
        assert repr(rooms) == "<Pager of GET /rooms>"
        page = next(rooms.pages())
        assert repr(rooms) == "<Pager of GET /rooms, 1 items>"
    assert repr(UNSET) == "UNSET"
    meta = PageMeta(page_number=1, page_size=20, total_pages=1, total_results=1)
    assert isinstance(page, Page)
    assert repr(page) == f"<Page of 1 items, {meta!r}>"
    shown = repr(page.items[0])
    assert shown.startswith("Room(id=UUID('7b61621f-62e0-4aad-ab11-000000000001'), ")
    assert "active_session_id=UNSET" in shown
    assert shown.count("RoomSession(") == 1
    assert "... 38 more]" in shown
    one = RoomSession(
        id=page.items[0].id,
        room_id=page.items[0].id,
        active=True,
        created_at=datetime(2021, 1, 1, tzinfo=UTC),
        updated_at=datetime(2021, 1, 1, tzinfo=UTC),
        record_type="room_session",
        participants=[],
    )
    assert "participants=[]" in repr(one)
