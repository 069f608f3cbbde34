"""Checks that filters and expansions fit the fields that they name."""

from collections.abc import Iterator, Mapping
from typing import Any

from rollcall.spec._forms import Reached, described, forms, types_of
from rollcall.spec._names import words_of
from rollcall.spec._problems import Problems
from rollcall.spec._source import Location
from rollcall.spec._validation._fields import (
    ARRAY,
    List,
    check_pointer,
    lists_of,
)
from rollcall.spec._validation._references import parameters_of

__all__ = ["check_parameters"]

_TIMES = {"day": {"date", "date-time"}, "instant": {"date-time"}}
"""The formats of the fields that a precision compares."""
_OPERANDS = {"day": "date", "instant": "date-time"}
_NUMBERS = frozenset({"integer", "number"})
_ORDERS = {"gt", "gte", "lt", "lte"}
_COUNTING = {"offset", "skip"}


def check_parameters(problems: Problems) -> None:
    """Check the filters and the expansions of all lists, and how pages are numbered."""
    for each in lists_of(problems.source):
        for place, _ in parameters_of(problems.source, each.at):
            _check_filter(problems, each, place)
            _check_expansion(problems, each, place)
        _check_numbering(problems, each)


def _check_numbering(problems: Problems, each: List) -> None:
    source, pagination = problems.source, (*each.at, "x-list", "pagination")
    place = (*pagination, "pageIndex", "parameter")
    name = source.get(place)
    numbering = name, source.get((*pagination, "pageSize", "parameter"))
    for parameter, node in parameters_of(source, each.at):
        default_at = (*parameter, "schema", "default")
        default = source.get(default_at)
        if node.get("name") in numbering and not isinstance(default, int | float | None):
            found = described(types_of({"const": default}))
            problems.add(default_at, f"the default of {node['name']} is {found}, not an integer")
    if isinstance(name, str) and _COUNTING & {word.lower() for word in words_of(name)}:
        problems.add(place, f"{name} counts items, not pages; the style offset is not supported")


def _check_expansion(problems: Problems, each: List, place: Location) -> None:
    annotation = problems.source.annotation(place, "x-expand")
    reached = check_pointer(problems, (*annotation, "field"), each.of_item, ARRAY)
    types = _types(problems, place)
    if reached is not None and types and "boolean" not in types:
        problems.add(annotation, f"the parameter is {described(types)}, not a boolean")


def _check_filter(problems: Problems, each: List, place: Location) -> None:
    annotation = problems.source.annotation(place, "x-filter")
    reached = check_pointer(problems, (*annotation, "field"), each.of_item)
    if reached is None:
        return
    node = problems.source.get(annotation)
    precision, operator = str(node.get("precision")), str(node.get("operator"))
    name = f"{each.of_item.operation}: {node['field']}"
    if reached.types and reached.types <= {"object", "array"}:
        problems.add(
            (*annotation, "field"),
            f"{name} is {described(reached.types)}, which no filter compares",
        )
    elif precision in _TIMES:
        for problem in _of_times(problems, place, reached, precision):
            problems.add((*annotation, "precision"), f"{name} {problem}")
    elif precision == "exact":
        for key, problem in _of_values(problems, place, reached, operator):
            problems.add((*annotation, key), f"{name} {problem}")


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


def _of_values(
    problems: Problems, place: Location, reached: Reached, operator: str
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a filter by value, and the key of the annotation."""
    field, operand = reached.types, _types(problems, place)
    if not field:
        return
    if operand and not _widened(field) & _widened(operand):
        yield "field", f"is {described(field)}, and the parameter is {described(operand)}"
    elif operator in _ORDERS and not field & _NUMBERS:
        near = "; compare times by day or by instant" if "string" in field else ""
        yield "operator", f"is {described(field)}, and {operator} needs a number{near}"


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


def _types(problems: Problems, place: Location) -> frozenset[str]:
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
