"""The expected lists of Twilio's participants, from the documented facts and the items alone."""

from collections.abc import Mapping
from datetime import datetime

from tests.support.sandbox._http import JsonObject
from tests.support.sandbox._oracle import TWILIO_FILTERS, selected
from tests.support.sandbox.twilio._http import Room


def created(item: JsonObject) -> datetime:
    """Return the instant that orders the list."""
    return datetime.fromisoformat(item["date_created"])


def expected(room: Room, filters: Mapping[str, str]) -> list[JsonObject]:
    """Return the participants that all filters select: the newest first, then the larger SID."""
    status = "disconnected" if room.completed else "connected"
    found = selected(room.participants, TWILIO_FILTERS, {"Status": status, **filters})
    return sorted(found, key=lambda item: (created(item), item["sid"]), reverse=True)
