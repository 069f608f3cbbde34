"""An odd server: the example API with a change, and the change of its document."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import attrs
import httpx

from rollcall.spec import Spec, parse_spec
from tests.support.api import Api

__all__ = [
    "BOOKS",
    "FIELDS",
    "ITEMS",
    "Change",
    "Odd",
    "Send",
    "body_of",
    "changes",
    "operation_of",
    "sends",
]

Send = Callable[[httpx.Request, httpx.Response], httpx.Response]
"""Returns what is sent in place of the correct response to a request."""
Change = Callable[[Any], object]
"""Changes a document in place."""

FIELDS: Mapping[str, Any] = {
    "id": {"type": "string"},
    "kind": {"type": "string", "enum": ["map", "atlas", "globe"]},
    "price": {"type": "integer"},
    "sold": {"type": "boolean"},
}
ITEMS = [
    {
        "id": f"b{number:02}",
        "kind": ("map", "atlas")[number % 2],
        "price": number * 7 % 11,
        "sold": number % 3 == 0,
    }
    for number in range(23)
]
BOOKS = Api(
    items=ITEMS,
    fields=FIELDS,
    filters={"kind": ("kind", "eq"), "price_from": ("price", "gte"), "sold": ("sold", "eq")},
)
"""The correct server."""


@attrs.frozen
class Odd:
    """A server, and the change of the document that goes with it."""

    api: Api
    document: Change = lambda _: None

    @property
    def spec(self) -> Spec:
        """The spec, with its change."""
        document = json.loads(json.dumps(self.api.document))
        self.document(document)
        return parse_spec(Path("api.json"), document)


def sends(send: Send, document: Change = lambda _: None) -> Odd:
    """Return the server that changes the responses of the correct one."""
    return Odd(attrs.evolve(BOOKS, send=send), document)


def operation_of(document: Any) -> Any:  # noqa: ANN401 - JSON
    """Return the operation of a document."""
    return document["paths"]["/books"]["get"]


def body_of(document: Any) -> Any:  # noqa: ANN401 - JSON
    """Return the schema of a page."""
    return operation_of(document)["responses"]["200"]["content"]["application/json"]["schema"]


def changes(change: Callable[[dict[str, Any]], object]) -> Send:
    """Return a change of the body of each page, in place."""

    def send(_: httpx.Request, response: httpx.Response) -> httpx.Response:
        if not response.is_success:
            return response
        body = response.json()
        change(body)
        return httpx.Response(200, json=body)

    return send
