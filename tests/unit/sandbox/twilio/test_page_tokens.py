"""A page token is valid for its list, filters and page size only."""

from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from contract_tests.sandbox import build_app
from tests.support.sandbox._http import client_of, get
from tests.support.sandbox.twilio._http import Room, error, path_of, walk

_GIVEN = {
    "Status": "disconnected",
    "DateCreatedAfter": "2023-11-05T00:00:00Z",
    "PageSize": "5",
}


@pytest.fixture
def link(client: httpx.Client, crowd: Room) -> dict[str, str]:
    """Return the query of a link to a second page."""
    url = get(client, crowd.path, _GIVEN)["meta"]["next_page_url"]
    return dict(parse_qsl(urlsplit(url).query))


def _refused(client: httpx.Client, path: str, query: dict[str, str]) -> None:
    assert "PageToken" in error(client.get(path, params=query), 400, 21481)


def test_every_character_counts(client: httpx.Client, crowd: Room, link: dict[str, str]) -> None:
    """A token with a character changed, left out, doubled or added is refused."""
    token = link["PageToken"]
    assert get(client, crowd.path, link)["participants"]
    altered = {f"{token}{more}" for more in ("A", "=", "==", "====", " ", "\n", "\x00", "é")}
    # Every third character: Base64 joins four of them to three bytes.
    for place, letter in [*enumerate(token)][::3]:
        other = "B" if letter == "A" else "A"
        altered.add(token[:place] + other + token[place + 1 :])
        altered.add(token[:place] + token[place + 1 :])
        altered.add(token[: place + 1] + token[place:])
        altered.add(token[:place] + "*" + token[place:])
    altered |= {token.swapcase(), token[::-1], token[:28], token[28:], token * 2, f" {token}"}
    for each in sorted(altered - {token}):
        _refused(client, crowd.path, {**link, "PageToken": each})


@pytest.mark.parametrize(
    "token", ["", " ", "x", "0", "1", "AAAA", "A" * 56, "null", "%", "\x00", "é", "a" * 5000]
)
def test_made_up_tokens(client: httpx.Client, crowd: Room, token: str) -> None:
    """A token that the sandbox did not issue is refused."""
    _refused(client, crowd.path, {"PageToken": token})


@pytest.mark.parametrize(
    "changes",
    [
        {"Status": "connected"},
        {"Status": None},
        {"Identity": "Alice"},
        {"DateCreatedAfter": "2023-11-05T00:00:00.000001Z"},
        {"DateCreatedAfter": None},
        {"DateCreatedBefore": "2030-01-01T00:00:00Z"},
        {"DateCreatedAfter": None, "DateCreatedBefore": "2023-11-05T00:00:00Z"},
        {"PageSize": "6"},
        {"PageSize": None},
    ],
    ids=str,
)
def test_other_filters_or_another_size(
    client: httpx.Client, crowd: Room, link: dict[str, str], changes: dict[str, str | None]
) -> None:
    """A token is refused with a filter added, changed or left out, and with another page size."""
    query = {name: value for name, value in {**link, **changes}.items() if value is not None}
    _refused(client, crowd.path, query)


def test_another_room(client: httpx.Client, rooms: list[Room], link: dict[str, str]) -> None:
    """A token of one room is refused for every other room."""
    for room in rooms[1:]:
        _refused(client, room.path, link)


def test_other_spellings_of_the_same_list(
    client: httpx.Client, crowd: Room, link: dict[str, str]
) -> None:
    """A token is valid with another spelling of an instant, another `Page`, or the room's name."""
    right = get(client, crowd.path, link)["participants"]
    for path, change in (
        (crowd.path, {"DateCreatedAfter": "2023-11-05T02:00:00.0+02:00"}),
        (crowd.path, {"Page": "30"}),
        (path_of(crowd.unique_name), {}),
        (crowd.path, {"Unknown": "x"}),
    ):
        assert get(client, path, {**link, **change})["participants"] == right


def test_another_sandbox(client: httpx.Client, crowd: Room, link: dict[str, str]) -> None:
    """A token of one server is refused by another one with the same records and credentials."""
    with (
        build_app(rooms=0) as app,
        client_of(app.apis("http://sandbox")["twilio-video"], app) as speaking,
    ):
        assert walk(speaking, crowd.path)
        _refused(speaking, crowd.path, link)
    assert get(client, crowd.path, link)


def test_a_token_can_be_used_again(client: httpx.Client, crowd: Room, link: dict[str, str]) -> None:
    """A repeated request has the same response, its tokens included."""
    assert get(client, crowd.path, link) == get(client, crowd.path, link)


@pytest.mark.parametrize("page", ["1", "2", "9" * 30])
def test_page_without_a_token(client: httpx.Client, crowd: Room, page: str) -> None:
    """`Page` without a token is refused, except for 0."""
    assert "Page" in error(client.get(crowd.path, params={"Page": page}), 400, 20001)
