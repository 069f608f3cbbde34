"""Generated records, as the JSON of the APIs."""

import json

__all__ = [
    "LARGEST_LINKED",
    "PAGE_SIZE",
    "meta",
    "participants_page",
    "room",
    "rooms_page",
    "twilio_participant",
    "twilio_participants_page",
]

PAGE_SIZE = 250
"""The maximum page size of the Telnyx API."""

LARGEST_LINKED = 1000
"""The maximum page size of the Twilio API."""

_CREATED = "2021-04-16T09:46:20.954863Z"
_UPDATED = "2021-04-16T10:24:55.962200Z"


def room(place: int, *, sessions: int = 0) -> dict[str, object]:
    """Return a room.

    Args:
        place: Its place in its list, from 0. It makes up the last twelve hexadecimal digits of the
            room's id.
        sessions: How many sessions the room has; without any they are left out.
    """
    record = {
        "id": _id(0, place),
        "max_participants": 50,
        "unique_name": f"Room {place}",
        "created_at": _CREATED,
        "updated_at": _UPDATED,
        "active_session_id": _id(1, place),
        "enable_recording": True,
        "webhook_event_url": "https://www.example.com",
        "webhook_event_failover_url": "https://failover.example.com",
        "webhook_timeout_secs": 25,
        "record_type": "room",
    }
    if not sessions:
        return record
    first = place * sessions
    return record | {"sessions": [_session(place, first + number) for number in range(sessions)]}


def meta(number: int, total: int) -> dict[str, int]:
    """Return the page information of a page.

    Args:
        number: The number of the page, from 1.
        total: How many items there are on all pages.
    """
    return {
        "page_number": number,
        "page_size": PAGE_SIZE,
        "total_pages": -(-total // PAGE_SIZE),
        "total_results": total,
    }


def rooms_page(*, sessions: int) -> bytes:
    """Return a full page of rooms as JSON.

    Args:
        sessions: How many sessions each room has.
    """
    rooms = [room(place, sessions=sessions) for place in range(PAGE_SIZE)]
    return json.dumps({"data": rooms, "meta": meta(1, PAGE_SIZE)}).encode()


def participants_page(count: int) -> bytes:
    """Return a full page of a session's participants as JSON."""
    people = [
        {
            "id": _id(2, place),
            "session_id": _id(1, 0),
            "context": f"Participant {place}",
            "joined_at": _CREATED,
            "updated_at": _UPDATED,
            "left_at": _UPDATED,
            "record_type": "room_participant",
        }
        for place in range(count)
    ]
    return json.dumps({"data": people, "meta": meta(1, count)}).encode()


def twilio_participant(place: int, address: str) -> dict[str, object]:
    """Return a participant of a Twilio room.

    Args:
        place: Its place in its list, from 0, which its SID ends with in hexadecimal digits.
        address: Where the list of participants is.
    """
    return {
        "room_sid": f"RM{0:032x}",
        "date_created": "2021-04-16T09:46:20Z",
        "date_updated": "2021-04-16T10:24:55Z",
        "start_time": "2021-04-16T09:46:20Z",
        "end_time": "2021-04-16T10:24:55Z",
        "sid": f"PA{place:032x}",
        "url": f"{address}/PA{place:032x}",
        "account_sid": f"AC{0:032x}",
        "duration": 2315,
        "status": "disconnected",
        "identity": f"Participant {place}",
        "links": {},
    }


def twilio_participants_page(count: int, address: str) -> bytes:
    """Return a full page of a Twilio room's participants as JSON.

    Args:
        count: How many participants the page holds.
        address: Where the list of participants is.
    """
    people = [twilio_participant(place, address) for place in range(count)]
    page = {
        "page": 0,
        "page_size": count,
        "first_page_url": f"{address}?PageSize={count}&Page=0",
        "previous_page_url": None,
        "next_page_url": None,
        "url": f"{address}?PageSize={count}&Page=0",
        "key": "participants",
    }
    return json.dumps({"participants": people, "meta": page}).encode()


def _session(room: int, place: int) -> dict[str, object]:
    return {
        "id": _id(1, place),
        "room_id": _id(0, room),
        "active": False,
        "created_at": _CREATED,
        "updated_at": _UPDATED,
        "ended_at": _UPDATED,
        "participants": [],
        "record_type": "room_session",
    }


def _id(kind: int, place: int) -> str:
    return f"7b61621f-62e0-4aad-ab1{kind}-{place:012x}"
