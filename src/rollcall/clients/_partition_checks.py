"""Checks of the partitions of a list, on a server that filters made-up items."""

import inspect
import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import partial
from typing import Any, get_args
from urllib.parse import parse_qsl, urlencode

import attrs
import httpx

from rollcall.channels import Call
from rollcall.clients._check import Execution, check, expect
from rollcall.clients._pages import changed_page, least_call, page_reply
from rollcall.clients._schemas import nth_identity, schema_at, write
from rollcall.clients._script import Reply, Script, reply_with, scripted, scripted_async
from rollcall.spec import (
    Filter,
    ListOperation,
    PagePlace,
    Spec,
    field_key,
    is_match,
    item_schema,
    resolve,
    types_of,
    value_key,
)

__all__: list[str] = []

_INSTANTS = (
    "2021-04-24T00:00:00Z",
    "2021-04-25T23:59:59.999999Z",
    "2021-04-26T00:00:00Z",
    "2021-04-26T02:00:00+02:00",
    "2021-04-26T00:00:00.000001Z",
    "2021-04-26T00:00:00.000002Z",
    "2021-04-27T12:00:00Z",
    "2021-04-30T00:00:00Z",
    "2021-05-01T00:00:00Z",
    "2022-01-01T00:00:00Z",
)
"""Instants with others beside them, and midnights."""

_RANGES = (1, 2, 3, 5, 8)
_CURSOR = "cursor_of_rows"


def _is_divided(spec: Spec, operation: ListOperation) -> bool:
    """Return whether the client divides the list, and its pages have numbers or links."""
    paging = operation.paging
    is_served = paging.selector is not None or paging.next is not None
    return is_served and bool(_fields(least_call(spec, operation)))


def _bounds(operation: ListOperation) -> Iterator[Filter]:
    """Yield the lower bounds that have an upper bound."""
    known = [
        each.filter
        for each in operation.filters
        if each.filter and not each.filter.prefixes and not each.filter.nulls_match
        if each.schema.get("format") in {"date", "date-time"} and not each.required
    ]
    for lower in known:
        for upper in known:
            own = attrs.evolve(upper, operator=lower.operator)
            if (lower.operator[:2], upper.operator[:2]) == ("gt", "lt") and own == lower:
                yield lower


@attrs.define
class _Rows:
    """Answers requests, for httpx's mock transport, with the rows that match their filters.

    Attributes:
        call: The call whose list it is.
        rows: The items.
        page: A page of the list.
    """

    call: Call
    rows: list[Any]
    page: Reply

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Return a page."""
        operation, paging = self.call.operation, self.call.operation.paging
        pairs = parse_qsl(request.url.query.decode(), keep_blank_values=True)
        query = dict(pairs)
        found = [row for row in self.rows if self._matches(row, query)]
        size_parameter = operation.page_size
        default = (size_parameter.schema if size_parameter is not None else {}).get("default", 20)
        size = int(query.get(paging.size or "", default))
        index = int(query.get(paging.selector or "", operation.default_index))
        start = int(query.get(_CURSOR, query.get(paging.token or "", "t0").removeprefix("t")))
        if paging.selector is not None:
            start = operation.start(index, size)
        end = start + size
        onward = end if end < len(found) else None
        url = str(request.url.copy_with(query=None))
        others = [pair for pair in pairs if pair[0] != _CURSOR]

        def link(at: int) -> str:
            return f"{url}?{urlencode([*others, (_CURSOR, str(at))])}"

        told: dict[PagePlace | None, object] = {
            paging.size_echo: size,
            paging.index_echo: start // size if paging.is_linked else index,
            paging.total_items: len(found),
            paging.total_pages: -(-len(found) // size),
            paging.has_more: (onward is not None) is paging.more_value,
            paging.next_token: None if onward is None else f"t{onward}",
            paging.itself: link(start),
            paging.first: link(0),
            paging.last: link(max(0, len(found) - 1) // size * size),
            paging.prev: link(max(0, start - size)) if start else None,
            paging.next: None if onward is None else link(onward),
        }
        body = json.loads(self.page.body)
        operation.items.read(body)[:] = found[start:end]
        reply = changed_page(self.call, reply_with(body, self.page), told)
        headers = {"content-type": reply.content_type, **reply.headers}
        return httpx.Response(reply.status, content=reply.body, headers=headers)

    def _matches(self, row: Mapping[str, Any], query: Mapping[str, str]) -> bool:
        for parameter in self.call.operation.filters:
            filter_, text = parameter.filter, query.get(parameter.name)
            if filter_ is not None and text is not None:
                is_boolean = parameter.schema.get("type") == "boolean"
                value = value_key(filter_, text == "true" if is_boolean else text)
                if not is_match(filter_, field_key(filter_, row), value):
                    return False
        return True


@check("partitions_divide", applies=_is_divided)
def partitions(execution: Execution) -> None:
    """The partitions of a list have each of its items once, in both styles."""
    call, spec = execution.call(), execution.spec
    page = page_reply(call, 0, 0)
    choices: tuple[str, ...] = ()
    with execution.case(call), scripted(spec, Script([page])) as client:
        method: Any = getattr(call.resource(client), "partitions", None)
        expect(method, "the client has no method partitions: generate it again")
        choices = get_args(inspect.signature(method).parameters["by"].annotation)
    # A field may have another name in Python.
    for name in sorted({*_fields(call)} & {*choices}):
        server = _Rows(call, _rows(call, page, name), page)
        with execution.case(call):
            with scripted(spec, server) as client:
                whole = sorted(map(repr, call.on(client)))
                found = {
                    into: [[*each] for each in call.on(client, "partitions", by=name, into=into)]
                    for into in _RANGES
                }
            expect(len(whole) == len(_INSTANTS), f"list returned {len(whole)} items")
            for into, parts in found.items():
                read = sorted(repr(item) for part in parts for item in part)
                title = f"{len(parts)} partitions by {name} have {len(read)} items together"
                expect(read == whole, title, f"{len(whole)} items are listed")
                expect(len(parts) <= into, f"{len(parts)} partitions were returned, not {into}")
            expect(len(found[_RANGES[-1]]) > 1, f"the list is not divided by {name}")
            use = partial(_read_async, call, name)
            expect(
                scripted_async(spec, server, use) == found,
                "the asynchronous client returns other partitions",
            )


async def _read_async(call: Call, name: str, client: Any) -> dict[int, list[list[Any]]]:  # noqa: ANN401
    found: dict[int, list[list[Any]]] = {}
    for into in _RANGES:
        parts = await call.on(client, "partitions", by=name, into=into)
        found[into] = [[item async for item in each] for each in parts]
    return found


def _fields(call: Call) -> list[str]:
    """Return the fields that the client divides by, and that each item has by the spec."""
    schema = resolve(call.spec, item_schema(call.spec, call.operation))
    required = {*schema.get("required", ())}
    bounds = {str(each.field).lstrip("/") for each in _bounds(call.operation)}
    return sorted(
        name
        for name in bounds & required & schema.get("properties", {}).keys()
        if "null" not in types_of(resolve(call.spec, schema["properties"][name]))
    )


def _rows(call: Call, page: Reply, name: str) -> list[Any]:
    """Return items that differ in their identities and in a field."""
    spec, operation = call.spec, call.operation
    item = operation.items.read(json.loads(page.body))[0]
    identity = operation.identity
    schema = schema_at(spec, item_schema(spec, operation), identity)
    rows = [{**deepcopy(item), name: instant} for instant in _INSTANTS]
    for number, row in enumerate(rows):
        write(row, identity, nth_identity(schema, identity.read(item), number))
    return rows
