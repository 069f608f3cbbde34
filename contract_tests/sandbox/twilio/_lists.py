"""The list of participants, read from the database."""

import sqlite3
from collections.abc import Sequence

from attrs import frozen

from contract_tests.sandbox._database import Condition
from contract_tests.sandbox.twilio._page_tokens import Position
from contract_tests.sandbox.twilio._tables import Participant, Room

_COLUMNS = ", ".join(Participant._fields)


@frozen
class Page:
    """A page of participants, and whether rows come before and after it."""

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
    """Return the SIDs of all rooms: first the one with most participants, empty rooms last."""
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
    conditions: Sequence[Condition],
    size: int,
    position: Position | None,
) -> Page:
    """Return the first page of a list, or the page before or after a position.

    The newest participant comes first, among equal instants the larger SID.
    """
    if all(each.column != "status" for each in conditions):
        # A room in progress lists those who are present, a completed room those who were.
        status = "disconnected" if room.completed else "connected"
        conditions = [Condition("status", "=", status), *conditions]
    backwards = position is not None and position.direction == "before"
    onwards = ">" if backwards else "<"
    terms = ["room = ?"]
    values: list[str | int] = [room.number]
    for each in conditions:
        # A position lies within the bound on its side, and takes the place of the bound.
        if position is None or (each.column, each.comparison) != ("date_created", onwards):
            terms.append(f"{each.column} {each.comparison} ?")
            values.append(each.value)
    if position is not None:
        terms.append(f"(date_created, sid) {onwards} (?, ?)")
        values += [position.date_created, position.sid]
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
