"""Readers of the Twilio list of a sandbox."""

from collections.abc import Mapping
from urllib.parse import quote

import httpx
from attrs import frozen

from tests.support.documented import LARGEST_LINKED
from tests.support.sandbox._http import JsonObject, get


@frozen
class Room:
    """A room, the two names of it, and all its participants as the sandbox lists them."""

    sid: str
    unique_name: str
    completed: bool
    participants: list[JsonObject]

    @property
    def path(self) -> str:
        """The path of its list."""
        return path_of(self.sid)


def path_of(room: str) -> str:
    """Return the path of the list of a room's participants."""
    return f"/Rooms/{quote(room, safe='')}/Participants"


def pages(
    client: httpx.Client,
    path: str,
    parameters: Mapping[str, str] | None = None,
    most: int | None = None,
) -> list[JsonObject]:
    """Return the pages of a list by their links, `most` of them if given."""
    bodies = [get(client, path, parameters)]
    while len(bodies) != most and (link := bodies[-1]["meta"]["next_page_url"]) is not None:
        bodies.append(get(client, link))
        assert len(bodies) < 5000, "the links do not end"
    return bodies


def walk(
    client: httpx.Client,
    path: str,
    parameters: Mapping[str, str] | None = None,
    size: int = LARGEST_LINKED,
) -> list[JsonObject]:
    """Return all participants of a list by its links."""
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
