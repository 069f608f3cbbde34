"""Checks that the keys of an order fit the fields that they name."""

from collections.abc import Mapping
from typing import Any

from rollcall.spec._forms import Reached, described
from rollcall.spec._problems import Problems
from rollcall.spec._source import Location
from rollcall.spec._validation._fields import List, check_pointer
from rollcall.spec._validation._filters import TIMES, TYPES, kinds_of

__all__ = ["check_order"]

_ORDERED = frozenset({"integer", "number", "boolean"})
"""The types that have an order of their own."""


def check_order(problems: Problems, each: List) -> None:
    """Check the documented order of a list."""
    place = (*each.at, "x-list", "order")
    for index in range(len(problems.source.get(place) or ())):
        _check_key(problems, each, (*place, index))


def _check_key(problems: Problems, each: List, place: Location) -> None:
    reached = check_pointer(problems, (*place, "field"), each.of_item)
    node = problems.source.get(place)
    if reached is None or not isinstance(node, Mapping):
        return
    name = f"{each.of_item.operation}: {node['field']}"
    key, problem = _of_key(reached, node)
    if problem:
        problems.add((*place, key), f"{name} {problem}")


def _of_key(reached: Reached, node: Mapping[str, Any]) -> tuple[str, str]:
    """Return a part of the key and what is wrong with it; the field is the subject."""
    precision = node.get("precision", "exact")
    if "ignore" in node and precision != "text":
        return "ignore", f"is ordered by {precision}, and only texts ignore differences"
    found, needed = reached.types, TYPES.get(precision, _ORDERED)
    if precision in TIMES:
        found, needed = frozenset(kinds_of(reached.forms)), frozenset(TIMES[precision])
        found = frozenset() if "string" in found else found
    if not found or found & needed:
        return "", ""
    near = "; the precisions text, decimal, day and instant order texts"
    needs = f"the precision {precision} needs {described(needed)}"
    key = "precision" if "precision" in node else "field"
    return key, f"is {described(found)}, and {needs}{near if precision == 'exact' else ''}"
