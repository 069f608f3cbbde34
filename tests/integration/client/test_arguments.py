"""Arguments: their encoding in a request, and invalid ones, which are refused."""

import enum
import re
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from telnyx_video import ArgumentError, AsyncClient, Client
from tests.integration.client.conftest import ListRooms
from tests.support.documented import LARGEST_PAGE
from tests.support.wire import page, serving

_ROOM = UUID("7b61621f-62e0-4aad-ab11-9fd19e272e73")
_NOON = datetime(2021, 4, 25, 12, tzinfo=UTC)


class _Name(str, enum.Enum):  # noqa: UP042 - its text is its name, which is the point
    STUDIO = "studio a"


class _Size(int, enum.Enum):
    LARGE = LARGEST_PAGE


@pytest.mark.parametrize(
    ("arguments", "query"),
    [
        ({"filter_unique_name": ""}, "filter%5Bunique_name%5D="),
        ({"filter_unique_name": "a b+c"}, "filter%5Bunique_name%5D=a%20b%2Bc"),
        ({"filter_unique_name": "é/ü"}, "filter%5Bunique_name%5D=%C3%A9%2F%C3%BC"),
        ({"filter_unique_name": "\0%"}, "filter%5Bunique_name%5D=%00%25"),
        ({"filter_unique_name": _Name.STUDIO}, "filter%5Bunique_name%5D=studio%20a"),
        ({"page_size": _Size.LARGE}, f"page%5Bsize%5D={LARGEST_PAGE}"),
        ({"include_sessions": False}, "include_sessions=false"),
        ({"include_sessions": True}, "include_sessions=true"),
        (
            {"filter_date_created_at_gte": date(1, 2, 3)},
            "filter%5Bdate_created_at%5D%5Bgte%5D=0001-02-03",
        ),
        (
            {"filter_date_created_at_gte": "2021-04-25"},
            "filter%5Bdate_created_at%5D%5Bgte%5D=2021-04-25",
        ),
        ({"page_size": None, "filter_unique_name": None}, ""),
    ],
)
def test_query(list_rooms: ListRooms, arguments: dict[str, Any], query: str) -> None:
    """Each value is sent unchanged, percent-encoded; None is left out."""
    with serving(page(1)) as server:
        list_rooms(server.url, **arguments)
    assert server.targets == [f"/v2/rooms?{query}".rstrip("?")]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"filter_date_created_at_eq": _NOON}, "say which day"),
        ({"filter_date_created_at_eq": "2021-4-25"}, "expected a date, such as 2021-04-25, got"),
        ({"filter_date_created_at_eq": "20210425"}, "expected a date, such as 2021-04-25, got"),
        ({"filter_date_created_at_eq": "2021-02-29"}, "2021-02-29 is not in the calendar"),
        ({"filter_date_created_at_eq": "2021-04-25T00:00:00Z"}, "write the day: '2021-04-25'"),
        ({"filter_date_created_at_eq": 2021}, "expected a date or its text, such as '2021-04-25'"),
        ({"page_size": 9999}, f"9999 is greater than {LARGEST_PAGE}"),
        ({"page_size": 0}, "0 is less than 1"),
        ({"page_size": True}, "expected an int, got True"),
        ({"page_number": 10**5000}, "too many digits"),
        ({"include_sessions": "true"}, "expected a bool, got 'true'"),
        ({"filter_unique_name": 5}, "expected a str, got 5"),
        ({"filter_unique_name": "\ud800"}, "UTF-8"),
    ],
)
@pytest.mark.parametrize("client_class", [Client, AsyncClient])
def test_refused(
    client_class: type[Client | AsyncClient], arguments: dict[str, Any], problem: str
) -> None:
    """An invalid value is refused at the call, and the error names the argument."""
    client = client_class("key")
    with pytest.raises(ArgumentError, match=problem) as raised:
        client.rooms.list(**arguments)
    assert raised.value.argument == next(iter(arguments))
    assert isinstance(raised.value, ValueError)


@pytest.mark.parametrize("room_id", ["../../x", "", ".", f"{_ROOM}/x", f"{_ROOM}\n", 5, None])
def test_path_stays_in_the_resource(room_id: Any) -> None:  # noqa: ANN401
    """A value that is not a UUID is refused."""
    problem = f"{room_id!r} is not a UUID"
    if not isinstance(room_id, str):
        problem = f"expected a UUID, got {room_id}"
    with pytest.raises(ArgumentError, match=f"^room_id: {re.escape(problem)}$"):
        Client("key").rooms.sessions.list(room_id)


@pytest.mark.parametrize("room_id", [_ROOM, str(_ROOM)])
def test_path(room_id: UUID | str) -> None:
    """An identifier is a UUID or its text."""
    with serving(page()) as server, Client("key", base_url=server.url) as client:
        assert client.rooms.sessions.list(room_id).first() is None
    assert server.targets == [f"/v2/rooms/{_ROOM}/sessions"]


def test_address_too_long(list_rooms: ListRooms) -> None:
    """A text that makes the URL too long is an ArgumentError."""
    with serving(page(1)) as server:
        with pytest.raises(ArgumentError, match="100"):
            list_rooms(server.url, filter_unique_name="a" * 100_000)
        assert server.requests == []
