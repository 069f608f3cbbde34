"""The list of participants, read from the database."""

import sqlite3

from attrs import frozen

from contract_tests.sandbox.twilio._page_tokens import Position
from contract_tests.sandbox.twilio._parameters import Filters
from contract_tests.sandbox.twilio._tables import Participant

_COLUMNS = "room, sid, status, identity, date_created, date_updated, start_time, end_time"


@frozen
class FoundRoom:
    """A room, as a request has named it."""

    number: int
    sid: str
    completed: bool

    @property
    def default_status(self) -> str:
        """The status that is asked for if none is: that of those who are, or were, there."""
        return "disconnected" if self.completed else "connected"


@frozen
class Page:
    """A page, the newest participant first, and whether rows come before and after it."""

    participants: list[Participant]
    has_previous: bool
    has_next: bool


def find_room(connection: sqlite3.Connection, name: str) -> FoundRoom | None:
    """Find a room by its SID, or a room in progress by its unique name."""
    for where in ("sid = ?", "unique_name = ? AND NOT completed"):
        found = connection.execute(
            f"SELECT number, sid, completed FROM twilio_rooms WHERE {where}",  # noqa: S608
            (name,),
        ).fetchone()
        if found is not None:
            return FoundRoom(found[0], found[1], bool(found[2]))
    return None


def room_sids(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return the SIDs of all rooms: first that with most participants, last those without any."""
    found = connection.execute(
        "SELECT sid, (SELECT count(*) FROM twilio_participants WHERE room = number) AS size"
        " FROM twilio_rooms ORDER BY number"
    ).fetchall()
    largest = max(range(len(found)), key=lambda each: found[each][1])
    rest = [row for order, row in enumerate(found) if order != largest]
    ordered = [found[largest], *(row for row in rest if row[1]), *(r for r in rest if not r[1])]
    return tuple(sid for sid, _ in ordered)


def read_page(
    connection: sqlite3.Connection,
    room: FoundRoom,
    filters: Filters,
    size: int,
    position: Position | None,
) -> Page:
    """Read the first page of a list, or the one before or after a position.

    The newest comes first; where instants are equal, the SID decides. No source says which order
    it should be. However deep a page is, it is one piece of an index.
    """
    terms = ["room = ?", "status = ?"]
    values: list[str | int] = [room.number, filters.status or room.default_status]
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
