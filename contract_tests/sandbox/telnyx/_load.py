"""Read records from a JSON file: all of them, or none."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from contract_tests.sandbox._loading import (
    Instant,
    LoadError,
    check_known,
    check_text,
    in_utc,
    numbered,
    read_content,
)
from contract_tests.sandbox.telnyx._records import Participant, Records, Room, Session

Id = Annotated[
    str, msgspec.Meta(pattern="^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\Z")
]
Url = Annotated[str, msgspec.Meta(pattern="^[A-Za-z][A-Za-z0-9+.-]*://[^\\s]+\\Z")]
Seconds = Annotated[int, msgspec.Meta(ge=0, le=30)]


class _Room(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: Id
    max_participants: Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]
    unique_name: str
    created_at: Instant
    updated_at: Instant
    active_session_id: Id | None = None
    enable_recording: bool = False
    webhook_event_url: Url
    webhook_event_failover_url: Url | None = None
    webhook_timeout_secs: Seconds | None = None
    record_type: Literal["room"] = "room"


class _Session(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: Id
    room_id: Id
    active: bool
    created_at: Instant
    updated_at: Instant
    ended_at: Instant | None = None
    record_type: Literal["room_session"] = "room_session"


class _Participant(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: Id
    session_id: Id
    context: str
    joined_at: Instant
    updated_at: Instant
    left_at: Instant | None = None
    record_type: Literal["room_participant"] = "room_participant"


class _File(msgspec.Struct, forbid_unknown_fields=True):
    rooms: list[_Room]
    sessions: list[_Session]
    participants: list[_Participant]


# What a field of this name admits, for messages.
_ADMITTED = {
    "id": "a UUID in lower case, such as 0ccc7b54-4df3-4bca-a65a-3da1ecc777f0",
    "at": "an ISO 8601 timestamp with a time zone, such as 2021-04-16T09:46:20.954863Z",
    "url": "a URL with its scheme, such as https://example.com",
    "secs": "a whole number of seconds from 0 to 30",
    "participants": "a whole number from 0",
}
_NULLABLE = {
    *("active_session_id", "ended_at", "left_at"),
    *("webhook_event_failover_url", "webhook_timeout_secs"),
}


def load(file: Path) -> Records:
    """Read and check a whole file.

    Raises `LoadError` for the first thing that is wrong, `OSError` if it cannot be read.
    """
    content = read_content(file, _File, _ADMITTED, _NULLABLE)
    _check_references(content)
    return Records(
        [_room(number, room) for number, room in enumerate(content.rooms)],
        [_session(number, session) for number, session in enumerate(content.sessions)],
        [_participant(number, one) for number, one in enumerate(content.participants)],
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
            message = f"sessions[{number}].ended_at: must be null, as the session is active"
            raise LoadError(message)
        if session.room_id in active:
            message = (
                f"sessions[{number}].active: its room has an active session already, "
                f"sessions[{active[session.room_id]}]; a room has at most one"
            )
            raise LoadError(message)
        active[session.room_id] = number
    for number, participant in enumerate(content.participants):
        place = f"participants[{number}].session_id"
        check_known(place, participant.session_id, "sessions", sessions)
    for number, room in enumerate(content.rooms):
        own = active.get(room.id)
        expected = None if own is None else content.sessions[own].id
        if room.active_session_id != expected:
            message = (
                f"rooms[{number}].active_session_id: must be {json.dumps(expected)}, "
                "the id of the room's active session, or null without one"
            )
            raise LoadError(message)


def _room(number: int, room: _Room) -> Room:
    place = f"rooms[{number}]"
    check_text(f"{place}.unique_name", room.unique_name)
    return Room(
        id=room.id,
        max_participants=room.max_participants,
        unique_name=room.unique_name,
        created_at=_utc(f"{place}.created_at", room.created_at),
        updated_at=_utc(f"{place}.updated_at", room.updated_at),
        active_session_id=room.active_session_id,
        enable_recording=room.enable_recording,
        webhook_event_url=room.webhook_event_url,
        webhook_event_failover_url=room.webhook_event_failover_url,
        webhook_timeout_secs=room.webhook_timeout_secs,
    )


def _session(number: int, session: _Session) -> Session:
    place = f"sessions[{number}]"
    return Session(
        id=session.id,
        room_id=session.room_id,
        active=session.active,
        created_at=_utc(f"{place}.created_at", session.created_at),
        updated_at=_utc(f"{place}.updated_at", session.updated_at),
        ended_at=_utc_if_any(f"{place}.ended_at", session.ended_at),
    )


def _participant(number: int, participant: _Participant) -> Participant:
    place = f"participants[{number}]"
    check_text(f"{place}.context", participant.context)
    return Participant(
        id=participant.id,
        session_id=participant.session_id,
        context=participant.context,
        joined_at=_utc(f"{place}.joined_at", participant.joined_at),
        updated_at=_utc(f"{place}.updated_at", participant.updated_at),
        left_at=_utc_if_any(f"{place}.left_at", participant.left_at),
    )


def _utc_if_any(place: str, instant: datetime | None) -> str | None:
    return None if instant is None else _utc(place, instant)


def _utc(place: str, instant: datetime) -> str:
    clock = in_utc(place, instant).replace(tzinfo=None)
    return clock.isoformat(timespec="microseconds") + "Z"
