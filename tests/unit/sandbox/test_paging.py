"""Pages: their order, their bounds and their page information."""

import httpx
import pytest

from tests.support.documented import LARGEST_PAGE
from tests.support.sandbox._http import Everything, get, walk

_ORDER = {"/rooms": "created_at", "/sessions": "created_at", "/participants": "joined_at"}


def test_order_is_by_instant_and_then_by_id(data: Everything) -> None:
    """The order is total: items with equal instants are ordered by the id."""
    for path, items in data.lists():
        keys = [(item[_ORDER[path[path.rindex("/") :]]], item["id"]) for item in items]
        assert keys == sorted(keys)
        assert len({item["id"] for item in items}) == len(items)
    for path, items in data.largest():
        instants = [item[_ORDER[path[path.rindex("/") :]]] for item in items]
        assert len(set(instants)) < len(instants), f"no tie in {path}"


@pytest.mark.parametrize("size", [1, 7, 20, LARGEST_PAGE - 1, LARGEST_PAGE])
def test_pages_join_to_the_same_list(client: httpx.Client, data: Everything, size: int) -> None:
    """The pages together are the list, for any page size."""
    assert len(data.largest()[2][1]) > LARGEST_PAGE, "no list is longer than the largest page"
    for path, items in data.largest():
        assert walk(client, path, size=size) == items


def test_defaults(client: httpx.Client, data: Everything) -> None:
    """The default is the first page, of 20 items."""
    for path, items in data.largest():
        explicit = get(client, path, {"page[number]": "1", "page[size]": "20"})
        assert get(client, path) == explicit
        assert explicit["data"] == items[:20]


@pytest.mark.parametrize("size", [1, 20, LARGEST_PAGE])
def test_past_the_end(client: httpx.Client, data: Everything, size: int) -> None:
    """A page past the end is empty, with its number and the totals."""
    for path, items in data.largest():
        pages = -(-len(items) // size)
        for number in (pages + 1, 2**31, 2**63 - 1, 2**63, 2**64 + 1, int("9" * 40), 10**999):
            body = get(client, path, {"page[number]": str(number), "page[size]": str(size)})
            assert body == {
                "data": [],
                "meta": {
                    "page_number": number,
                    "page_size": size,
                    "total_pages": pages,
                    "total_results": len(items),
                },
            }


def test_empty_lists(client: httpx.Client, data: Everything) -> None:
    """A list is empty for a parent without children, and for filters that no item meets."""
    room = next(room for room, own in data.sessions.items() if not own)
    session = next(session for session, own in data.participants.items() if not own)
    for path, filters in (
        (f"/rooms/{room}/sessions", {}),
        (f"/room_sessions/{session}/participants", {}),
        ("/rooms", {"filter[date_created_at][lte]": "0001-01-01"}),
        ("/rooms", {"filter[date_updated_at][gte]": "9999-12-31"}),
    ):
        body = get(client, path, filters)
        assert body["data"] == []
        assert body["meta"] == {
            "page_number": 1,
            "page_size": 20,
            "total_pages": 0,
            "total_results": 0,
        }
