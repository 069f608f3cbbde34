"""Clients of a sandbox, in process or through a socket, and readers of its Telnyx lists."""

import asyncio
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

import httpx
from attrs import frozen
from starlette.types import ASGIApp

from contract_tests.sandbox import Api, Sandbox
from tests.support.documented import LARGEST_PAGE

JsonObject = dict[str, Any]
Parameters = Mapping[str, str] | list[tuple[str, str | int | float | bool | None]]


@frozen
class Everything:
    """All records; the sessions by room id, the participants by session id."""

    rooms: list[JsonObject]
    sessions: dict[str, list[JsonObject]]
    participants: dict[str, list[JsonObject]]

    def lists(self) -> list[tuple[str, list[JsonObject]]]:
        """Return the path and the items of each list that is not empty."""
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
        """Return the path and the items of the largest list of each kind."""
        room = max(self.sessions, key=lambda one: len(self.sessions[one]))
        session = max(self.participants, key=lambda one: len(self.participants[one]))
        return [
            ("/rooms", self.rooms),
            (f"/rooms/{room}/sessions", self.sessions[room]),
            (f"/room_sessions/{session}/participants", self.participants[session]),
        ]


class _InProcess(httpx.BaseTransport):
    """Sends requests to an ASGI application without a socket."""

    def __init__(self, app: ASGIApp) -> None:
        self._transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self._runner = asyncio.Runner()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._runner.run(self._send(request))

    async def _send(self, request: httpx.Request) -> httpx.Response:
        response = await self._transport.handle_async_request(request)
        body = await response.aread()
        return httpx.Response(response.status_code, headers=response.headers, content=body)

    def close(self) -> None:
        self._runner.close()


def credentials(token: str) -> str:
    """Return the header `Authorization` for a bearer token, or for `user:password`."""
    if ":" in token:
        return f"Basic {b64encode(token.encode()).decode()}"
    return f"Bearer {token}"


def client_of(api: Api | Sandbox, app: ASGIApp | None = None) -> httpx.Client:
    """Return a client with the credentials of an API; in process, if `app` is given."""
    return httpx.Client(
        base_url=api.base_url,
        headers={"authorization": credentials(api.token)},
        timeout=30,
        trust_env=False,
        transport=None if app is None else _InProcess(app),
    )


def stranger(app: ASGIApp) -> httpx.Client:
    """Return a client in process without credentials; its URLs begin with `/v2` or `/v1`."""
    return httpx.Client(base_url="http://sandbox", transport=_InProcess(app))


def get(client: httpx.Client, path: str, parameters: Parameters | None = None) -> JsonObject:
    """Return the body of a response, which must have the status 200."""
    response = client.get(path, params=parameters)
    assert response.status_code == httpx.codes.OK, (response.url, response.text)
    body: JsonObject = response.json()
    return body


def walk(
    client: httpx.Client,
    path: str,
    parameters: dict[str, str] | None = None,
    size: int = LARGEST_PAGE,
) -> list[JsonObject]:
    """Return all items of a list, page by page."""
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
    """Return the items of all lists."""
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
