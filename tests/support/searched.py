"""An example API whose list is searched and selected: a test replaces what is to be wrong."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx
from attrs import frozen

from rollcall.spec import Spec, parse_spec
from tests.support.paged import Paged

__all__ = ["BEGINNINGS", "WHOLE_WORDS", "Row", "Searched", "arranged", "finds"]

Row = Mapping[str, Any]

_TITLES = ("Old maps", "New Maps", "Zo\u00eb sails", "old ships", "Ships and maps", "Rivers", None)
_SORTED = ("id", "place")
_PLACE = {
    "name": "place",
    "in": "query",
    "schema": {"type": "string"},
    "x-filter": {"field": "/place", "operator": "eq", "precision": "exact"},
}
_SORT = {
    "name": "sort",
    "in": "query",
    "schema": {"type": "string"},
    "x-sort": {
        "keys": {name: {"field": f"/{name}", "precision": "text"} for name in _SORTED},
        "descending": {"prefix": "-"},
    },
}
_PLACES = ("Lisbon port", "port Said", "Old town", "Bergen", "Harbour of Maps")


def finds(row: Row, value: str) -> bool:
    """Return whether the title or the place has all words, in any case."""
    text = "\n".join(str(row[name]) for name in ("title", "place") if row[name]).lower()
    return all(word in text for word in value.lower().split())


def arranged(rows: Sequence[Row], given: Mapping[str, str]) -> Sequence[Row]:
    """Return the rows of a place, in the order that ``sort`` chooses, or raise `ValueError`."""
    found = [each for each in rows if given.get("place", each["place"]) == each["place"]]
    if "sort" in given:
        name = given["sort"].removeprefix("-")
        if name not in _SORTED:
            raise ValueError("sort is none of the documented keys")
        found.sort(key=lambda row: str(row[name]), reverse=given["sort"].startswith("-"))
    return found


def _words(row: Row) -> list[str]:
    return f"{row['title'] or ''}\n{row['place']}".lower().split()


def _begins(row: Row, value: str) -> bool:
    """Return whether a word begins with each of the words, in any case."""
    words = _words(row)
    return all(any(each.startswith(part) for each in words) for part in value.lower().split())


def _has_one(row: Row, value: str) -> bool:
    """Return whether the title or the place has one of the words, in any case."""
    return not {*value.lower().split()}.isdisjoint(_words(row)) or not value.strip()


def _unchanged(response: Mapping[str, Any], given: Mapping[str, str]) -> Mapping[str, Any]:
    del given
    return response


@frozen
class Searched:
    """A list ``GET /books`` in pages, with the parameters ``q``, ``place`` and ``sort``.

    Attributes:
        search: The annotation of ``q``.
        finds: Returns whether a row is found by a value.
        arrange: Returns the rows of which those are found that ``finds`` chooses, in their order,
            given the parameters; it may raise `ValueError`.
        change: Returns the body that is sent in place of the correct one, given the parameters.
    """

    search: Mapping[str, Any] = {
        "fields": ["/title", "/place"],
        "match": "contains",
        "words": "all",
        "ignore": ["case"],
    }
    finds: Callable[[Row, str], bool] = finds
    arrange: Callable[[Sequence[Row], Mapping[str, str]], Sequence[Row]] = arranged
    change: Callable[[Mapping[str, Any], Mapping[str, str]], Mapping[str, Any]] = _unchanged
    items: Sequence[Row] = tuple(
        {
            "id": f"b{number:02}",
            "title": _TITLES[number % len(_TITLES)],
            "place": _PLACES[number % len(_PLACES)],
            "note": _TITLES[number % 5 + 1],
        }
        for number in range(29)
    )
    token: str = ""
    base_url: str = "http://api.test"

    @property
    def document(self) -> dict[str, Any]:
        """The OpenAPI document."""
        document = Paged().document
        operation = document["paths"]["/books"]["get"]
        q = {"name": "q", "in": "query", "schema": {"type": "string"}, "x-search": self.search}
        operation["parameters"] = [*operation["parameters"][:2], q, _PLACE, _SORT]
        content = operation["responses"]["200"]["content"]["application/json"]
        content["schema"]["properties"]["books"]["items"] = {
            "type": "object",
            "required": ["id"],
            "properties": {
                "id": {"type": "string"},
                "title": {"type": ["string", "null"]},
                "place": {"type": "string"},
                "note": {"type": "string"},
            },
        }
        return document

    @property
    def spec(self) -> Spec:
        """The spec, as Rollcall reads it."""
        return parse_spec(Path("searched.json"), self.document)

    def respond(self, request: httpx.Request) -> httpx.Response:
        """Return the response to a request."""
        given = dict(request.url.params)
        value = given.pop("q", "")
        try:
            rows = self.arrange(self.items, dict(request.url.params))
        except ValueError as error:
            return httpx.Response(422, json={"problem": str(error)})
        found = [each for each in rows if self.finds(each, value)]
        url = request.url.copy_with(params=given)
        answer = Paged(items=found).respond(httpx.Request(request.method, url))
        if answer.status_code != httpx.codes.OK:
            return answer
        return httpx.Response(200, json=self.change(answer.json(), dict(request.url.params)))


BEGINNINGS = Searched({**Searched().search, "match": "prefix"}, finds=_begins)
"""The list whose items are found by the beginnings of their words, all of them."""

WHOLE_WORDS = Searched({**Searched().search, "match": "word", "words": "any"}, finds=_has_one)
"""The list whose items are found by whole words, one of them."""
