"""Statuses, and their exceptions."""

import copy
import pickle

import pytest

import telnyx_video
from telnyx_video import (
    ArgumentError,
    ErrorItem,
    ErrorList,
    ErrorSource,
    GenericError,
    SchemaError,
    StatusError,
    to_dict,
)
from tests.integration.client.conftest import ListRooms
from tests.support.wire import page, reply, room, serving

_ERRORS = {"errors": [{"code": "10015", "title": "Bad", "source": {"parameter": "page[size]"}}]}


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (400, "BadRequestError"),
        (401, "UnauthorizedError"),
        (403, "ForbiddenError"),
        (404, "NotFoundError"),
        (422, "UnprocessableEntityError"),
        (429, "TooManyRequestsError"),
        (500, "ServerError"),
        (503, "ServerError"),
        (599, "ServerError"),
        (201, "UndocumentedStatusError"),
        (204, "UndocumentedStatusError"),
        (206, "UndocumentedStatusError"),
        (302, "UndocumentedStatusError"),
        (402, "UndocumentedStatusError"),
        (418, "UndocumentedStatusError"),
        (499, "UndocumentedStatusError"),
        (600, "UndocumentedStatusError"),
        (999, "UndocumentedStatusError"),
    ],
)
def test_class_per_status(list_rooms: ListRooms, status: int, name: str) -> None:
    """Every status but 200 raises an error; each documented one has its own class."""
    body: object = b"" if status == 204 else _ERRORS
    with (
        serving(reply(body, status, x_ratelimit_reset="7")) as server,
        pytest.raises(StatusError, match=f"GET {server.url}/rooms: {status}") as raised,
    ):
        list_rooms(server.url)

    error = raised.value
    assert type(error) is getattr(telnyx_video, name)
    assert (error.status, error.method, error.url) == (status, "GET", f"{server.url}/rooms")
    assert error.headers["x-ratelimit-reset"] == "7"


def test_errors_can_be_pickled_and_copied(list_rooms: ListRooms) -> None:
    """A pickled or copied error keeps its class, text and attributes."""
    with serving(reply(_ERRORS, 404)) as server, pytest.raises(StatusError) as refused:
        list_rooms(server.url)
    with serving(reply({"data": 1})) as server, pytest.raises(SchemaError) as broken:
        list_rooms(server.url)
    with pytest.raises(ArgumentError) as wrong:
        telnyx_video.Client("")
    for error in (refused.value, broken.value, wrong.value):
        for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301 - our own
            assert (type(twin), str(twin), vars(twin)) == (type(error), str(error), vars(error))


def test_listed_errors_are_typed(list_rooms: ListRooms) -> None:
    """The documented body of an error is decoded."""
    with serving(reply(_ERRORS, 422)) as server, pytest.raises(StatusError) as raised:
        list_rooms(server.url)
    item = ErrorItem(code="10015", title="Bad", source=ErrorSource(parameter="page[size]"))
    assert raised.value.body == ErrorList(errors=[item])
    assert to_dict(raised.value.body) == _ERRORS


def test_generic_error_is_typed(list_rooms: ListRooms) -> None:
    """The short form of an error's body is decoded too."""
    with (
        serving(reply({"message": "no", "success": False}, 500)) as server,
        pytest.raises(StatusError, match="no") as raised,
    ):
        list_rooms(server.url)

    assert raised.value.body == GenericError(message="no", success=False)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "application/json"),
        (b"<h1>Bad Gateway</h1>", "text/html"),
        (b'{"errors": []}', "application/json"),
        (b"[]", "application/json"),
        (b"\xff\xfe\x00", "text/plain; charset=utf-16"),
        (b"zz", "text/plain; charset=hex"),
        (b"zz", "text/plain; charset=no-such"),
        (b"[" * 100_000, "application/json"),
    ],
)
def test_body_of_another_kind(list_rooms: ListRooms, body: bytes, content_type: str) -> None:
    """An error with an undocumented body has the same class, and the original content."""
    with (
        serving(reply(body, 502, content_type=content_type)) as server,
        pytest.raises(telnyx_video.ServerError) as raised,
    ):
        list_rooms(server.url)

    assert raised.value.body is None
    assert raised.value.content == body


@pytest.mark.parametrize("padding", [0, 275, 285, 290, 300])
def test_echoed_key_is_not_shown(list_rooms: ListRooms, key: str, padding: int) -> None:
    """A key in the response, complete or cut, is not in the error's text."""
    body = b"x" * padding + f"unknown key {key}".encode()
    with serving(reply(body, 401)) as server, pytest.raises(StatusError) as raised:
        list_rooms(server.url)
    text = f"{raised.value} {raised.value!r}"
    assert not any(key[:length] in text for length in range(4, len(key) + 1))


def test_echoed_key_with_quotes_is_not_shown() -> None:
    """A key that JSON encodes differently is not shown either."""
    key = 'a"secret\\b'
    with serving(reply({"message": f"unknown key {key}"}, 401)) as server:
        client = telnyx_video.Client(key, base_url=server.url)
        with client, pytest.raises(StatusError) as raised:
            client.rooms.list().first()
    assert "[redacted]" in str(raised.value)
    assert "secret" not in str(raised.value)


def test_echoed_key_in_a_field_is_not_shown(list_rooms: ListRooms, key: str) -> None:
    """The error has the path of the invalid field, and not its value."""
    meta = {"page_number": 1, "page_size": 20, "total_pages": 1, "total_results": 1}
    body = {"data": [{**room(), "id": f"{key} - at `$.x`"}], "meta": meta}
    with serving(reply(body)) as server, pytest.raises(telnyx_video.SchemaError) as raised:
        list_rooms(server.url)
    assert raised.value.path == "$.data[0].id"
    assert key not in str(raised.value)


def test_one_base() -> None:
    """Each exception of the package is a subclass of ``Error``."""
    raised = [getattr(telnyx_video, each) for each in telnyx_video.__all__]
    errors = [each for each in raised if isinstance(each, type) and issubclass(each, Exception)]
    assert len(errors) > len(["base"])
    assert all(issubclass(each, telnyx_video.Error) for each in errors)


def test_page_is_no_error(list_rooms: ListRooms) -> None:
    """A page with the status 200 raises no error."""
    with serving(page(1)) as server:
        assert len(list_rooms(server.url)) == 1


def test_errors_have_the_request_id(list_rooms: ListRooms) -> None:
    """An error has the request id, the headers and the content of the response."""
    answer = reply(b"no", 500, x_request_id="r-1", x_other="o")
    with serving(answer) as server, pytest.raises(StatusError) as raised:
        list_rooms(server.url)
    error = raised.value
    assert (error.request_id, error.headers["x-other"], error.content) == ("r-1", "o", b"no")
