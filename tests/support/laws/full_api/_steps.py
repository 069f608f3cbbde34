"""The steps from a request to its response, each of them correct."""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlencode

from attrs import frozen

from tests.support.laws.full_api._instants import day_of, instant
from tests.support.laws.full_api._messages import (
    Body,
    ListRequest,
    Pairs,
    Refusal,
    Request,
    Response,
)
from tests.support.laws.full_api._parameters import (
    DEFAULT_SIZE,
    FILTERS,
    OTHERS,
    READERS,
    Condition,
    Reader,
    Value,
)
from tests.support.laws.full_api._rows import Data, Row

_BROKEN_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})")
_CREDENTIALS = re.compile(r"bearer +([^ ]+)", re.IGNORECASE)
_OPERATORS: Mapping[str, Callable[[Value, Value], bool]] = {
    "eq": operator.eq,
    "gte": operator.ge,
    "lte": operator.le,
    "gt": operator.gt,
    "lt": operator.lt,
}


def admits(request: Request) -> bool:
    """Return whether a request has the token; the scheme is compared in any case."""
    match = _CREDENTIALS.fullmatch(request.authorizations[0]) if request.authorizations else None
    return match is not None and len(request.authorizations) == 1 and match[1] == request.token


def pairs(query: bytes) -> Pairs:
    """Split and decode a query, or raise `Refusal`."""
    return [
        (_decoded(name), _decoded(value))
        for name, _, value in (piece.partition(b"=") for piece in query.split(b"&") if piece)
    ]


def parsed(
    request: Request, kind: str, depot: str | None, given: Pairs, readers: Mapping[str, Reader]
) -> ListRequest:
    """Parse the parameters of a list, or raise `Refusal`; unknown parameters are ignored."""
    types = {**OTHERS[kind], **{name: each.type for name, each in FILTERS[kind].items()}}
    known = [(name, text) for name, text in given if name in types]
    values: dict[str, Value] = {}
    for name, text in known:
        if name in values:
            raise Refusal(422, "invalid", f"{name} must be given once", name)
        try:
            values[name] = readers[types[name]](text)
        except ValueError as error:
            raise Refusal(422, "invalid", f"{name} {error}", name) from error
    size: int = values.get("size") or values.get("per") or DEFAULT_SIZE
    number: int = values.get("number") or 1
    return ListRequest(
        kind=kind,
        depot=depot,
        pairs=known,
        conditions=tuple(
            Condition(name, each.field, each.operator, each.precision, values[name])
            for name, each in FILTERS[kind].items()
            if name in values
        ),
        given={name: value for name, value in values.items() if name in OTHERS[kind]},
        size=size,
        start=values.get("start", (number - 1) * size),
        number=number,
        with_parcels=values.get("with_parcels", False),
        request=request,
    )


def knows(data: Data, depot: str) -> bool:
    """Return whether a depot exists."""
    return any(row["id"] == depot for row in data.depots)


def rows(data: Data, asked: ListRequest) -> list[Row]:
    """Return all rows of the list, without its filters."""
    return data.rows(asked.kind, asked.depot)


def held(row: Row, condition: Condition) -> Value:
    """Return the field of a row that a filter compares, at the filter's precision."""
    value = row[condition.field]
    if condition.precision == "exact" or value is None:
        return value
    seconds = instant(value)
    return day_of(seconds) if condition.precision == "day" else seconds


def meets(row: Row, condition: Condition) -> bool:
    """Return whether a row meets a condition; null never does."""
    value = held(row, condition)
    return value is not None and compare(value, condition)


def compare(value: Value, condition: Condition) -> bool:
    """Compare the field of a row by the condition's operator."""
    return _OPERATORS[condition.operator](value, condition.value)


def found(
    every: Sequence[Row], asked: ListRequest, meet: Callable[[Row, Condition], bool]
) -> list[Row]:
    """Return the rows that meet all conditions."""
    return [row for row in every if all(meet(row, each) for each in asked.conditions)]


