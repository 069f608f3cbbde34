"""The Twilio list of the sandbox, and all its participants."""

from collections.abc import Iterator, Mapping

import httpx
import pytest

from contract_tests.sandbox import Api
from contract_tests.sandbox._server import Server
from contract_tests.sandbox.twilio import Shape, seeded
from tests.support.documented import STATUSES
from tests.support.sandbox._http import client_of
from tests.support.sandbox.twilio._http import Room, path_of, walk


@pytest.fixture(scope="session")
def api(apis: Mapping[str, Api]) -> Api:
    """Return the Twilio API of the sandbox."""
    return apis["twilio-video"]


@pytest.fixture(scope="session")
def client(app: Server, api: Api) -> Iterator[httpx.Client]:
    """Return a client with the account's credentials."""
    with client_of(api, app) as client:
        yield client


@pytest.fixture(scope="session")
def rooms(api: Api, client: httpx.Client) -> list[Room]:
    """Return all rooms with their participants, in the order of the API's parents."""
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
