"""Decides whether a schema admits a value, by the common keywords."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from math import inf
from typing import Any
from urllib.parse import quote

from rollcall.laws._items import is_uuid
from rollcall.spec import ListOperation, Operation, Parameter, instant_of

__all__ = ["admits", "admits_value", "convention_of", "is_valid", "restricts"]

_LONGEST = 1000
"""The longest value that is sent: servers limit the length of a URL."""

_DIGITS = 4000
"""The most digits of an integer: Python refuses to parse much longer ones."""

_NUMBER = re.compile("-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?", re.ASCII)
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_ANY = re.compile(".*", re.DOTALL)
_FORMS: Mapping[str, tuple[re.Pattern[str], Callable[[str], object]]] = {
    "boolean": (re.compile("true|false"), str),
    "integer": (re.compile("-?(0|[1-9][0-9]*)", re.ASCII), str),
    "number": (_NUMBER, str),
    "date": (_DATE, date.fromisoformat),
    "date-time": (_ANY, instant_of),
}

_SPELLINGS: Mapping[str, tuple[re.Pattern[str], str]] = {
    "boolean": (re.compile("(?i:true|false|yes|no|on|off|[012tfyn])$"), "lenientBooleans"),
    # Digits alone are a number of JSON, which the schema may not admit.
    "integer": (re.compile(r"(?!-?(0|[1-9][0-9]*)$)\s*[+-]?\d"), "lenientNumbers"),
    "number": (re.compile(r"\s*[+-]?\d"), "lenientNumbers"),
    "date": (re.compile(r"(?![0-9]{4}-[0-9]{2}-[0-9]{2}$).*\d", re.DOTALL), "lenientDates"),
    "date-time": (re.compile("(?![0-9]{4}-[0-9]{2}-[0-9]{2}T).*\\d", re.DOTALL), "lenientDates"),
}


def admits(schema: Mapping[str, Any], text: str) -> bool:
    """Return whether a parameter may have this text as its value."""
    if schema.get("type") == "integer":
        if not re.fullmatch(f"-?[0-9]{{1,{_DIGITS}}}", text, re.ASCII):
            return False
        return _is_within(schema, int(text))
    if "enum" in schema:
        return text in schema["enum"]
    if schema.get("format") == "uuid" and not is_uuid(text):
        return False
    longest = schema.get("maxLength", len(text))
    if not schema.get("minLength", 0) <= len(text) <= longest:
        return False
    return re.search(schema.get("pattern", ""), text) is not None


def restricts(schema: Mapping[str, Any]) -> bool:
    """Return whether there are texts that a path parameter may not have as its value.

    The empty text does not count: it cannot be a part of a path.
    """
    keywords = {"enum", "maxLength", "pattern"}
    is_typed = str(schema.get("type")) in {"integer", "boolean"}
    is_long = schema.get("minLength", 0) > 1
    is_formed = schema.get("format") == "uuid" or bool(keywords & schema.keys())
    return is_typed or is_long or is_formed


def admits_value(schema: Mapping[str, Any], value: object) -> bool:
    """Return whether a value can be sent for a parameter, and its schema admits it."""
    if isinstance(value, str):
        return len(quote(value)) <= _LONGEST and admits(schema, value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _is_within(schema, value)
    return True


def _is_within(schema: Mapping[str, Any], number: float) -> bool:
    within = schema.get("minimum", number) <= number <= schema.get("maximum", number)
    above = schema.get("exclusiveMinimum", -inf) < number < schema.get("exclusiveMaximum", inf)
    return bool(within and above) and number in schema.get("enum", (number,))


def is_valid(schema: Mapping[str, Any], text: str) -> bool:
    """Return whether a text is a value of a parameter, as JSON or RFC 3339 write it."""
    kind = schema.get("format") if schema.get("type") == "string" else schema.get("type")
    if "enum" in schema:
        return text in {
            each if isinstance(each, str) else json.dumps(each) for each in schema["enum"]
        }
    form, read = _FORMS.get(str(kind), (_ANY, str))
    try:
        read(text)
    except ValueError:
        return False
    return form.fullmatch(text) is not None and (kind == "number" or admits(schema, text))


def convention_of(operation: Operation, parameter: Parameter, text: str) -> str | None:
    """Return the convention about a value that a parameter may not have; None if it may."""
    select = parameter.select
    names = select.fields if select is not None else None
    if text in names if names else is_valid(parameter.schema, text):
        return None
    paging = operation.paging if isinstance(operation, ListOperation) else None
    is_page = paging is not None and parameter.name in {paging.size, paging.index}
    found = _spelling(parameter.schema, text) if text else "emptyValue"
    if found is not None:
        return found
    if not is_page:
        return "invalidValue"
    is_number = re.fullmatch(f"[0-9]{{1,{_DIGITS}}}", text, re.ASCII) is not None
    most = parameter.schema.get("maximum")
    return "oversizedPage" if is_number and most is not None and int(text) > most else "invalidPage"


def _spelling(schema: Mapping[str, Any], text: str) -> str | None:
    """Return the convention about another spelling of a value; None if it is none."""
    kind = schema.get("format") if schema.get("type") == "string" else schema.get("type")
    if "enum" in schema:
        is_spelled = text.casefold() in {str(each).casefold() for each in schema["enum"]}
        return "enumCase" if is_spelled else None
    spelling = _SPELLINGS.get(str(kind))
    if spelling is None:
        return None
    form, convention = spelling
    return convention if form.match(text) else None
