"""The list of participants, read from the database."""

import sqlite3

from attrs import frozen

from contract_tests.sandbox.twilio._page_tokens import Position
from contract_tests.sandbox.twilio._parameters import Filters
from contract_tests.sandbox.twilio._tables import Participant, Room

_COLUMNS = ", ".join(Participant._fields)


@frozen
class Page:
    """A page, the newest participant first, and whether rows come before and after it."""

    participants: list[Participant]
    has_previous: bool
    has_next: bool


def find_room(connection: sqlite3.Connection, name: str) -> Room | None:
    """Find a room by its SID, or a room in progress by its unique name."""
    for where in ("sid = ?", "unique_name = ? AND NOT completed"):
        statement = f"SELECT * FROM twilio_rooms WHERE {where}"  # noqa: S608
        found = connection.execute(statement, (name,)).fetchone()
        if found is not None:
            return Room(*found)
    return None


def room_sids(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return the SIDs of all rooms: first that with most participants, last those without any."""
    found = connection.execute(
        "SELECT sid, (SELECT count(*) FROM twilio_participants WHERE room = number) AS size"
        " FROM twilio_rooms ORDER BY number"
    ).fetchall()
    largest = max(found, key=lambda row: row[1])
    found.sort(key=lambda row: (row is not largest, row[1] == 0))
    return tuple(sid for sid, _ in found)


def read_page(
    connection: sqlite3.Connection,
    room: Room,
    filters: Filters,
    size: int,
    position: Position | None,
) -> Page:
    """Read the first page of a list, or the one before or after a position.

    The newest comes first, of equal instants the larger SID: no source gives an order.
    """
    terms = ["room = ?", "status = ?"]
    # Those who are there are asked for if no status is; of a completed room, those who were.
    status = filters.status or ("disconnected" if room.completed else "connected")
    values: list[str | int] = [room.number, status]
    if filters.identity is not None:
        terms.append("identity = ?")
        values.append(filters.identity)
    backwards = position is not None and position.direction == "before"
    # A position lies within the bound that it is put in the place of.
    if position is not None:
        terms.append(f"(date_created, sid) {'>' if backwards else '<'} (?, ?)")
        values += [position.date_created, position.sid]
    if filters.before is not None and (position is None or backwards):
        terms.append("date_created < ?")
        values.append(filters.before)
    if filters.after is not None and not backwards:
        terms.append("date_created > ?")
        values.append(filters.after)
    direction = "ASC" if backwards else "DESC"
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM twilio_participants WHERE {' AND '.join(terms)}"  # noqa: S608
        f" ORDER BY date_created {direction}, sid {direction} LIMIT ?",
        (*values, size + 1),
    ).fetchall()
    more = len(rows) > size
    participants = [Participant(*row) for row in rows[:size]]
    if backwards:
        return Page(participants[::-1], has_previous=more, has_next=True)
    return Page(participants, has_previous=position is not None, has_next=more)
