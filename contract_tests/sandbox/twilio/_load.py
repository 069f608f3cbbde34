"""Read the records of Twilio from a JSON file: all of them, or none."""

import json
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from contract_tests.sandbox._loading import (
    INSTANT,
    Instant,
    LoadError,
    Strict,
    check_known,
    converted,
    numbered,
    read_content,
)
from contract_tests.sandbox._values import microseconds
from contract_tests.sandbox.twilio._tables import Participant, Records, Room

RoomSid = Annotated[str, msgspec.Meta(pattern="^RM[0-9a-fA-F]{32}\\Z")]
ParticipantSid = Annotated[str, msgspec.Meta(pattern="^PA[0-9a-fA-F]{32}\\Z")]


class _Room(Strict):
    sid: RoomSid
    status: Literal["in-progress", "completed"]
    unique_name: Annotated[str, msgspec.Meta(min_length=1)] | None = None


class _Participant(Strict):
    sid: ParticipantSid
    room_sid: RoomSid
    status: Literal["connected", "disconnected", "reconnecting"]
    identity: str
    date_created: Instant
    date_updated: Instant
    start_time: Instant
    end_time: Instant | None = None


class _File(Strict):
    rooms: Annotated[list[_Room], msgspec.Meta(min_length=1)]
    participants: list[_Participant]


# The admitted values of a field, for messages, by its name or its last word.
_ADMITTED = {
    "sid": "two letters, of a room RM and of a participant PA, and 32 hexadecimal digits",
    **dict.fromkeys(("created", "updated", "time"), INSTANT),
    "unique_name": "a text of one character, or more",
}
_NULLABLE = {"end_time", "unique_name"}


def load(file: Path) -> Records:
    """Read and check a file; raise `LoadError` for the first error."""
    content = read_content(file, _File, _ADMITTED, _NULLABLE)
    rooms = numbered("rooms", "sid", (room.sid for room in content.rooms))
    _check_names(content.rooms)
    numbered("participants", "sid", (each.sid for each in content.participants))
    for number, each in enumerate(content.participants):
        check_known(f"participants[{number}].room_sid", each.room_sid, "rooms", rooms)
        _check_status(f"participants[{number}]", each, content.rooms[rooms[each.room_sid]])
    return Records(
        [_room(number, room) for number, room in enumerate(content.rooms)],
        [
            Participant(
                rooms[each.room_sid],
                **converted(f"participants[{number}]", each, Participant._fields[1:], microseconds),
            )
            for number, each in enumerate(content.participants)
        ],
    )


def _check_names(rooms: list[_Room]) -> None:
    known: dict[str, int] = {}
    for number, room in enumerate(rooms):
        if room.status == "completed" or room.unique_name is None:
            continue
        first = known.setdefault(room.unique_name, number)
        if first != number:
            name = json.dumps(room.unique_name, ensure_ascii=False)
            message = f"rooms[{number}].unique_name: {name} is that of rooms[{first}]"
            raise LoadError(f"{message}, and both are in progress")


def _check_status(place: str, participant: _Participant, room: _Room) -> None:
    has_left = participant.status == "disconnected"
    if room.status == "completed" and not has_left:
        raise LoadError(f'{place}.status: must be "disconnected", as the room is completed')
    if has_left and participant.end_time is None:
        raise LoadError(f"{place}.end_time: is missing, though the participant is disconnected")
    if not has_left and participant.end_time is not None:
        raise LoadError(f"{place}.end_time: must be null, as the participant is present")
    if participant.end_time is not None and participant.end_time < participant.start_time:
        raise LoadError(f"{place}.end_time: is before start_time")
    if participant.date_updated < participant.date_created:
        raise LoadError(f"{place}.date_updated: is before date_created")


def _room(number: int, room: _Room) -> Room:
    fields = converted(f"rooms[{number}]", room, ("sid", "unique_name"), microseconds)
    # A room without a name has its SID as its name.
    name = fields["unique_name"] or room.sid
    return Room(number, room.sid, name, room.status == "completed")
