"""The filters that divide a list into ranges, from their annotations."""

from collections.abc import Iterator
from itertools import product

import attrs

from rollcall.codegen import _parsed as parsed
from rollcall.codegen._pagination import Fields
from rollcall.spec import Filter, Parameter

__all__ = ["Divider", "dividers"]

_PAIRS = (("gte", "lt"), ("gt", "lte"), ("gte", "lte"), ("gt", "lt"))
"""The operators of a lower and an upper bound, the best first: the first two are complements."""

_FORMS = {"instant": "date-time", "day": "date"}
"""The format of a bound by what is compared, the finest first."""


@attrs.frozen
class Divider:
    """A field, with the two filters that divide a list by it.

    Attributes:
        field: The attributes of an item that lead to the field, with dots between them.
        unit: What the filters compare: a day or an instant.
        lower: The name of the parameter of the lower bound in the URL.
        upper: That of the upper bound.
        operators: Their operators.
        null: The name of the parameter that lists the items without the field; None: there is none.
        is_nullable: Whether the field may be null or absent.
    """

    field: str
    unit: str
    lower: str
    upper: str
    operators: tuple[str, str]
    null: str | None
    is_nullable: bool

    @property
    def code(self) -> str:
        """The code that builds it."""
        options = {"null": self.null, "is_nullable": self.is_nullable}
        given = "".join(f", {name}={value!r}" for name, value in options.items() if value)
        values = (self.field, self.unit, self.lower, self.upper, self.operators)
        return f"Divider({', '.join(map(repr, values))}{given})"


def dividers(fields: Fields, item: parsed.ModelProperty) -> list[Divider]:
    """Return a divider for each field that has a lower and an upper bound.

    Args:
        fields: Finds the fields of the operation.
        item: The model of an item.
    """
    bounds = [each for each in fields.operation.filters if _is_bound(each)]
    found: dict[str, Divider] = {}
    for unit in _FORMS:
        for lower, upper in _pairs([each for each in bounds if _filter(each).precision == unit]):
            pointer = _filter(lower).field
            value = fields.value(item, "", pointer)
            if not isinstance(value.type, parsed.DateTimeProperty | parsed.DateProperty):
                continue
            name = value.code.lstrip(".")
            null = next(
                (
                    each.name
                    for each in fields.operation.filters
                    if _filter(each).operator == "isNull" and _filter(each).field == pointer
                ),
                None,
            )
            found.setdefault(
                name,
                Divider(
                    field=name,
                    unit=unit,
                    lower=lower.name,
                    upper=upper.name,
                    operators=(_filter(lower).operator, _filter(upper).operator),
                    null=null,
                    is_nullable=value.is_uncertain or bool(value.uncertain),
                ),
            )
    return list(found.values())


def _filter(parameter: Parameter) -> Filter:
    assert parameter.filter is not None
    return parameter.filter


def _is_bound(parameter: Parameter) -> bool:
    """Return whether a filter is a bound that any date can be sent as, or none."""
    filter_, schema = _filter(parameter), parameter.schema
    is_plain = not (filter_.prefixes or filter_.nulls_match)
    # A default is one of an enumeration.
    is_free = not (parameter.required or parameter.delimiter or {"const", "enum"} & schema.keys())
    return is_plain and is_free and schema.get("format") == _FORMS.get(filter_.precision)


def _pairs(bounds: list[Parameter]) -> Iterator[tuple[Parameter, Parameter]]:
    """Yield the lower and the upper bounds of a field, the best pair first."""
    for operators, (lower, upper) in product(_PAIRS, product(bounds, bounds)):
        one, other = _filter(lower), _filter(upper)
        is_pair = (one.operator, other.operator) == operators
        if is_pair and (one.field, one.zone) == (other.field, other.zone):
            yield lower, upper
