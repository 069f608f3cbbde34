"""The records, and the tables that keep them.

`position` numbers the rows of a table in the order of the lists: by parent, then by the instant of
creation or joining, then by id. The children of a parent have consecutive positions, which the
parent keeps as `first_child` and `children`; a page without filters is a range of the primary key.
Rows never change.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from attrs import frozen

from contract_tests.sandbox._database import fill_tables

FILTERS: Mapping[str, Mapping[str, Literal["boolean", "day", "text"]]] = {
    "rooms": {"created_at": "day", "updated_at": "day", "unique_name": "text"},
    "sessions": {
        "created_at": "day",
        "updated_at": "day",
        "ended_at": "day",
        "active": "boolean",
    },
    "participants": {
        "joined_at": "day",
        "updated_at": "day",
        "left_at": "day",
        "context": "text",
    },
}
"""The filters of each list: a column, which gets an index, and the kind of its values."""

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
    """A stay of a participant in a session."""

    id: str
    session_id: str
    context: str
    joined_at: str
    updated_at: str
    left_at: str | None


@frozen
class Records:
    """All records, in any order; each iterable is read once, rooms first."""

    rooms: Iterable[Room]
    sessions: Iterable[Session]
    participants: Iterable[Participant]


_TABLES = """
CREATE TABLE rooms (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL, max_participants INTEGER NOT NULL, unique_name TEXT NOT NULL,
    created_at TEXT NOT NULL, updated_at TEXT NOT NULL, active_session_id TEXT,
    enable_recording INTEGER NOT NULL, webhook_event_url TEXT NOT NULL,
    webhook_event_failover_url TEXT, webhook_timeout_secs INTEGER,
    first_child INTEGER NOT NULL DEFAULT 1, children INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE sessions (
    position INTEGER PRIMARY KEY, room INTEGER NOT NULL,
    id TEXT NOT NULL, active INTEGER NOT NULL,
    created_at TEXT NOT NULL, updated_at TEXT NOT NULL, ended_at TEXT,
    first_child INTEGER NOT NULL DEFAULT 1, children INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE participants (
    position INTEGER PRIMARY KEY, session INTEGER NOT NULL,
    id TEXT NOT NULL, context TEXT NOT NULL,
    joined_at TEXT NOT NULL, updated_at TEXT NOT NULL, left_at TEXT
);
"""

_FILL_ROOMS = f"""
INSERT INTO rooms
SELECT row_number() OVER (ORDER BY created_at, id), *, 1, 0 FROM staged_rooms;
DROP TABLE staged_rooms;
CREATE UNIQUE INDEX rooms_by_id ON rooms (id);
{"".join(f"CREATE INDEX rooms_by_{name} ON rooms ({name});" for name in FILTERS["rooms"])}
"""  # noqa: S608


def _fill_children(child: str, parent: str, order: str, values: tuple[str, ...], rest: str) -> str:
    """Return the script that fills a level of the tables below the level above."""
    indexes = "".join(
        f"CREATE INDEX {child}s_by_{name} ON {child}s ({parent}, {name});"
        for name in FILTERS[f"{child}s"]
    )
    return f"""
INSERT INTO {child}s
SELECT row_number() OVER (ORDER BY parent.position, own.{order}, own.id), parent.position,
    own.id, {", ".join(f"own.{name}" for name in values)}{rest}
FROM staged_{child}s AS own JOIN {parent}s AS parent ON parent.id = own.{parent}_id;
DROP TABLE staged_{child}s;
{indexes}
UPDATE {parent}s SET first_child = child.first, children = child.count FROM (
    SELECT {parent}, min(position) AS first, count(*) AS count FROM {child}s GROUP BY {parent}
) AS child WHERE child.{parent} = {parent}s.position;
"""  # noqa: S608


def fill(connection: sqlite3.Connection, records: Records) -> None:
    """Create the tables of this API, and fill them with records."""
    sessions = _fill_children("session", "room", "created_at", Session._fields[2:], ", 1, 0")
    # One script per level: each needs the index on the ids of the level above.
    sessions += "CREATE UNIQUE INDEX sessions_by_id ON sessions (id);"
    people = _fill_children("participant", "session", "joined_at", Participant._fields[2:], "")
    staged = {
        "staged_rooms": (Room._fields, records.rooms),
        "staged_sessions": (Session._fields, records.sessions),
        "staged_participants": (Participant._fields, records.participants),
    }
    fill_tables(connection, _TABLES, staged, (_FILL_ROOMS, sessions, people))
