"""Unknown rooms, paths and methods, and the two forms of an error."""

import httpx
import pytest

from contract_tests.sandbox import Api
from tests.support.sandbox._http import get
from tests.support.sandbox.twilio._http import Room, error, path_of

_UNKNOWN = "RM0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    "room",
    [
        *(_UNKNOWN, "x", "1", _UNKNOWN[:-1], _UNKNOWN + "0", "%00", "%FF", "%ZZ", "%20", "'--"),
        *("all-hands%00", "ALL-HANDS", "all-hands%20", "all%2Dhand", "%F0%9F%92%A9", "*", "%25"),
        "a" * 15_000,
    ],
)
def test_unknown_rooms(client: httpx.Client, room: str) -> None:
    """A name that no room has is 404, whatever its characters are."""
    error(client.get(f"/Rooms/{room}/Participants"), 404, 20404)


def test_rooms_by_unique_name(client: httpx.Client, rooms: list[Room]) -> None:
    """A room in progress is found by its exact name, a completed one by its SID only."""
    in_progress = {room.unique_name: room.sid for room in rooms if not room.completed}
    assert {"daily-standup", "Daily-Standup", "r\u00e9union \u4f1a\u8b70", "50%_off"} <= set(
        in_progress
    )
    completed = {room.unique_name for room in rooms if room.completed}
    assert "daily-standup" in completed, "no name is used again"
    for room in rooms:
        path = path_of(room.unique_name)
        if room.unique_name in {room.sid, *in_progress}:
            sid = in_progress.get(room.unique_name, room.sid)
            found = get(client, path, {"Status": "disconnected"})["participants"]
            assert all(item["room_sid"] == sid for item in found)
        else:
            error(client.get(path), 404, 20404)


def test_sids_are_read_exactly(client: httpx.Client, rooms: list[Room]) -> None:
    """A SID in another case is 404, and so is the SID of a participant."""
    error(client.get(path_of(rooms[0].sid.upper())), 404, 20404)
    error(client.get(path_of(rooms[0].participants[0]["sid"])), 404, 20404)


def test_bad_parameters_come_before_unknown_rooms(client: httpx.Client) -> None:
    """A bad parameter below an unknown room is 400."""
    error(client.get(path_of(_UNKNOWN), params={"PageSize": "0"}), 400, 20001)


@pytest.mark.parametrize(
    "path",
    [
        *("", "/", "/Rooms", "/Rooms/", "/Rooms/all-hands", "/Rooms/all-hands/Participants/"),
        *("/rooms/all-hands/Participants", "/Rooms/all-hands/participants", "/Rooms//Participants"),
        *("/Rooms/all-hands/Participants/PA0", "/Rooms/a%2Fb/Participants", "//Rooms"),
    ],
)
def test_unknown_paths(api: Api, client: httpx.Client, path: str) -> None:
    """Any other path below /v1 is 404, without a redirect."""
    error(client.get(api.base_url + path), 404, 20404)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY"])
def test_other_methods(client: httpx.Client, crowd: Room, method: str) -> None:
    """Any other method than GET, HEAD and OPTIONS is 405 with `Allow`."""
    response = client.request(method, crowd.path)
    error(response, 405, 20004)
    assert response.headers["allow"] == "GET, HEAD, OPTIONS"


def test_head_and_options(client: httpx.Client, crowd: Room) -> None:
    """HEAD is GET without the body; OPTIONS lists the methods."""
    whole = client.get(crowd.path)
    head = client.head(crowd.path)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-type", "content-length"):
        assert head.headers[name] == whole.headers[name]
    assert client.head(path_of(_UNKNOWN)).status_code == httpx.codes.NOT_FOUND
    options = client.options(crowd.path)
    assert (options.status_code, options.content) == (204, b"")
    assert options.headers["allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    ("accept", "is_problem"),
    [
        ("application/problem+json", True),
        ("application/problem+json, application/json;q=0.9", True),
        ("application/json; q=0.5, application/problem+json; q=0.8", True),
        ("Application/Problem+JSON, */*;q=0.1", True),
        ("application/problem+json, */*;q=0", True),
        ("application/problem+json, application/json", False),
        ("application/problem+json;q=0.5, application/json", False),
        ("application/problem+json;q=0, */*", False),
        ("application/problem+json;q=0.5, */*", False),
        ("application/problem+json;q=0.5, application/*;q=0.6, */*;q=0", False),
        ("application/problem+json;q=0.5, application/*;q=0.4, */*", True),
        ("*/*", False),
        ("application/*", False),
        ("text/html", False),
        ("", False),
        ("application/problem+json;q=x", False),
        (";;,,q=", False),
    ],
)
def test_problem_details(
    client: httpx.Client, crowd: Room, *, accept: str, is_problem: bool
) -> None:
    """A request that prefers RFC 9457 gets it, with the same status, code and text."""
    for path, status, code in (
        (f"{crowd.path}?PageSize=0", 400, 20001),
        (path_of(_UNKNOWN), 404, 20404),
        ("/nowhere", 404, 20404),
    ):
        message = error(client.get(path), status, code)
        response = client.get(path, headers={"accept": accept})
        assert response.headers["vary"] == "Accept"
        if not is_problem:
            assert error(response, status, code) == message
            continue
        assert response.status_code == status
        assert response.headers["content-type"] == "application/problem+json"
        problem = response.json()
        assert problem.pop("title")
        assert problem == {
            "type": f"https://www.twilio.com/docs/errors/{code}",
            "status": status,
            "detail": message,
            "code": code,
        }


def test_problem_details_without_credentials(stranger: httpx.Client, crowd: Room) -> None:
    """A request without credentials that prefers RFC 9457 gets it, too."""
    headers = {"accept": "application/problem+json"}
    response = stranger.get(f"/v1{crowd.path}", headers=headers)
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["code"] == 20003
    assert response.headers["www-authenticate"].startswith("Basic ")


@pytest.mark.parametrize("host", ["", "a b", "a/b", "a@b", "a:b", "[::1", "a?b", "a\\b", '"'])
def test_malformed_hosts(client: httpx.Client, crowd: Room, host: str) -> None:
    """A malformed `Host` is 400, because the links contain it."""
    error(client.get(crowd.path, headers={"host": host}), 400, 20001)
