"""Proposes which field a parameter filters by, and how."""

import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import attrs

from rollcall.annotate._bounds import bound_of, is_of_any_date, operators_of
from rollcall.annotate._fields import Field, field_named, snake
from rollcall.annotate._names import OPERATORS
from rollcall.annotate._proposal import Confidence, Proposal
from rollcall.annotate._unexplained import Unexplained
from rollcall.annotate._wording import (
    says_any_case,
    says_case_counts,
    says_more,
    says_part,
    stated_operator,
)
from rollcall.spec import Operator, types_of

__all__ = ["filter_proposal", "written"]

_NUMBERS = ("integer", "number")
_ORDERS = ("gt", "gte", "lt", "lte", "between")
_SEVERAL = ("in", "notIn", "between")
_SYNTAX = re.compile(r"(?:__|\[|\.|:)([A-Za-z_]+)\]?$")
_FOLDS = re.compile("(^|_)i(exact|contains|startswith|endswith|like)$")
_CLOSED = {"date", "date-time", "uuid"}
"""Formats of texts that hardly any filter compares by a part."""
_BOUNDS = {"min", "max", "minimum", "maximum"}
_MATCHES = 8
_STATES = 5
"""The values of an enumeration that may be a default that the document does not name, at most."""


def filter_proposal(found: Unexplained) -> Proposal | None:
    """Return the proposal for a filter; None if no field fits the name of the parameter."""
    named = [*_readings(found)]
    bound = bound_of(found) if not named or found.words in OPERATORS else None
    unnamed = () if bound is None else product(bound.fields, bound.operators)
    readings = [*named, *((field, operator, False) for field, operator in unnamed)]
    values: dict[str, dict[str, Any]] = {}
    for field, operator, _ in readings:
        if len(values) < _MATCHES:
            values |= {repr(each): each for each in written(found, field, operator)}
    if not values:
        return None
    first, *others = values.values()
    if first["operator"] == "eq" and "default" not in first:
        others += [
            {**first, "default": each} for each in (found.schema.get("enum") or ())[:_STATES]
        ]
    reason = f"the name {found.parameter.name} and the field {first['field']}"
    rated = _rated(found, found.proposal("x-filter", [first, *others], "medium", reason), readings)
    if bound is None or named:
        return rated
    confidence: Confidence = "medium" if bound.is_likely else "low"
    rated = attrs.evolve(rated, reason=bound.reason, confidence=confidence)
    if not (bound.is_told and rated.stated and _is_closed(found, bound.fields[0])):
        return rated
    stated = {"field": rated.value["field"], **rated.stated}
    return attrs.evolve(rated, stated=stated, is_certain=True)


def _rated(
    found: Unexplained, proposal: Proposal, readings: list[tuple[Field, Operator, bool]]
) -> Proposal:
    """Return a proposal with what the document says outright, and how likely that is."""
    field, _, is_sure = readings[0]
    is_sure &= len({each.pointer for each, _, _ in readings}) == 1
    stated = {**_stated_operator(found, readings), **_stated_case(found)}
    values = [
        attrs.evolve(proposal, value=each, stated=stated)
        for each in (proposal.value, *proposal.others)
    ]
    # What the document says comes first.
    first, *others = sorted(values, key=lambda each: not each.is_stated)
    operator = first.value["operator"]
    is_usual = operator in {"gte", "lte"} and (
        field.format == "date" or _BOUNDS & {*found.name.split("_")}
    )
    is_named = operator in {"eq", "in", *found.name.split("_")} or operator in _SEVERAL
    is_same = operator in {"eq", "in"} and found.name == field.path
    is_told = "operator" in stated or is_same
    is_exact = _is_spelled_out(found) or (is_told and _is_closed(found, field))
    is_exact |= is_same and _is_plain(found, field)
    confidence: Confidence = (
        "high" if is_sure and (is_named or is_usual or "operator" in stated) else "medium"
    )
    is_certain = is_sure and is_exact
    if is_certain:
        stated = {"field": first.value["field"], "operator": operator, **stated}
    return attrs.evolve(
        first,
        others=tuple(each.value for each in others),
        confidence=confidence,
        stated=stated or None,
        is_certain=is_certain,
    )


def _stated_operator(
    found: Unexplained, readings: list[tuple[Field, Operator, bool]]
) -> Mapping[str, Any]:
    """Return the operator that the name or the description states outright."""
    operators = [each for field, each, _ in readings if field == readings[0][0]]
    spelled = [each for each in operators if each in _ORDERS and each in found.name.split("_")]
    words = f"{found.name.replace('_', ' ')} {found.description}"
    told = stated_operator(words, [each for each in operators if each in _ORDERS])
    operator = next(iter(spelled), told)
    return {"operator": operator} if operator else {}


