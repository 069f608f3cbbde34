"""An example API whose items have the fields that a request selects."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx
from attrs import frozen

from rollcall.spec import Spec, parse_spec
from tests.support.paged import Paged

__all__ = ["LISTED", "NESTED", "Row", "Selected", "selected"]

Row = Mapping[str, Any]

NAMES = ("id", "title", "place", "note")
_FIELDS: Mapping[str, Any] = {
    "id": {"type": "string"},
    "kind": {"type": "string"},
    "title": {"type": "string"},
    "place": {"type": "string"},
    "note": {"type": ["string", "null"]},
}

_KEYS = {"name": "title", "where": "place", "key": "id", "sort": "kind", "memo": "note"}


def selected(row: Row, names: Sequence[str] | None) -> Row:
    """Return the fields of a row that a request names; all if it names none."""
    return row if names is None else {name: row[name] for name in row if name in {*names}}


@frozen
class Selected:
    """A list ``GET /books`` in pages, with the filter ``kind`` and the parameter ``fields``.

    Attributes:
        select: The annotation of ``fields``.
        schema: The schema of ``fields``.
        within: The field of an item that has the fields that are selected; empty: the item.
        names: The names that ``fields`` takes.
        unknown: The status of a request with an unknown name; 200: the name is ignored.
        part: Returns the part of a row that a request names; None: it has no names.
        strictness: The choices of the list where guidelines differ.
    """

    select: Mapping[str, Any] = {"separator": ",", "always": ["/id"]}
    schema: Mapping[str, Any] = {"type": "string"}
    within: str = ""
    names: Sequence[str] = ("id", "kind", "title", "place", "note")
    unknown: int = 422
    part: Callable[[Row, Sequence[str] | None], Row] = lambda row, names: selected(
        row, None if names is None else ["id", *names]
    )
    strictness: Mapping[str, Any] = {}
    items: Sequence[Row] = tuple(
        {
            "id": f"b{number:02}",
            "kind": ("map", "atlas")[number % 2],
            "title": f"Book {number * 7 % 11}",
            "place": ("Lisbon", "Bergen", "Harbour")[number % 3],
            "note": None if number % 4 == 0 else f"shelf {number}",
        }
        for number in range(23)
    )
    token: str = ""
    base_url: str = "http://api.test"

    @property
    def document(self) -> dict[str, Any]:
        """The OpenAPI document."""
        document = Paged(strictness=self.strictness).document
        operation = document["paths"]["/books"]["get"]
        fields: dict[str, Any] = {
            "name": "fields",
            "in": "query",
            "schema": self.schema,
            "x-select": self.select,
        }
        operation["parameters"].append(fields)
        if self.schema["type"] == "array":
            fields["explode"] = True
        content = operation["responses"]["200"]["content"]["application/json"]
        item = {"type": "object", "required": [*_FIELDS], "properties": _FIELDS}
        if self.within:
            outer = {"id": _FIELDS["id"], "kind": _FIELDS["kind"], self.within: item}
            item = {"type": "object", "required": [*outer], "properties": outer}
        content["schema"]["properties"]["books"]["items"] = item
        return document

    @property
    def spec(self) -> Spec:
        """The spec, as Rollcall reads it."""
        return parse_spec(Path("selected.json"), self.document)

    def respond(self, request: httpx.Request) -> httpx.Response:
        """Return the response to a request."""
        pairs = request.url.params.multi_items()
        sent = [text for name, text in pairs if name == "fields"]
        names = [name for text in sent for name in text.split(",")] if sent else None
        if names and self.unknown != httpx.codes.OK and not {*names} <= {*self.names}:
            return httpx.Response(self.unknown, json={})
        url = request.url.copy_with(params=[pair for pair in pairs if pair[0] != "fields"])
        answer = Paged(items=self.items).respond(httpx.Request(request.method, url))
        if answer.status_code != httpx.codes.OK:
            return answer
        body = answer.json()
        return httpx.Response(
            200, json={**body, "books": [self._shown(each, names) for each in body["books"]]}
        )

    def _shown(self, row: Row, names: Sequence[str] | None) -> Row:
        part = self.part(row, names)
        return {"id": row["id"], "kind": row["kind"], self.within: part} if self.within else part


NESTED = Selected({"within": "/attributes", "separator": ","}, within="attributes", part=selected)
"""The fields below ``/attributes`` are selected; the others are always there."""

LISTED = Selected(
    {
        "fields": {name: f"/{field}" for name, field in _KEYS.items()},
        "always": ["/id"],
        "default": ["name", "sort"],
    },
    schema={"type": "array", "minItems": 1, "items": {"type": "string"}},
    names=("name", "where", "key", "sort", "memo"),
    part=lambda row, names: selected(
        row,
        [
            "id",
            *(_KEYS.get(each, "") for each in (["name", "sort"] if names is None else names)),
        ],
    ),
)
"""Names that are not those of fields, each with the parameter's name, and a default."""
