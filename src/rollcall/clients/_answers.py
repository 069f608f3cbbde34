"""Answers that keep the contract, built from its schemas."""

from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from typing import Any

import hypothesis
from hypothesis import strategies as st

from rollcall.clients._arguments import python_values
from rollcall.clients._call import Call
from rollcall.clients._exchange import Answer, answer_with
from rollcall.clients._identities import nth_identity
from rollcall.clients._links import write_links
from rollcall.clients._places import (
    asked_number,
    full_size,
    lengths_of,
    schema_at,
    types_of,
    write,
)
from rollcall.spec import (
    ListOperation,
    Spec,
    SpecError,
    item_schema,
    resolve,
    success_schema,
)

__all__ = ["answered_pages", "least_call", "page_body", "sample"]

_SAMPLES = {
    "uuid": "7b61621f-62e0-4aad-ab11-9fd19e272e73",
    "date-time": "2021-04-16T09:46:20.954863Z",
    "date": "2021-04-16",
    "uri": "https://www.example.com/",
    "uri-reference": "/elsewhere",
}

_LARGEST = 250


def sample(spec: Spec, schema: Mapping[str, Any]) -> Any:  # noqa: ANN401, PLR0911
    """Build a value with every field that the schema names, and an item in every list.

    Raises:
        SpecError: The schema uses what is not known here.
    """
    schema = resolve(spec, schema)
    for keyword in ("const", "enum"):
        if keyword in schema:
            return schema[keyword] if keyword == "const" else schema[keyword][0]
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            return sample(spec, schema[keyword][0])
    match types_of(schema)[:1]:
        case ["object"]:
            fields = schema.get("properties", {})
            return {name: sample(spec, field) for name, field in fields.items()}
        case ["array"]:
            return [sample(spec, schema["items"])] * max(1, schema.get("minItems", 1))
        case ["string"]:
            return _text(schema)
        case ["integer" | "number"]:
            return schema.get("minimum", schema.get("maximum", 1))
        case ["boolean"]:
            return False
    msg = f"no value can be built for {dict(schema)}"
    raise SpecError(msg)


def _text(schema: Mapping[str, Any]) -> str:
    if "pattern" in schema:
        return _matching(schema["pattern"], *lengths_of(schema))
    return str(_SAMPLES.get(schema.get("format", ""), "a" * schema.get("minLength", 1)))


@cache
def _matching(pattern: str, least: int, most: float) -> str:
    """Return the simplest text of a length that matches a pattern.

    Raises:
        SpecError: None was found.
    """
    settings = hypothesis.settings(database=None, derandomize=True)
    try:
        found: str = hypothesis.find(
            st.from_regex(pattern), lambda text: least <= len(text) <= most, settings=settings
        )
    except hypothesis.errors.NoSuchExample:
        msg = f"no text of {least} to {most} characters was found that matches {pattern!r}"
        raise SpecError(msg) from None
    return found


def least_call(spec: Spec, operation: ListOperation) -> Call:
    """Call an operation with what it cannot do without."""
    wire = {each.name: sample(spec, each.schema) for each in operation.parameters if each.required}
    return Call(spec, operation, python_values(operation, wire))


def page_body(call: Call, number: int, last: int) -> Any:  # noqa: ANN401
    """Build a page of the list that a call asks for, with items that no other page has.

    It is full, but for the last one, which holds one item.

    Args:
        call: The call.
        number: Which page it says it is.
        last: Which page it says is the last.
    """
    spec, operation = call.spec, call.operation
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
    paging = operation.paging
    write(body, paging.size_echo, size)
    write(body, paging.total_items, before * size + 1)
    write(body, paging.total_pages, before + 1)
    write_links(call, body, number, last)
    # Links number their pages from 0.
    start = 0 if paging.number is not None else operation.first_index
    write(body, paging.index_echo, number - start)
    return body


def answered_pages(call: Call, count: int) -> list[Answer]:
    """Answer a call with as many pages, from the one that it asks for to the last.

    Where full pages are too large to be built, there is but one.
    """
    first = asked_number(call)
    last = first + count - 1 if full_size(call) <= _LARGEST else first
    return [answer_with(page_body(call, number, last)) for number in range(first, last + 1)]
