"""Checks that annotated parameters fit the fields that they name."""

from rollcall.spec._forms import described, types_of
from rollcall.spec._names import words_of
from rollcall.spec._parameter import states_of
from rollcall.spec._problems import Problems
from rollcall.spec._source import Location
from rollcall.spec._validation._fields import (
    ARRAY,
    List,
    check_pointer,
    lists_of,
)
from rollcall.spec._validation._filters import check_filter, parameter_types
from rollcall.spec._validation._orders import check_order, check_sort
from rollcall.spec._validation._references import parameters_of
from rollcall.spec._validation._selections import check_search, check_select

__all__ = ["check_parameters"]

_COUNTING = {"offset", "skip"}


def check_parameters(problems: Problems) -> None:
    """Check the annotated parameters of all lists, and how pages are numbered."""
    for each in lists_of(problems.source):
        for place, _ in parameters_of(problems.source, each.at):
            check_filter(problems, each, place)
            check_sort(problems, each, place)
            _check_expansion(problems, each, place)
            check_search(problems, each, place)
            _check_requested(problems, each, place)
            check_select(problems, each, place)
        check_order(problems, each, (*each.at, "x-list", "order"))
        _check_numbering(problems, each)
    for operation in problems.source.operation_locations():
        for place, _ in parameters_of(problems.source, operation):
            _check_default(problems, place)


def _check_numbering(problems: Problems, each: List) -> None:
    source, pagination = problems.source, (*each.at, "x-list", "pagination")
    keys = ("pageIndex", "offset", "pageSize")
    index, *others = (source.get((*pagination, key, "parameter")) for key in keys)
    for parameter, node in parameters_of(source, each.at):
        default_at = (*parameter, "schema", "default")
        default = source.get(default_at)
        if node.get("name") in (index, *others) and not isinstance(default, int | float | None):
            found = described(types_of({"const": default}))
            problems.add(default_at, f"the default of {node['name']} is {found}, not an integer")
    if isinstance(index, str) and _COUNTING & {word.lower() for word in words_of(index)}:
        place = (*pagination, "pageIndex", "parameter")
        problems.add(place, f"{index} counts items, not pages; did you mean the style offset?")


def _check_requested(problems: Problems, each: List, place: Location) -> None:
    """Check that a parameter takes the value with which it requests totals."""
    when = (*each.at, "x-list", "pagination", "totalItems", "when")
    value, name = (problems.source.get((*when, key)) for key in ("equals", "parameter"))
    if value is None or name != problems.source.get((*place, "name")):
        return
    types, found = parameter_types(problems, place), types_of({"const": value})
    if types and not types & found:
        problems.add((*when, "equals"), f"{name} is {described(types)}, not {described(found)}")


def _check_expansion(problems: Problems, each: List, place: Location) -> None:
    annotation = problems.source.annotation(place, "x-expand")
    reached = check_pointer(problems, (*annotation, "field"), each.of_item, ARRAY)
    types = parameter_types(problems, place)
    if reached is not None and types and "boolean" not in types:
        problems.add(annotation, f"the parameter is {described(types)}, not a boolean")
    child = problems.source.get((*annotation, "operation"))
    for other in lists_of(problems.source) if problems.source.get((*annotation, "order")) else ():
        if other.of_item.operation == child:
            check_order(problems, other, (*annotation, "order"))


def _check_default(problems: Problems, place: Location) -> None:
    """Check that the schema names the values that apply if a filter is absent."""
    default_at = (*problems.source.annotation(place, "x-filter"), "default")
    given, schema = problems.source.get(default_at), problems.source.get((*place, "schema")) or {}
    if given is None or "$ref" in schema:
        return
    known = states_of(schema)
    for value in given if isinstance(given, list) else [given]:
        if value not in known:
            name = problems.source.get((*place, "name"))
            named = ", ".join(map(repr, known)) or "none"
            problem = (
                f"{name}: the default {value!r} is not among the values that its schema names "
                f"(enum, const or boolean): {named}"
            )
            problems.add(default_at, problem)
