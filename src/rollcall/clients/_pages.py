"""Replies with valid pages, built from the schemas of a spec."""

from copy import deepcopy
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from rollcall.channels import Call, python_values
from rollcall.clients._schemas import nth_identity, sample, schema_at, write, write_end
from rollcall.clients._script import Reply, reply_with
from rollcall.clients._wire import text_of
from rollcall.spec import (
    LinkedPaging,
    ListOperation,
    NumberedPaging,
    Spec,
    item_schema,
    success_schema,
)

__all__ = [
    "answered_pages",
    "asked_number",
    "full_size",
    "has_buildable_pages",
    "least_call",
    "page_body",
]

_LARGEST = 250

# A client that decodes and encodes a link would change some of these characters.
_CURSOR = "cursor=%2Fafter%20{number}+~%3D"


def least_call(spec: Spec, operation: ListOperation) -> Call:
    """Return the call of an operation with only the required arguments."""
    wire = {each.name: sample(spec, each.schema) for each in operation.parameters if each.required}
    return Call(spec, operation, python_values(operation, wire))


def asked_number(call: Call) -> int:
    """Return the number of the first page of a call."""
    operation = call.operation
    index = operation.parameter(operation.paging.selector or "")
    asked = call.arguments.get(index.python_name) if index is not None else None
    return asked if isinstance(asked, int) else operation.default_index


def full_size(call: Call) -> int:
    """Return the number of items of a full page; 1 if a page may report its own size."""
    operation = call.operation
    if isinstance(operation.paging, LinkedPaging) or operation.paging.size_echo is not None:
        return 1
    size = operation.page_size
    assert size is not None
    asked = call.arguments.get(size.python_name)
    return asked if isinstance(asked, int) else int(size.schema.get("default", 1))


def has_buildable_pages(spec: Spec, operation: ListOperation) -> bool:
    """Return whether full pages are small enough to be built."""
    return full_size(least_call(spec, operation)) <= _LARGEST


def answered_pages(call: Call, count: int) -> list[Reply]:
    """Return replies to a call, from its first page to the last.

    If full pages are too large to be built, there is one page.
    """
    first = asked_number(call)
    last = first + count - 1 if full_size(call) <= _LARGEST else first
    return [reply_with(page_body(call, number, last)) for number in range(first, last + 1)]


def page_body(call: Call, number: int, last: int) -> Any:  # noqa: ANN401
    """Return a page of the list of a call, with items that no other page has.

    It is full, except for the last page, which has one item.

    Args:
        call: The call.
        number: The number of the page.
        last: The number of the last page.
    """
    spec, operation, paging = call.spec, call.operation, call.operation.paging
    body = sample(spec, success_schema(spec, operation))
    size = full_size(call)
    items = operation.items.read(body)
    item = items[0]
    items[:] = [deepcopy(item) for _ in range(1 if number == last else size)]
    schema = schema_at(spec, item_schema(spec, operation), operation.identity)
    for position, each in enumerate(items):
        known = operation.identity.read(item)
        write(each, operation.identity, nth_identity(schema, known, number * size + position))
    before = last - operation.first_index
    write(body, paging.size_echo, size)
    write(body, paging.total_items, before * size + 1)
    match paging:
        case NumberedPaging():
            write(body, paging.index_echo, number)
            write(body, paging.total_pages, before + 1)
        case LinkedPaging():
            _write_links(call, paging, body, number, last)
            write(body, paging.index_echo, number - operation.first_index)
    return body


def _write_links(call: Call, paging: LinkedPaging, body: object, number: int, last: int) -> None:
    """Write the links of a page, and remove the other links."""
    schema = success_schema(call.spec, call.operation)
    first = call.operation.first_index
    write(body, paging.itself, _link(call, number))
    write(body, paging.first, _link(call, first))
    for pointer, other in ((paging.prev, number - 1), (paging.next, number + 1)):
        if first <= other <= last:
            write(body, pointer, _link(call, other))
        else:
            write_end(call.spec, schema, body, pointer)


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
