"""Checks the names, places and values of annotations, and the patterns of schemas."""

import json
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from rollcall.spec._problems import Problems, hint, nearest
from rollcall.spec._source import METHODS, Location, Source

__all__ = ["check_vocabulary", "is_annotation"]

_OWNERS = {
    "x-list": "an operation",
    "x-filter": "a parameter",
    "x-expand": "a parameter",
    "x-invariants": "a schema",
    "x-credentials": "a security scheme",
    "x-strictness": "the document",
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


@cache
def _rules() -> Mapping[str, Any]:
    text = files("rollcall.spec").joinpath("annotations.schema.json").read_text(encoding="utf-8")
    rules: Mapping[str, Any] = json.loads(text)
    return rules


def _check_annotation(problems: Problems, location: Location, node: object) -> None:
    key, rules = str(location[-1]), _rules()
    known = rules["properties"]
    if key not in known:
        names = [each.removeprefix("x-") for each in known]
        near = get_close_matches(key[2:].lower(), names, 1, _LIKENESS)
        if near:
            problem = f"unknown annotation {key}; the known ones are {', '.join(sorted(known))}"
            problems.add(location, f"{problem}; did you mean x-{near[0]}?")
        return
    owner = _owner(problems.source, location[:-1])
    if _OWNERS[key] == "a parameter" and location[-2] == "schema":
        owner = _owner(problems.source, location[:-2])
        if problems.source.get((*location[:-2], key)) is not None:
            problems.add(location, f"the parameter has {key} already, outside of its schema")
    if owner != _OWNERS[key]:
        problems.add(location, f"{key} belongs on {_OWNERS[key]}, not on {owner}")
        return
    rule = {"$ref": known[key]["$ref"], "$defs": rules["$defs"]}
    for error in Draft202012Validator(rule).iter_errors(node):
        for place, problem in _problems_of(error):
            problems.add((*location, *error.absolute_path, *place), problem)


def _problems_of(error: ValidationError) -> Iterator[tuple[Location, str]]:
    """Yield the places below the value of an error, and what is wrong there."""
    rule: Any = error.schema
    value: Any = error.instance
    if error.validator == "additionalProperties":
        for name in value:
            if name not in rule["properties"]:
                yield (name,), f"unknown key {name!r}{hint(name, rule['properties'])}"
    elif error.validator == "enum":
        near = nearest(str(error.instance), map(str, rule["enum"]))
        yield (), error.message + (f"; did you mean {near}?" if near is not None else "")
    else:
        yield (), error.message


def _owner(source: Source, location: Location) -> str:
    if not location:
        return "the document"
    if location[:1] == ("paths",) and location[-1] in METHODS:
        return "an operation"
    if location[:-1] == ("components", "securitySchemes"):
        return "a security scheme"
    if "parameters" in location and "in" in source.get(location):
        return "a parameter"
    return "a schema" if {"schemas", "schema"} & set(location) else "another part"
