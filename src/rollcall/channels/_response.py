"""The response to a query, the same through every channel."""

from collections.abc import Mapping
from typing import Any, Literal

import attrs
import httpx

from rollcall.channels._query import Query
from rollcall.http import BodyProblem, read_json
from rollcall.spec import ListOperation, Onward, Operation, PagePlace, ReturnedPage

__all__ = ["ClientRefusal", "Response", "items_in", "items_of", "size_in_force"]

_OK = 200


@attrs.frozen
class ClientRefusal:
    """A page that the client refused to decode.

    Attributes:
        place: The place of the value that it refused, as a JSON Pointer with a star for each item;
            empty: the whole body.
        reason: Why, in the words of the client.
        conforms: Whether plain HTTP finds that the same page conforms to the spec: then the client
            is stricter than the spec.
    """

    place: str
    reason: str
    conforms: bool


@attrs.frozen
class Response:
    """The response to a query, or the error that the client raised.

    Attributes:
        query: The query.
        status: The status; None where the client refused to send the query.
        items: The items of the page.
        body: The body of the page; None where it is not JSON.
        body_problem: Why the body, or a text in it, cannot be read; None where it can.
        headers: The headers, with names in lower case.
        content: The body as it came.
        problem: The error that the client raised, unless it is the error of a status.
        refusal: The page that the client refused to decode; None where it decoded it.
        is_list_change: Whether the client reported that the list changed.
        url: The URL of the request.
        source: The data from which the channel writes the exchange.
    """

    query: Query
    status: int | None
    items: list[Any] = attrs.field(factory=list)
    body: Any = None
    body_problem: BodyProblem | None = None
    headers: Mapping[str, str] = attrs.field(factory=dict)
    content: bytes = b""
    problem: str | None = None
    refusal: ClientRefusal | None = None
    is_list_change: bool = False
    url: str = ""
    source: object = attrs.field(default=None, eq=False, repr=False)

    @property
    def kind(self) -> Literal["page", "refusal", "failure"]:
        """Return whether it is a page, a refusal with a 4xx status or by the client, or neither."""
        if self.problem is None and self.status == _OK:
            return "page"
        if self.status is None or self.status in range(400, 500):
            return "refusal"
        return "failure"

    def read(self, place: PagePlace | None) -> Any:  # noqa: ANN401 - JSON
        """Return the value at a place of the page information; None if there is none."""
        return place.read(self.body, self.headers) if place is not None else None

    @property
    def returned(self) -> ReturnedPage:
        """The page, as far as paging reads it."""
        operation, query = self.query.operation, self.query
        position = query.get(operation.paging.selector or "")
        return ReturnedPage(
            body=self.body,
            headers=self.headers,
            items=self.items,
            size=size_in_force(query),
            position=position if isinstance(position, int) else operation.default_index,
        )

    @property
    def onward(self) -> Onward | None:
        """How the next page is requested; None after the last page."""
        return self.query.operation.paging.following(self.returned)


def size_in_force(query: Query) -> int:
    """Return how many items a page holds at most: the requested number, or the default.

    Returns:
        The number; 0 where the spec does not say.
    """
    parameter = query.operation.page_size
    if parameter is None:
        return 0
    size = query.get(parameter.name)
    return size if isinstance(size, int) else int(parameter.schema.get("default", 0))


def items_of(operation: Operation, response: httpx.Response) -> list[Any]:
    """Return the items of a response; an empty list if it is not a page."""
    if not isinstance(operation, ListOperation) or response.status_code != _OK:
        return []
    return items_in(operation, read_json(response.content))


def items_in(operation: ListOperation, body: object) -> list[Any]:
    """Return the items in the body of a page; an empty list if it has none."""
    found = operation.items.read(body, [])
    return found if isinstance(found, list) else []
