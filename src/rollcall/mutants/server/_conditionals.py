"""Mutants of the rules that hold under a condition."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from rollcall.mutants._message import put
from rollcall.mutants._mutant import ServerMutant
from rollcall.mutants.server._places import changed
from rollcall.mutants.server._references import fresh
from rollcall.mutants.server._rule_sites import RuleSite, Spoil
from rollcall.spec import Conditional, Pointer, instant_of, resolve

__all__ = ["conditionals"]

_NAMES: Mapping[str, str] = MappingProxyType(
    {"nullWhen": "null", "setWhen": "set", "equalsWhen": "equals", "oneOfWhen": "one-of"}
)
_Make = Callable[[dict[str, Any]], object]
"""Returns another value of a field of an object."""


def conditionals(site: RuleSite, rule: Conditional) -> Iterator[ServerMutant]:
    """Yield the mutants of a rule that holds under a condition."""
    name = _NAMES[rule.kind]
    made = [(f"{name}-not-followed", changed(site.within(_flipping(rule))))]
    if rule.kind == "nullWhen":
        made += site.spread("null-set", _setting(rule, _plain(site, rule)))
    elif not rule.admits(None):
        made += site.spread(f"{name}-unset", _setting(rule, lambda _holder: None))
    if rule.values:
        made += site.spread(f"{name}-other", _setting(rule, _other(site, rule)))
    needs = f"an item whose {rule.condition}"
    yield from site.mutants(made, rule, needs=needs)


def _setting(rule: Conditional, make: _Make) -> Spoil:
    """Return a change that gives the field another value while the condition holds."""

    def spoil(holder: dict[str, Any]) -> bool:
        is_right = rule.admits(rule.field.read(holder))
        if not rule.condition.holds(holder) or not is_right:
            return False
        *above, name = rule.field.location
        owner = Pointer.at(above).read(holder)
        if isinstance(owner, dict):
            owner[name] = make(owner)
        return isinstance(owner, dict)

    return spoil


def _plain(site: RuleSite, rule: Conditional) -> _Make:
    """Return a function that returns another value of the object, or a plain value."""
    schema = resolve(site.spec, site.fields.get(rule.field.location[-1], {}))

    def make(holder: dict[str, Any]) -> object:
        texts = [each for each in holder.values() if isinstance(each, str)]
        if schema.get("format") == "date-time":
            known = [each for each in texts if _is_instant(each)]
            return max(known, key=instant_of, default="2021-04-25T00:00:00Z")
        if "integer" in schema.get("type", ()):
            return schema.get("minimum", 1)
        return max(texts, key=len, default="set")

    return make


def _is_instant(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None and "T" in text
    except ValueError:
        return False


def _other(site: RuleSite, rule: Conditional) -> _Make:
    """Return a function that returns a value that the rule does not admit."""
    schema = resolve(site.spec, site.fields.get(rule.field.location[-1], {}))
    others = [*schema.get("enum", ()), *map(fresh, rule.values), "another value"]
    value = next(each for each in others if each is not None and not rule.admits(each))
    return lambda _holder: value


def _flipping(rule: Conditional) -> Spoil:
    """Return a change after which the condition holds, but the field does not follow."""

    def spoil(holder: dict[str, Any]) -> bool:
        if rule.admits(rule.field.read(holder)) or rule.condition.holds(holder):
            return False
        put(holder, rule.condition.field, rule.condition.value)
        return True

    return spoil
