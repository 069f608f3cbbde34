"""The messages of the server: a request, the requested page, a refusal, a response."""

import json
from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from tests.support.laws.full_api._parameters import Condition

Body = dict[str, Any]
Pairs = list[tuple[str, str]]
"""The names and values of a query string, in their order."""


@frozen
class Request:
    """A request.

    Attributes:
        method: The method, in capitals.
        path: The path below the base URL, decoded.
        query: The query, as it was sent.
        authorizations: The `Authorization` headers.
        base_url: The base URL as the client knows it.
        count: The number of the request, counted from 1.
        token: The token that the server admits.
    """

    method: str
    path: str
    query: bytes
    authorizations: tuple[str, ...]
    base_url: str
    count: int
    token: str


@frozen
class ListRequest:
    """The requested page of a list.

    Attributes:
        kind: `depots`, `parcels` or `scans`.
        depot: The depot whose rows are listed, if the list has one.
        pairs: The query.
        conditions: The filters.
        given: The values of the other parameters that were sent.
        size: How many rows the page holds at most.
        start: How many rows stand before the page.
        number: Which page, where pages have numbers.
        with_parcels: Whether each depot carries its parcels.
        request: The request.
    """

    kind: str
    depot: str | None
    pairs: Pairs
    conditions: tuple[Condition, ...]
    given: Mapping[str, Any]
    size: int
    start: int
    number: int
    with_parcels: bool
    request: Request


@frozen
class Refusal(Exception):  # noqa: N818 - a refusal is a response
    """A response that refuses a request."""

    status: int
    code: str
    message: str
    parameter: str | None = None
    headers: Mapping[str, str] = field(factory=dict)


@frozen
class Response:
    """A response."""

    status: int
    body: bytes
    headers: Mapping[str, str]


def page_response(body: Body) -> Response:
    """Return the response for a page."""
    return Response(
        200, _encoded(body), {"content-type": "application/json", "x-depot-version": "1"}
    )


def error_response(refusal: Refusal) -> Response:
    """Return the response for a refusal."""
    error = {"code": refusal.code, "message": refusal.message}
    if refusal.parameter is not None:
        error["parameter"] = refusal.parameter
    headers = {"content-type": "application/json", **refusal.headers}
    return Response(refusal.status, _encoded({"error": error}), headers)


def _encoded(body: Body) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()