def page(matching: Sequence[Row], asked: ListRequest) -> list[Row]:
    """Return the rows of the page."""
    return [*matching[asked.start : asked.start + asked.size]]


def total(
    every: Sequence[Row], matching: Sequence[Row], shown: Sequence[Row], asked: ListRequest
) -> int:
    """Return the number of the matching rows."""
    del every, shown, asked
    return len(matching)


def pages(items: int, asked: ListRequest) -> int:
    """Return the number of pages."""
    return -(-items // asked.size)


def children(data: Data, depot: Row) -> list[Row]:
    """Return the parcels that a depot carries."""
    return data.rows("parcels", depot["id"])


def expanded(item: Row, asked: ListRequest, parcels: Callable[[], list[Row]]) -> Row:
    """Return a depot as an item, with its parcels if they are requested."""
    return {**item, "parcels": parcels()} if asked.with_parcels else item


def item(row: Row, asked: ListRequest) -> Row:
    """Return a row as an item."""
    del asked
    return dict(row)


def address(asked: ListRequest, start: int) -> str:
    """Return the path and query of another page of the same list."""
    kept = [(name, value) for name, value in asked.pairs if name not in {"per", "start"}]
    query = urlencode([*kept, ("per", str(asked.size)), ("start", str(start))])
    return f"/depots/{asked.depot}/scans?{query}"


def links(asked: ListRequest, items: int) -> Body:
    """Return the URLs of the other pages: two absolute ones, two without the origin."""
    base = asked.request.base_url
    path = "/" + base.split("/", 3)[3]
    following = asked.start + asked.size
    before = max(0, min(asked.start, items) - asked.size)
    return {
        "next": f"{base}{address(asked, following)}" if following < items else None,
        "prev": f"{base}{address(asked, before)}" if asked.start > 0 else None,
        "first": f"{path}{address(asked, 0)}",
        "self": f"{path}{address(asked, asked.start)}",
    }


def body(complete: Body, asked: ListRequest) -> Body:
    """Return the body that is sent."""
    del asked
    return complete


def response(given: Response, request: Request) -> Response:
    """Return the response that is sent."""
    del request
    return given


@frozen
class Steps:
    """The steps from a request to its response; a mutant has one wrong step."""

    admits: Callable[[Request], bool] = admits
    pairs: Callable[[bytes], Pairs] = pairs
    readers: Mapping[str, Reader] = READERS
    parsed: Callable[[Request, str, str | None, Pairs, Mapping[str, Reader]], ListRequest] = parsed
    knows: Callable[[Data, str], bool] = knows
    rows: Callable[[Data, ListRequest], list[Row]] = rows
    meets: Callable[[Row, Condition], bool] = meets
    found: Callable[[Sequence[Row], ListRequest, Callable[[Row, Condition], bool]], list[Row]] = (
        found
    )
    page: Callable[[Sequence[Row], ListRequest], list[Row]] = page
    total: Callable[[Sequence[Row], Sequence[Row], Sequence[Row], ListRequest], int] = total
    pages: Callable[[int, ListRequest], int] = pages
    children: Callable[[Data, Row], list[Row]] = children
    expanded: Callable[[Row, ListRequest, Callable[[], list[Row]]], Row] = expanded
    item: Callable[[Row, ListRequest], Row] = item
    links: Callable[[ListRequest, int], Body] = links
    body: Callable[[Body, ListRequest], Body] = body
    response: Callable[[Response, Request], Response] = response


def _decoded(text: bytes) -> str:
    if _BROKEN_ESCAPE.search(text):
        raise Refusal(400, "malformed", "the query holds a % without two hexadecimal digits")
    unescaped = _ESCAPE.sub(lambda match: bytes((int(match[1], 16),)), text.replace(b"+", b" "))
    try:
        return unescaped.decode()
    except UnicodeDecodeError as error:
        raise Refusal(400, "malformed", "the query is not UTF-8") from error
