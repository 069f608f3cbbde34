"""The lists of the API, which respond by their steps."""

import re
from collections.abc import Callable

from attrs import define, field

from tests.support.laws.full_api._churn import Churn
from tests.support.laws.full_api._messages import (
    Body,
    ListRequest,
    Refusal,
    Request,
    Response,
    error_response,
    page_response,
)
from tests.support.laws.full_api._rows import Data, Row
from tests.support.laws.full_api._steps import Steps

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_BELOW = re.compile(r"/depots/([^/]*)/(parcels|scans)")
_LONGEST = 8192


@define
class Lists:
    """Responds to requests from the rows, by the steps.

    Attributes:
        data: The rows.
        steps: The steps.
        churn: What changes the rows before every request, if anything does.
        count: The number of requests so far.
    """

    data: Data
    steps: Steps
    churn: Churn | None = None
    count: int = field(default=0, init=False)

    def response(self, request: Request) -> Response:
        """Return the response to a request; an exception is a 500."""
        try:
            response = page_response(self._body(request))
        except Refusal as refusal:
            response = error_response(refusal)
        except Exception:  # noqa: BLE001 - any defect of a step is a 500
            response = error_response(Refusal(500, "failed", "the server failed"))
        return self.steps.response(response, request)

    def _body(self, request: Request) -> Body:
        kind, depot = _route(request)
        if not self.steps.admits(request):
            challenge = {"www-authenticate": "Bearer"}
            raise Refusal(401, "unauthorized", "send the token", headers=challenge)
        if kind is None:
            raise Refusal(404, "unknown", "there is no such path")
        if request.method != "GET":
            raise Refusal(405, "method", "send GET", headers={"allow": "GET"})
        if len(request.query) > _LONGEST:
            raise Refusal(400, "long", f"the query has more than {_LONGEST} bytes")
        asked = self.steps.parsed(
            request, kind, depot, self.steps.pairs(request.query), self.steps.readers
        )
        if depot is not None and not _UUID.fullmatch(depot):
            raise Refusal(422, "invalid", "depot must be a UUID", "depot")
        if self.churn is not None:
            self.data = self.churn.changed(self.data, depot)
        if depot is not None and not self.steps.knows(self.data, depot):
            raise Refusal(404, "unknown", "there is no such depot", "depot")
        return self._list(asked)

    def _list(self, asked: ListRequest) -> Body:
        every = self.steps.rows(self.data, asked)
        matching = self.steps.found(every, asked, self.steps.meets)
        shown = self.steps.page(matching, asked)
        items = self.steps.total(every, matching, shown, asked)
        listed: Body = {asked.kind: [self._item(row, asked) for row in shown]}
        if asked.kind == "scans":
            rest = {"count": items, "per": asked.size, "links": self.steps.links(asked, items)}
        else:
            count = self.steps.pages(items, asked)
            if asked.kind == "depots" and asked.number > max(1, count):
                raise Refusal(404, "unknown", "there is no such page", "number")
            info = {"number": asked.number, "size": asked.size, "items": items, "pages": count}
            rest = {"page": info}
        return self.steps.body({**listed, **rest}, asked)

    def _item(self, row: Row, asked: ListRequest) -> Row:
        item = self.steps.item(row, asked)
        if asked.kind != "depots":
            return item
        return self.steps.expanded(item, asked, self._parcels(row))

    def _parcels(self, depot: Row) -> Callable[[], list[Row]]:
        return lambda: [dict(row) for row in self.steps.children(self.data, depot)]


def _route(request: Request) -> tuple[str | None, str | None]:
    if request.path == "/depots":
        return "depots", None
    match = _BELOW.fullmatch(request.path)
    return (match[2], match[1].lower()) if match else (None, None)
