"""Lists of events with bounds of an instant or a day, and a server that applies them exactly."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs
import httpx

from rollcall.spec import day_of, instant_of

__all__ = ["Divided", "Events", "document"]

_COUNT = {"type": "integer"}
_HOLDS: Mapping[str, Callable[[Any, Any], bool]] = {
    "gt": lambda value, bound: value > bound,
    "gte": lambda value, bound: value >= bound,
    "lt": lambda value, bound: value < bound,
    "lte": lambda value, bound: value <= bound,
}


@attrs.frozen
class Divided:
    """How a list can be divided.

    Attributes:
        lower: The operator of the lower bound.
        upper: The operator of the upper bound.
        precision: What the bounds compare.
        is_linked: Whether each page links to the next one, without totals; otherwise pages have
            numbers and totals.
        null: Whether the field may be null, and whether a filter lists those that are.
        zone: The time zone of a day.
    """

    lower: str = "gte"
    upper: str = "lt"
    precision: str = "instant"
    is_linked: bool = False
    null: tuple[bool, bool] = (False, False)
    zone: str = "UTC"


def document(divided: Divided) -> dict[str, Any]:
    """Return the spec of such a list."""
    form = "date-time" if divided.precision == "instant" else "date"
    zone = {"zone": divided.zone} if divided.zone != "UTC" else {}
    parameters: list[dict[str, Any]] = [
        {
            "name": f"at_{operator}",
            "in": "query",
            "schema": {"type": "string", "format": form},
            "x-filter": {
                "field": "/at",
                "operator": operator,
                "precision": divided.precision,
                **zone,
            },
        }
        for operator in (divided.lower, divided.upper)
    ]
    if divided.null[1]:
        is_null = {"field": "/at", "operator": "isNull"}
        parameters.append(
            {"name": "no_at", "in": "query", "schema": {"type": "boolean"}, "x-filter": is_null}
        )
    size = {"type": "integer", "minimum": 1, "maximum": 50, "default": 5}
    parameters.append({"name": "size", "in": "query", "schema": size})
    fields: dict[str, Any] = {"next": {"type": ["string", "null"]}}
    paging: dict[str, Any] = {"style": "link", "next": "/next"}
    if not divided.is_linked:
        parameters.append({"name": "page", "in": "query", "schema": {"type": "integer"}})
        fields = {"page": _COUNT, "total": _COUNT}
        index = {"parameter": "page", "echo": "/page"}
        paging = {"style": "page", "pageIndex": index, "totalItems": "/total"}
    body = {
        "type": "object",
        "required": ["events", *fields],
        "properties": {
            "events": {"type": "array", "items": {"$ref": "#/components/schemas/Event"}},
            **fields,
        },
    }
    at = {"type": ["string", "null"] if divided.null[0] else "string", "format": "date-time"}
    event = {
        "type": "object",
        "required": ["id", "at"],
        "properties": {"id": {"type": "string"}, "at": at},
    }
    operation = {
        "operationId": "listEvents",
        "parameters": parameters,
        "responses": {
            "200": {"description": "Events.", "content": {"application/json": {"schema": body}}}
        },
        "x-list": {
            "items": "/events",
            "identity": "/id",
            "pagination": {"pageSize": {"parameter": "size"}, **paging},
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Events", "version": "1"},
        "servers": [{"url": "http://events.test"}],
        "paths": {"/events": {"get": operation}},
        "components": {"schemas": {"Event": event}},
    }


@attrs.define
class Events:
    """A server of events.

    Attributes:
        divided: How the list can be divided.
        instants: The field of each event, as text; None: it is null.
        queries: The queries of the requests, in their order.
        ignored: A parameter that the server does not apply.
    """

    divided: Divided
    instants: Sequence[str | None]
    queries: list[Mapping[str, str]] = attrs.field(factory=list)
    ignored: str = ""

    def body(self, query: Mapping[str, str], path: str) -> dict[str, Any]:
        """Return the body of the response to a query."""
        self.queries.append(query)
        found = [
            {"id": f"e{number}", "at": text}
            for number, text in enumerate(self.instants)
            if self._is_listed(text, query)
        ]
        size, number = int(query.get("size", "5")), int(query.get("page", "1"))
        events = found[(number - 1) * size : number * size]
        if not self.divided.is_linked:
            return {"events": events, "page": number, "total": len(found)}
        url = httpx.URL(path, params={**query, "page": str(number + 1)})
        return {"events": events, "next": str(url) if number * size < len(found) else None}

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Respond to a client of either style."""
        return httpx.Response(200, json=self.body(dict(request.url.params), "/events"))

    def reply(self, query: Mapping[str, str]) -> bytes:
        """Return the bytes of a response."""
        body = json.dumps(self.body(query, "/events")).encode()
        head = f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
        return b"HTTP/1.1 200 OK\r\n" + head.encode() + body

    @property
    def ids(self) -> list[str]:
        """The identities of all events, in order."""
        return [f"e{number}" for number, _ in enumerate(self.instants)]

    def _is_listed(self, text: str | None, query: Mapping[str, str]) -> bool:
        if "no_at" in query and (text is None) != (query["no_at"] == "true"):
            return False
        for operator in {self.divided.lower, self.divided.upper} - {self.ignored}:
            bound = query.get(f"at_{operator}")
            if bound is not None and (text is None or not self._holds(operator, text, bound)):
                return False
        return True

    def _holds(self, operator: str, text: str, bound: str) -> bool:
        instant = instant_of(text)
        if self.divided.precision == "instant":
            return _HOLDS[operator](instant, instant_of(bound))
        return _HOLDS[operator](day_of(instant, self.divided.zone).isoformat(), bound)
