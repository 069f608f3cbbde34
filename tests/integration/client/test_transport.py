"""Requests and responses below the client: headers, redirects, broken responses."""

import gzip
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from telnyx_video import (
    Client,
    ConnectionFailedError,
    DecodingError,
    SchemaError,
    TimeoutExceededError,
    TransportError,
    UndocumentedStatusError,
)
from tests.integration.client.conftest import ListRooms
from tests.support.wire import STALL, page, reply, serving


def test_request_on_the_wire(list_rooms: ListRooms, key: str) -> None:
    """A request has the key, an Accept header for JSON and the User-Agent, and no body."""
    with serving(page(1)) as server:
        list_rooms(server.url)
    line, *headers = server.requests[0].splitlines()
    sent = {name.lower(): value for name, _, value in (each.partition(": ") for each in headers)}
    assert line == "GET /v2/rooms HTTP/1.1"
    assert sent["authorization"] == f"Bearer {key}"
    assert sent["accept"] == "application/json"
    assert sent["user-agent"].startswith("telnyx_video/")
    assert sent["host"] == urlsplit(server.url).netloc
    assert not sent.keys() & {"content-type", "content-length", "cookie"}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(list_rooms: ListRooms, status: int) -> None:
    """A redirect raises an error, and its target does not get the key."""
    with serving(page(1)) as other, serving(reply(b"", status, location=other.url)) as server:
        with pytest.raises(UndocumentedStatusError) as raised:
            list_rooms(server.url)
        assert raised.value.status == status
        assert raised.value.headers["location"] == other.url
        assert other.requests == []


def test_redirects_are_not_followed_by_a_callers_client() -> None:
    """The setting ``follow_redirects`` of a caller's HTTP client has no effect."""
    with (
        serving(page(1)) as other,
        serving(reply(b"", 302, location=other.url)) as server,
        httpx.Client(follow_redirects=True) as http,
    ):
        with pytest.raises(UndocumentedStatusError):
            Client("key", base_url=server.url, http_client=http).rooms.list().first()
        assert other.requests == []


def test_stalled_server(list_rooms: ListRooms) -> None:
    """A server that sends nothing within the timeout raises an error that names the request."""
    with serving(STALL) as server, pytest.raises(TimeoutExceededError) as raised:
        list_rooms(server.url, timeout=0.2)
    assert raised.value.method == "GET"
    assert raised.value.url == f"{server.url}/rooms"
    assert isinstance(raised.value, TransportError)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\n",
        b"\x16\x03\x01",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
    ],
    ids=["short body", "no end of head", "not http", "bad chunk"],
)
def test_broken_response(list_rooms: ListRooms, answer: bytes) -> None:
    """An incomplete response, or one that is not HTTP, raises a ConnectionFailedError."""
    with serving(answer) as server, pytest.raises(ConnectionFailedError):
        list_rooms(server.url)


def test_gzip(list_rooms: ListRooms) -> None:
    """A compressed response is read."""
    body = page(1, 2).partition(b"\r\n\r\n")[2]
    with serving(reply(gzip.compress(body), content_encoding="gzip")) as server:
        assert [each.unique_name for each in list_rooms(server.url)] == ["room 1", "room 2"]


def test_broken_gzip(list_rooms: ListRooms) -> None:
    """A wrong Content-Encoding raises a DecodingError."""
    with serving(reply(b"not gzip", content_encoding="gzip")) as server:
        with pytest.raises(DecodingError, match="the body is not") as raised:
            list_rooms(server.url)
        assert raised.value.url == f"{server.url}/rooms"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b'{"data": [{"id": "7b6',
        b"\xff\xfe{\x00}\x00",
        b'{"data": [{"unique_name": "caf\xe9"}]}',
        b'{"x": ' + b"[" * 100_000,
    ],
    ids=["empty", "html", "truncated", "utf-16", "latin-1", "bottomless"],
)
def test_body_that_is_not_json(list_rooms: ListRooms, body: bytes) -> None:
    """A page that is not JSON raises a DecodingError with the body."""
    with serving(reply(body, content_type="text/html")) as server:
        with pytest.raises(DecodingError, match="is not JSON") as raised:
            list_rooms(server.url)
        assert not isinstance(raised.value, SchemaError)
        assert raised.value.content == body
        assert raised.value.url == f"{server.url}/rooms"


def test_parameters_of_a_callers_http_client_are_added() -> None:
    """They do not replace the filters of a call."""
    with (
        serving(
            page(1, page_size=1, total=2), page(2, page_number=2, page_size=1, total=2)
        ) as server,
        httpx.Client(params={"version": "a b"}) as http,
        Client("key", base_url=server.url, http_client=http) as client,
    ):
        list(client.rooms.list(filter_unique_name="x", page_size=1))
    queries = [parse_qs(urlsplit(target).query) for target in server.targets]
    common = {"filter[unique_name]": ["x"], "page[size]": ["1"], "version": ["a b"]}
    assert queries == [common, {**common, "page[number]": ["2"]}]
