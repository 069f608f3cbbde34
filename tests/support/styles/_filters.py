"""Filters items by the parameters of a request."""

from collections.abc import Callable, Mapping, Sequence
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from tests.support.styles._parameters import Filter, Operator
from tests.support.styles._style import Item
from tests.support.styles._values import Refusal, comparable, valid, value_at

__all__ = ["matching"]

_SINGLE: Mapping[Operator, Callable[[Any, Any], bool]] = {
    "eq": eq,
    "ne": ne,
    "gt": gt,
    "gte": ge,
    "lt": lt,
    "lte": le,
    "contains": lambda known, part: part in known,
    "startsWith": str.startswith,
    "endsWith": str.endswith,
}


def matching(
    items: Sequence[Item],
    filters: Mapping[str, Filter],
    given: Mapping[str, Sequence[str]],
    status: int,
) -> list[Item]:
    """Return the items that match every filter of a request.

    Args:
        items: The items.
        filters: The filters by their parameters.
        given: The values of each parameter, in the order in which they were sent.
        status: The status of a refusal.
    """
    tests = [
        _test(name, each, texts, status)
        for name, each in filters.items()
        if (texts := given.get(name) or ([each.default] if each.default is not None else []))
    ]
    return [item for item in items if all(test(item) for test in tests)]


def _test(name: str, rule: Filter, texts: Sequence[str], status: int) -> Callable[[Item], bool]:
    """Return the test of an item against the values of one parameter."""
    by, texts = _operator(rule, _split(rule, texts))
    if by == "isNull":
        if not valid(texts[0], "boolean"):
            raise Refusal(status, f"{name} must be true or false")
        return lambda item: (value_at(item, rule.field) is None) == (texts[0] == "true")
    for text in texts:
        if not valid(text, rule.kind) or (rule.one_of and text not in rule.one_of):
            raise Refusal(status, f"{name} has an invalid value")
    if by == "between" and len(texts) != 2:
        raise Refusal(status, f"{name} must have two values")
    values = [comparable(text, rule.kind, rule.fold) for text in texts]

    def test(item: Item) -> bool:
        known = value_at(item, rule.field)
        if known is None:
            return rule.nulls
        return _holds(by, comparable(known, rule.kind, rule.fold, rule.zone), values)

    return test


def _split(rule: Filter, texts: Sequence[str]) -> Sequence[str]:
    """Return the values that were sent: several only where the filter takes several."""
    if rule.many == "repeated":
        return texts
    return texts[-1].split(rule.many) if rule.many else texts[-1:]


def _operator(rule: Filter, texts: Sequence[str]) -> tuple[Operator, Sequence[str]]:
    """Return the operator and the values without its prefix."""
    longest_first = sorted(rule.prefixes.items(), key=lambda each: -len(each[1]))
    for by, prefix in longest_first:
        if texts[0].startswith(prefix):
            return by, [texts[0].removeprefix(prefix)]
    return rule.by, texts


def _holds(by: Operator, known: Any, values: Sequence[Any]) -> bool:  # noqa: ANN401 - of any kind
    match by:
        case "in":
            return known in values
        case "notIn":
            return known not in values
        case "between":
            return bool(values[0] <= known <= values[1])
        case _:
            return _SINGLE[by](known, values[0])
