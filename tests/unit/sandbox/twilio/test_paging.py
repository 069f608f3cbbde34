"""Pages and their links."""

from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from tests.support.documented import LARGEST_LINKED
from tests.support.sandbox._http import get
from tests.support.sandbox.twilio._http import Room, pages, path_of, walk
from tests.support.sandbox.twilio._oracle import created, expected

_FILTERS = {
    "none": {},
    "status": {"Status": "disconnected"},
    "both bounds": {
        "DateCreatedAfter": "2023-12-31T01:00:00+01:00",
        "DateCreatedBefore": "2024-03-01T00:00:00Z",
    },
    "all": {
        "Status": "disconnected",
        "Identity": "Alice",
        "DateCreatedAfter": "2023-11-01T00:00:00Z",
        "DateCreatedBefore": "2024-05-01T00:00:00Z",
    },
}


def _query(url: str) -> dict[str, str]:
    pairs = parse_qsl(urlsplit(url).query, keep_blank_values=True, strict_parsing=True)
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


@pytest.mark.parametrize("size", [1, 50, LARGEST_LINKED - 1, LARGEST_LINKED])
def test_pages_join_to_the_same_list(client: httpx.Client, crowd: Room, size: int) -> None:
    """The pages together are the list, for any page size."""
    right = expected(crowd, {})
    assert len(right) > LARGEST_LINKED, "the list is not longer than the largest page"
    if size == 1:
        right = expected(crowd, {"DateCreatedAfter": "2024-04-15T00:00:00Z"})
        assert len(right) > 40
        found = walk(client, crowd.path, {"DateCreatedAfter": "2024-04-15T00:00:00Z"}, 1)
    else:
        found = walk(client, crowd.path, size=size)
    assert found == right


def test_items_with_equal_instants_are_on_two_pages(client: httpx.Client, crowd: Room) -> None:
    """Two participants that were created at one instant are listed once each, on two pages."""
    instant = "2024-02-29T12:00:00Z"
    tied = [item for item in expected(crowd, {}) if item["date_created"] == instant]
    assert len(tied) == 2
    bounds = {
        "DateCreatedAfter": "2024-02-29T11:59:59.999999Z",
        "DateCreatedBefore": "2024-02-29T12:00:00.000001Z",
    }
    first, second = pages(client, crowd.path, {**bounds, "PageSize": "1"})
    assert [*first["participants"], *second["participants"]] == tied


@pytest.mark.parametrize("filters", _FILTERS.values(), ids=_FILTERS.keys())
@pytest.mark.parametrize("size", [1, 4])
def test_both_ways(client: httpx.Client, crowd: Room, filters: dict[str, str], size: int) -> None:
    """The links to previous pages lead back through the same pages."""
    forth = pages(client, crowd.path, {**filters, "PageSize": str(size)}, 10)
    assert len(forth) > 2
    back = [get(client, forth[-1]["meta"]["url"])]
    while (link := back[-1]["meta"]["previous_page_url"]) is not None:
        back.append(get(client, link))
    assert [body["participants"] for body in back[::-1]] == [body["participants"] for body in forth]
    counts = [body["meta"]["page"] for body in forth]
    assert counts == [body["meta"]["page"] for body in back[::-1]] == list(range(len(forth)))


def test_links_of_a_page(client: httpx.Client, crowd: Room) -> None:
    """The links keep filters and size; `url` is the page itself, `first_page_url` the first."""
    for filters in _FILTERS.values():
        bodies = pages(client, crowd.path, {**filters, "PageSize": "9"}, 4)
        for number, body in enumerate(bodies):
            meta = body["meta"]
            assert (meta["page"], meta["page_size"], meta["key"]) == (number, 9, "participants")
            assert get(client, meta["url"]) == body
            assert get(client, meta["first_page_url"]) == bodies[0]
            assert "PageToken" not in _query(meta["first_page_url"])
            kept = {**filters, "PageSize": "9"}
            for name, count in (("url", number), ("next_page_url", number + 1)):
                if meta[name] is not None:
                    query = _query(meta[name])
                    query.pop("PageToken", None)
                    assert query == {**kept, "Page": str(count)}
        assert bodies[0]["meta"]["previous_page_url"] is None


