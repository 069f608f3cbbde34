"""Checks that filters fit the fields and the parameters that they name."""

from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from rollcall.spec._forms import Reached, described, forms, types_of
from rollcall.spec._problems import Problems, hint
from rollcall.spec._source import Location
from rollcall.spec._validation._fields import List, check_pointer

__all__ = ["check_filter", "parameter_types"]

_TIMES = {"day": {"date", "date-time"}, "instant": {"date-time"}}
"""The formats of the fields that a precision compares."""
_OPERANDS = {"day": "date", "instant": "date-time"}
_NUMBERS = frozenset({"integer", "number"})
_ORDERS = {"gt", "gte", "lt", "lte"}
_PARTS = {"contains", "startsWith", "endsWith"}
_TEXTUAL = {"exact", "text"}
_TEXT = frozenset({"string"})
_OF_VALUES = ("precision", "ignore", "nulls", "zone")
_TYPES: Mapping[str, frozenset[str]] = {
    "decimal": _NUMBERS | {"string"},
    "text": _TEXT,
}
"""The types that a precision compares, of the field and of the parameter."""

Problem = tuple[str, str]
"""A key of the annotation, and what is wrong with its value."""


def check_filter(problems: Problems, each: List, place: Location) -> None:
    """Check the filter of a parameter, if it is one."""
    annotation = problems.source.annotation(place, "x-filter")
    reached = check_pointer(problems, (*annotation, "field"), each.of_item)
    if reached is None:
        return
    node = problems.source.get(annotation)
    name = f"{each.of_item.operation}: {node['field']}"
    if node.get("operator") != "isNull" and reached.types and reached.types <= {"object", "array"}:
        problem = f"{name} is {described(reached.types)}, which no filter compares"
        problems.add((*annotation, "field"), problem)
        return
    for key, problem in (*_of_field(problems, place, reached, node), *_of_keys(node)):
        problems.add((*annotation, key), f"{name} {problem}")


def _of_keys(node: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield the keys that do not go together, and the time zone if there is none."""
    operator, precision = str(node.get("operator")), str(node.get("precision"))
    if operator == "isNull":
        for key in [each for each in _OF_VALUES if each in node]:
            yield key, f"is compared by isNull, for which {key} has no meaning"
        return
    if operator in _PARTS and precision not in _TEXTUAL:
        yield "precision", f"is compared by {operator}, which needs the precision exact"
    if "ignore" in node and precision not in _TEXTUAL:
        yield "ignore", f"is compared by {precision}, and only texts ignore differences"
    if "zone" in node and precision != "day":
        yield "zone", f"is compared by {precision}, and only a day has a time zone"
    elif isinstance(node.get("zone"), str) and not _is_zone(node["zone"]):
        known = available_timezones()
        near = hint(node["zone"], known) if known else "; install the package tzdata"
        yield "zone", f"is compared in the unknown time zone {node['zone']}{near}"


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return False
    return True


def _of_field(
    problems: Problems, place: Location, reached: Reached, node: Mapping[str, Any]
) -> Iterator[Problem]:
    """Yield what is wrong with the types of the field and the parameter."""
    precision, operator = str(node.get("precision")), str(node.get("operator"))
    field, operand = reached.types, parameter_types(problems, place)
    if operator == "isNull":
        if operand and "boolean" not in operand:
            yield "operator", f"is compared by isNull, and the parameter is {described(operand)}"
    elif precision in _TIMES:
        for problem in _of_times(problems, place, reached, precision):
            yield "precision", problem
    elif needed := _needed(node):
        for key, name, types in needed:
            if field and not field & types:
                yield key, f"is {described(field)}, and {name} needs {described(types)}"
            elif operand and not operand & types:
                told = f"with {described(types)}, and the parameter is {described(operand)}"
                yield key, f"is compared by {name} {told}"
    elif field and precision == "exact":
        yield from _of_values(field, operand, operator)


def _needed(node: Mapping[str, Any]) -> list[tuple[str, str, frozenset[str]]]:
    """Return the keys that need some types of the field and the parameter, each with its name."""
    precision, operator = str(node.get("precision")), str(node.get("operator"))
    found = [("precision", precision, _TYPES[precision])] if precision in _TYPES else []
    if operator in _PARTS:
        found.append(("operator", operator, _TEXT))
    return found or ([("ignore", "ignore", _TEXT)] if "ignore" in node else [])


def _of_times(
    problems: Problems, place: Location, reached: Reached, precision: str
) -> Iterator[str]:
    """Yield what is wrong with a filter by day or by instant; the field is the subject."""
    found = _kinds(reached.forms)
    if found and not found & {*_TIMES[precision], "string"}:
        needed = described(_TIMES[precision])
        yield f"is {described(found)}, and the precision {precision} needs {needed}"
    given = _kinds(forms(problems.source.raw, problems.source.get((*place, "schema"))))
    if given and not given & {_OPERANDS[precision], "string"}:
        needed = described({_OPERANDS[precision]})
        yield (f"is compared by {precision} with {needed}, and the parameter is {described(given)}")


def _of_values(field: frozenset[str], operand: frozenset[str], operator: str) -> Iterator[Problem]:
    """Yield what is wrong with a filter by value."""
    if operand and not _widened(field) & _widened(operand):
        yield "field", f"is {described(field)}, and the parameter is {described(operand)}"
    elif operator in _ORDERS and not field & _NUMBERS:
        near = "; the precisions text, decimal, day and instant order texts"
        needs = f"{operator} needs a number{near if 'string' in field else ''}"
        yield "operator", f"is {described(field)}, and {needs}"


def _kinds(found: tuple[Mapping[str, Any], ...]) -> set[str]:
    """Return the formats of strings, and the other types; empty if every value is admitted."""
    kinds: set[str] = set()
    for form in found:
        types = types_of(form)
        if not types:
            return set()
        closed = "enum" if "enum" in form else "string"
        kinds |= {str(form.get("format", closed)) if each == "string" else each for each in types}
    return kinds


def parameter_types(problems: Problems, place: Location) -> frozenset[str]:
    """Return the types of a parameter's value, or of its elements; empty for any."""
    found: set[str] = set()
    for form in forms(problems.source.raw, problems.source.get((*place, "schema"))):
        inner = forms(problems.source.raw, form["items"]) if "items" in form else (form,)
        for types in map(types_of, inner):
            if not types:
                return frozenset()
            found |= types
    return frozenset(found)


def _widened(types: frozenset[str]) -> frozenset[str]:
    return types | _NUMBERS if types & _NUMBERS else types
