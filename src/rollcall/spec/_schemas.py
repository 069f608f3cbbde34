"""The schemas of responses and of the items of a list."""

from collections.abc import Mapping
from typing import Any

from rollcall.spec._bodies import body_location, success_status
from rollcall.spec._forms import reach
from rollcall.spec._operation import ListOperation, Operation
from rollcall.spec._pointer import Pointer
from rollcall.spec._spec import Spec

__all__ = ["item_schema", "resolve", "response_schema", "success_schema"]


def resolve(spec: Spec, node: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow the references of a node, and return the referenced node."""
    while "$ref" in node:
        node = Pointer(node["$ref"].removeprefix("#")).read(spec.raw)
    return node


def success_schema(spec: Spec, operation: Operation) -> Mapping[str, Any]:
    """Return the schema of a successful response of an operation; ``{}`` if it has none."""
    location = body_location(spec, operation.at, success_status(spec, operation.at))
    schema: Mapping[str, Any] = spec.get(location) if location is not None else {}
    return schema


def response_schema(spec: Spec, operation: Operation, status: int) -> Mapping[str, Any] | None:
    """Return the schema of the body in JSON for a status; None if the document has none."""
    location = body_location(spec, operation.at, status)
    schema: Mapping[str, Any] | None = spec.get(location) if location is not None else None
    return schema


def item_schema(spec: Spec, operation: ListOperation) -> Mapping[str, Any]:
    """Return the schema of an item of an operation's list, with references unresolved.

    It is ``{}`` if the document describes no items.
    """
    reached = reach(spec.raw, success_schema(spec, operation), operation.items)
    found = (each["items"] for each in reached.forms if isinstance(each.get("items"), Mapping))
    return next(found, {})
