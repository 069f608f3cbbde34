"""Lists, page by page and item by item."""

import asyncio

import pytest

from telnyx_video import AsyncClient, Client, PagingError, SchemaError, ServerError
from tests.integration.client.conftest import ListRooms
from tests.support.wire import page, reply, serving

_THREE = (
    page(1, 2, page_number=1, page_size=2, total=5),
    page(3, 4, page_number=2, page_size=2, total=5),
    page(5, page_number=3, page_size=2, total=5),
)


def _names(*numbers: int) -> list[str]:
    return [f"room {number}" for number in numbers]


def test_all_pages(list_rooms: ListRooms) -> None:
    """Iterating loads all pages in order, each with the filters."""
    with serving(*_THREE) as server:
        rooms = list_rooms(server.url, filter_unique_name="a&b", page_size=2)
    assert [each.unique_name for each in rooms] == _names(1, 2, 3, 4, 5)
    kept = "filter%5Bunique_name%5D=a%26b&page%5Bsize%5D=2"
    assert server.targets == [
        f"/v2/rooms?{kept}",
        f"/v2/rooms?{kept}&page%5Bnumber%5D=2",
        f"/v2/rooms?{kept}&page%5Bnumber%5D=3",
    ]


def test_the_callers_parameters_go_with_every_page() -> None:
    """The client's own parameters are sent with each page."""
    with (
        serving(*_THREE) as server,
        Client("key", base_url=server.url, params={"v": "2"}) as client,
    ):
        assert len(list(client.rooms.list())) == 5
    assert [target.count("v=2") for target in server.targets] == [1, 1, 1]


def test_pages_are_loaded_when_needed() -> None:
    """Each page is requested when its first item is needed."""
    with serving(*_THREE) as server, Client("key", base_url=server.url, retries=0) as client:
        items = iter(client.rooms.list())
        assert server.requests == []
        next(items)
        next(items)
        assert len(server.requests) == len(["page 1"])
        next(items)
        assert len(server.requests) == len(["page 1", "page 2"])


def test_iterating_twice() -> None:
    """Iterating again loads the list again."""
    with (
        serving(*_THREE, *_THREE) as server,
        Client("key", base_url=server.url, retries=0) as client,
    ):
        rooms = client.rooms.list()
        assert [each.unique_name for each in rooms] == _names(1, 2, 3, 4, 5)
        assert [each.unique_name for each in rooms] == _names(1, 2, 3, 4, 5)
    assert server.targets[:3] == server.targets[3:]


def test_pages() -> None:
    """A page has its items, its page information and the response."""
    with serving(*_THREE) as server, Client("key", base_url=server.url, retries=0) as client:
        pages = list(client.rooms.list().pages())
    assert [len(each.items) for each in pages] == [2, 2, 1]
    assert [each.meta.page_number for each in pages] == [1, 2, 3]
    assert pages[0].response.headers["content-type"] == "application/json"


def test_async_pages_and_first() -> None:
    """The asynchronous pager returns the same pages, and the same first item."""

    async def run(base_url: str) -> tuple[list[int], str | None]:
        async with AsyncClient("key", base_url=base_url) as client:
            rooms = client.rooms.list()
            sizes = [len(each.items) async for each in rooms.pages()]
            first = await rooms.first()
            return sizes, first.unique_name if first else None

    with serving(*_THREE, _THREE[0]) as server:
        assert asyncio.run(run(server.url)) == ([2, 2, 1], "room 1")


def test_first() -> None:
    """The first item is loaded with one request; an empty list has none."""
    with (
        serving(_THREE[0], page(total_pages=0)) as server,
        Client("key", base_url=server.url, retries=0) as client,
    ):
        first = client.rooms.list().first()
        assert first is not None
        assert first.unique_name == "room 1"
        assert client.rooms.list().first() is None

    assert len(server.requests) == len(["one", "empty"])


@pytest.mark.parametrize("total_pages", [0, 1])
def test_empty_list(list_rooms: ListRooms, total_pages: int) -> None:
    """An empty list may have 0 pages or 1 page."""
    with serving(page(total_pages=total_pages)) as server:
        assert list_rooms(server.url) == []
    assert len(server.requests) == 1


def test_begin_at_a_page(list_rooms: ListRooms) -> None:
    """A list can begin at a later page."""
    with serving(*_THREE[1:]) as server:
        rooms = list_rooms(server.url, page_number=2)
    assert [each.unique_name for each in rooms] == _names(3, 4, 5)
    assert server.targets == [f"/v2/rooms?page%5Bnumber%5D={number}" for number in (2, 3)]


def test_begin_past_the_end(list_rooms: ListRooms) -> None:
    """A page past the end is empty, and ends the list."""
    with serving(page(page_number=9, page_size=2, total=5)) as server:
        assert list_rooms(server.url, page_number=9) == []
    assert len(server.requests) == 1


def test_page_that_does_not_advance(list_rooms: ListRooms) -> None:
    """A server that returns the first page again raises an error, not an endless loop."""
    with (
        serving(_THREE[0]) as server,
        pytest.raises(PagingError, match=r"page 2 was requested, .* is page 1"),
    ):
        list_rooms(server.url)

    assert len(server.requests) == len(["page 1", "page 2"])


def test_empty_page_before_the_last(list_rooms: ListRooms) -> None:
    """An empty page before the last one raises an error."""
    with (
        serving(_THREE[0], page(page_number=2, page_size=2, total=5)) as server,
        pytest.raises(
            PagingError, match="page 2 of 5 items at 2 a page should have 2 items, but has 0"
        ),
    ):
        list_rooms(server.url)


@pytest.mark.parametrize(
    "body", [{"data": []}, {"data": [], "meta": None}, {"data": [], "meta": {}}]
)
def test_missing_page_information(list_rooms: ListRooms, body: object) -> None:
    """A page without its number violates the schema, and is not requested again."""
    with serving(reply(body)) as server, pytest.raises(SchemaError):
        list_rooms(server.url)
    assert len(server.requests) == 1


def test_items_before_a_failure_are_returned() -> None:
    """The items of earlier pages are returned before the error of a later page is raised."""
    with (
        serving(_THREE[0], reply(b"", 500)) as server,
        Client("key", base_url=server.url, retries=0) as client,
    ):
        items = iter(client.rooms.list())
        assert [next(items).unique_name, next(items).unique_name] == _names(1, 2)
        with pytest.raises(ServerError):
            next(items)
