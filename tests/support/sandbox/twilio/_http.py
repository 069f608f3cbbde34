"""Speak to the Twilio list of a sandbox over HTTP."""

from base64 import b64encode
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import httpx
from attrs import frozen

from contract_tests.sandbox import Api

JsonObject = dict[str, Any]
STATUSES = ("connected", "disconnected", "reconnecting")


@frozen
class Room:
    """A room, how its documentation says it is found, and all its participants as served."""

    sid: str
    unique_name: str
    completed: bool
    participants: list[JsonObject]

    @property
    def path(self) -> str:
        """Return the path of its list."""
        return path_of(self.sid)


def path_of(room: str) -> str:
    """Return the path of the list of a room's participants."""
    return f"/Rooms/{quote(room, safe='')}/Participants"


def basic(token: str) -> str:
    """Return the header's value for `user:password`."""
    return f"Basic {b64encode(token.encode()).decode()}"


def client_of(api: Api) -> httpx.Client:
    """Return a client that sends the account's credentials."""
    return httpx.Client(
        base_url=api.base_url,
        headers={"authorization": basic(api.token)},
        timeout=30,
        trust_env=False,
    )


def get(client: httpx.Client, path: str, parameters: Mapping[str, str] | None = None) -> JsonObject:
    """Get a list, which must be answered with 200."""
    response = client.get(path, params=parameters)
    assert response.status_code == httpx.codes.OK, (response.url, response.text)
    body: JsonObject = response.json()
    return body


def pages(
    client: httpx.Client, path: str, parameters: Mapping[str, str] | None = None
) -> list[JsonObject]:
    """Get all pages of a list by their links."""
    bodies = [get(client, path, parameters)]
    while (link := bodies[-1]["meta"]["next_page_url"]) is not None:
        bodies.append(get(client, link))
        assert len(bodies) < 5000, "the links do not end"
    return bodies


def walk(
    client: httpx.Client, path: str, parameters: Mapping[str, str] | None = None, size: int = 1000
) -> list[JsonObject]:
    """Get all participants of a list by its links."""
    bodies = pages(client, path, {**(parameters or {}), "PageSize": str(size)})
    return [item for body in bodies for item in body["participants"]]


def error(response: httpx.Response, status: int, code: int) -> str:
    """Return the message of an error, which must have this status, code and Twilio's shape."""
    assert response.status_code == status, (response.url, response.text)
    assert response.headers["content-type"] == "application/json"
    body = response.json()
    assert body == {
        "code": code,
        "message": body["message"],
        "more_info": f"https://www.twilio.com/docs/errors/{code}",
        "status": status,
    }
    message: str = body["message"]
    assert message
    return message
