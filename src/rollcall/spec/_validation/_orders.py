"""Checks that the keys of an order fit the fields, and that a parameter can choose them."""

from collections.abc import Mapping
from typing import Any

from rollcall.spec._forms import Reached, described
from rollcall.spec._parameter import states_of
from rollcall.spec._problems import Problems, hint
from rollcall.spec._source import Location
from rollcall.spec._validation._fields import List, check_pointer
from rollcall.spec._validation._filters import TIMES, TYPES, kinds_of
from rollcall.spec._validation._references import parameters_of

__all__ = ["check_order", "check_sort"]

_ORDERED = frozenset({"integer", "number", "boolean"})
"""The types that have an order of their own."""


def check_order(problems: Problems, each: List, place: Location) -> None:
    """Check the keys of an order of the items of a list."""
    for index in range(len(problems.source.get(place) or ())):
        _check_key(problems, each, (*place, index))


def check_sort(problems: Problems, each: List, place: Location) -> None:
    """Check the orders that a parameter chooses, if it does."""
    source, annotation = problems.source, problems.source.annotation(place, "x-sort")
    node = source.get(annotation)
    if not isinstance(node, Mapping) or not isinstance(node.get("keys"), Mapping):
        return
    name = f"{each.of_item.operation}: {source.get((*place, 'name'))}"
    signs = [(key, node[key]) for key in ("ascending", "descending") if key in node]
    values = states_of(source.get((*place, "schema")) or {})
    for key in node["keys"]:
        _check_key(problems, each, (*annotation, "keys", key))
        texts = {f"{sign.get('prefix', '')}{key}{sign.get('suffix', '')}" for _, sign in signs}
        if values and not {key, *texts} & {*values}:
            problem = f"{name} takes no value {key}{hint(key, map(str, values), 'it takes')}"
            problems.add((*annotation, "keys", key), problem)
    known = [str(one["name"]) for _, one in parameters_of(source, each.at) if "name" in one]
    for key, sign in signs:
        named = sign.get("parameter")
        if named is not None and named not in known:
            near = hint(named, known, "it has")
            place = (*annotation, key, "parameter")
            problems.add(place, f"the operation has no query parameter {named}{near}")


def _check_key(problems: Problems, each: List, place: Location) -> None:
    node = problems.source.get(place)
    at = (*place, "field") if isinstance(node, Mapping) else place
    reached = check_pointer(problems, at, each.of_item)
    if reached is None:
        return
    name = f"{each.of_item.operation}: {problems.source.get(at)}"
    key, problem = _of_key(reached, node if isinstance(node, Mapping) else {})
    if problem:
        problems.add(at if key == "field" else (*place, key), f"{name} {problem}")


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
