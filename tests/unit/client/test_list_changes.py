"""Lists that change while they are read, and pages that contradict each other."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator

import httpx
import pytest

from telnyx_video import (
    ArgumentError,
    AsyncClient,
    Client,
    ListChangedError,
    PagingError,
    Room,
    UndocumentedStatusError,
)
from tests.support.documented import LARGEST_PAGE
from tests.support.rooms import rooms_body

Body = dict[str, object]
ListAll = Callable[..., list[str]]


def _answers(bodies: Iterable[Body]) -> httpx.MockTransport:
    script = iter(bodies)
    return httpx.MockTransport(
        lambda _: (
            httpx.Response(200, json=body)
            if (body := next(script, None)) is not None
            else httpx.Response(418)
        )
    )


def _list(*bodies: Body, **options: object) -> list[str]:
    with (
        httpx.Client(transport=_answers(bodies)) as http,
        Client("key", http_client=http) as client,
    ):
        return [each.unique_name for each in client.rooms.list(**options)]  # type: ignore[arg-type]


def _list_async(*bodies: Body, **options: object) -> list[str]:
    async def run() -> list[Room]:
        async with (
            httpx.AsyncClient(transport=_answers(bodies)) as http,
            AsyncClient("key", http_client=http) as client,
        ):
            return [each async for each in client.rooms.list(**options)]  # type: ignore[arg-type]

    return [each.unique_name for each in asyncio.run(run())]


_BOTH = pytest.mark.parametrize("list_all", [_list, _list_async], ids=["sync", "async"])

_INSERTED = [
    rooms_body([1, 2], 1, 2, 4),
    # Room 9 was added before the others: the last room of page 1 is repeated.
    rooms_body([2, 3], 2, 2, 5),
    rooms_body([4], 3, 2, 5),
]
_REMOVED = [
    rooms_body([1, 2], 1, 2, 5),
    # Room 1 was removed: room 3 has moved to page 1, which has been read already.
    rooms_body([4, 5], 2, 2, 4),
]


@_BOTH
def test_an_item_that_comes_again_is_an_error(list_all: ListAll) -> None:
    """Rows that are added before the current page move its last items to the next page."""
    with pytest.raises(ListChangedError, match="1 of the 2 items are repeated") as raised:
        list_all(*_INSERTED)
    assert raised.value.page == 2
    assert raised.value.retryable
    assert "(on_change)" in str(raised.value)


@_BOTH
def test_an_item_that_comes_again_is_left_out(
    list_all: ListAll, caplog: pytest.LogCaptureFixture
) -> None:
    """With ``on_change="ignore"``, a repeated item is left out, and the log has a warning."""
    with caplog.at_level(logging.WARNING, "telnyx_video"):
        read = list_all(*_INSERTED, on_change="ignore")
    assert read == ["room 1", "room 2", "room 3", "room 4"]
    assert "1 of the 2 items are repeated" in caplog.text


@_BOTH
def test_a_list_that_shrinks_is_an_error(list_all: ListAll) -> None:
    """A total that shrinks raises a ListChangedError, because rows may be missed."""
    with pytest.raises(ListChangedError, match="had 5 items before, and has 4 now"):
        list_all(*_REMOVED)


@_BOTH
def test_a_list_that_shrinks_is_read_on(
    list_all: ListAll, caplog: pytest.LogCaptureFixture
) -> None:
    """With ``on_change="ignore"``, the remaining items are read, and the log has a warning."""
    with caplog.at_level(logging.WARNING, "telnyx_video"):
        assert list_all(*_REMOVED, on_change="ignore") == ["room 1", "room 2", "room 4", "room 5"]
    assert "had 5 items before, and has 4 now" in caplog.text


@_BOTH
def test_a_list_that_grows_at_its_end_is_read_to_the_end(list_all: ListAll) -> None:
    """Rows that are added at the end are read without an error."""
    grown = [
        rooms_body([1, 2], 1, 2, 4),
        rooms_body([3, 4], 2, 2, 5),
        rooms_body([5], 3, 2, 5),
    ]
    assert list_all(*grown) == [f"room {number}" for number in range(1, 6)]


@_BOTH
def test_an_item_twice_on_one_page(list_all: ListAll) -> None:
    """A repetition within one page is detected."""
    with pytest.raises(ListChangedError):
        list_all(rooms_body([1, 1], 1, 2, 2))
    assert list_all(rooms_body([1, 1], 1, 2, 2), on_change="ignore") == ["room 1"]


@_BOTH
def test_an_item_that_comes_again_much_later(list_all: ListAll) -> None:
    """A row that moves from the first page to the last is detected."""
    bodies = [rooms_body([number], number, 1, 50) for number in range(1, 50)]
    with pytest.raises(ListChangedError) as raised:
        list_all(*bodies, rooms_body([1], 50, 1, 50))
    assert raised.value.page == 50


@pytest.mark.parametrize("on_change", ["", "skip", None, True])
def test_bad_on_change(on_change: str) -> None:
    """The error names the argument."""
    with Client("key") as client, pytest.raises(ArgumentError, match=r"^on_change: expected"):
        client.rooms.list(on_change=on_change)  # type: ignore[arg-type]


@_BOTH
def test_the_old_name_of_on_change(list_all: ListAll) -> None:
    """The argument ``on_shift`` works, with a warning that names the new one."""
    with pytest.warns(DeprecationWarning, match="pass on_change") as warned:
        assert list_all(rooms_body([1, 1], 1, 2, 2), on_shift="ignore") == ["room 1"]
    assert warned[0].filename == __file__


def _meta(number: int, size: int, pages: int, total: int) -> Body:
    return {
        "page_number": number,
        "page_size": size,
        "total_pages": pages,
        "total_results": total,
    }


@_BOTH
@pytest.mark.parametrize(
    ("meta", "problem"),
    [
        (_meta(2, 2, 3, 5), "page 1 was requested, but the response is page 2"),
        (_meta(1, 2, 2, 5), "5 items at 2 a page are not 2 pages"),
        (_meta(1, 2, 4, 5), "5 items at 2 a page are not 4 pages"),
        (_meta(1, 2, 0, 5), "5 items at 2 a page are not 0 pages"),
        (_meta(1, 2, 2, 0), "0 items at 2 a page are not 2 pages"),
        (_meta(1, 2, 1, 0), "page 1 of 0 items at 2 a page should have 0 items, but has 2"),
        (_meta(1, 2, 1, 1), "page 1 of 1 items at 2 a page should have 1 items, but has 2"),
        (_meta(1, 1, 5, 5), "page 1 of 5 items at 1 a page should have 1 items, but has 2"),
        (_meta(1, 3, 2, 5), "page 1 of 5 items at 3 a page should have 3 items, but has 2"),
    ],
)
def test_a_page_that_contradicts_itself(list_all: ListAll, meta: Body, problem: str) -> None:
    """Inconsistent page information raises an error at that page for each ``on_change``."""
    body = {**rooms_body([1, 2], 1, 2, 5), "meta": meta}
    for on_change in ("raise", "ignore"):
        with pytest.raises(PagingError) as raised:
            list_all(body, on_change=on_change)
        assert str(raised.value) == f"GET https://api.telnyx.com/v2/rooms: {problem}"
        assert not isinstance(raised.value, ListChangedError)
        assert raised.value.page == 1


@_BOTH
def test_a_page_size_that_changes(list_all: ListAll) -> None:
    """Pages of different sizes would miss or repeat rows."""
    with pytest.raises(PagingError, match="the page size was 2 before, and is 3 now"):
        list_all(rooms_body([1, 2], 1, 2, 5), rooms_body([4, 5], 2, 3, 5))


@_BOTH
def test_a_page_size_that_the_server_reduces(list_all: ListAll) -> None:
    """A server may use a smaller page size if it reports that size and keeps it."""
    bodies = [rooms_body([1, 2], 1, 2, 3), rooms_body([3], 2, 2, 3)]
    assert list_all(*bodies, page_size=100) == ["room 1", "room 2", "room 3"]


@_BOTH
def test_no_request_follows_the_last_page(list_all: ListAll) -> None:
    """The server responds with 418 to any further request."""
    assert list_all(rooms_body([1], 1, 2, 1)) == ["room 1"]
    with pytest.raises(UndocumentedStatusError):
        list_all(rooms_body([1, 2], 1, 2, 3))


def test_a_long_list_is_remembered_in_part() -> None:
    """The client remembers at least the latest items of a long list."""
    size, pages = LARGEST_PAGE, 600
    total = size * pages

    def bodies(repeated: int) -> Iterator[Body]:
        for number in range(1, 102):
            numbers = [*range((number - 1) * size, number * size)]
            if number == 101:
                numbers[0] = repeated
            yield rooms_body(numbers, number, size, total)

    with pytest.raises(ListChangedError) as raised:
        _list(*bodies(100 * size - 10_000), page_size=size)
    assert raised.value.page == 101


@_BOTH
def test_two_pages_without_new_items_are_an_error(list_all: ListAll) -> None:
    """This also holds with ``on_change="ignore"``."""
    with pytest.raises(PagingError, match="have no new items") as raised:
        list_all(*[rooms_body([1, 2], n, 2, 2 * n + 2) for n in range(1, 9)], on_change="ignore")
    assert raised.value.page == 3
