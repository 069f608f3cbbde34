"""Converts values for a generated client, and compares the values that it returns."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from rollcall.channels._call import python_values
from rollcall.channels._compare import differences, is_same_json
from rollcall.spec import ListOperation, Parameter, Pointer, Spec, instant_of

__all__ = ["as_sent", "call_arguments", "is_same_item", "values_of", "write_meta"]

_ABSENT = object()


def call_arguments(operation: ListOperation, wire: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of a call for the values of a request.

    An invalid value, which has no Python type of its own, is passed as text.

    Args:
        operation: The operation.
        wire: The values, by the names of the spec.
    """
    arguments: dict[str, Any] = {}
    for name, value in wire.items():
        parameter = operation.parameter(name)
        assert parameter is not None, f"{operation.id} has no parameter {name}"
        values = value if isinstance(value, tuple) else (value,)
        if all(_is_spelt(parameter, each) for each in values):
            arguments |= python_values(operation, {name: value})
        else:
            arguments[parameter.python_name] = [*value] if isinstance(value, tuple) else value
    return arguments


def values_of(model: object) -> dict[str, Any]:
    """Return the values of a client's model as JSON types.

    The client's own ``to_dict`` returns what was sent, even if the values of the model are wrong.
    """
    values: dict[str, Any] = msgspec.to_builtins(model)
    return values


def is_same_item(
    spec: Spec, schema: Mapping[str, Any], known: Mapping[str, Any], item: Mapping[str, Any]
) -> bool:
    """Return whether an item of a client has the same meaning as one that a server sent.

    Args:
        spec: The spec.
        schema: The schema of both.
        known: The item that the server sent.
        item: The item of the client.
    """
    # Most items are equal, which takes less time to find out.
    return is_same_json(known, item) or not any(differences(spec, schema, known, item))


def as_sent(
    spec: Spec,
    schema: Mapping[str, Any],
    operation: ListOperation,
    body: object,
    given: list[Any],
) -> list[Any]:
    """Return the items of a body, or the client's where they differ.

    Python rounds instants to the microsecond, which may change the day.

    Args:
        spec: The spec.
        schema: The schema of an item.
        operation: The operation that lists the items.
        body: The body.
        given: The items that the client returned.
    """
    sent = operation.items.read(body, [])
    if not isinstance(sent, list) or len(sent) != len(given):
        return given
    return [
        one if is_same_item(spec, schema, one, other) else other
        for one, other in zip(sent, given, strict=True)
    ]


def _is_spelt(parameter: Parameter, value: object) -> bool:
    """Return whether a value is valid for a Python type, in the spelling of the API.

    Python reads other spellings as well, which the client would replace by that of the API.
    """
    form = parameter.schema.get("format")
    try:
        if form == "date":
            return date.fromisoformat(str(value)).isoformat() == value
        if form == "date-time":
            instant_of(str(value))
            datetime.fromisoformat(str(value))
    except ValueError:
        return False
    return True


def write_meta(body: Any, operation: ListOperation, meta: Mapping[str, Any]) -> None:  # noqa: ANN401
    """Write the page information of the client into the body, in place of the server's."""
    for pointer in (each.pointer for each in operation.paging.places if each.pointer is not None):
        *parents, name = pointer.location
        holder = Pointer.at(parents).read(body)
        found = _from_meta(meta, pointer)
        if isinstance(holder, dict) and name in holder and found is not _ABSENT:
            holder[name] = found


def _from_meta(meta: Mapping[str, Any], pointer: Pointer) -> object:
    """Read a field from the page information: an object within the body, or the body itself."""
    found = pointer.read(meta, _ABSENT)
    if found is not _ABSENT:
        return found
    return Pointer.at(pointer.location[1:] or pointer.location).read(meta, _ABSENT)
