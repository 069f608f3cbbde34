"""Loading one's own rooms and participants: all of them, or a message that says what to mend."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contract_tests.sandbox import Api
from tests.support.sandbox._command import run, started
from tests.support.sandbox.twilio._http import STATUSES, client_of, path_of, walk

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


def _shown(api: Api) -> dict[str, list[dict[str, Any]]]:
    """Return the participants of each room, by their SIDs, as far as they are loaded."""
    with client_of(api) as client:
        return {
            room: sorted(
                (
                    {name: item[name] for name in _FIELDS}
                    for status in STATUSES
                    for item in walk(client, path_of(room), {"Status": status})
                ),
                key=lambda each: str(each["sid"]),
            )
            for room in api.parents["RoomSid"]
        }


def test_records_come_back_as_loaded(tmp_path: Path) -> None:
    """What one sandbox shows, another one loads and shows again, in any order of records."""
    with started("--rooms", "0", "--twilio-participants", "200") as command:
        shown = _shown(command.sandbox.apis["twilio-video"])
    content: Content = {
        "rooms": [
            {
                "sid": sid,
                "status": "in-progress"
                if any(each["status"] != "disconnected" for each in people)
                else "completed",
            }
            for sid, people in reversed(shown.items())
        ],
        "participants": [
            {**each, "room_sid": sid} for sid, people in shown.items() for each in reversed(people)
        ],
    }
    file = tmp_path / "records.json"
    file.write_text(json.dumps(content))
    with started("--rooms", "0", "--twilio-load", file) as command:
        assert _shown(command.sandbox.apis["twilio-video"]) == shown
    assert sum(map(len, shown.values())) > 200


def test_left_out_and_converted(tmp_path: Path) -> None:
    """A room without a name has its SID as one; instants are written in UTC, as short as can be."""
    file = tmp_path / "records.json"
    file.write_text(json.dumps(_small()))
    with started("--rooms", "0", "--twilio-load", file) as command:
        api = command.sandbox.apis["twilio-video"]
        assert api.parents["RoomSid"] == (_ROOM, _DONE)
        with client_of(api) as client:
            (there,) = walk(client, path_of("daily"), {})
            (gone,) = walk(client, path_of(_DONE), {})
    assert (there["sid"], there["end_time"], there["duration"]) == (f"PA{0:032x}", None, None)
    assert there["start_time"] == "2017-07-30T20:00:00Z"
    assert there["date_updated"] == "2017-07-30T20:00:01.500Z"
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
        "participants[0].end_time: must be null, as the participant is there",
    ),
    (
        _set("participants", 2, status="connected", end_time=None),
        'participants[2].status: must be "disconnected", as the room is completed',
    ),
    (_set("participants", 0, start_time="0001-01-01T00:00:00+01:00"), "participants[0].start_time"),
]


@pytest.mark.parametrize(("spoil", "message"), _BAD, ids=[message for _, message in _BAD])
def test_bad_records(tmp_path: Path, spoil: Callable[[Content], object], message: str) -> None:
    """One line names the record and the field; the code is 1, and no database file is left."""
    content = copy.deepcopy(_small())
    spoil(content)
    file = tmp_path / "records.json"
    file.write_text(json.dumps(content))
    ended = run("--twilio-load", file, "--database", tmp_path / "new.db")
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.startswith(f"sandbox: {file}: {message}")
    assert ended.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == [file]


def test_both_can_be_loaded(tmp_path: Path) -> None:
    """The records of the one API and of the other one come from a file each."""
    file, other = tmp_path / "twilio.json", tmp_path / "telnyx.json"
    file.write_text(json.dumps(_small()))
    other.write_text('{"rooms": [], "sessions": [], "participants": []}')
    with started("--load", other, "--twilio-load", file) as command:
        assert len(_shown(command.sandbox.apis["twilio-video"])) == 2
    ended = run("--twilio-load", other)
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"sandbox: {other}: rooms: []: expected `array` of length >= 1")
