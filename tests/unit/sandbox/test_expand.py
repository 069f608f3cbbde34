"""The parameters that add the children of each item."""

import httpx
import pytest

from tests.support.sandbox._http import Everything, JsonObject, get, walk


def _without(item: JsonObject, field: str) -> JsonObject:
    return {name: value for name, value in item.items() if name != field}


def test_rooms_with_sessions(client: httpx.Client, data: Everything) -> None:
    """Each room has all its sessions, in their order; its other fields are the same."""
    rooms = walk(client, "/rooms", {"include_sessions": "true"})
    assert [_without(room, "sessions") for room in rooms] == data.rooms
    assert {room["id"]: room["sessions"] for room in rooms} == data.sessions


def test_sessions_with_participants(client: httpx.Client, data: Everything) -> None:
    """Each session has all its participants, in their order; its other fields are the same."""
    for room, items in data.sessions.items():
        path = f"/rooms/{room}/sessions"
        sessions = walk(client, path, {"include_participants": "true"})
        assert [_without(session, "participants") for session in sessions] == items
        for session in sessions:
            assert session["participants"] == data.participants[session["id"]]


def test_filtered_and_paged_with_children(client: httpx.Client, data: Everything) -> None:
    """Filtered items and later pages have their children, too."""
    parameters = {
        "filter[date_updated_at][gte]": "2021-01-01",
        "page[size]": "10",
        "page[number]": "3",
    }
    plain = get(client, "/rooms", parameters)
    expanded = get(client, "/rooms", parameters | {"include_sessions": "true"})
    assert expanded["meta"] == plain["meta"]
    assert [_without(room, "sessions") for room in expanded["data"]] == plain["data"]
    for room in expanded["data"]:
        assert room["sessions"] == data.sessions[room["id"]]


def test_false_is_as_if_left_out(client: httpx.Client, data: Everything) -> None:
    """Without the parameter the field is left out; an empty list means that there are none."""
    room = next(iter(data.sessions))
    for path, parameter, field in (
        ("/rooms", "include_sessions", "sessions"),
        (f"/rooms/{room}/sessions", "include_participants", "participants"),
    ):
        plain = get(client, path)
        assert get(client, path, {parameter: "false"}) == plain
        assert all(field not in item for item in plain["data"])


@pytest.mark.parametrize("parameter", ["include_sessions", "include_participants"])
def test_participants_have_no_such_parameter(
    client: httpx.Client, data: Everything, parameter: str
) -> None:
    """The list of participants ignores both parameters."""
    path = data.largest()[2][0]
    assert get(client, path, {parameter: "maybe"}) == get(client, path)
