"""Values for filters: values of the server's items, and their neighbours."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid5

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rollcall.channels import Value
from rollcall.laws._admission import admits_value
from rollcall.laws._baseline import Baseline
from rollcall.laws._items import filter_of
from rollcall.laws._operands import (
    around_decimals,
    around_texts,
    decimal_text,
    is_settled,
    pieces,
    shifted_days,
)
from rollcall.laws._several import (
    absent_several,
    each_alone,
    one_of,
    prefixed,
    several,
    several_drawn,
)
from rollcall.laws._spread import spread
from rollcall.laws._times import (
    around_instants,
    days,
    edge_instants,
    instants,
    near_days,
    shifted,
)
from rollcall.spec import Filter, Parameter, instant_of, instant_text, midnight_of

__all__ = ["absent", "boundaries", "candidates", "drawn", "present"]

_SECONDS_OF_DAY = 86_400
_FAR = timedelta(days=400)
_POOL = 200
_LENGTH_OF_DAY = len("2021-04-25")
_NEAREST = 3
_HUNDREDS = 1000
_NUMBERS = ("integer", "number")


def present(parameter: Parameter, baseline: Baseline) -> list[Any]:
    """Return the keys that a filter compares, each once, the most frequent ones first.

    Texts are as the server wrote them, even if their case does not count. For the number 1.0, the
    key is the integer 1, as which a parameter can be written.
    """

    def counted() -> list[Any]:
        known = baseline.keys(attrs.evolve(filter_of(parameter), ignored=frozenset()))
        keys = (_as_integer(key) for key in known if key is not None)
        return [key for key, _ in Counter(keys).most_common()]

    return baseline.keep(("present", parameter.name), counted)


def candidates(parameter: Parameter, baseline: Baseline) -> list[Value]:
    """Return the present values and their neighbours; those that detect most defects come first.

    For a boolean or an enumeration, return all values.
    """
    if filter_of(parameter).prefixes:
        return prefixed(parameter, lambda each: candidates(each, baseline))
    if parameter.delimiter is not None:
        alone = candidates(one_of(parameter), baseline)
        return [*dict.fromkeys(several(parameter, baseline, alone))]
    name = "candidates", parameter.name, filter_of(parameter).operator
    return baseline.keep(name, lambda: _candidates(parameter, baseline))


def _candidates(parameter: Parameter, baseline: Baseline) -> list[Value]:
    schema = parameter.schema
    if _is_closed(schema):
        return list(parameter.states)
    keys = present(parameter, baseline)
    if not keys:
        return []
    match filter_of(parameter).precision:
        case "day":
            values: Iterable[Value] = days(_chosen_days(parameter, baseline, keys))
        case "instant":
            values = around_instants(keys)
        case "decimal":
            values = _decimals(parameter, around_decimals(keys))
        case _:
            values = _around_scalars(parameter, keys)
    return _admitted(parameter, values)


def _decimals(parameter: Parameter, numbers: Iterable[Fraction]) -> Iterator[Value]:
    """Yield numbers as a parameter is written; as a text, also with another number of digits."""
    for number in numbers:
        if parameter.schema.get("type") in _NUMBERS:
            found: Any = float(number)
            yield _as_integer(found)
        else:
            text = decimal_text(number)
            yield from (text, f"{text}0" if "." in text else f"{text}.0")


def _admitted(parameter: Parameter, values: Iterable[Value]) -> list[Value]:
    """Return the values that the schema admits, each once."""
    filter_ = filter_of(parameter)
    found = dict.fromkeys(each for each in values if admits_value(parameter.schema, each))
    return [
        each
        for each in filter(_is_plain, found)
        if not isinstance(each, str) or is_settled(filter_, each)
    ]


def _is_plain(value: Value) -> bool:
    """Return whether a value is not empty, and has no blanks around it: they are conventions."""
    return not isinstance(value, str) or bool(value and value == value.strip())


def _is_closed(schema: Mapping[str, Any]) -> bool:
    """Return whether a schema lists all of its values."""
    return "enum" in schema or schema.get("type") == "boolean"


def boundaries(parameter: Parameter, baseline: Baseline) -> list[Value]:
    """Return values equal to a row's, and the values one step before and after.

    For days, choose those with a row nearest to midnight, before or after it.
    """
    if filter_of(parameter).prefixes:
        return prefixed(parameter, lambda each: boundaries(each, baseline))
    if parameter.delimiter is not None:
        return each_alone(parameter, baseline, boundaries(one_of(parameter), baseline))
    keys = present(parameter, baseline)
    if not keys:
        return []
    match filter_of(parameter).precision:
        case "day":
            edges = _edge_days(parameter, baseline)
            values: Iterable[Value] = days(near for each in edges for near in near_days(each))
        case "instant":
            values = edge_instants(keys)
        case "decimal":
            values = _decimals(parameter, around_decimals(keys))
        case "text":
            values = around_texts(keys)
        case _:
            some = spread(sorted(_numbers(keys)), _NEAREST)
            values = (value for each in some for value in _near_numbers(each))
    return _admitted(parameter, values)


def absent(parameter: Parameter, baseline: Baseline) -> list[Value]:
    """Return values that match no row."""
    if filter_of(parameter).prefixes:
        return prefixed(parameter, lambda each: absent(each, baseline))
    if parameter.delimiter is not None:
        return absent_several(parameter, absent(one_of(parameter), baseline))
    keys = present(parameter, baseline)
    filter_ = filter_of(parameter)
    schema = parameter.schema
    if _is_closed(schema):
        values: list[Value] = list(parameter.states)
    elif filter_.precision == "day" and keys:
        values = days([*shifted(max(keys), _FAR), *shifted(min(keys), -_FAR)])
    elif filter_.precision == "decimal" and keys:
        values = [*_decimals(parameter, (max(keys) + 1, min(keys) - 1))]
    elif filter_.precision == "instant" and keys:
        values = instants((max(keys) + _SECONDS_OF_DAY, min(keys) - _SECONDS_OF_DAY))
    elif schema.get("type") in _NUMBERS and _numbers(keys):
        values = [_near_numbers(max(_numbers(keys)))[2], _near_numbers(min(_numbers(keys)))[1]]
    elif schema.get("format") == "uuid":
        values = [str(uuid5(UUID(int=0), "nothing has this"))]
    elif schema.get("type") == "string" and keys and "format" not in schema:
        shortest = min((each for each in keys if isinstance(each, str)), key=len, default="")
        values = [f"{shortest} and no more", "\U0001f50d nothing has this", "!"]
    else:
        values = []
    return [each for each in _admitted(parameter, values) if not baseline.matching(filter_, each)]


def drawn(parameter: Parameter, baseline: Baseline) -> SearchStrategy[Value] | None:
    """Return a strategy for present values, their neighbours and others; None without values."""
    if filter_of(parameter).prefixes:
        known = candidates(parameter, baseline)
        return st.sampled_from(known) if known else None
    if parameter.delimiter is not None:
        return several_drawn(parameter, drawn(one_of(parameter), baseline))
    name = "drawn", parameter.name, filter_of(parameter).operator
    return baseline.keep(name, lambda: _drawn(parameter, baseline))


def _drawn(parameter: Parameter, baseline: Baseline) -> SearchStrategy[Value] | None:
    known = candidates(parameter, baseline)
    schema = parameter.schema
    if _is_closed(schema):
        return st.sampled_from(known)
    strategies: list[SearchStrategy[Any]] = []
    if known:
        keys = spread(present(parameter, baseline), _POOL)
        strategies.append(st.sampled_from([*known, *_written(parameter, keys)]))
    match filter_of(parameter).precision, schema.get("type"):
        case "day", _:
            strategies.append(st.dates().map(date.isoformat))
        case "decimal", "string":
            numbers = st.decimals(-_HUNDREDS, _HUNDREDS, places=2)
            strategies.append(numbers.map(str))
        case "instant", _:
            seconds = st.integers(0, 4_000_000_000).map(lambda each: instant_text(Fraction(each)))
            strategies.append(seconds)
        case _, "integer":
            strategies.append(st.integers(schema.get("minimum"), schema.get("maximum")))
        case _, "string" if schema.get("format") == "uuid":
            strategies.append(st.uuids().map(str))
        case _, "string" if not {"format", "pattern"} & schema.keys():
            letters = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])
            strategies.append(st.text(letters, max_size=20))
    if not strategies:
        return None
    return st.one_of(strategies).filter(lambda value: bool(_admitted(parameter, [value])))


def _chosen_days(parameter: Parameter, baseline: Baseline, keys: list[date]) -> Iterator[date]:
    edges = _edge_days(parameter, baseline)
    yield from (*edges, keys[0], min(keys), max(keys))
    for each in (*edges, min(keys), max(keys)):
        yield from near_days(each)[1:]
    yield from spread(sorted(keys), _NEAREST)


def _edge_days(parameter: Parameter, baseline: Baseline) -> list[date]:
    """Return the days of the rows nearest to midnight, before or after it."""
    name = "edge days", parameter.name
    return baseline.keep(name, lambda: _find_edge_days(parameter, baseline))


def _find_edge_days(parameter: Parameter, baseline: Baseline) -> list[date]:
    filter_ = filter_of(parameter)
    found = []
    for row, day in zip(baseline.rows, baseline.keys(filter_), strict=True):
        if isinstance(day, date):
            text = filter_.field.read(row)
            # A field may be a date, without a time of day.
            has_time = len(text) > _LENGTH_OF_DAY
            midnight = midnight_of(day, filter_.zone)
            found.append((instant_of(text) if has_time else midnight, day, midnight))
    shifted = shifted_days(filter_, [(instant, day) for instant, day, _ in found])
    found.sort(key=lambda each: each[0] - each[2])
    nearest = [each for pair in zip(found[:_NEAREST], found[::-1], strict=False) for each in pair]
    return [*dict.fromkeys([*shifted, *(day for _, day, _ in nearest)])]


def _around_scalars(parameter: Parameter, keys: list[Any]) -> Iterator[Value]:
    if parameter.schema.get("type") in _NUMBERS:
        keys = _numbers(keys)
        for each in (*keys[:1], *sorted(keys)[:1], *sorted(keys)[-1:], *spread(sorted(keys), 6)):
            yield from _near_numbers(each)
        return
    texts = [each for each in keys if isinstance(each, str)]
    match filter_of(parameter):
        case Filter(operator="contains" | "startsWith" | "endsWith") as filter_:
            yield from pieces(filter_, texts)
        case Filter(precision="text"):
            yield from around_texts(texts)
        case _:
            yield from spread(keys, 2 * _NEAREST)


def _numbers(keys: Iterable[object]) -> list[Any]:
    """Return the numbers; the conformance checks report other values."""
    return [each for each in keys if isinstance(each, int | float) and not isinstance(each, bool)]


def _as_integer(key: Any) -> Any:  # noqa: ANN401 - what a filter compares
    return int(key) if isinstance(key, float) and key.is_integer() else key


def _near_numbers(number: Any) -> list[Any]:  # noqa: ANN401 - an integer or a float
    """Return a number, and the numbers one less and one more, without binary remainders."""
    if isinstance(number, int):
        return [number, number - 1, number + 1]
    return [number, *(_as_integer(float(Decimal(str(number)) + step)) for step in (-1, 1))]


def _written(parameter: Parameter, keys: Iterable[Any]) -> list[Value]:
    match filter_of(parameter).precision:
        case "decimal":
            return [*_decimals(parameter, keys)]
        case "day":
            return days(keys)
        case "instant":
            return instants(keys)
    return list(keys)
