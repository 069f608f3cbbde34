"""Finds the parameters of lists for which nothing is proposed, with what they may mean."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

import attrs

from rollcall.annotate._bounds import operators_of
from rollcall.annotate._fields import Field
from rollcall.annotate._filters import written
from rollcall.annotate._lists import known_listing
from rollcall.annotate._proposal import Proposal
from rollcall.annotate._propose import annotated, is_valid
from rollcall.annotate._unexplained import Unexplained
from rollcall.spec import ListOperation, Location, Operator, Parameter, Spec, types_of

__all__ = ["Missing", "missing_of"]

_MOST = 6
"""The fields that are named, at most."""
_TIMES = {"date", "date-time"}
_NUMBERS = {"integer", "number"}
_EQUAL: tuple[Operator, ...] = ("eq", "ne")
_ORDERS: tuple[Operator, ...] = ("gt", "gte", "lt", "lte")
_PARTS: tuple[Operator, ...] = ("contains", "startsWith", "endsWith")
_SEVERAL: tuple[Operator, ...] = ("in", "notIn")


@attrs.frozen
class Missing:
    """A parameter of a list for which nothing is proposed.

    Attributes:
        at: The location of the parameter.
        operation: The operationId.
        parameter: Its name.
        reason: Why nothing is proposed.
        key: The annotation that it may have.
        values: The values of that annotation that the document admits, the likeliest first.
        operators: The operators that the first value may have instead of its own.
    """

    at: Location
    operation: str
    parameter: str
    reason: str
    key: str = "x-filter"
    values: tuple[Mapping[str, Any], ...] = ()
    operators: tuple[Operator, ...] = ()


def missing_of(spec: Spec, proposals: Iterable[Proposal]) -> tuple[Missing, ...]:
    """Return the parameters of the lists that are without a proposal.

    Args:
        spec: The document.
        proposals: The proposals for it.
    """
    proposals = [*proposals]
    made = annotated(spec, [each for each in proposals if each.is_likely])
    # What a server contradicts is told with its reason.
    known = {each.at: each for each in proposals if not each.is_likely}
    found: dict[Location, Missing] = {}
    for operation in made.lists:
        for parameter in operation.unexplained:
            proposal = known.get(parameter.at)
            if parameter.at not in found and (proposal is None or proposal.state == "open"):
                found[parameter.at] = _missing(made, operation, parameter, proposal)
    return tuple(_admitted(made, [*found.values()]))


def _missing(
    spec: Spec, operation: ListOperation, parameter: Parameter, proposal: Proposal | None
) -> Missing:
    place = parameter.at, operation.id, parameter.name
    found = Unexplained(known_listing(spec, operation), parameter)
    if proposal is not None:
        known = (proposal.value, *proposal.others)
        key = proposal.path[0]
        if key != "x-filter":
            return Missing(*place, proposal.reason, key, known)
        by_field = {each["field"]: each for each in reversed(known)}
        values = tuple(by_field[each] for each in dict.fromkeys(one["field"] for one in known))
        return Missing(*place, proposal.reason, key, values, _operators(found, proposal.value))
    fitting = [each for each in found.known.fields if _fits(found, each)]
    states = {*(found.schema.get("enum") or ())}
    words = {*found.words.split("_")}
    fields = sorted(
        fitting,
        key=lambda each: (
            not states & {*each.states},
            -len(words & {*each.path.split("_")}),
            "id" in each.name.split("_"),
            each.format in _TIMES,
            each.depth,
        ),
    )
    usual: Operator = "in" if found.is_array else "eq"
    operator = next((each[0] for _, each in operators_of(found.words)), usual)
    first = (next(written(found, each, operator), None) for each in fields[:_MOST])
    values = tuple(each for each in first if each is not None)
    operators = _operators(found, values[0]) if values else ()
    reason = "no field of an item has a name like it"
    return Missing(*place, reason, values=values, operators=operators)


def _operators(found: Unexplained, value: Mapping[str, Any]) -> tuple[Operator, ...]:
    """Return the operators that may take the place of that of a filter."""
    if found.is_array or "separator" in value:
        return _SEVERAL
    types = types_of(found.schema)
    if types == {"boolean"}:
        return _EQUAL
    has_order = value.get("precision") != "exact" or bool(types & _NUMBERS)
    return (*_EQUAL, *(_ORDERS if has_order else _PARTS))


def _fits(found: Unexplained, field: Field) -> bool:
    """Return whether a filter is likely to compare a field with a parameter, by their types."""
    form, types = found.schema.get("format"), types_of(found.schema)
    if form in _TIMES:
        return field.format in _TIMES
    if types and types <= _NUMBERS:
        return field.is_a(*_NUMBERS) or field.format == "decimal"
    if types == {"boolean"}:
        return field.is_a("boolean")
    return field.is_a("string")


def _admitted(spec: Spec, found: Sequence[Missing]) -> Iterator[Missing]:
    """Yield the parameters with those of their values and operators that the document admits."""
    values: dict[Location, list[Mapping[str, Any]]] = {each.at: [] for each in found}
    for row in zip_longest(*([(each, value) for value in each.values] for each in found)):
        for each, value in _valid(spec, [part for part in row if part is not None]):
            values[each.at].append(value)
    kept = [attrs.evolve(each, values=tuple(values[each.at])) for each in found]
    operators: dict[Location, list[Operator]] = {each.at: [] for each in found}
    for column in zip_longest(*([(each, one) for one in each.operators] for each in kept)):
        named = [part for part in column if part is not None and part[0].values]
        options = [(each, {**each.values[0], "operator": one}) for each, one in named]
        for each, value in _valid(spec, options):
            operators[each.at].append(value["operator"])
    for each in kept:
        reason = each.reason if each.values else "no field of an item has its type"
        yield attrs.evolve(each, reason=reason, operators=tuple(operators[each.at]))


_Option = tuple[Missing, Mapping[str, Any]]


def _valid(spec: Spec, options: Sequence[_Option]) -> Sequence[_Option]:
    """Return the options, of different parameters, that a document admits.

    They are tried together, as it takes long to read a large document.
    """
    if not options or is_valid(spec, [_proposal(*each) for each in options]):
        return options
    half = len(options) // 2
    return [*_valid(spec, options[:half]), *_valid(spec, options[half:])] if half else []


def _proposal(each: Missing, value: Mapping[str, Any]) -> Proposal:
    return Proposal(each.at, (each.key,), value, "low", each.reason)
