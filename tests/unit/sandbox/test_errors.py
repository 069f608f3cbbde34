"""Unknown paths, parents and methods."""

import httpx
import pytest

from tests.support.sandbox._http import Everything, errors

_UNKNOWN = "0ccc7b54-4df3-4bca-a65a-3da1ecc777f0"


@pytest.mark.parametrize(
    "parent",
    [
        *(_UNKNOWN, "x", "1", _UNKNOWN[:-1], _UNKNOWN + "0", _UNKNOWN.replace("-", ""), "%00"),
        *(f"{{{_UNKNOWN}}}", f"urn:uuid:{_UNKNOWN}", "%F0%9F%92%A9", "%FF", "%ZZ", " ", "'--"),
    ],
)
def test_unknown_parents(client: httpx.Client, parent: str) -> None:
    """An unknown or malformed id is 404, and the error names the parameter."""
    for path, parameter in (
        (f"/rooms/{parent}/sessions", "room_id"),
        (f"/room_sessions/{parent}/participants", "room_session_id"),
    ):
        (error,) = errors(client.get(path), 404)
        assert error["source"] == {"parameter": parameter}


def test_parents_of_another_kind(client: httpx.Client, data: Everything) -> None:
    """The id of a session is not the id of a room, and vice versa."""
    room = data.rooms[0]["id"]
    session = data.sessions[room][0]["id"]
    errors(client.get(f"/rooms/{session}/sessions"), 404)
    errors(client.get(f"/room_sessions/{room}/participants"), 404)


def test_ids_are_case_insensitive(client: httpx.Client, data: Everything) -> None:
    """RFC 9562, section 4: upper case is read, lower case is written."""
    room = data.rooms[0]["id"]
    upper = client.get(f"/rooms/{room.upper()}/sessions")
    assert upper.json() == client.get(f"/rooms/{room}/sessions").json()


def test_bad_parameters_come_before_unknown_parents(client: httpx.Client) -> None:
    """A bad parameter below an unknown parent is 422."""
    errors(client.get(f"/rooms/{_UNKNOWN}/sessions?page[size]=0"), 422)


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/rooms/", "/Rooms", "/rooms//sessions", "/rooms/x", "/rooms/x/sessions/"),
        *("/room_sessions/x", "/rooms/x/y/sessions", "/rooms/../../etc"),
    ],
)
def test_unknown_paths(client: httpx.Client, path: str) -> None:
    """Any other path is 404, without a redirect."""
    errors(client.get(path), 404)


@pytest.mark.parametrize(
    "method", ["HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"]
)
def test_other_methods(client: httpx.Client, data: Everything, method: str) -> None:
    """Any method but GET is 405 with `Allow`."""
    for path, _ in data.largest():
        response = client.request(method, path)
        assert response.headers["allow"] == "GET"
        if method == "HEAD":
            assert response.status_code == httpx.codes.METHOD_NOT_ALLOWED
            assert response.content == b""
        else:
            errors(response, 405)
