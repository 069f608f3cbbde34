"""What the documentation says about the filters, in plain Python over the rows as served."""

from collections.abc import Mapping
from datetime import datetime

from tests.support.sandbox.twilio._http import JsonObject, Room


def created(item: JsonObject) -> datetime:
    """Return the instant that the date filters read."""
    return datetime.fromisoformat(item["date_created"])


def expected(room: Room, filters: Mapping[str, str]) -> list[JsonObject]:
    """Return the participants who meet all filters: the newest first, then by SID from the last."""
    default = "disconnected" if room.completed else "connected"
    found = [
        item
        for item in room.participants
        if item["status"] == filters.get("Status", default)
        and item["identity"] == filters.get("Identity", item["identity"])
        and all(
            created(item) > datetime.fromisoformat(filters[name])
            if name == "DateCreatedAfter"
            else created(item) < datetime.fromisoformat(filters[name])
            for name in ("DateCreatedAfter", "DateCreatedBefore")
            if name in filters
        )
    ]
    return sorted(found, key=lambda item: (created(item), item["sid"]), reverse=True)
