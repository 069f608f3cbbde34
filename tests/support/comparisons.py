"""Compares a field with the value of a filter, independently of the tool."""

import operator
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

__all__ = ["check_operand", "is_match"]

Annotation = Mapping[str, Any]

_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
_LENGTH_OF_DAY = 10
_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    **{name: getattr(operator, name) for name in ("eq", "ne", "gt", "lt")},
    "gte": operator.ge,
    "lte": operator.le,
    "contains": operator.contains,
    "startsWith": str.startswith,
    "endsWith": str.endswith,
}


def is_match(known: Any, value: Any, annotation: Annotation) -> bool:  # noqa: ANN401 - JSON
    """Return whether a field matches a value, as a correct server compares them."""
    by = annotation["operator"]
    if by == "isNull":
        return (known is None) is value
    if known is None:
        return annotation.get("nulls") == "match"
    return _OPERATORS[by](_read(known, annotation), _read(value, annotation))


def check_operand(value: Any, annotation: Annotation) -> None:  # noqa: ANN401 - JSON
    """Raise `ValueError` if a value is no number where numbers are compared."""
    if annotation.get("precision") == "decimal" and not _DECIMAL.fullmatch(str(value)):
        raise ValueError("must be a decimal number")


def _read(value: Any, annotation: Annotation) -> Any:  # noqa: ANN401 - JSON
    match annotation["precision"]:
        case "decimal":
            return Decimal(str(value))
        case "day" if len(value) > _LENGTH_OF_DAY:
            zone = ZoneInfo(annotation.get("zone", "UTC"))
            return datetime.fromisoformat(value).astimezone(zone).date().isoformat()
    for change in annotation.get("ignore", ()):
        value = _CHANGES[change](value)
    return value


def _without_accents(text: str) -> str:
    letters = unicodedata.normalize("NFD", text)
    return "".join(each for each in letters if unicodedata.category(each) != "Mn")


_CHANGES: Mapping[str, Callable[[str], str]] = {
    "case": str.lower,
    "blanks": str.strip,
    "accents": _without_accents,
}
