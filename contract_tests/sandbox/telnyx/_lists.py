"""The three lists, read from the database."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from attrs import frozen

from contract_tests.sandbox.telnyx._matches import Collection, Matches
from contract_tests.sandbox.telnyx._parameters import ListQuery

JsonObject = dict[str, Any]

ROOMS = Collection("rooms", parent=None, ordered_by="created_at")
SESSIONS = Collection("sessions", parent="room", ordered_by="created_at")
PARTICIPANTS = Collection("participants", parent="session", ordered_by="joined_at")

_ROOM = """
SELECT id, max_participants, unique_name, created_at, updated_at, active_session_id,
    enable_recording, webhook_event_url, webhook_event_failover_url, webhook_timeout_secs,
    first_child, children
FROM rooms WHERE position {} ORDER BY position
"""
_SESSION = """
SELECT id, active, created_at, updated_at, ended_at, first_child, children
FROM sessions WHERE position {} ORDER BY position
"""
_PARTICIPANT = """
SELECT id, context, joined_at, updated_at, left_at
FROM participants WHERE position {} ORDER BY position
"""


@frozen
class Lists:
    """Answers list requests.

    Each method returns the body of a response: a page of records in their stable order, and the
    paging data. A list below a parent is `None` if no parent has the id.
    """

    _matches: Matches

    def rooms(self, connection: sqlite3.Connection, query: ListQuery) -> JsonObject:
        """List rooms."""
        # Positions are numbered without gaps, and the largest is found at once.
        (total,) = connection.execute("SELECT ifnull(max(position), 0) FROM rooms").fetchone()
        found = self._matches.find(connection, ROOMS, None, range(1, total + 1), query.conditions)
        page = _page(found, query)
        rooms = _rooms(connection, page, include_sessions=query.include_children)
        return _body(rooms, len(found), query)

    def sessions(
        self, connection: sqlite3.Connection, room_id: str, query: ListQuery
    ) -> JsonObject | None:
        """List the sessions of a room."""
        parent = connection.execute(
            "SELECT position, first_child, children FROM rooms WHERE id = ?", (room_id,)
        ).fetchone()
        if parent is None:
            return None
        position, first, children = parent
        positions = range(first, first + children)
        found = self._matches.find(connection, SESSIONS, position, positions, query.conditions)
        page = _page(found, query)
        sessions = _sessions(connection, page, room_id, include_participants=query.include_children)
        return _body(sessions, len(found), query)

    def participants(
        self, connection: sqlite3.Connection, session_id: str, query: ListQuery
    ) -> JsonObject | None:
        """List the participants of a session."""
        parent = connection.execute(
            "SELECT position, first_child, children FROM sessions WHERE id = ?", (session_id,)
        ).fetchone()
        if parent is None:
            return None
        position, first, children = parent
        positions = range(first, first + children)
        found = self._matches.find(connection, PARTICIPANTS, position, positions, query.conditions)
        return _body(_participants(connection, _page(found, query), session_id), len(found), query)


def _page(found: Sequence[int], query: ListQuery) -> Sequence[int]:
    # Python slices take integers of any size, which SQLite's OFFSET does not.
    start = (query.page_number - 1) * query.page_size
    return found[start : start + query.page_size]


def _body(data: list[JsonObject], total: int, query: ListQuery) -> JsonObject:
    return {
        "data": data,
        "meta": {
            "page_number": query.page_number,
            "page_size": query.page_size,
            "total_pages": -(-total // query.page_size),
            "total_results": total,
        },
    }


def _rows(
    connection: sqlite3.Connection, statement: str, positions: Sequence[int]
) -> list[tuple[Any, ...]]:
    if not positions:
        return []
    if isinstance(positions, range):
        bounds = (positions[0], positions[-1])
        return connection.execute(statement.format("BETWEEN ? AND ?"), bounds).fetchall()
    marks = ", ".join("?" * len(positions))
    return connection.execute(statement.format(f"IN ({marks})"), tuple(positions)).fetchall()


def _rooms(
    connection: sqlite3.Connection, positions: Sequence[int], *, include_sessions: bool
) -> list[JsonObject]:
    rooms = []
    for row in _rows(connection, _ROOM, positions):
        room: JsonObject = {
            "id": row[0],
            "max_participants": row[1],
            "unique_name": row[2],
            "created_at": row[3],
            "updated_at": row[4],
            "active_session_id": row[5],
            "enable_recording": bool(row[6]),
            "webhook_event_url": row[7],
            "webhook_event_failover_url": row[8],
            "webhook_timeout_secs": row[9],
            "record_type": "room",
        }
        if include_sessions:
            children = range(row[10], row[10] + row[11])
            room["sessions"] = _sessions(connection, children, row[0], include_participants=False)
        rooms.append(room)
    return rooms


def _sessions(
    connection: sqlite3.Connection,
    positions: Sequence[int],
    room_id: str,
    *,
    include_participants: bool,
) -> list[JsonObject]:
    sessions = []
    for row in _rows(connection, _SESSION, positions):
        session: JsonObject = {
            "id": row[0],
            "room_id": room_id,
            "active": bool(row[1]),
            "created_at": row[2],
            "updated_at": row[3],
            "ended_at": row[4],
            "record_type": "room_session",
        }
        if include_participants:
            children = range(row[5], row[5] + row[6])
            session["participants"] = _participants(connection, children, row[0])
        sessions.append(session)
    return sessions


def _participants(
    connection: sqlite3.Connection, positions: Sequence[int], session_id: str
) -> list[JsonObject]:
    return [
        {
            "id": row[0],
            "session_id": session_id,
            "context": row[1],
            "joined_at": row[2],
            "updated_at": row[3],
            "left_at": row[4],
            "record_type": "room_participant",
        }
        for row in _rows(connection, _PARTICIPANT, positions)
    ]
