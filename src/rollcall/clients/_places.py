"""Where things stand in the body of a page, and which page of its list it is."""

from collections.abc import Mapping, Sequence
from math import inf
from typing import Any

from rollcall.clients._call import Call
from rollcall.spec import (
    Paging,
    Pointer,
    Spec,
    resolve,
)

__all__ = [
    "admits_null",
    "asked_number",
    "full_size",
    "lengths_of",
    "page_information",
    "schema_at",
    "types_of",
    "write",
    "write_end",
]


def types_of(schema: Mapping[str, Any]) -> list[str]:
    """Return the types that a schema admits."""
    types = schema.get("type", [])
    return [types] if isinstance(types, str) else list(types)


def lengths_of(schema: Mapping[str, Any]) -> tuple[int, float]:
    """Return how many characters a text has at least and at most, which may be any number."""
    return schema.get("minLength", 0), schema.get("maxLength", inf)


def admits_null(spec: Spec, schema: Mapping[str, Any]) -> bool:
    """Return whether null is a value of a schema."""
    schema = resolve(spec, schema)
    branches = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
    return "null" in types_of(schema) or any(admits_null(spec, each) for each in branches)


def schema_at(spec: Spec, schema: Mapping[str, Any], pointer: Pointer) -> Mapping[str, Any]:
    """Return the schema of what a pointer leads to, through objects."""
    for name in str(pointer).split("/")[1:]:
        schema = resolve(spec, schema)["properties"][name]
    return resolve(spec, schema)


def write(body: Any, pointer: Pointer | None, value: object) -> None:  # noqa: ANN401 - any JSON
    """Set what a pointer leads to, if there is a pointer."""
    if pointer is not None:
        holder, name = _holder(body, pointer)
        holder[name] = value


def write_end(
    spec: Spec,
    schema: Mapping[str, Any],
    body: Any,  # noqa: ANN401 - any JSON
    pointer: Pointer | None,
) -> None:
    """Return where a link would stand that there is none: by null, by nothing, or by an empty text.

    Args:
        spec: The contract.
        schema: The schema of the body.
        body: The body.
        pointer: Where the link would stand, if the list has such links.
    """
    if pointer is None:
        return
    holder, name = _holder(body, pointer)
    around = schema_at(spec, schema, Pointer(str(pointer).rpartition("/")[0]))
    if admits_null(spec, around["properties"][name]):
        holder[name] = None
    elif name in around.get("required", ()):
        holder[name] = ""
    else:
        holder.pop(name, None)


def _holder(body: object, pointer: Pointer) -> tuple[Any, str]:
    parent, _, name = str(pointer).rpartition("/")
    holder = Pointer(parent).read(body)
    assert not isinstance(holder, Sequence)
    return holder, name


def page_information(paging: Paging) -> Pointer:
    """Return where the page information stands that a client gives: an object in the body, or all.

    It is the object that holds the first of what the annotation points at: the number of the
    page, the totals, the link to the next page.
    """
    numbered = paging.index_echo if paging.number is not None else None
    places = (numbered, paging.total_items, paging.total_pages, paging.next)
    first = next((str(each) for each in places if each is not None), "")
    _, *names = first.split("/")
    return Pointer(f"/{names[0]}" if len(names) > 1 else "")


def asked_number(call: Call) -> int:
    """Return the number of the page that a call begins with, asked for or by default."""
    paging = call.operation.paging
    if paging.number is not None:
        index = call.operation.parameter(paging.number)
        asked = call.arguments.get(index.python_name) if index is not None else None
        if isinstance(asked, int):
            return asked
    return call.operation.default_index


def full_size(call: Call) -> int:
    """Return how many items each page before the last holds; 1 where the page itself may say it."""
    paging, size = call.operation.paging, call.operation.page_size
    if paging.number is None or paging.size_echo is not None or size is None:
        return 1
    asked = call.arguments.get(size.python_name)
    return asked if isinstance(asked, int) else int(size.schema.get("default", 1))
