"""An example API with a filter of each operator and each precision."""

from collections.abc import Mapping
from typing import Any

from tests.support.api import Api

__all__ = ["FILTERS", "MANY_FILTERS", "with_filters"]

_TEXT = {"type": "string"}
_SOME_TEXT = {"type": ["string", "null"]}
_DAY = {"type": "string", "format": "date"}
_INSTANT = {"type": ["string", "null"], "format": "date-time"}
_FLAG = {"type": "boolean"}
_SOME = {"type": "array", "items": _TEXT}
_DAYS = {"type": "array", "items": _DAY}
_STYLES: Mapping[str, Mapping[str, Any]] = {
    "title_not_in": {"explode": False},
    "price_within": {"style": "pipeDelimited", "explode": False},
    "opened_within": {"style": "spaceDelimited", "explode": False},
}

_TITLES = (
    *("Atlas of Maps", "maps", None, "Maps and Atlases", "the maps", "Caf\u00e9 \u00b2", "cafe"),
    *("100% wool", "100 sheep", "under_score", "underXscore", " maps ", "Zebra", "apple", "Apple"),
    *("a+b", "a b", "10", "9", "tea & milk", "Cafe\u0301", "x, y", "", "O'Hara"),
    *("\U0001f30a sea", "A long title with a second part"),
)
_PRICES = ("10.50", "9.75", "9.7", "10.5", "100", "9", "-3.25", "0", None, "10.49", "20", "1.05")
_OPENED = (
    # Around midnight in Athens: at +02:00, at +03:00, and on the days when the clock changes.
    *("2021-01-14T21:59:59Z", "2021-01-14T22:00:00Z", "2021-01-14T23:30:00+02:00"),
    *("2021-07-14T20:59:59Z", "2021-07-14T21:00:00Z", "2021-07-14T21:30:00Z"),
    *("2021-03-27T22:00:00Z", "2021-03-28T20:59:59Z", "2021-03-28T21:00:00Z", None),
    *("2021-10-30T21:00:00Z", "2021-10-31T21:59:59Z", "2021-10-31T22:00:00Z"),
)

FILTERS: Mapping[str, tuple[str, str, Mapping[str, Any], Mapping[str, Any]]] = {
    "title_not": ("title", "ne", _TEXT, {}),
    "title_has": ("title", "contains", _TEXT, {}),
    "title_starts": ("title", "startsWith", _TEXT, {}),
    "title_ends": ("title", "endsWith", _TEXT, {}),
    "untitled": ("title", "isNull", _FLAG, {}),
    "title_is": ("title", "eq", _TEXT, {"ignore": ["case", "blanks", "accents"]}),
    "title_like": ("title", "contains", _TEXT, {"ignore": ["case"], "nulls": "match"}),
    "title_from": ("title", "gte", _TEXT, {"precision": "text"}),
    "price_is": ("price", "eq", _TEXT, {"precision": "decimal"}),
    "price_not": ("price", "ne", _TEXT, {"precision": "decimal", "nulls": "match"}),
    "price_from": ("price", "gte", _TEXT, {"precision": "decimal"}),
    "price_below": ("price", "lt", {"type": "number"}, {"precision": "decimal"}),
    "pages_not": ("pages", "ne", {"type": "integer"}, {}),
    "opened_on": ("opened", "eq", _DAY, {"zone": "Europe/Athens"}),
    "opened_by": ("opened", "lte", _DAY, {"zone": "Europe/Athens"}),
    "not_opened_on": ("opened", "ne", _DAY, {"zone": "Europe/Athens"}),
    "title_in": ("title", "in", _SOME, {}),
    "title_not_in": ("title", "notIn", _SOME, {"nulls": "match"}),
    "pages_in": ("pages", "in", {"type": "array", "items": {"type": "integer"}}, {}),
    "pages_within": ("pages", "between", _TEXT, {"separator": ","}),
    "pages_of": ("pages", "in", _TEXT, {"separator": ";"}),
    "price_within": ("price", "between", _SOME, {"precision": "decimal"}),
    "price_in": ("price", "in", _TEXT, {"precision": "decimal", "separator": ","}),
    "opened_within": ("opened", "between", _DAYS, {"precision": "day", "zone": "Europe/Athens"}),
    "opened_in": ("opened", "in", _DAYS, {"precision": "day", "zone": "Europe/Athens"}),
    "price": (
        *("price", "eq", _TEXT),
        {"precision": "decimal", "prefixes": {"eq": "", "gte": "gte:", "lt": "lt:"}},
    ),
    "pages": ("pages", "eq", _TEXT, {"prefixes": {"eq": "=", "ne": "!=", "gt": ">", "gte": ">="}}),
    "title": ("title", "eq", _TEXT, {"prefixes": {"eq": "", "contains": "~", "ne": "!"}}),
    "opened": (
        *("opened", "eq", _TEXT),
        {"precision": "day", "zone": "Europe/Athens", "prefixes": {"gt": "gt", "lte": "le"}},
    ),
}
"""The field, the operator, the schema of the values and further keys, by parameter."""

_ROWS = tuple(
    {
        "id": f"b{number:03}",
        "title": _TITLES[number % len(_TITLES)],
        "price": _PRICES[number % len(_PRICES)],
        "pages": number % 5,
        "opened": _OPENED[number % len(_OPENED)],
    }
    for number in range(48)
)


def with_filters(*names: str) -> Api:
    """Return the API with only some of the filters."""
    return Api(
        items=_ROWS,
        strictness={"emptyText": "literal", "outerBlanks": "literal"},
        fields={
            "id": _TEXT,
            "title": _SOME_TEXT,
            "price": _SOME_TEXT,
            "pages": {"type": "integer"},
            "opened": _INSTANT,
        },
        filters={each: FILTERS[each][:2] for each in names},
        values={each: FILTERS[each][2] for each in names},
        annotations={each: FILTERS[each][3] for each in names},
        styles={each: _STYLES[each] for each in names if each in _STYLES},
    )


MANY_FILTERS = with_filters(*FILTERS)
"""The API with all filters."""
