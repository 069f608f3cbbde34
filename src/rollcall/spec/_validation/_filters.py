"""Checks that filters fit the fields and the parameters that they name."""

from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from rollcall.spec._forms import Reached, described, forms, types_of
from rollcall.spec._problems import Problems, hint
from rollcall.spec._source import Location
from rollcall.spec._validation._fields import List, check_pointer

__all__ = ["STYLES", "TIMES", "TYPES", "check_filter", "kinds_of", "parameter_types"]

TIMES = {"day": {"date", "date-time"}, "instant": {"date-time"}}
"""The formats of the fields that a precision compares."""
_OPERANDS = {"day": "date", "instant": "date-time"}
_NUMBERS = frozenset({"integer", "number"})
_ORDERS = {"gt", "gte", "lt", "lte", "between"}
_SEVERAL = {"in", "notIn", "between"}
STYLES = {"form", "pipeDelimited", "spaceDelimited"}
_PARTS = {"contains", "startsWith", "endsWith"}
_TEXTUAL = {"exact", "text"}
_TEXT = frozenset({"string"})
_OF_VALUES = ("ignore", "nulls", "zone", "separator")
TYPES: Mapping[str, frozenset[str]] = {
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
    prefixes = node.get("prefixes")
    if isinstance(prefixes, Mapping):
        _check_prefixes(problems, each, place, prefixes)
        return
    found = _of_field(problems, place, reached, node)
    for key, problem in (*found, *_of_keys(node), *_of_several(problems, place, node)):
        problems.add((*annotation, key), f"{name} {problem}")


def _check_prefixes(
    problems: Problems, each: List, place: Location, prefixes: Mapping[str, object]
) -> None:
    """Check a filter whose values have operators: each of them fits the field."""
    annotation = problems.source.annotation(place, "x-filter")
    node, reached = (
        problems.source.get(annotation),
        check_pointer(problems, (*annotation, "field"), each.of_item),
    )
    name = f"{each.of_item.operation}: {node['field']}"
    if len({*map(str, prefixes.values())}) < len(prefixes):
        problems.add((*annotation, "prefixes"), f"{name} has two operators with one prefix")
    for key in [key for key in ("operator", "separator", "default") if key in node]:
        problems.add((*annotation, key), f"{name} has prefixes, so {key} has no meaning")
    operand = parameter_types(problems, place)
    if operand and "string" not in operand:
        told = f"{name} has prefixes, and the parameter is {described(operand)}, not a string"
        problems.add((*annotation, "prefixes"), told)
    for operator in prefixes if reached is not None and reached.types else ():
        # The values in a text are spelled as the field is.
        is_number = bool(reached is not None and reached.types & _NUMBERS)
        if operator in _ORDERS and node.get("precision") == "exact" and not is_number:
            told = f"{name} is no number, and {operator} needs another precision than exact"
            problems.add((*annotation, "prefixes", operator), told)
        elif operator in _PARTS and reached is not None and "string" not in reached.types:
            told = f"{name} is {described(reached.types)}, and {operator} needs a string"
            problems.add((*annotation, "prefixes", operator), told)


def _of_keys(node: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield the keys that do not go together, and the time zone if there is none."""
    operator, precision = str(node.get("operator")), str(node.get("precision"))
    if operator == "isNull":
        keys = [*_OF_VALUES, *(["precision"] if precision not in {"exact", "None"} else [])]
        for key in [each for each in keys if each in node]:
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


def _of_several(problems: Problems, place: Location, node: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what is wrong with how several values are written."""
    operator, parameter = str(node.get("operator")), problems.source.get(place)
    found = forms(problems.source.raw, problems.source.get((*place, "schema")))
    is_array = all("array" in types_of(each) for each in found)
    if operator not in _SEVERAL:
        if "separator" in node:
            yield "separator", f"is compared by {operator}, which takes one value"
        return
    if "default" in node:
        yield "default", f"is compared by {operator}, which has no default"
    if is_array and "separator" in node:
        yield "separator", "is compared with an array, which has a style instead of a separator"
    elif not is_array and "separator" not in node:
        yield "operator", f"is compared by {operator}, which needs an array, or a separator"
    elif is_array and parameter.get("style", "form") not in STYLES:
        styles = ", ".join(sorted(STYLES))
        yield "operator", f"is compared by {operator}, which needs one of the styles {styles}"


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
    elif precision in TIMES:
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
        # The values in a text are spelled as the field is.
        yield from _of_values(field, field if "separator" in node else operand, operator)


def _needed(node: Mapping[str, Any]) -> list[tuple[str, str, frozenset[str]]]:
    """Return the keys that need some types of the field and the parameter, each with its name."""
    precision, operator = str(node.get("precision")), str(node.get("operator"))
    found = [("precision", precision, TYPES[precision])] if precision in TYPES else []
    if operator in _PARTS:
        found.append(("operator", operator, _TEXT))
    return found or ([("ignore", "ignore", _TEXT)] if "ignore" in node else [])


def _of_times(
    problems: Problems, place: Location, reached: Reached, precision: str
) -> Iterator[str]:
    """Yield what is wrong with a filter by day or by instant; the field is the subject."""
    found = kinds_of(reached.forms)
    if found and not found & {*TIMES[precision], "string"}:
        needed = described(TIMES[precision])
        yield f"is {described(found)}, and the precision {precision} needs {needed}"
    given = kinds_of(_operands(problems, place))
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


def kinds_of(found: tuple[Mapping[str, Any], ...]) -> set[str]:
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
    found = [types_of(each) for each in _operands(problems, place)]
    return frozenset().union(*found) if all(found) else frozenset()


def _operands(problems: Problems, place: Location) -> tuple[Mapping[str, Any], ...]:
    """Return the forms of a parameter's value, or of its elements."""
    raw, schema = problems.source.raw, problems.source.get((*place, "schema"))
    found = (
        forms(raw, each["items"]) if "items" in each else (each,) for each in forms(raw, schema)
    )
    return tuple(form for each in found for form in each)


def _widened(types: frozenset[str]) -> frozenset[str]:
    return types | _NUMBERS if types & _NUMBERS else types
