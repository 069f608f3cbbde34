"""Replies with valid pages, built from the schemas of a spec."""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from urllib.parse import quote, urlencode, urlsplit

import attrs

from rollcall.channels import Call, python_values
from rollcall.clients._page_size import full_size
from rollcall.clients._schemas import nth_identity, sample, schema_at, write, write_end
from rollcall.clients._script import Reply, reply_with
from rollcall.clients._wire import text_of
from rollcall.spec import ListOperation, PagePlace, Spec, is_own, item_schema, success_schema

__all__ = [
    "MANY",
    "answered_pages",
    "asked_number",
    "changed_page",
    "has_buildable_pages",
    "least_call",
    "least_items",
    "page_reply",
    "wide_pages",
]

MANY = 4
"""The number of pages of a list with a first page, a last one, and others."""

_LARGEST = 250
_WIDTH = 3

# A client that decodes and encodes a link would change some of these characters.
_CURSOR = "cursor=%2Fafter%20{number}+~%3D"


def least_call(spec: Spec, operation: ListOperation) -> Call:
    """Return the call of an operation with only the required arguments."""
    needed = [each for each in operation.parameters if each.required and not is_own(spec, each)]
    wire = {each.name: sample(spec, each.schema) for each in needed}
    return Call(spec, operation, python_values(operation, wire))


def asked_number(call: Call) -> int:
    """Return the number or the offset of the first page of a call."""
    operation = call.operation
    index = operation.parameter(operation.paging.selector or "")
    asked = call.arguments.get(index.python_name) if index is not None else None
    return asked if isinstance(asked, int) else operation.default_index


def has_buildable_pages(spec: Spec, operation: ListOperation) -> bool:
    """Return whether full pages are small enough to be built."""
    return full_size(least_call(spec, operation)) <= _LARGEST


def least_items(spec: Spec, operation: ListOperation) -> int:
    """Return the number of items that each page must have by its schema."""
    schema = schema_at(spec, success_schema(spec, operation), operation.items)
    return int(schema.get("minItems", 0))


def answered_pages(call: Call, count: int) -> list[Reply]:
    """Return replies to a call, from its first page to the last.

    If full pages are too large to be built, there is one page.
    """
    last = count - 1 if full_size(call) <= _LARGEST else 0
    return [page_reply(call, number, last) for number in range(last + 1)]


def page_reply(call: Call, number: int, last: int) -> Reply:
    """Return a page of the list of a call, with items that no other page has.

    It is full, except for the last page, which has one item, or none if it would then be full.

    Args:
        call: The call.
        number: The number of pages between the first page of the call and this one.
        last: That number of the last page.
    """
    spec, operation = call.spec, call.operation
    body = sample(spec, success_schema(spec, operation))
    size, start = full_size(call), asked_number(call)
    items = operation.items.read(body)
    item = items[0]
    least = 1 if size > 1 or operation.tells_end else 0
    items[:] = [deepcopy(item) for _ in range(least if number == last else size)]
    for field in filter(None, (operation.identity, operation.paging.token_field)):
        schema = schema_at(spec, item_schema(spec, operation), field)
        known = field.read(item)
        for position, each in enumerate(items, (start + number) * size):
            write(each, field, nth_identity(schema, known, position))
    return changed_page(call, reply_with(body), dict(_information(call, number, last)))


def wide_pages(call: Call) -> list[Reply]:
    """Return the pages for a call, each with several items; the last page is not full."""
    replies, operation = answered_pages(call, MANY), call.operation
    paging, first = operation.paging, asked_number(call)
    bodies = [json.loads(each.body) for each in replies]
    if len(operation.items.read(bodies[0])) > 1 or len(bodies) < MANY:
        return replies
    wide = {paging.size_echo: _WIDTH, paging.total_items: MANY * _WIDTH - 1}
    for number, body in enumerate(bodies):
        count = _WIDTH
        if number == MANY - 1:
            count = _WIDTH - 1 if operation.items.read(body) else 0
        numbers = range(number * _WIDTH, number * _WIDTH + count)
        others = [json.loads(page_reply(call, each, MANY * _WIDTH).body) for each in numbers]
        operation.items.read(body)[:] = [operation.items.read(each)[0] for each in others]
    pages = []
    for number, (body, reply) in enumerate(zip(bodies, replies, strict=True)):
        told = dict(wide)
        if not paging.is_linked:
            told[paging.index_echo] = first + number * paging.step(_WIDTH)
        pages.append(changed_page(call, reply_with(body, reply), told))
    return pages


def changed_page(call: Call, reply: Reply, values: Mapping[PagePlace | None, object]) -> Reply:
    """Return a page with other page information.

    Args:
        call: The call.
        reply: The page.
        values: The values by their places; None: the page has none.
    """
    body, headers = json.loads(reply.body), dict(reply.headers)
    schema = success_schema(call.spec, call.operation)
    links = []
    for place, value in values.items():
        if place is None:
            continue
        if value is None:
            write_end(call.spec, schema, body, place)
        elif place.is_link:
            links.append(f'<{value}>; rel="{place.relation}"')
        elif place.header:
            headers[place.header] = text_of(value)
        else:
            write(body, place, value)
    if links:
        headers["link"] = ", ".join(links)
    return attrs.evolve(reply_with(body, reply), headers=headers)


def _information(call: Call, number: int, last: int) -> Iterator[tuple[PagePlace | None, object]]:
    """Yield the places of the page information, each with its value."""
    operation, paging, size = call.operation, call.operation.paging, full_size(call)
    start = asked_number(call)
    first = operation.start(start, size)
    yield paging.size_echo, size
    yield paging.index_echo, number if paging.is_linked else start + number * paging.step(size)
    yield paging.total_items, first + last * size + 1
    yield paging.total_pages, first // size + last + 1
    yield paging.has_more, (number < last) is paging.more_value
    yield paging.next_token, f"t{number + 1}" if number < last else None
    yield paging.itself, _link(call, number)
    yield paging.first, _link(call, 0)
    yield paging.last, _link(call, last)
    yield paging.prev, _link(call, number - 1) if number else None
    yield paging.next, _link(call, number + 1) if number < last else None


def _link(call: Call, number: int) -> str:
    """Return the link to a page: alternately a query, a path, or an absolute URL."""
    path = call.operation.path
    pairs = []
    for parameter, value in call.given():
        if parameter.location == "path":
            path = path.replace(f"{{{parameter.name}}}", quote(text_of(value), safe=""))
        else:
            pairs.append((parameter.name, text_of(value)))
    query = "&".join(filter(None, [urlencode(pairs), _CURSOR.format(number=number)]))
    server = call.spec.server
    forms = (f"?{query}", f"{urlsplit(server).path}{path}?{query}", f"{server}{path}?{query}")
    return forms[number % len(forms)]
