"""Values for filters: values of the server's items, and their neighbours."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid5

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rollcall.channels import Value
from rollcall.laws._admission import admits_value
from rollcall.laws._baseline import Baseline
from rollcall.laws._items import filter_of
from rollcall.spec import Filter, Parameter, instant_of, instant_text

__all__ = ["absent", "boundaries", "candidates", "drawn", "present", "spread"]

_DAY = timedelta(days=1)
_SECONDS_OF_DAY = 86_400
_STEP = Fraction(1, 1_000_000)
_EAST, _WEST = 14, 12
_FAR = timedelta(days=400)
_POOL = 200
_LENGTH_OF_DAY = len("2021-04-25")
_NEAREST = 3
_NUMBERS = ("integer", "number")


def present(parameter: Parameter, baseline: Baseline) -> list[Any]:
    """Return the keys that a filter compares, each once, the most frequent ones first.

    For the number 1.0, the key is the integer 1, as which a parameter can be written.
    """

    def counted() -> list[Any]:
        known = baseline.keys(filter_of(parameter))
        keys = (_as_integer(key) for key in known if key is not None)
        return [key for key, _ in Counter(keys).most_common()]

    return baseline.keep(("present", parameter.name), counted)


def candidates(parameter: Parameter, baseline: Baseline) -> list[Value]:
    """Return the present values and their neighbours; those that detect most defects come first.

    For a boolean or an enumeration, return all values.
    """
    name = "candidates", parameter.name
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
            values: Iterable[Value] = _days(_chosen_days(parameter, baseline, keys))
        case "instant":
            values = _around_instants(keys)
        case _:
            values = _around_scalars(parameter, keys)
    return _admitted(parameter, values)


def _admitted(parameter: Parameter, values: Iterable[Value]) -> list[Value]:
    """Return the values that the schema admits, each once."""
    found = dict.fromkeys(each for each in values if admits_value(parameter.schema, each))
    return [*filter(_is_plain, found)]


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
    keys = present(parameter, baseline)
    if not keys:
        return []
    match filter_of(parameter).precision:
        case "day":
            days = _edge_days(parameter, baseline)
            values: Iterable[Value] = _days(near for each in days for near in _near_days(each))
        case "instant":
            values = _edge_instants(keys)
        case _:
            some = spread(sorted(_numbers(keys)), _NEAREST)
            values = (value for each in some for value in _near_numbers(each))
    return _admitted(parameter, values)


def absent(parameter: Parameter, baseline: Baseline) -> list[Value]:
    """Return values that match no row."""
    keys = present(parameter, baseline)
    filter_ = filter_of(parameter)
    schema = parameter.schema
    if _is_closed(schema):
        values: list[Value] = list(parameter.states)
    elif filter_.precision == "day" and keys:
        values = _days([*_shifted(max(keys), _FAR), *_shifted(min(keys), -_FAR)])
    elif filter_.precision == "instant" and keys:
        values = _instants((max(keys) + _SECONDS_OF_DAY, min(keys) - _SECONDS_OF_DAY))
    elif schema.get("type") in _NUMBERS and _numbers(keys):
        values = [_near_numbers(max(_numbers(keys)))[2], _near_numbers(min(_numbers(keys)))[1]]
    elif schema.get("format") == "uuid":
        values = [str(uuid5(UUID(int=0), "nothing has this"))]
    elif schema.get("type") == "string" and keys and "format" not in schema:
        shortest = min((each for each in keys if isinstance(each, str)), key=len, default="")
        values = [f"{shortest} and no more", "\U0001f50d nothing has this"]
    else:
        values = []
    return [each for each in _admitted(parameter, values) if not baseline.matching(filter_, each)]


def drawn(parameter: Parameter, baseline: Baseline) -> SearchStrategy[Value] | None:
    """Return a strategy for present values, their neighbours and others; None without values."""
    return baseline.keep(("drawn", parameter.name), lambda: _drawn(parameter, baseline))


def _drawn(parameter: Parameter, baseline: Baseline) -> SearchStrategy[Value] | None:
    known = candidates(parameter, baseline)
    schema = parameter.schema
    if _is_closed(schema):
        return st.sampled_from(known)
    strategies: list[SearchStrategy[Any]] = []
    if known:
        keys = spread(present(parameter, baseline), _POOL)
        strategies.append(st.sampled_from([*known, *_written(filter_of(parameter), keys)]))
    match filter_of(parameter).precision, schema.get("type"):
        case "day", _:
            strategies.append(st.dates().map(date.isoformat))
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
    return st.one_of(strategies).filter(
        lambda value: _is_plain(value) and admits_value(parameter.schema, value)
    )


def _chosen_days(parameter: Parameter, baseline: Baseline, keys: list[date]) -> Iterator[date]:
    edges = _edge_days(parameter, baseline)
    yield from (*edges, keys[0], min(keys), max(keys))
    for each in (*edges, min(keys), max(keys)):
        yield from _near_days(each)[1:]
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
            instant = instant_of(text) if len(text) > _LENGTH_OF_DAY else Fraction(0)
            found.append((instant % _SECONDS_OF_DAY, day))
    found.sort(key=lambda each: each[0])
    nearest = [pair for pairs in zip(found[:_NEAREST], found[::-1], strict=False) for pair in pairs]
    return [*dict.fromkeys(day for _, day in nearest)]


def _near_days(day: date) -> list[date]:
    return [day, *_shifted(day, -_DAY), *_shifted(day, _DAY)]


def _shifted(day: date, by: timedelta) -> list[date]:
    """Return the day moved by a difference; an empty list if the calendar has no such day."""
    with suppress(OverflowError):
        return [day + by]
    return []


def _around_instants(keys: list[Fraction]) -> Iterator[Value]:
    some = [keys[0], min(keys), max(keys), *spread(sorted(keys), _NEAREST)]
    ordered = sorted(keys)
    nearest = sorted(pairwise(ordered), key=lambda pair: pair[1] - pair[0])
    before, after = nearest[0] if nearest else (ordered[0], ordered[0])
    yield from _instants([before])
    # The same instants with another offset: a server that ignores it lists a wrong number of rows.
    yield from _instants([before], _EAST)
    yield from _instants([after], -_WEST)
    for each in some:
        yield from _instants((each, each - _STEP, each + _STEP))


def _edge_instants(keys: list[Fraction]) -> Iterator[Value]:
    """Yield present instants, and those one step before and after, with several offsets.

    Instants with a fraction of a second come first: servers often drop the fraction.
    """
    parted = [each for each in keys if each.denominator != 1]
    some = [*spread(sorted(parted), 2), *spread(sorted(keys), _NEAREST)]
    for each in some:
        yield from _instants((each, each - _STEP, each + _STEP))
        yield from _instants([each], _EAST)
    for each in some[:1]:
        yield from _instants((each // 1, each // 1 + 1))
        yield from _instants([each], -_WEST)


def _around_scalars(parameter: Parameter, keys: list[Any]) -> Iterator[Value]:
    if parameter.schema.get("type") in _NUMBERS:
        keys = _numbers(keys)
        for each in (*keys[:1], *sorted(keys)[:1], *sorted(keys)[-1:], *spread(sorted(keys), 6)):
            yield from _near_numbers(each)
    else:
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


def spread(values: Sequence[Any], most: int) -> list[Any]:
    """Return some values, evenly spread over a sequence."""
    if len(values) <= most:
        return list(values)
    return [values[round(number * (len(values) - 1) / (most - 1))] for number in range(most)]


def _written(filter_: Filter, keys: Iterable[Any]) -> list[Value]:
    match filter_.precision:
        case "day":
            return _days(keys)
        case "instant":
            return _instants(keys)
    return list(keys)


def _days(days: Iterable[date]) -> list[Value]:
    return [each.isoformat() for each in days]


def _instants(instants: Iterable[Fraction], hours: int = 0) -> list[Value]:
    """Return instants as date-times with an offset, without those outside the calendar."""
    offset = f"{hours:+03}:00" if hours else "Z"
    found: list[Value] = []
    for each in instants:
        with suppress(OverflowError):
            found.append(instant_text(each + hours * 3600).removesuffix("Z") + offset)
    return found
