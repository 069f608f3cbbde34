"""The records as they come to the database: from the seed, or from a file."""

from collections.abc import Iterable
from typing import NamedTuple

from attrs import frozen

# Instants are text, always as 2021-04-16T09:46:20.954863Z: sorted as text they are in order.


class Room(NamedTuple):
    """A room."""

    id: str
    max_participants: int
    unique_name: str
    created_at: str
    updated_at: str
    active_session_id: str | None
    enable_recording: bool
    webhook_event_url: str
    webhook_event_failover_url: str | None
    webhook_timeout_secs: int | None


class Session(NamedTuple):
    """A session held in a room."""

    id: str
    room_id: str
    active: bool
    created_at: str
    updated_at: str
    ended_at: str | None


class Participant(NamedTuple):
    """One stay of a participant in a session."""

    id: str
    session_id: str
    context: str
    joined_at: str
    updated_at: str
    left_at: str | None


@frozen
class Records:
    """All records of one database, in any order. Each is iterated once, rooms first."""

    rooms: Iterable[Room]
    sessions: Iterable[Session]
    participants: Iterable[Participant]
