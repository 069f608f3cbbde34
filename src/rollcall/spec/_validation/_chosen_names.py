"""Checks the names in code that a document chooses (``x-name``)."""

import re
from collections.abc import Iterable, Iterator, Mapping

from rollcall.spec._names import OPTIONS, is_attribute
from rollcall.spec._problems import Problems
from rollcall.spec._source import Location
from rollcall.spec._validation._references import parameters_of

__all__ = ["KEY", "check_chosen_names"]

KEY = "x-name"
_WITHIN = {"properties", "allOf", "anyOf", "oneOf"}
_CLASS = re.compile(r"[A-Z][A-Za-z0-9]*")


def check_chosen_names(problems: Problems) -> None:
    """Check that each chosen name is valid in Python, and that no two in one place are equal."""
    source = problems.source
    for operation in source.operation_locations():
        _check(problems, [operation])
        places = (place for place, _ in parameters_of(source, operation))
        places = (source.annotation(each, KEY)[:-1] for each in places)
        _check(problems, places, OPTIONS)
    for location, node in source.walk():
        are_classes = location == ("components", "schemas")
        if (are_classes or location[-1:] == ("properties",)) and isinstance(node, Mapping):
            named = [name for name in node if are_classes or not _names_class(node[name])]
            _check(problems, ((*location, name) for name in named), are_classes=are_classes)


def _names_class(schema: object) -> bool:
    """Return whether a property names the class of an object that is described in its place."""
    if not isinstance(schema, Mapping) or not _WITHIN & schema.keys():
        return False
    return _CLASS.fullmatch(str(schema.get(KEY))) is not None


def _check(
    problems: Problems,
    places: Iterable[Location],
    taken: Iterable[str] = (),
    *,
    are_classes: bool = False,
) -> None:
    seen: dict[str, Location] = {}
    for place, name in _chosen(problems, places):
        if are_classes and not _CLASS.fullmatch(name):
            problems.add(place, f"{name} cannot name a class; use CamelCase")
        elif not are_classes and (not is_attribute(name) or name in taken):
            rule = "use lower-case letters, digits and underscores, and no word of Python"
            problem = f"{name} cannot be a name in Python; {rule}"
            problems.add(place, f"{name} is in use in Python" if name in taken else problem)
        elif name in seen:
            line = problems.source.line(seen[name])
            where = f", on line {line}" if line is not None else ""
            problems.add(place, f"the name {name} is already chosen{where}")
        seen.setdefault(name, place)


def _chosen(problems: Problems, places: Iterable[Location]) -> Iterator[tuple[Location, str]]:
    for place in places:
        name = problems.source.get((*place, KEY))
        if isinstance(name, str):
            yield (*place, KEY), name
