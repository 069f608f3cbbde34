"""Checks values against the JSON Schemas of this package, with messages that name the remedy."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from rollcall.spec._pointer import Location

__all__ = ["hint", "nearest", "problems_of", "rules_of"]

_LIKENESS = 0.6
"""The similarity at which a name is proposed in place of another one (``difflib``)."""
_FEW = 12


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that an unknown one resembles most, or None."""
    names = {each.lower(): each for each in sorted(known, reverse=True)}
    near = get_close_matches(name.lower(), names, 1, _LIKENESS)
    return names[near[0]] if near else None


def hint(name: str, known: Iterable[str], about: str = "the known ones are") -> str:
    """Return the end of a message about an unknown name: the nearest name, or all if they are few.

    >>> hint("/customr", ["/id", "/customer"])
    '; did you mean /customer?'
    >>> hint("/customr", ["/id", "/sum"], "it has")
    '; it has /id, /sum'
    """
    names = sorted(set(known))
    near = nearest(name, names)
    if near is not None:
        return f"; did you mean {near}?"
    return f"; {about} {', '.join(names)}" if 0 < len(names) <= _FEW else ""


@cache
def rules_of(name: str, package: str = "rollcall.spec") -> Mapping[str, Any]:
    """Return a schema of a package, by the name of its file without ``.schema.json``."""
    text = files(package).joinpath(f"{name}.schema.json").read_text(encoding="utf-8")
    rules: Mapping[str, Any] = json.loads(text)
    return rules


def problems_of(rule: Mapping[str, Any], value: object) -> Iterator[tuple[Location, str]]:
    """Yield the places within a value that break a schema, and what is wrong there."""
    for error in Draft202012Validator(rule).iter_errors(value):
        for place, problem in _problems_of(error):
            yield (*error.absolute_path, *place), problem


def _problems_of(error: ValidationError) -> Iterator[tuple[Location, str]]:
    """Yield the places below the value of an error, and what is wrong there."""
    rule: Any = error.schema
    value: Any = error.instance
    if error.validator == "additionalProperties":
        free = rule.get("patternProperties", ())
        for name in value:
            if name not in rule["properties"] and not any(re.search(each, name) for each in free):
                yield (name,), f"unknown key {name!r}{hint(name, rule['properties'])}"
    elif error.validator == "enum":
        near = nearest(str(error.instance), map(str, rule["enum"]))
        yield (), error.message + (f"; did you mean {near}?" if near is not None else "")
    elif error.validator == "pattern" and "description" in rule:
        expected = rule["description"].rstrip(".")
        yield (), f"{value!r} does not match; expected {expected[:1].lower()}{expected[1:]}"
    elif error.validator == "oneOf" and all("required" in each for each in rule["oneOf"]):
        names = " or ".join(name for each in rule["oneOf"] for name in each["required"])
        yield (), f"expected {names}, and only one of them"
    else:
        yield (), error.message
