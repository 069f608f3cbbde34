"""Speak to a sandbox over HTTP."""

from collections.abc import Mapping
from typing import Any

import httpx
from attrs import frozen

from contract_tests.sandbox import Sandbox

JsonObject = dict[str, Any]
Parameters = Mapping[str, str] | list[tuple[str, str | int | float | bool | None]]


@frozen
class Everything:
    """All records; the sessions by room id, the participants by session id."""

    rooms: list[JsonObject]
    sessions: dict[str, list[JsonObject]]
    participants: dict[str, list[JsonObject]]

    def lists(self) -> list[tuple[str, list[JsonObject]]]:
        """Return every list that is not empty: its path, and what it shows."""
        return [
            ("/rooms", self.rooms),
            *((f"/rooms/{room}/sessions", own) for room, own in self.sessions.items() if own),
            *(
                (f"/room_sessions/{session}/participants", own)
                for session, own in self.participants.items()
                if own
            ),
        ]

    def largest(self) -> list[tuple[str, list[JsonObject]]]:
        """Return the largest list of each of the three kinds."""
        room = max(self.sessions, key=lambda one: len(self.sessions[one]))
        session = max(self.participants, key=lambda one: len(self.participants[one]))
        return [
            ("/rooms", self.rooms),
            (f"/rooms/{room}/sessions", self.sessions[room]),
            (f"/room_sessions/{session}/participants", self.participants[session]),
        ]


def client_of(sandbox: Sandbox) -> httpx.Client:
    """Return a client that sends the sandbox's token."""
    return httpx.Client(
        base_url=sandbox.base_url,
        headers={"authorization": f"Bearer {sandbox.token}"},
        timeout=30,
        trust_env=False,
    )


def get(client: httpx.Client, path: str, parameters: Parameters | None = None) -> JsonObject:
    """Get a list, which must be answered with 200."""
    response = client.get(path, params=parameters)
    assert response.status_code == httpx.codes.OK, (response.url, response.text)
    body: JsonObject = response.json()
    return body


def walk(
    client: httpx.Client, path: str, parameters: dict[str, str] | None = None, size: int = 250
) -> list[JsonObject]:
    """Get all items of a list, page by page."""
    items: list[JsonObject] = []
    number = 1
    while True:
        page = {"page[size]": str(size), "page[number]": str(number)}
        body = get(client, path, (parameters or {}) | page)
        items += body["data"]
        if number >= body["meta"]["total_pages"]:
            return items
        number += 1


def everything(client: httpx.Client) -> Everything:
    """Read all lists."""
    rooms = walk(client, "/rooms")
    sessions = {room["id"]: walk(client, f"/rooms/{room['id']}/sessions") for room in rooms}
    participants = {
        session["id"]: walk(client, f"/room_sessions/{session['id']}/participants")
        for own in sessions.values()
        for session in own
    }
    return Everything(rooms, sessions, participants)


def errors(response: httpx.Response, status: int) -> list[JsonObject]:
    """Return the errors of a response, which must have this status and the documented shape."""
    assert response.status_code == status, (response.url, response.text)
    assert response.headers["content-type"] == "application/json"
    body = response.json()
    assert set(body) == {"errors"}
    assert body["errors"]
    for error in body["errors"]:
        assert set(error) - {"source"} == {"code", "title", "detail"}
        for name in ("code", "title", "detail"):
            assert isinstance(error[name], str)
            assert error[name]
        if "source" in error:
            assert set(error["source"]) == {"parameter"}
    found: list[JsonObject] = body["errors"]
    return found
