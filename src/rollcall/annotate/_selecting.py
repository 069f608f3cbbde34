"""The other meanings that a parameter for the selection of fields may have."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from rollcall.laws import Violation
from rollcall.spec import ListOperation, Pointer, Spec, item_schema, reach

__all__ = ["defaults_of", "refined_select"]

_UNSELECTED = re.compile(r"an item has (/\S+), with ")


def refined_select(value: Mapping[str, Any], violation: Violation) -> Mapping[str, Any] | None:
    """Return an ``x-select`` in which a field is always there; None if no field is.

    Args:
        value: The annotation.
        violation: It shows an item with a field that was not selected.
    """
    found = _UNSELECTED.match(violation.title)
    always = value.get("always", [])
    if found is None or found[1] in always:
        return None
    return {**value, "always": [*always, found[1]]}


def defaults_of(
    value: Mapping[str, Any], spec: Spec, operation: ListOperation, rows: Iterable[Any]
) -> Mapping[str, Any] | None:
    """Return an ``x-select`` with the names that count if the parameter is left out.

    Args:
        value: The annotation.
        spec: The document, with the list annotated.
        operation: The list.
        rows: Its items, read without the parameter.

    Returns:
        The annotation; None if the items have all fields, or none of them.
    """
    within = Pointer(value.get("within", ""))
    found = reach(spec.raw, item_schema(spec, operation), within).forms
    known = {str(name) for form in found for name in form.get("properties") or ()}
    objects = [within.read(row) for row in rows]
    shown = {name for each in objects if isinstance(each, Mapping) for name in each}
    always = {Pointer(each).location[-1] for each in value.get("always", ())}
    if known <= shown or not known & shown:
        return None
    if not within.text:
        needed = operation.identity
        always |= {needed.location[0]}
        fields = {each: Pointer.at([each]).text for each in sorted(known - always)}
        value = {**value, "fields": fields, "always": [needed.text]}
    return {**value, "default": sorted((known & shown) - always)}
