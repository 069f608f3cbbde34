"""The Twilio list of the sandbox, and all that is in it."""

from collections.abc import Iterator

import httpx
import pytest

from contract_tests.sandbox import Api, Sandbox
from contract_tests.sandbox.twilio import Shape, seeded
from tests.support.sandbox.twilio._http import STATUSES, Room, client_of, path_of, walk


@pytest.fixture(scope="session")
def api(sandbox: Sandbox) -> Api:
    """Name the Twilio API of the sandbox that all tests share."""
    return sandbox.apis["twilio-video"]


@pytest.fixture(scope="session")
def client(api: Api) -> Iterator[httpx.Client]:
    """Speak to it with the account's credentials."""
    with client_of(api) as speaking:
        yield speaking


@pytest.fixture(scope="session")
def rooms(api: Api, client: httpx.Client) -> list[Room]:
    """Return all rooms, in the order of the API's parents, with all that is listed for them."""
    known = {room.sid: room for room in seeded(Shape(), 1).rooms}
    return [
        Room(
            sid,
            known[sid].unique_name,
            known[sid].completed,
            [
                item
                for status in STATUSES
                for item in walk(client, path_of(sid), {"Status": status})
            ],
        )
        for sid in api.parents["RoomSid"]
    ]


@pytest.fixture(scope="session")
def crowd(rooms: list[Room]) -> Room:
    """Return the room with most participants."""
    return rooms[0]