def _stated_case(found: Unexplained) -> Mapping[str, Any]:
    """Return whether case counts, if the name or the description states it."""
    if _FOLDS.search(found.name) or says_any_case(found.description):
        return {"ignore": ["case"]}
    return {"ignore": None} if says_case_counts(found.description) else {}


def _is_spelled_out(found: Unexplained) -> bool:
    """Return whether a name has an operator in a syntax for it, such as ``price__gte``."""
    match = _SYNTAX.search(found.parameter.name)
    word = snake(match[1]) if match is not None else ""
    return word in OPERATORS and (len(OPERATORS[word]) == 1 or OPERATORS[word][0] == word)


def _is_closed(found: Unexplained, field: Field) -> bool:
    """Return whether the types of a field and of a parameter leave one meaning of equality."""
    types, schema = types_of(found.schema), found.schema
    if types == {"boolean"}:
        return field.is_a("boolean") and not says_more(found.description)
    if types and types <= {*_NUMBERS}:
        return field.is_a(*_NUMBERS)
    if field.states:  # a further value, such as "all", is compared with no field
        return bool(schema.get("enum")) and {*schema["enum"]} <= {*field.states}
    is_day = (schema.get("format"), field.format) == ("date", "date-time")
    return field.format in _CLOSED and (schema.get("format") == field.format or is_day)


def _is_plain(found: Unexplained, field: Field) -> bool:
    """Return whether a text is compared with a field of texts, and no part of it is meant."""
    is_open = found.is_text and not found.schema.keys() & {"enum", "format", "pattern"}
    is_text = field.is_a("string") and not field.format
    return is_open and is_text and not says_part(found.description)


def _readings(found: Unexplained) -> Iterator[tuple[Field, Operator, bool]]:
    """Yield the fields and operators that a name may stand for, and whether the field is sure."""
    is_plural = found.is_array or "," in str(found.schema.get("pattern", ""))
    whole: tuple[Operator, ...] = ("in",) if is_plural else ("eq",)
    for words, operators in (*operators_of(found.words), (found.words, whole)):
        match = field_named(found.known.fields, words) if words else None
        if match is None or (operators is not whole and not match[1] and is_of_any_date(words)):
            continue
        field, is_sure = match
        states = {*(found.schema.get("enum") or ())}
        if states and field.states and states.isdisjoint(field.states):
            continue  # it has the name of another thing
        yield from ((field, operator, is_sure) for operator in operators)


def written(found: Unexplained, field: Field, operator: Operator) -> Iterator[dict[str, Any]]:
    """Yield the annotations for a field and an operator that the types may admit."""
    base: dict[str, Any] = {"field": field.pointer.text, "operator": operator}
    if operator == "isNull":
        if types_of(found.schema) == {"boolean"}:
            yield base
        return
    if operator in _SEVERAL and not found.is_array:
        if types_of(found.schema) == {"string"}:
            base["separator"] = ","
        else:
            return
    default = found.schema.get("default")
    if default is not None and operator == "eq":
        base["default"] = default
    for precision in _precisions(found, field, operator):
        plain = {**base, "precision": precision}
        is_folded = operator not in _ORDERS and field.is_a("string") and not field.format
        folded = {**plain, "ignore": ["case"]}
        values = [plain, folded] if is_folded and not field.states else [plain]
        if operator in {"ne", "notIn"}:
            values += [{**each, "nulls": "match"} for each in values]
        yield from values


def _precisions(found: Unexplained, field: Field, operator: str) -> Iterator[str]:
    """Yield the precisions that may compare the field with the parameter."""
    schema = found.schema
    kind, types = schema.get("format"), types_of(schema)
    if kind == "date" and field.format in {"date", "date-time"}:
        yield "day"
    elif field.format == "date":
        yield from ("day", "text") if operator in _ORDERS else ("exact",)
    elif field.format == "date-time":
        if kind == "date-time" or operator in _ORDERS:
            yield "instant"
        else:
            yield "exact"
    elif field.is_a("integer"):
        yield "exact"
    elif field.is_a("number"):
        yield "exact"
        yield "decimal"
    elif operator in _ORDERS and (field.format == "decimal" or types & {*_NUMBERS}):
        yield "decimal"
    elif operator in _ORDERS:
        yield "text"
        yield "decimal"
    else:
        yield "exact"
