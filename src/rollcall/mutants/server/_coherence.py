"""Mutants of coherence: they break the rules between fields, rows and lists."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import Any

from rollcall.mutants._message import put
from rollcall.mutants._mutant import ServerMutant
from rollcall.mutants.server._aggregates import aggregates
from rollcall.mutants.server._conditionals import conditionals
from rollcall.mutants.server._identities import identities, uniques
from rollcall.mutants.server._places import changed, changed_rows, every_hundredth
from rollcall.mutants.server._references import fresh, references
from rollcall.mutants.server._rule_sites import RuleSite, Spoil, rule_sites
from rollcall.spec import (
    Aggregate,
    Conditional,
    ListOperation,
    Order,
    Pointer,
    Reference,
    Spec,
    Unique,
    instant_of,
    instant_text,
    resolve,
)

__all__ = ["mutants"]

_MICROSECOND = Fraction(1, 1_000_000)


def mutants(spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Yield the mutants of the invariants of a list, of its constants and its identities."""
    for site in rule_sites(spec, operation):
        for rule in site.rules:
            match rule:
                case Order():
                    yield from _orders(site, rule)
                case Conditional():
                    yield from conditionals(site, rule)
                case Reference():
                    yield from references(site, rule)
                case Unique():
                    yield from uniques(site, rule)
                case Aggregate():
                    yield from aggregates(site, rule)
        yield from _constants(site)
    yield from identities(operation)


def _orders(site: RuleSite, rule: Order) -> Iterator[ServerMutant]:
    for one, other in combinations(rule.fields, 2):
        between = rule.fields[rule.fields.index(one) + 1 : rule.fields.index(other)]
        needs = f"an item with {one} before {other}"
        if between:
            needs += f", and {' and '.join(map(str, between))} not set"
        early = site.within(_just_before(one, other, between))
        made = site.spread("order-swapped", _swapping(one, other, between))
        made.insert(1, ("order-just-wrong", changed(early)))
        yield from site.mutants(made, f"{one} <= {other}", needs=needs)


def _in_order(
    holder: dict[str, Any], one: Pointer, other: Pointer, between: tuple[Pointer, ...]
) -> tuple[Any, Any] | None:
    """Return the values of two fields if both are set and the fields between them are not."""
    low, high = one.read(holder), other.read(holder)
    if low is None or high is None or any(each.read(holder) is not None for each in between):
        return None
    return low, high


def _swapping(one: Pointer, other: Pointer, between: tuple[Pointer, ...]) -> Spoil:
    def spoil(holder: dict[str, Any]) -> bool:
        found = _in_order(holder, one, other, between)
        if found is None or _size(found[0]) == _size(found[1]):
            return False
        put(holder, one, found[1])
        put(holder, other, found[0])
        return True

    return spoil


def _just_before(one: Pointer, other: Pointer, between: tuple[Pointer, ...]) -> Spoil:
    def spoil(holder: dict[str, Any]) -> bool:
        found = _in_order(holder, one, other, between)
        if found is None:
            return False
        low = found[0]
        text = instant_text(_size(low) - _MICROSECOND) if isinstance(low, str) else low - 1
        put(holder, other, text)
        return True

    return spoil


def _size(value: Any) -> Fraction:  # noqa: ANN401 - JSON
    return instant_of(value) if isinstance(value, str) else Fraction(value)


def _constants(site: RuleSite) -> Iterator[ServerMutant]:
    for name, inner in site.fields.items():
        schema = resolve(site.spec, inner)
        if "const" not in schema:
            continue
        right = schema["const"]
        for kind, value in (("other", _other(right)), ("cased", _swapped(right))):
            change = site.within(_constant(name, value))
            made = [
                (f"constant-{kind}", changed(change)),
                (f"constant-{kind}-rarely", changed_rows(change, every_hundredth)),
            ]
            if value != right:
                yield from site.mutants(made, name)


def _constant(name: str, value: object) -> Spoil:
    def spoil(holder: dict[str, Any]) -> bool:
        is_there = name in holder
        if is_there:
            holder[name] = value
        return is_there

    return spoil


def _other(value: object) -> object:
    return f"{value}s" if isinstance(value, str) else fresh(value)


def _swapped(value: object) -> object:
    return value.swapcase() if isinstance(value, str) else value
