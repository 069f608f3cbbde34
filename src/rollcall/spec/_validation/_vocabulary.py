"""Checks the names, places and values of annotations, and the patterns of schemas."""

import re
from difflib import get_close_matches

from rollcall.spec._problems import Problems
from rollcall.spec._rules import problems_of, rules_of
from rollcall.spec._source import METHODS, Location, Source

__all__ = ["check_vocabulary", "is_annotation"]

_PARAMETER = "a query parameter"
_NAMED = "an operation, a parameter or a schema"
_OWNERS = {
    "x-list": "an operation",
    "x-filter": _PARAMETER,
    "x-expand": _PARAMETER,
    "x-search": _PARAMETER,
    "x-select": _PARAMETER,
    "x-sort": _PARAMETER,
    "x-invariants": "a schema",
    "x-credentials": "a scheme of HTTP Basic",
    "x-strictness": "the document",
    "x-name": _NAMED,
    "x-rollcall": "the document",
}
_VALUES = {"const", "default", "enum", "example", "examples"}
"""Keywords whose values are data, not schemas."""

_LIKENESS = 0.82
"""The similarity to a known annotation at which an unknown one is a typing error (``difflib``)."""


def check_vocabulary(problems: Problems) -> None:
    """Check the names, places and values of all annotations, and that Python can use all patterns.

    Other extensions (``x-…``) are ignored, unless their names resemble that of an annotation.
    """
    for location, node in problems.source.walk():
        if is_annotation(location):
            _check_annotation(problems, location, node)
        elif location[-1:] == ("pattern",) and isinstance(node, str) and not _VALUES & {*location}:
            try:
                re.compile(node)
            except re.error as error:
                problems.add(location, f"{node!r} is not a pattern that Python supports: {error}")


def is_annotation(location: Location) -> bool:
    """Return whether the part at a location is an extension of the document."""
    key = str(location[-1]) if location else ""
    # The name of a header may begin with x-, and an example may have any keys.
    return key.startswith("x-") and not {"headers", "examples", "example"} & set(location)


def _check_annotation(problems: Problems, location: Location, node: object) -> None:
    key, rules = str(location[-1]), rules_of("annotations")
    known = rules["properties"]
    if key not in known:
        names = [each.removeprefix("x-") for each in known]
        near = get_close_matches(key[2:].lower(), names, 1, _LIKENESS)
        if near:
            problem = f"unknown annotation {key}; the known ones are {', '.join(sorted(known))}"
            problems.add(location, f"{problem}; did you mean x-{near[0]}?")
        return
    owner = _owner(problems.source, location[:-1])
    if _OWNERS[key] == _PARAMETER and location[-2] == "schema":
        owner = _owner(problems.source, location[:-2])
        if problems.source.get((*location[:-2], key)) is not None:
            problems.add(location, f"the parameter has {key} already, outside of its schema")
    is_named = owner in _NAMED or owner.endswith(" parameter")
    if owner != _OWNERS[key] and not (_OWNERS[key] == _NAMED and is_named):
        problems.add(location, f"{key} belongs on {_OWNERS[key]}, not on {owner}")
        return
    rule = {"$ref": known[key]["$ref"], "$defs": rules["$defs"]}
    for place, problem in problems_of(rule, node):
        problems.add((*location, *place), problem)


def _owner(source: Source, location: Location) -> str:
    if not location:
        return "the document"
    if location[:1] == ("paths",) and location[-1] in METHODS:
        return "an operation"
    node = source.get(location)
    if location[:-1] == ("components", "securitySchemes"):
        kind = node.get("type"), str(node.get("scheme")).lower()
        return "a scheme of HTTP Basic" if kind == ("http", "basic") else "another security scheme"
    if "parameters" in location and "in" in node:
        return f"a {node['in']} parameter"
    return "a schema" if {"schemas", "schema"} & set(location) else "another part"
