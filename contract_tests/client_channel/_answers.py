"""Answers that keep the contract, built from its schemas."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from contract_tests.contract import (
    Document,
    Operation,
    Pages,
    Pointer,
    SpecError,
    resolve,
    success_schema,
)

__all__ = ["page_body", "sample", "types_of", "write"]

_SAMPLES = {
    "uuid": "7b61621f-62e0-4aad-ab11-9fd19e272e73",
    "date-time": "2021-04-16T09:46:20.954863Z",
    "date": "2021-04-16",
    "uri": "https://www.example.com/",
}


def types_of(schema: Mapping[str, Any]) -> list[str]:
    """Give the types that a schema admits."""
    types = schema.get("type", [])
    return [types] if isinstance(types, str) else list(types)


def sample(document: Document, schema: Mapping[str, Any]) -> Any:  # noqa: ANN401, PLR0911
    """Build a value with every field that the schema names, and an item in every list.

    Raises:
        SpecError: The schema uses what is not known here.
    """
    schema = resolve(document, schema)
    for keyword in ("const", "enum"):
        if keyword in schema:
            return schema[keyword] if keyword == "const" else schema[keyword][0]
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            return sample(document, schema[keyword][0])
    match types_of(schema)[:1]:
        case ["object"]:
            fields = schema.get("properties", {})
            return {name: sample(document, field) for name, field in fields.items()}
        case ["array"]:
            return [sample(document, schema["items"])] * max(1, schema.get("minItems", 1))
        case ["string"]:
            return _SAMPLES.get(schema.get("format", ""), "a" * schema.get("minLength", 1))
        case ["integer" | "number"]:
            return schema.get("minimum", schema.get("maximum", 1))
        case ["boolean"]:
            return False
    msg = f"no value can be built for {dict(schema)}"
    raise SpecError(msg)


def page_body(document: Document, operation: Operation, number: int, total: int) -> Any:  # noqa: ANN401
    """Build a page of an operation's list, with one item, which no other page has.

    Args:
        document: The contract.
        operation: What answers.
        number: Which page it says it is.
        total: How many pages it says there are.
    """
    listing = operation.listing
    assert listing is not None
    body = sample(document, success_schema(document, operation))
    item = listing.items.read(body)[0]
    write(item, listing.identity, _nth(listing.identity.read(item), number))
    pagination = listing.pagination
    write(body, pagination.size_echo, 1)
    write(body, pagination.total_items, total)
    if isinstance(pagination, Pages):
        write(body, pagination.index_echo, number)
        write(body, pagination.total_pages, total)
    else:
        write(body, pagination.next, None if number >= total else f"?cursor={number + 1}")
    return body


def _nth(identity: object, number: int) -> object:
    """Give an identity of the same kind for each number."""
    if not isinstance(identity, str):
        return number
    if identity == _SAMPLES["uuid"]:
        return str(UUID(int=(UUID(identity).int + number) % 2**128))
    return f"{identity}{number}"


def write(body: Any, pointer: Pointer | None, value: object) -> None:  # noqa: ANN401 - any JSON
    """Set what a pointer leads to, if there is a pointer."""
    if pointer is not None:
        parent, _, name = str(pointer).rpartition("/")
        holder = Pointer(parent).read(body)
        assert not isinstance(holder, Sequence)
        holder[name] = value
