"""Loading rooms and participants: all of them, or an error that names the wrong record."""

import copy
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from contract_tests.sandbox import Api, build_app
from contract_tests.sandbox._loading import LoadError
from contract_tests.sandbox.twilio import load
from tests.support.documented import STATUSES
from tests.support.sandbox._http import JsonObject, client_of
from tests.support.sandbox.twilio._http import Room, path_of, walk

Content = dict[str, Any]

_ROOM, _DONE = f"RM{'1' * 32}", f"RM{'2' * 32}"
_FIELDS = ("sid", "status", "identity", "date_created", "date_updated", "start_time", "end_time")
_CREATED = {"date_created": "2017-07-30T20:00:00Z", "date_updated": "2017-07-30T20:00:01.5Z"}


def _small() -> Content:
    stay = {**_CREATED, "start_time": "2017-07-30T22:00:00+02:00"}
    return {
        "rooms": [
            {"sid": _ROOM, "unique_name": "daily", "status": "in-progress"},
            {"sid": _DONE, "status": "completed"},
        ],
        "participants": [
            {
                **stay,
                "sid": f"PA{number:032x}",
                "room_sid": room,
                "status": status,
                "identity": "Alice",
                **({"end_time": "2017-07-30T20:01:03.9Z"} if status == "disconnected" else {}),
            }
            for number, (room, status) in enumerate(
                [(_ROOM, "connected"), (_ROOM, "reconnecting"), (_DONE, "disconnected")]
            )
        ],
    }


def _file(folder: Path, content: Content) -> Path:
    file = folder / "records.json"
    file.write_text(json.dumps(content))
    return file


@contextmanager
def _loaded(file: Path) -> Iterator[tuple[Api, httpx.Client]]:
    """Serve the records of a file in process."""
    with build_app(rooms=0, twilio_records=load(file)) as app:
        api = app.apis("http://sandbox")["twilio-video"]
        with client_of(api, app) as client:
            yield api, client


def test_records_come_back_as_loaded(tmp_path: Path, rooms: list[Room]) -> None:
    """A sandbox lists the loaded records of another one."""
    shown = {room.sid: [_loadable(each) for each in room.participants] for room in rooms}
    content: Content = {
        "rooms": [
            {"sid": room.sid, "status": "completed" if room.completed else "in-progress"}
            for room in rooms[::-1]
        ],
        "participants": [
            {**each, "room_sid": sid} for sid, people in shown.items() for each in people[::-1]
        ],
    }
    with _loaded(_file(tmp_path, content)) as (_, client):
        found = {
            room: [
                _loadable(item)
                for status in STATUSES
                for item in walk(client, path_of(room), {"Status": status})
            ]
            for room in shown
        }
    assert found == shown


def _loadable(item: JsonObject) -> JsonObject:
    return {name: item[name] for name in _FIELDS}


def test_left_out_and_converted(tmp_path: Path) -> None:
    """A room without a name has its SID as its name; instants are in UTC, in the shortest form."""
    with _loaded(_file(tmp_path, _small())) as (api, client):
        assert api.parents["RoomSid"] == (_ROOM, _DONE)
        (present,) = walk(client, path_of("daily"), {})
        (gone,) = walk(client, path_of(_DONE), {})
    assert (present["sid"], present["end_time"], present["duration"]) == (f"PA{0:032x}", None, None)
    assert present["start_time"] == "2017-07-30T20:00:00Z"
    assert present["date_updated"] == "2017-07-30T20:00:01.500Z"
    assert (gone["status"], gone["duration"]) == ("disconnected", 63)


def _set(table: str, number: int, **fields: object) -> Callable[[Content], None]:
    return lambda content: content[table][number].update(fields)


_UNKNOWN = f"RM{'3' * 32}"
_BAD: list[tuple[Callable[[Content], object], str]] = [
    (_set("rooms", 0, sid="RM1"), 'rooms[0].sid: "RM1" is not two letters, of a room RM and of a'),
    (_set("rooms", 0, status="over"), 'rooms[0].status: "over": '),
    (_set("rooms", 0, unique_name=""), 'rooms[0].unique_name: "" is not a text of one character'),
    (_set("rooms", 0, unique_name="\ud800"), "rooms[0].unique_name: has half of a surrogate"),
    (_set("rooms", 1, sid=_ROOM), f'rooms[1].sid: "{_ROOM}" is that of rooms[0]'),
    (
        _set("rooms", 1, status="in-progress", unique_name="daily"),
        'rooms[1].unique_name: "daily" is that of rooms[0], and both are in progress',
    ),
    (lambda content: content.update(rooms=[]), "rooms: "),
    (_set("participants", 0, sid=_ROOM), "participants[0].sid: "),
    (_set("participants", 1, sid=f"PA{0:032x}"), "participants[1].sid: "),
    (
        _set("participants", 0, room_sid=_UNKNOWN),
        f'participants[0].room_sid: "{_UNKNOWN}" is not the sid of any record in rooms',
    ),
    (
        _set("participants", 0, date_created="2017-07-30"),
        'participants[0].date_created: "2017-07-30" is not an ISO 8601 timestamp with a time zone',
    ),
    (
        _set("participants", 2, end_time="2017-07-30T19:00:00Z"),
        "participants[2].end_time: is before start_time",
    ),
    (
        _set("participants", 2, date_updated="2017-07-30T19:00:00Z"),
        "participants[2].date_updated: is before date_created",
    ),
    (_set("participants", 2, end_time=None), "participants[2].end_time: is missing, though"),
    (
        _set("participants", 0, end_time="2017-07-30T21:00:00Z"),
        "participants[0].end_time: must be null, as the participant is present",
    ),
    (
        _set("participants", 2, status="connected", end_time=None),
        'participants[2].status: must be "disconnected", as the room is completed',
    ),
    (_set("participants", 0, start_time="0001-01-01T00:00:00+01:00"), "participants[0].start_time"),
]


@pytest.mark.parametrize(("spoil", "message"), _BAD, ids=[message for _, message in _BAD])
def test_bad_records(tmp_path: Path, spoil: Callable[[Content], object], message: str) -> None:
    """The error names the record and the field."""
    content = copy.deepcopy(_small())
    spoil(content)
    with pytest.raises(LoadError) as raised:
        load(_file(tmp_path, content))
    assert str(raised.value).startswith(message)
    assert "\n" not in str(raised.value)
