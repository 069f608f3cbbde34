"""The expected results of filters, from the documented facts and the unfiltered items alone."""

import operator
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from attrs import frozen

from tests.support.documents._facts import FACTS
from tests.support.sandbox._http import JsonObject

_OPERATORS = {
    "eq": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}
_LISTS = {
    "/rooms": "listRooms",
    "/sessions": "listRoomSessions",
    "/participants": "listRoomSessionParticipants",
}


@frozen
class Filter:
    """A documented filter; `type` is that of its values, such as `date` or `boolean`."""

    name: str
    type: str
    field: str
    operator: str
    precision: str

    def selects(self, item: JsonObject, text: str) -> bool:
        """Return whether a value selects an item; null is never selected."""
        found = item[self.field]
        if found is None:
            return False
        value: Any = text
        if self.precision == "day":
            found, value = (
                datetime.fromisoformat(found).astimezone(UTC).date(),
                date.fromisoformat(text),
            )
        elif self.precision == "instant":
            found, value = datetime.fromisoformat(found), datetime.fromisoformat(text)
        elif self.type == "boolean":
            value = text == "true"
        elif self.type == "integer":
            value = int(text)
        return bool(_OPERATORS[self.operator](found, value))


def _filters(document: str, operation: str) -> dict[str, Filter]:
    rows = FACTS[document]["parameters"][operation]
    return {
        name: Filter(name, row["type"], *row["filter"].split())
        for name, row in rows.items()
        if "filter" in row
    }


FILTERS = {path: _filters("telnyx-video", operation) for path, operation in _LISTS.items()}
"""The filters of each Telnyx list, by the last segment of its path and by their names."""
TWILIO_FILTERS = _filters("twilio-video", "listRoomParticipants")


def filters_of(path: str, precision: str, *types: str) -> list[Filter]:
    """Return the filters of the list at `path` with a precision and, if given, types of values."""
    found = FILTERS[path[path.rindex("/") :]].values()
    return [
        each
        for each in found
        if each.precision == precision and each.type in (types or {each.type})
    ]


def expected(items: list[JsonObject], path: str, filters: Mapping[str, str]) -> list[JsonObject]:
    """Return the items that all filters of the list at `path` select, in their order."""
    return selected(items, FILTERS[path[path.rindex("/") :]], filters)


def selected(
    items: list[JsonObject], documented: Mapping[str, Filter], filters: Mapping[str, str]
) -> list[JsonObject]:
    """Return the items that all filters select, in their order."""
    return [
        item
        for item in items
        if all(documented[name].selects(item, text) for name, text in filters.items())
    ]


def days_of(items: list[JsonObject], field: str) -> list[date]:
    """Return the days of a field of the items, in order."""
    instants = {item[field] for item in items} - {None}
    return sorted({datetime.fromisoformat(instant).date() for instant in instants})
