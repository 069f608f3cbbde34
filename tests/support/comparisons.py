"""Compares a field with the value of a filter, independently of the tool."""

import operator
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

__all__ = ["check_operand", "delimiter_of", "is_match"]

Annotation = Mapping[str, Any]

_FORMS = {
    "decimal": re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII),
    "day": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII),
    "instant": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9:]+)", re.ASCII),
}
_LENGTH_OF_DAY = 10
_ENDS = 2
_DELIMITERS = {"form": ",", "pipeDelimited": "|", "spaceDelimited": " "}
_SEVERAL: Mapping[str, tuple[Callable[..., bool], list[str]]] = {
    "in": (any, ["eq"]),
    "notIn": (all, ["ne"]),
    "between": (all, ["gte", "lte"]),
}
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
    if "prefixes" in annotation:
        value, annotation = _chosen(value, annotation)
        value = int(value) if isinstance(known, int) else value
    by = annotation["operator"]
    if by == "isNull":
        return (known is None) is value
    if known is None:
        return annotation.get("nulls") == "match"
    if by in _SEVERAL:
        quantifier, names = _SEVERAL[by]
        operators = names if by == "between" else names * len(value)
        return quantifier(
            is_match(known, each, {**annotation, "operator": name})
            for name, each in zip(operators, value, strict=True)
        )
    return _OPERATORS[by](_read(known, annotation), _read(value, annotation))


def check_operand(value: Any, annotation: Annotation) -> None:  # noqa: ANN401 - JSON
    """Raise `ValueError` if a value is no number or no date where these are compared."""
    if "prefixes" in annotation:
        value, annotation = _chosen(value, annotation)
    values = value if isinstance(value, list) else [value]
    if annotation["operator"] == "between" and len(values) != _ENDS:
        raise ValueError("must be two values")
    precision = annotation.get("precision", "exact")
    for each in values if precision in _FORMS else ():
        if not _FORMS[precision].fullmatch(str(each)):
            raise ValueError(f"must be a value of the precision {precision}")
        if precision != "decimal":
            datetime.fromisoformat(each)


def delimiter_of(schema: Annotation, annotation: Annotation, style: Annotation) -> str | None:
    """Return what stands between several values; empty: they are repeated; None: there is one."""
    if schema["type"] != "array":
        return annotation.get("separator")
    name = style.get("style", "form")
    return "" if style.get("explode", name == "form") else _DELIMITERS[name]


def _chosen(text: str, annotation: Annotation) -> tuple[str, Annotation]:
    """Return a value without its operator, and the annotation with it."""
    for name, prefix in sorted(annotation["prefixes"].items(), key=lambda each: -len(each[1])):
        if text.startswith(prefix):
            others = {key: each for key, each in annotation.items() if key != "prefixes"}
            return text.removeprefix(prefix), {**others, "operator": name}
    raise ValueError("must begin with an operator")


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
