"""From a request to its answer, step by step."""

import re
from collections.abc import Callable

from attrs import define, field

from tests.support.laws.full_api._ask import Answer, Ask, Body, Refusal, Wanted, answered, refused
from tests.support.laws.full_api._churn import Churn
from tests.support.laws.full_api._rows import Data, Row
from tests.support.laws.full_api._steps import Steps

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_BELOW = re.compile(r"/depots/([^/]*)/(parcels|scans)")
_LONGEST = 8192


@define
class Lists:
    """Answers requests from the rows, by the steps.

    Attributes:
        data: The rows.
        steps: The steps.
        churn: What changes the rows before every request, if anything does.
        count: How many requests were answered.
    """

    data: Data
    steps: Steps
    churn: Churn | None = None
    count: int = field(default=0, init=False)

    def answer(self, ask: Ask) -> Answer:
        """Answer a request; whatever goes wrong is a 500."""
        try:
            answer = answered(self._body(ask))
        except Refusal as refusal:
            answer = refused(refusal)
        except Exception:  # noqa: BLE001 - a server answers for its mistakes, whichever they are
            answer = refused(Refusal(500, "failed", "the server failed"))
        return self.steps.answer(answer, ask)

    def _body(self, ask: Ask) -> Body:
        kind, depot = _route(ask)
        if not self.steps.admits(ask):
            challenge = {"www-authenticate": "Bearer"}
            raise Refusal(401, "unauthorized", "send the token", headers=challenge)
        if kind is None:
            raise Refusal(404, "unknown", "there is no such path")
        if ask.method != "GET":
            raise Refusal(405, "method", "send GET", headers={"allow": "GET"})
        if len(ask.query) > _LONGEST:
            raise Refusal(400, "long", f"the query has more than {_LONGEST} bytes")
        want = self.steps.wanted(ask, kind, depot, self.steps.pairs(ask.query), self.steps.readers)
        if depot is not None and not _UUID.fullmatch(depot):
            raise Refusal(422, "invalid", "depot must be a UUID", "depot")
        if self.churn is not None:
            self.data = self.churn.changed(self.data, depot)
        if depot is not None and not self.steps.knows(self.data, depot):
            raise Refusal(404, "unknown", "there is no such depot", "depot")
        return self._list(want)

    def _list(self, want: Wanted) -> Body:
        every = self.steps.rows(self.data, want)
        matching = self.steps.found(every, want, self.steps.meets)
        shown = self.steps.page(matching, want)
        items = self.steps.total(every, matching, shown, want)
        listed: Body = {want.kind: [self._item(row, want) for row in shown]}
        if want.kind == "scans":
            rest = {"count": items, "per": want.size, "links": self.steps.links(want, items)}
        else:
            count = self.steps.pages(items, want)
            if want.kind == "depots" and want.number > max(1, count):
                raise Refusal(404, "unknown", "there is no such page", "number")
            info = {"number": want.number, "size": want.size, "items": items, "pages": count}
            rest = {"page": info}
        return self.steps.body({**listed, **rest}, want)

    def _item(self, row: Row, want: Wanted) -> Row:
        item = self.steps.item(row, want)
        if want.kind != "depots":
            return item
        return self.steps.expanded(item, want, self._parcels(row))

    def _parcels(self, depot: Row) -> Callable[[], list[Row]]:
        return lambda: [dict(row) for row in self.steps.children(self.data, depot)]


def _route(ask: Ask) -> tuple[str | None, str | None]:
    if ask.path == "/depots":
        return "depots", None
    match = _BELOW.fullmatch(ask.path)
    return (match[2], match[1].lower()) if match else (None, None)
