"""Loading records from a file: all of them, or an error that names the wrong record."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contract_tests.sandbox import build_app
from contract_tests.sandbox._loading import LoadError
from contract_tests.sandbox.telnyx import Records, load
from tests.support.documented import ADDRESS, MOST_SECONDS, NULLABLE, SECONDS
from tests.support.sandbox._http import Everything, client_of, everything

Content = dict[str, Any]


def _served(records: Records) -> Everything:
    """Return the records as a sandbox lists them."""
    with (
        build_app(records=records) as app,
        client_of(app.apis("http://sandbox")["telnyx-video"], app) as client,
    ):
        return everything(client)


def test_records_come_back_as_loaded(tmp_path: Path, data: Everything) -> None:
    """A sandbox lists the loaded records of another one in its own order."""
    content: Content = {
        "rooms": data.rooms[::-1],
        "sessions": [item for own in data.sessions.values() for item in own][::-1],
        "participants": [item for own in data.participants.values() for item in own][::-1],
    }
    loaded = _served(load(_file(tmp_path, content)))
    assert {path: items for path, items in loaded.lists()} == {  # noqa: C416
        path: sorted(items, key=lambda one: (one.get("joined_at") or one["created_at"], one["id"]))
        for path, items in data.lists()
    }


def _file(folder: Path, content: Content) -> Path:
    file = folder / "records.json"
    file.write_text(json.dumps(content))
    return file


def _small() -> Content:
    room, session = "0ccc7b54-4df3-4bca-a65a-3da1ecc777f0", "0ccc7b54-4df3-4bca-a65a-3da1ecc777b0"
    instants = {"created_at": "2021-04-16T09:46:20Z", "updated_at": "2021-04-16T09:46:20Z"}
    return {
        "rooms": [
            {
                "id": room,
                "max_participants": 50,
                "unique_name": "My Room",
                "active_session_id": session,
                ADDRESS: "https://www.example.com",
                **instants,
            }
        ],
        "sessions": [{"id": session, "room_id": room, "active": True, **instants}],
        "participants": [
            {
                "id": f"7b61621f-62e0-4aad-ab11-9fd19e272e7{number}",
                "session_id": session,
                "context": "Alice",
                "joined_at": "2021-04-16T11:46:20.5+02:00",
                "updated_at": "2021-04-16T09:46:20.954863Z",
            }
            for number in range(3)
        ],
    }


def test_left_out_and_converted(tmp_path: Path) -> None:
    """A field that is left out is null or false; instants are in UTC with microseconds."""
    loaded = _served(load(_file(tmp_path, _small())))
    (room,) = loaded.rooms
    assert room["enable_recording"] is False
    left_out = {*NULLABLE} - _small()["rooms"][0].keys()
    assert SECONDS in left_out
    assert {room[name] for name in left_out} == {None}
    (participants,) = loaded.participants.values()
    assert participants[0]["joined_at"] == "2021-04-16T09:46:20.500000Z"
    assert participants[0]["left_at"] is None


def _set(table: str, number: int, **fields: object) -> Callable[[Content], None]:
    return lambda content: content[table][number].update(fields)


def _drop(table: str, number: int, field: str) -> Callable[[Content], None]:
    return lambda content: content[table][number].pop(field)


_UNKNOWN = "7b61621f-0000-4aad-ab11-9fd19e272e73"
_BAD: list[tuple[Callable[[Content], object], str]] = [
    (
        _set("participants", 2, joined_at="2021-13-01"),
        'participants[2].joined_at: "2021-13-01" is not an ISO 8601 timestamp with a time zone',
    ),
    (
        _set("participants", 1, left_at="2021-04-16T09:46:20"),
        'participants[1].left_at: "2021-04-16T09:46:20" is not an ISO 8601 timestamp with a time',
    ),
    (_set("sessions", 0, updated_at=None), "sessions[0].updated_at: null is not an ISO 8601"),
    (_set("rooms", 0, created_at="0001-01-01T00:00:00+01:00"), "rooms[0].created_at: "),
    (_set("rooms", 0, id="x"), 'rooms[0].id: "x" is not a UUID in lower case'),
    (_set("rooms", 0, id=7), "rooms[0].id: 7 is not a UUID in lower case"),
    (
        _set("rooms", 0, **{SECONDS: MOST_SECONDS + 1}),
        f"rooms[0].{SECONDS}: {MOST_SECONDS + 1} is not an integer",
    ),
    (_set("rooms", 0, **{ADDRESS: "www.example.com"}), f"rooms[0].{ADDRESS}: "),
    (_set("rooms", 0, max_participants=-1), "rooms[0].max_participants: -1 is not an integer"),
    (_set("rooms", 0, max_participants=2.5), "rooms[0].max_participants: 2.5 is not an integer"),
    (_set("rooms", 0, unique_name=None), "rooms[0].unique_name: null: expected `str`"),
    (_set("rooms", 0, unique_name="\ud800"), "rooms[0].unique_name: has half of a surrogate"),
    (_set("rooms", 0, record_type="room_session"), 'rooms[0].record_type: "room_session": '),
    (_set("rooms", 0, color="red"), "rooms[0]: has no field `color`"),
    (_set("sessions", 0, active="yes"), 'sessions[0].active: "yes": expected `bool`'),
    (_set("sessions", 0, ended_at="2021-04-16T09:46:20Z"), "sessions[0].ended_at: must be null"),
    (_set("sessions", 0, room_id=_UNKNOWN), f'sessions[0].room_id: "{_UNKNOWN}" is not the id of'),
    (_set("participants", 2, session_id=_UNKNOWN), "participants[2].session_id: "),
    (_set("rooms", 0, active_session_id=_UNKNOWN), "rooms[0].active_session_id: must be "),
    (_set("rooms", 0, active_session_id=None), "rooms[0].active_session_id: must be "),
    (_drop("participants", 1, "context"), "participants[1]: is missing the required field `cont"),
    (_drop("rooms", 0, ADDRESS), "rooms[0]: is missing the required field"),
    (lambda content: content.pop("sessions"), "the file: is missing the required field `sessions`"),
    (lambda content: content.update(more=[]), "the file: has no field `more`"),
    (lambda content: content["rooms"].append(3), "rooms[1]: expected `object`, got `int`"),
    (lambda content: content.update(rooms={}), "rooms: {}: expected `array`"),
    (
        lambda content: content["participants"].append(content["participants"][0]),
        "participants[3].id: ",
    ),
    (
        lambda content: content["rooms"].append(
            content["rooms"][0] | {"id": _UNKNOWN, "active_session_id": None}
        ),
        'rooms[1].unique_name: "My Room" is that of rooms[0]',
    ),
    (
        lambda content: content["sessions"].append(content["sessions"][0] | {"id": _UNKNOWN}),
        "sessions[1].active: its room has an active session already, sessions[0]",
    ),
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


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b'{"rooms": [],\n  "sessions": [}', "line 2, column 16: not JSON"),
        (b"", "line 1, column 1: not JSON"),
        (b'{"rooms": "\xff"}', "byte 12: not UTF-8"),
        (b"[" * 100_000, "not a file of records: nested too deeply"),
        (b"[]", "the file: expected `object`, got `array`"),
    ],
)
def test_bad_files(tmp_path: Path, text: bytes, message: str) -> None:
    """The error for a file that is not JSON names the place."""
    file = tmp_path / "records.json"
    file.write_bytes(text)
    with pytest.raises(LoadError) as raised:
        load(file)
    assert str(raised.value).startswith(message)


def test_missing_file(tmp_path: Path) -> None:
    """The error for a missing file names the file."""
    with pytest.raises(FileNotFoundError, match=r"none\.json"):
        load(tmp_path / "none.json")


def test_empty_lists(tmp_path: Path) -> None:
    """A file without records is valid."""
    content: Content = {"rooms": [], "sessions": [], "participants": []}
    assert _served(load(_file(tmp_path, content))).rooms == []
