"""Mutants of fields that count elements, or add a field of theirs."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from rollcall.mutants._message import put
from rollcall.mutants._mutant import ServerMutant
from rollcall.mutants.server._places import changed
from rollcall.mutants.server._rule_sites import RuleSite, Spoil
from rollcall.spec import Aggregate, number_of

__all__ = ["aggregates"]


def aggregates(site: RuleSite, rule: Aggregate) -> Iterator[ServerMutant]:
    """Yield the mutants of a number or a sum of elements."""
    made = site.spread(f"{rule.kind}-more", _by(rule, 1))
    if rule.operation is not None:
        # Of the rows that refer to another list, a law reads few.
        made = made[:1]
    made += [
        (f"{rule.kind}-less", changed(site.within(_by(rule, -1)))),
        (f"{rule.kind}-zero", changed(site.within(_zero(rule)))),
    ]
    if rule.items is not None:
        made += [(f"{rule.kind}-of-others", changed(site.within(_without_last(rule))))]
    needs = f"an item whose {rule.field} is set, and whose elements are known"
    yield from site.mutants(made, rule, needs=needs)


def _by(rule: Aggregate, sign: int) -> Spoil:
    """Return a change of the last digit of the field."""

    def spoil(holder: dict[str, Any]) -> bool:
        value = rule.field.read(holder)
        if number_of(value) is None:
            return False
        put(holder, rule.field, _stepped(value, sign))
        return True

    return spoil


def _stepped(value: Any, sign: int) -> object:  # noqa: ANN401 - JSON
    """Return a number whose last digit is one more or one less, in the same form."""
    number = Decimal(str(value))
    exponent = number.as_tuple().exponent
    step = Decimal((0, (1,), min(0, int(exponent))))
    text = format(number + sign * step, "f")
    return text if isinstance(value, str) else type(value)(text)


def _zero(rule: Aggregate) -> Spoil:
    def spoil(holder: dict[str, Any]) -> bool:
        value = rule.field.read(holder)
        if not number_of(value):
            return False
        put(holder, rule.field, type(value)(0))
        return True

    return spoil


def _without_last(rule: Aggregate) -> Spoil:
    """Return a change of the field to the number or the sum without the last element."""

    def spoil(holder: dict[str, Any]) -> bool:
        value = rule.field.read(holder)
        elements = rule.items.read(holder) if rule.items is not None else None
        if not isinstance(elements, list) or number_of(value) is None:
            return False
        found = rule.value(elements[:-1])
        if found is None or found == number_of(value):
            return False
        put(holder, rule.field, _written(value, Decimal(found.numerator) / found.denominator))
        return True

    return spoil


def _written(value: Any, number: Decimal) -> object:  # noqa: ANN401 - JSON
    """Return a number in the form of another one."""
    text = format(number, "f")
    return text if isinstance(value, str) else type(value)(text)
