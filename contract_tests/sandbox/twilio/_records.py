"""The records as they come to the database."""

from collections.abc import Iterable
from typing import NamedTuple

from attrs import frozen

STATUSES = ("connected", "disconnected", "reconnecting")

# Instants are microseconds from 1970, in UTC.


class Room(NamedTuple):
    """A room, by its number; `unique_name` is one of a kind among the rooms in progress."""

    number: int
    sid: str
    unique_name: str
    completed: bool


class Participant(NamedTuple):
    """One stay of a participant in the room with this number; `end_time` is null while there."""

    room: int
    sid: str
    status: str
    identity: str
    date_created: int
    date_updated: int
    start_time: int
    end_time: int | None


@frozen
class Records:
    """All records of one account, in any order. Each is iterated once."""

    rooms: Iterable[Room]
    participants: Iterable[Participant]
