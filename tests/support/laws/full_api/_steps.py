"""The steps from a request to its answer, each as it should be."""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlencode

from attrs import frozen

from tests.support.laws.full_api._ask import Answer, Ask, Body, Pairs, Refusal, Wanted
from tests.support.laws.full_api._moments import day_of, moment
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


def admits(ask: Ask) -> bool:
    """Return whether the sender holds the token; the scheme is read without regard to case."""
    match = _CREDENTIALS.fullmatch(ask.authorizations[0]) if ask.authorizations else None
    return match is not None and len(ask.authorizations) == 1 and match[1] == ask.token


def pairs(query: bytes) -> Pairs:
    """Split and decode a query, or raise `Refusal`."""
    return [
        (_decoded(name), _decoded(value))
        for name, _, value in (piece.partition(b"=") for piece in query.split(b"&") if piece)
    ]


def wanted(
    ask: Ask, kind: str, depot: str | None, given: Pairs, readers: Mapping[str, Reader]
) -> Wanted:
    """Read the parameters of a list, or raise `Refusal`; unknown ones are passed over."""
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
    return Wanted(
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
        ask=ask,
    )


def knows(data: Data, depot: str) -> bool:
    """Return whether there is such a depot."""
    return any(row["id"] == depot for row in data.depots)


def rows(data: Data, want: Wanted) -> list[Row]:
    """List all rows of the list, without its filters."""
    return data.rows(want.kind, want.depot)


def held(row: Row, condition: Condition) -> Value:
    """Return what a filter compares with its value: what a row holds, at the filter's precision."""
    value = row[condition.field]
    if condition.precision == "exact" or value is None:
        return value
    seconds = moment(value)
    return day_of(seconds) if condition.precision == "day" else seconds


def meets(row: Row, condition: Condition) -> bool:
    """Return whether a row meets a condition; null meets none."""
    value = held(row, condition)
    return value is not None and compare(value, condition)


def compare(value: Value, condition: Condition) -> bool:
    """Compare what a row holds by the condition's operator."""
    return _OPERATORS[condition.operator](value, condition.value)


def found(every: Sequence[Row], want: Wanted, meet: Callable[[Row, Condition], bool]) -> list[Row]:
    """List the rows that meet all conditions."""
    return [row for row in every if all(meet(row, each) for each in want.conditions)]


def page(matching: Sequence[Row], want: Wanted) -> list[Row]:
    """Cut the page out of the list."""
    return [*matching[want.start : want.start + want.size]]


def total(every: Sequence[Row], matching: Sequence[Row], shown: Sequence[Row], want: Wanted) -> int:
    """Count the list, filters applied."""
    del every, shown, want
    return len(matching)


def pages(items: int, want: Wanted) -> int:
    """Count the pages of the list."""
    return -(-items // want.size)


def children(data: Data, depot: Row) -> list[Row]:
    """List the parcels that a depot carries."""
    return data.rows("parcels", depot["id"])


def expanded(item: Row, want: Wanted, parcels: Callable[[], list[Row]]) -> Row:
    """Return a depot as it is shown, with its parcels if they are wanted."""
    return {**item, "parcels": parcels()} if want.with_parcels else item


def item(row: Row, want: Wanted) -> Row:
    """Return a row as it is shown."""
    del want
    return dict(row)


def address(want: Wanted, start: int) -> str:
    """Return the path and query of another page of the same list."""
    kept = [(name, value) for name, value in want.pairs if name not in {"per", "start"}]
    query = urlencode([*kept, ("per", str(want.size)), ("start", str(start))])
    return f"/depots/{want.depot}/scans?{query}"


def links(want: Wanted, items: int) -> Body:
    """Return the addresses of the other pages: two of them absolute, two without the origin."""
    base = want.ask.base_url
    path = "/" + base.split("/", 3)[3]
    following = want.start + want.size
    before = max(0, min(want.start, items) - want.size)
    return {
        "next": f"{base}{address(want, following)}" if following < items else None,
        "prev": f"{base}{address(want, before)}" if want.start > 0 else None,
        "first": f"{path}{address(want, 0)}",
        "self": f"{path}{address(want, want.start)}",
    }


def body(complete: Body, want: Wanted) -> Body:
    """Return the whole body as it is sent."""
    del want
    return complete


def answer(given: Answer, ask: Ask) -> Answer:
    """Return the whole answer as it is sent."""
    del ask
    return given


@frozen
class Steps:
    """Every step from a request to its answer; a mutated server has one that is wrong."""

    admits: Callable[[Ask], bool] = admits
    pairs: Callable[[bytes], Pairs] = pairs
    readers: Mapping[str, Reader] = READERS
    wanted: Callable[[Ask, str, str | None, Pairs, Mapping[str, Reader]], Wanted] = wanted
    knows: Callable[[Data, str], bool] = knows
    rows: Callable[[Data, Wanted], list[Row]] = rows
    meets: Callable[[Row, Condition], bool] = meets
    found: Callable[[Sequence[Row], Wanted, Callable[[Row, Condition], bool]], list[Row]] = found
    page: Callable[[Sequence[Row], Wanted], list[Row]] = page
    total: Callable[[Sequence[Row], Sequence[Row], Sequence[Row], Wanted], int] = total
    pages: Callable[[int, Wanted], int] = pages
    children: Callable[[Data, Row], list[Row]] = children
    expanded: Callable[[Row, Wanted, Callable[[], list[Row]]], Row] = expanded
    item: Callable[[Row, Wanted], Row] = item
    links: Callable[[Wanted, int], Body] = links
    body: Callable[[Body, Wanted], Body] = body
    answer: Callable[[Answer, Ask], Answer] = answer


def _decoded(text: bytes) -> str:
    if _BROKEN_ESCAPE.search(text):
        raise Refusal(400, "malformed", "the query holds a % without two hexadecimal digits")
    unescaped = _ESCAPE.sub(lambda match: bytes((int(match[1], 16),)), text.replace(b"+", b" "))
    try:
        return unescaped.decode()
    except UnicodeDecodeError as error:
        raise Refusal(400, "malformed", "the query is not UTF-8") from error
