"""Checks that the pointers of annotations lead to what the schemas describe."""

from collections.abc import Mapping

import attrs

from rollcall.spec._bodies import body_location, success_status
from rollcall.spec._forms import Reached, described, reach
from rollcall.spec._place import PagePlace, body_pointer
from rollcall.spec._pointer import Pointer
from rollcall.spec._problems import Problems, hint, nearest
from rollcall.spec._source import Location, Source

__all__ = ["ARRAY", "List", "Value", "check_fields", "check_pointer", "lists_of"]

ARRAY = frozenset({"array"})
_INTEGER = frozenset({"integer", "number"})
_TEXT = frozenset({"string"})
_SCALAR = frozenset({"string", "integer", "number"})

_BOOLEAN = frozenset({"boolean"})
_LINKS = ("next", "prev", "first", "last", "self")
_OF_RESPONSE = (
    (("pageSize", "echo"), _INTEGER),
    (("pageIndex", "echo"), _INTEGER),
    (("offset", "echo"), _INTEGER),
    (("totalItems",), _INTEGER),
    (("totalItems", "at"), _INTEGER),
    (("totalPages",), _INTEGER),
    (("hasMore",), _BOOLEAN),
    (("hasMore", "at"), _BOOLEAN),
    (("continuationToken", "next"), _SCALAR),
    *(((key,), _TEXT) for key in _LINKS),
)
"""The places of ``pagination``, and the types of the values in a body."""
_TOKEN_FIELD = ("pagination", "continuationToken", "field")


@attrs.frozen
class Value:
    """A value that pointers start at.

    Attributes:
        operation: The operationId of the list that it belongs to, if any.
        name: Its name in messages.
        schema: Its schema; None if the document has none, which admits everything.
    """

    operation: str
    name: str
    schema: object


@attrs.frozen
class List:
    """An annotated operation, as far as it can be read.

    Attributes:
        at: Its location.
        of_response: A page.
        of_item: An item.
        headers: The names of the headers of a page that the document describes.
    """

    at: Location
    of_response: Value
    of_item: Value
    headers: tuple[str, ...]


def lists_of(source: Source) -> list[List]:
    """Return the annotated operations of a document."""
    found = []
    for location in source.operation_locations():
        if not isinstance(source.get((*location, "x-list")), Mapping):
            continue
        status = success_status(source, location)
        body = body_location(source, location, status)
        response = source.get(body) if body is not None else None
        items = _pointer_at(source, (*location, "x-list", "items"))
        reached = reach(source.raw, response, items) if items is not None else Reached()
        if near := nearest(reached.missing, reached.known):
            # So that the fields of items are checked, too.
            reached = reach(source.raw, response, Pointer(near))
        item = next((each["items"] for each in reached.forms if "items" in each), None)
        name = str(source.get((*location, "operationId")))
        page = Value(name, "the response", response)
        headers = tuple(source.get((*location, "responses", status or "", "headers")) or ())
        found.append(List(location, page, Value(name, "an item", item), headers))
    return found


def check_fields(problems: Problems) -> None:
    """Check the pointers of ``x-list``."""
    source = problems.source
    for each in lists_of(source):
        place = (*each.at, "x-list")
        check_pointer(problems, (*place, "items"), each.of_response, ARRAY)
        for path, types in _OF_RESPONSE:
            check_pointer(problems, (*place, "pagination", *path), each.of_response, types)
            _check_header(problems, each, (*place, "pagination", *path))
        for path in (("identity",), ("parent", "field"), _TOKEN_FIELD):
            check_pointer(problems, (*place, *path), each.of_item, _SCALAR)


def _check_header(problems: Problems, each: List, location: Location) -> None:
    """Check that the header of a place can have its value, and is none of the document misspelt."""
    text = problems.source.get(location)
    place = PagePlace(text) if isinstance(text, str) else None
    if place is None or not place.header:
        return
    if place.is_link and location[-1] not in _LINKS:
        problems.add(location, f"the header Link has links, and no {location[-1]}")
        return
    names = {name.lower(): name for name in each.headers}
    near = nearest(place.header, names)
    if near is not None and place.header not in names:
        name, operation = str(text)[-len(place.header) :], each.of_response.operation
        problem = f"{operation}: the response has no header {name}; did you mean {names[near]}?"
        problems.add(location, problem)


def check_pointer(
    problems: Problems, location: Location, value: Value, types: frozenset[str] = frozenset()
) -> Reached | None:
    """Check that the pointer at a location leads to a part of one of some types.

    Args:
        problems: Collects the problems.
        location: The place of the pointer.
        value: The value that it starts at.
        types: The types; empty for any.

    Returns:
        What the pointer leads to; None if there is no valid pointer, or it leads nowhere.
    """
    pointer = _pointer_at(problems.source, location)
    if pointer is None:
        return None
    reached = reach(problems.source.raw, value.schema, pointer)
    operation = f"{value.operation}: " if value.operation else ""
    if reached.missing:
        near = hint(reached.missing, reached.known, "it has")
        if "object" not in reached.above:
            near = f", which would be in {described(reached.above)}"
        problems.add(location, f"{operation}{value.name} has no field {reached.missing}{near}")
        return None
    if types and reached.types and not types & reached.types:
        found = f"{pointer} of {value.name}" if pointer.text else value.name
        problem = f"{found} is {described(reached.types)}; expected {described(types)}"
        problems.add(location, f"{operation}{problem}")
    return reached


def _pointer_at(source: Source, location: Location) -> Pointer | None:
    text = source.get(location)
    return body_pointer(text) if isinstance(text, str) else None
