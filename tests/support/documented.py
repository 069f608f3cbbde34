"""Bounds and names of the documents that tests need, from the facts alone.

A test that repeats them would have to be changed with each document.
"""

from tests.support.documents._facts import FACTS

__all__ = [
    "ADDRESS",
    "LARGEST_LINKED",
    "LARGEST_PAGE",
    "MOST_SECONDS",
    "NULLABLE",
    "SECONDS",
    "STATUSES",
]

LARGEST_PAGE: int = FACTS["telnyx-video"]["parameters"]["listRooms"]["page[size]"]["maximum"]
"""The largest page size of the numbered lists."""

_LINKED = FACTS["twilio-video"]["parameters"]["listRoomParticipants"]
LARGEST_LINKED: int = _LINKED["PageSize"]["maximum"]
"""The largest page size of the linked list."""

_ROOM = FACTS["telnyx-video"]["fields"]["Room"]
SECONDS, MOST_SECONDS = next(
    (name, int(row["maximum"]))
    for name, row in _ROOM.items()
    if row["type"] == "integer" and row.get("nullable") and "maximum" in row
)
"""A field of a room that is an integer, null or absent, and its maximum."""

ADDRESS: str = next(
    name for name, row in _ROOM.items() if row["type"] == "uri" and not row.get("nullable")
)
"""A field of a room that is an address, and not null."""

NULLABLE: list[str] = [name for name, row in _ROOM.items() if row.get("nullable")]
"""The fields of a room that may be null."""

STATUSES: list[str] = FACTS["twilio-video"]["fields"]["RoomParticipant"]["status"]["enum"]
"""The statuses of a participant."""
