"""The records, and the tables that keep them.

A list is a range of the primary key: the rows of a room with one status, by the instant of creation
and then by SID. A page is a part of this range. A second index has the same rows for one identity.
Rows never change.
"""

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from attrs import frozen

from contract_tests.sandbox._database import fill_tables

STATUSES = ("connected", "disconnected", "reconnecting")

# Instants are microseconds from 1970, in UTC.


class Room(NamedTuple):
    """A room; no two rooms in progress share a `unique_name`."""

    number: int
    sid: str
    unique_name: str
    completed: bool


class Participant(NamedTuple):
    """A stay of a participant in a room, by its number; `end_time` is null until the end."""

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
    """All records of one account, in any order; each iterable is read once."""

    rooms: Iterable[Room]
    participants: Iterable[Participant]


_TABLES = """
CREATE TABLE twilio_rooms (
    number INTEGER PRIMARY KEY,
    sid TEXT NOT NULL, unique_name TEXT NOT NULL, completed INTEGER NOT NULL
);
CREATE TABLE twilio_participants (
    room INTEGER NOT NULL, status TEXT NOT NULL, date_created INTEGER NOT NULL, sid TEXT NOT NULL,
    identity TEXT NOT NULL,
    date_updated INTEGER NOT NULL, start_time INTEGER NOT NULL, end_time INTEGER,
    PRIMARY KEY (room, status, date_created, sid)
) WITHOUT ROWID;
"""

_FILL = """
INSERT INTO twilio_rooms SELECT * FROM staged_twilio_rooms;
DROP TABLE staged_twilio_rooms;
INSERT INTO twilio_participants
SELECT room, status, date_created, sid, identity, date_updated, start_time, end_time
FROM staged_twilio_participants ORDER BY room, status, date_created, sid;
DROP TABLE staged_twilio_participants;
CREATE UNIQUE INDEX twilio_participants_by_identity
ON twilio_participants (room, status, identity, date_created, sid);
CREATE UNIQUE INDEX twilio_rooms_by_sid ON twilio_rooms (sid);
CREATE UNIQUE INDEX twilio_rooms_by_unique_name ON twilio_rooms (unique_name) WHERE NOT completed;
"""


def fill(connection: sqlite3.Connection, records: Records) -> None:
    """Create the tables of this API, and fill them with records."""
    staged = {
        "staged_twilio_rooms": (Room._fields, records.rooms),
        "staged_twilio_participants": (Participant._fields, records.participants),
    }
    fill_tables(connection, _TABLES, staged, (_FILL,))