def test_defaults(client: httpx.Client, crowd: Room) -> None:
    """The default is the first page, of 50 items."""
    body = get(client, crowd.path)
    assert body == get(client, crowd.path, {"PageSize": "50", "Page": "0"})
    assert body["participants"] == expected(crowd, {})[:50]


def test_empty_lists(client: httpx.Client, rooms: list[Room]) -> None:
    """An empty list is one page without links to others."""
    empty = [room for room in rooms if not room.participants]
    assert {room.completed for room in empty} == {True, False}
    for path, filters in (
        *((room.path, {}) for room in empty),
        (rooms[0].path, {"Identity": "nobody"}),
    ):
        body = get(client, path, filters)
        assert body["participants"] == []
        meta = body["meta"]
        assert meta["previous_page_url"] is meta["next_page_url"] is None
        assert meta["url"] == meta["first_page_url"]


def test_page_is_the_number_of_the_client(client: httpx.Client, crowd: Room) -> None:
    """With a token any `Page` is admitted, and the links continue its numbers."""
    link = get(client, crowd.path, {"PageSize": "5"})["meta"]["next_page_url"]
    second = get(client, link)
    query = _query(link)
    for count, before in (("7", "6"), ("0", "0"), ("9" * 30, "9" * 29 + "8")):
        body = get(client, crowd.path, {**query, "Page": count})
        assert body["participants"] == second["participants"]
        assert body["meta"]["page"] == int(count)
        assert _query(body["meta"]["previous_page_url"])["Page"] == before
        assert _query(body["meta"]["next_page_url"])["Page"] == str(int(count) + 1)
    del query["Page"]
    assert get(client, crowd.path, query)["meta"]["page"] == 0


def test_links_have_the_host_of_the_request(client: httpx.Client, crowd: Room) -> None:
    """The links begin with the scheme and the `Host` of the request."""
    for host in ("127.0.0.1:9", "video.example.com", "[::1]:8080", "localhost"):
        body = client.get(crowd.path, params={"PageSize": "1"}, headers={"host": host}).json()
        (item,) = body["participants"]
        links = [
            *(link for name, link in body["meta"].items() if name.endswith("url") and link),
            item["url"],
            *item["links"].values(),
        ]
        assert len(links) == 8
        for link in links:
            assert link.startswith(f"http://{host}/v1{crowd.path}")


def test_links_of_a_participant(crowd: Room) -> None:
    """The links of a participant begin with the participant's own address."""
    for item in crowd.participants[:10]:
        assert item["url"].endswith(f"/v1/Rooms/{crowd.sid}/Participants/{item['sid']}")
        assert item["links"] == {
            "published_tracks": item["url"] + "/PublishedTracks",
            "subscribed_tracks": item["url"] + "/SubscribedTracks",
            "subscribe_rules": item["url"] + "/SubscribeRules",
            "anonymize": item["url"] + "/Anonymize",
        }


def test_links_name_the_room_as_the_request_did(client: httpx.Client, rooms: list[Room]) -> None:
    """The links of a list that was requested by unique name keep the name; items have the SID."""
    for room in rooms:
        if not room.completed and room.participants:
            path = path_of(room.unique_name)
            body = get(client, path, {"Status": "disconnected", "PageSize": "1"})
            assert urlsplit(body["meta"]["url"]).path == f"/v1{path}"
            assert all(item["room_sid"] == room.sid for item in body["participants"])
    named = {"Status": "disconnected", "PageSize": "2"}
    by_name = pages(client, path_of(rooms[0].unique_name), named)
    by_sid = pages(client, rooms[0].path, named)
    assert [each["participants"] for each in by_name] == [each["participants"] for each in by_sid]


def test_order_is_by_instant_and_then_by_sid(rooms: list[Room], client: httpx.Client) -> None:
    """The newest comes first, and the order is total."""
    for room in rooms:
        keys = [(created(item), item["sid"]) for item in walk(client, room.path)]
        assert keys == sorted(set(keys), reverse=True)
