"""An example API whose list is searched and selected: a test replaces what is to be wrong."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx
from attrs import frozen

from rollcall.spec import Spec, parse_spec
from tests.support.paged import Paged

__all__ = ["Row", "Searched", "finds"]

Row = Mapping[str, Any]

_TITLES = ("Old maps", "New Maps", "Zo\u00eb sails", "old ships", "Ships and maps", "Rivers", None)
_PLACES = ("Lisbon port", "port Said", "Old town", "Bergen", "Harbour of Maps")


def finds(row: Row, value: str) -> bool:
    """Return whether the title or the place has all words, in any case."""
    text = "\n".join(str(row[name]) for name in ("title", "place") if row[name]).lower()
    return all(word in text for word in value.lower().split())


def _unchanged(response: Mapping[str, Any], given: Mapping[str, str]) -> Mapping[str, Any]:
    del given
    return response


@frozen
class Searched:
    """A list ``GET /books`` in pages, with the parameter ``q``.

    Attributes:
        search: The annotation of ``q``.
        finds: Returns whether a row is found by a value.
        change: Returns the body that is sent in place of the correct one, given the parameters.
    """

    search: Mapping[str, Any] = {
        "fields": ["/title", "/place"],
        "match": "contains",
        "words": "all",
        "ignore": ["case"],
    }
    finds: Callable[[Row, str], bool] = finds
    change: Callable[[Mapping[str, Any], Mapping[str, str]], Mapping[str, Any]] = _unchanged
    items: Sequence[Row] = tuple(
        {
            "id": f"b{number:02}",
            "title": _TITLES[number % len(_TITLES)],
            "place": _PLACES[number % len(_PLACES)],
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
        operation["parameters"] = [*operation["parameters"][:2], q]
        content = operation["responses"]["200"]["content"]["application/json"]
        content["schema"]["properties"]["books"]["items"] = {
            "type": "object",
            "required": ["id"],
            "properties": {
                "id": {"type": "string"},
                "title": {"type": ["string", "null"]},
                "place": {"type": "string"},
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
        found = [each for each in self.items if self.finds(each, value)]
        url = request.url.copy_with(params=given)
        answer = Paged(items=found).respond(httpx.Request(request.method, url))
        if answer.status_code != httpx.codes.OK:
            return answer
        return httpx.Response(200, json=self.change(answer.json(), dict(request.url.params)))
