"""What the documentation says about filters, in plain Python over the records as served."""

from datetime import UTC, date, datetime

from tests.support.sandbox._http import JsonObject

DAY_FIELDS = {
    "/rooms": {"date_created_at": "created_at", "date_updated_at": "updated_at"},
    "/sessions": {
        "date_created_at": "created_at",
        "date_updated_at": "updated_at",
        "date_ended_at": "ended_at",
    },
    "/participants": {
        "date_joined_at": "joined_at",
        "date_updated_at": "updated_at",
        "date_left_at": "left_at",
    },
}
EXACT_FIELDS = {"/rooms": "unique_name", "/sessions": "active", "/participants": "context"}


def kind(path: str) -> str:
    """Return the last segment of a list's path, with its slash."""
    return path[path.rindex("/") :]


def meets(item: JsonObject, path: str, name: str, value: str) -> bool:
    """Tell whether an item meets one filter of the list at `path`."""
    parts = name.removeprefix("filter[").removesuffix("]").split("][")
    if len(parts) == 1:
        found = item[parts[0]]
        return bool(found == ((value == "true") if isinstance(found, bool) else value))
    instant = item[DAY_FIELDS[kind(path)][parts[0]]]
    if instant is None:
        return False
    found_day = datetime.fromisoformat(instant).astimezone(UTC).date()
    asked_day = date.fromisoformat(value)
    if parts[1] == "eq":
        return found_day == asked_day
    return found_day >= asked_day if parts[1] == "gte" else found_day <= asked_day


def expected(items: list[JsonObject], path: str, filters: dict[str, str]) -> list[JsonObject]:
    """Return the items that meet all filters, in their order."""
    return [
        item
        for item in items
        if all(meets(item, path, name, value) for name, value in filters.items())
    ]


def days_of(items: list[JsonObject], field: str) -> list[date]:
    """Return the days that the items have in a field, in order."""
    instants = {item[field] for item in items} - {None}
    return sorted({datetime.fromisoformat(instant).date() for instant in instants})
