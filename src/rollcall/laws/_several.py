"""Values for filters of several values, and of values with operators."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import Any

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rollcall.channels import Value
from rollcall.laws._admission import admits_value
from rollcall.laws._baseline import Baseline
from rollcall.laws._items import filter_of
from rollcall.spec import Chosen, Parameter, value_key

__all__ = ["absent_several", "each_alone", "one_of", "prefixed", "several", "several_drawn"]

_MOST = 3


def one_of(parameter: Parameter) -> Parameter:
    """Return the filter that takes one of the values: the one that an item equals."""
    filter_ = attrs.evolve(filter_of(parameter), operator="eq", separator="", prefixes=())
    return attrs.evolve(parameter, filter=filter_, delimiter=None)


def prefixed(parameter: Parameter, values: Callable[[Parameter], Sequence[Any]]) -> list[Value]:
    """Return values of each operator, with what it writes before the value, by turns."""
    filter_ = filter_of(parameter)
    columns: list[list[Value]] = []
    for operator, prefix in filter_.prefixes:
        own = attrs.evolve(filter_, operator=operator, prefixes=())
        known = values(attrs.evolve(parameter, filter=own))
        texts = [f"{prefix}{each}" for each in known if _admits(parameter, f"{prefix}{each}")]
        columns.append([each for each in texts if _operator(parameter, each) == operator])
    turns = zip_longest(*columns)
    return [*dict.fromkeys(each for turn in turns for each in turn if each is not None)]


def _admits(parameter: Parameter, text: str) -> bool:
    """Return whether the schema of a text admits it, which has several values or an operator."""
    return not parameter.text or admits_value(parameter.text, text)


def _joined(parameter: Parameter, values: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Yield the lists of values that the schema of their text admits."""
    delimiter = parameter.delimiter or ""
    for each in values:
        if _admits(parameter, delimiter.join(map(str, each))):
            yield each


def _operator(parameter: Parameter, text: str) -> str:
    """Return the operator that a value is read with."""
    found = value_key(filter_of(parameter), text)
    assert isinstance(found, Chosen)
    return str(found.operator)


def _sendable(parameter: Parameter, values: Iterable[Any]) -> list[Any]:
    """Return the values that can be told apart when they are written one after the other."""
    delimiter = parameter.delimiter
    return [each for each in values if not delimiter or delimiter not in str(each)]


def several(
    parameter: Parameter, baseline: Baseline, values: Sequence[Any]
) -> Iterator[tuple[Any, ...]]:
    """Yield lists of some values, or ranges between them; both ends of a range match an item."""
    yield from _joined(parameter, _several(parameter, baseline, values))


def _several(
    parameter: Parameter, baseline: Baseline, values: Sequence[Any]
) -> Iterator[tuple[Any, ...]]:
    one = filter_of(one_of(parameter))
    values = _sendable(parameter, values)
    hits = [each for each in values if baseline.matching(one, each)]
    if filter_of(parameter).operator == "between":
        yield from _ranges(sorted(hits, key=lambda each: _order(parameter, each)))
        return
    # The last value alone matches an item, and so does the first one.
    others = [each for each in values if each not in hits]
    distinct = [each for each in hits if baseline.matching(one, each) != baseline.all]
    yield from pairwise(distinct)
    yield from ((each,) for each in hits[:1])
    yield from ((each, other) for each, other in zip(hits, others, strict=False))
    if len(distinct) >= _MOST:
        yield tuple(distinct[-_MOST:])


def _ranges(hits: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    if not hits:
        return
    middle = hits[len(hits) // 2]
    yield hits[len(hits) // 4], hits[3 * len(hits) // 4]
    yield from ((middle, middle), (hits[0], middle), (middle, hits[-1]), (hits[0], hits[-1]))
    yield from zip(hits, hits[2:], strict=False)


def _order(parameter: Parameter, value: Any) -> Any:  # noqa: ANN401 - values of one type
    return value_key(filter_of(one_of(parameter)), value)


def each_alone(parameter: Parameter, baseline: Baseline, values: Iterable[Any]) -> list[Value]:
    """Return each value alone, or as the end of a range up to the last one, and from the first."""
    found = _sendable(parameter, values)
    if filter_of(parameter).operator != "between":
        return [*_joined(parameter, ((each,) for each in found))]
    one = filter_of(one_of(parameter))
    hits = [each for each in found if baseline.matching(one, each)]
    ends = sorted(hits, key=lambda each: _order(parameter, each))
    pairs = [(end, each) for each in found for end in (*ends[:1], *ends[-1:])]
    ordered = (sorted(pair, key=lambda each: _order(parameter, each)) for pair in pairs)
    return [*_joined(parameter, dict.fromkeys((low, high) for low, high in ordered))]


def absent_several(parameter: Parameter, values: Sequence[Any]) -> list[Value]:
    """Return several values that match no row, from values that equal no row."""
    found = _sendable(parameter, values)
    match filter_of(parameter).operator:
        case "between":
            return [*_joined(parameter, ((each, each) for each in found))]
        case "in":
            return [*_joined(parameter, [tuple(found)] if found else [])]
    return []


def several_drawn(
    parameter: Parameter, one: SearchStrategy[Any] | None
) -> SearchStrategy[Value] | None:
    """Return a strategy for several values, from one for a value."""
    if one is None:
        return None
    sendable = one.filter(lambda each: bool(_sendable(parameter, [each])))
    if filter_of(parameter).operator == "between":
        pairs = st.tuples(sendable, sendable)
        found: SearchStrategy[tuple[Any, ...]] = pairs.map(
            lambda pair: tuple(sorted(pair, key=lambda each: _order(parameter, each)))
        )
    else:
        found = st.lists(sendable, min_size=1, max_size=_MOST, unique_by=repr).map(tuple)
    return found.filter(lambda each: bool([*_joined(parameter, [each])]))
