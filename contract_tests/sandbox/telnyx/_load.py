"""Read the records of Telnyx from a JSON file: all of them, or none."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

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
from contract_tests.sandbox.telnyx._tables import Participant, Records, Room, Session

Id = Annotated[
    str, msgspec.Meta(pattern="^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\Z")
]
Url = Annotated[str, msgspec.Meta(pattern="^[A-Za-z][A-Za-z0-9+.-]*://[^\\s]+\\Z")]


class _Room(Strict):
    id: Id
    max_participants: Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]
    unique_name: str
    created_at: Instant
    updated_at: Instant
    webhook_event_url: Url
    active_session_id: Id | None = None
    enable_recording: bool = False
    webhook_event_failover_url: Url | None = None
    webhook_timeout_secs: Annotated[int, msgspec.Meta(ge=0, le=30)] | None = None
    record_type: Literal["room"] = "room"


class _Session(Strict):
    id: Id
    room_id: Id
    active: bool
    created_at: Instant
    updated_at: Instant
    ended_at: Instant | None = None
    record_type: Literal["room_session"] = "room_session"


class _Participant(Strict):
    id: Id
    session_id: Id
    context: str
    joined_at: Instant
    updated_at: Instant
    left_at: Instant | None = None
    record_type: Literal["room_participant"] = "room_participant"


class _File(Strict):
    rooms: list[_Room]
    sessions: list[_Session]
    participants: list[_Participant]


# The admitted values of a field, for messages, by its name or its last word.
_ADMITTED = {
    "id": "a UUID in lower case, such as 0ccc7b54-4df3-4bca-a65a-3da1ecc777f0",
    "at": INSTANT,
    "url": "a URL with its scheme, such as https://example.com",
    "secs": "an integer of seconds from 0 to 30",
    "participants": "an integer from 0",
}
_NULLABLE = {
    *("active_session_id", "ended_at", "left_at"),
    *("webhook_event_failover_url", "webhook_timeout_secs"),
}


def load(file: Path) -> Records:
    """Read and check a file; raise `LoadError` for the first error."""
    content = read_content(file, _File, _ADMITTED, _NULLABLE)
    _check_references(content)

    def fields(table: str, records: Sequence[Strict], names: tuple[str, ...]) -> Iterator[Any]:
        for number, each in enumerate(records):
            yield converted(
                f"{table}[{number}]",
                each,
                names,
                lambda at: f"{at.isoformat('T', 'microseconds')}Z",
            )

    return Records(
        [Room(**each) for each in fields("rooms", content.rooms, Room._fields)],
        [Session(**each) for each in fields("sessions", content.sessions, Session._fields)],
        [
            Participant(**each)
            for each in fields("participants", content.participants, Participant._fields)
        ],
    )


def _check_references(content: _File) -> None:
    rooms = numbered("rooms", "id", (room.id for room in content.rooms))
    numbered("rooms", "unique_name", (room.unique_name for room in content.rooms))
    sessions = numbered("sessions", "id", (session.id for session in content.sessions))
    numbered("participants", "id", (one.id for one in content.participants))
    active: dict[str, int] = {}
    for number, session in enumerate(content.sessions):
        check_known(f"sessions[{number}].room_id", session.room_id, "rooms", rooms)
        if not session.active:
            continue
        if session.ended_at is not None:
            raise LoadError(f"sessions[{number}].ended_at: must be null, as the session is active")
        if session.room_id in active:
            raise LoadError(
                f"sessions[{number}].active: its room has an active session already, "
                f"sessions[{active[session.room_id]}]; a room has at most one"
            )
        active[session.room_id] = number
    for number, participant in enumerate(content.participants):
        place = f"participants[{number}].session_id"
        check_known(place, participant.session_id, "sessions", sessions)
    for number, room in enumerate(content.rooms):
        own = active.get(room.id)
        expected = None if own is None else content.sessions[own].id
        if room.active_session_id != expected:
            raise LoadError(
                f"rooms[{number}].active_session_id: must be {json.dumps(expected)}, "
                "the id of the room's active session, or null without one"
            )
