"""Valid and invalid arguments of a call, from the schemas of the parameters."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from math import inf
from typing import Any
from uuid import UUID

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rollcall.clients._numbers import format_bounds, integer_bounds, numbers
from rollcall.clients._schemas import lengths_of, texts
from rollcall.spec import ListOperation, Parameter, Spec, SpecError, header_arguments

__all__ = ["arguments", "edges_of_arguments", "invalid_arguments"]

_DATES = (
    *(date(1, 1, 1), date(999, 12, 31), date(1900, 2, 28)),
    *(date(2000, 2, 29), date(2024, 2, 29), date(9999, 12, 31)),
)
_WEST, _EAST = timezone(-timedelta(hours=3, minutes=30)), timezone(timedelta(hours=14))
_DATETIMES = (
    datetime(1, 1, 1, tzinfo=UTC),
    datetime(2024, 2, 29, 23, 59, 59, 999_999, tzinfo=UTC),
    datetime(2024, 2, 29, 23, 30, tzinfo=_WEST),
    datetime(2024, 3, 1, tzinfo=_EAST),
    datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
)
_BEFORE_TIME = datetime(1, 1, 1, tzinfo=_EAST)
_TEXTS = (
    *("", " ", " a  b ", "%", "%2F", "%zz", "a+b", "a&b=c", "'\"\\", "_%", "#;/?[]", ".."),
    *(
        "true",
        "null",
        "\0",
        "a\r\nb",
        "\ufeff",
        "e\u0301 \u00e9",
        "\u202e\u05d0",
        "\U0001f600\u200d",
    ),
)
_ELSEWHERE = ("", ".", "..")
"""Invalid values of a path parameter, which would select another resource."""
_EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "email": ("a.b+c@example.com", "ä@example.com"),
    "idn-email": ("a.b+c@example.com", "ä@example.com"),
    "hostname": ("example.com", "localhost"),
    "idn-hostname": ("example.com", "bücher.example"),
    "ipv4": ("127.0.0.1", "0.0.0.0"),  # noqa: S104 - data
    "ipv6": ("::1", "2001:db8::a"),
    "uri": ("https://www.example.com/a%20b?c=d&e#f", "urn:a:b"),
    "regex": ("^a+$", ""),
    "byte": ("YQ==", "+/+/"),
    "time": ("00:00:00Z", "23:59:59.999999-03:30"),
}
"""Values of the formats of texts that are checked, and that a client takes as text."""
_UUID = UUID("01234567-89ab-cdef-0123-456789abcdef")
_HUGE = 10**40


@attrs.frozen
class _Values:
    """The values of a parameter in Python.

    Attributes:
        edges: Valid boundary values.
        drawn: All valid values; None if the type of the schema is not supported.
        invalid: Invalid values.
    """

    edges: Sequence[object]
    drawn: SearchStrategy[Any] | None
    invalid: Sequence[object]


def arguments(spec: Spec, operation: ListOperation) -> SearchStrategy[dict[str, Any]]:
    """Draw valid arguments of an operation by Python name; optional arguments may be None."""
    required: dict[str, SearchStrategy[Any]] = {}
    optional: dict[str, SearchStrategy[Any]] = {}
    for parameter in _single(spec, operation):
        drawn = _values(parameter).drawn
        if drawn is None:
            schema = dict(parameter.schema)
            raise SpecError(f"{parameter.name}: no values can be drawn for {schema}")
        if parameter.location == "header":
            drawn = drawn.filter(_fits_header)
        if parameter.required:
            required[parameter.python_name] = drawn
        else:
            optional[parameter.python_name] = st.none() | drawn
    return st.fixed_dictionaries(required, optional=optional)


def edges_of_arguments(spec: Spec, operation: ListOperation) -> Iterator[tuple[Parameter, object]]:
    """Yield valid boundary values, one parameter at a time."""
    for parameter in _single(spec, operation):
        for value in _values(parameter).edges:
            if parameter.location != "header" or _fits_header(value):
                yield parameter, value


def invalid_arguments(spec: Spec, operation: ListOperation) -> Iterator[tuple[Parameter, object]]:
    """Yield invalid values, one parameter at a time."""
    for parameter in _single(spec, operation):
        if parameter.constant is not None:
            # The run fixed its value; the client takes the others, too.
            continue
        for value in (b"1", [], {}, object, *_values(parameter).invalid):
            yield parameter, value
        if parameter.required:
            yield parameter, None


def _single(spec: Spec, operation: ListOperation) -> list[Parameter]:
    """Return the arguments that take one value; laws try those that take several."""
    found = (*operation.arguments, *header_arguments(spec, operation))
    return [each for each in found if each.takes_one]


def _fits_header(value: object) -> bool:
    """Return whether a header can have a value as it is."""
    text = str(value)
    return bool(text) and text.isascii() and text.isprintable() and text == text.strip()


def _values(parameter: Parameter) -> _Values:
    if parameter.constant is not None:
        return _Values(parameter.states, st.sampled_from(parameter.states), ())
    values = _of_type(parameter)
    if "enum" in parameter.schema:
        return attrs.evolve(values, edges=parameter.states, drawn=st.sampled_from(parameter.states))
    return values


def _of_type(parameter: Parameter) -> _Values:  # noqa: PLR0911
    schema = parameter.schema
    match schema.get("type"), schema.get("format"):
        case "boolean", _:
            return _Values((True, False), st.booleans(), ("true", "", 0, 1))
        case "integer", _:
            return _integers(schema)
        case "number", _:
            return _numbers(schema)
        case "string", "date":
            drawn = st.sampled_from(_DATES) | st.dates()
            instant = datetime(2021, 4, 25, tzinfo=UTC)
            texts_of_none = ("2021-4-25", "2021-02-29", "2021-04-25T00:00:00Z", "")
            return _Values((*_DATES, "2021-04-25"), drawn, (instant, *texts_of_none, 1, True))
        case "string", "date-time":
            return _datetimes()
        case "string", "uuid":
            text = str(_UUID)
            wrong = ("", "x", _UUID.hex, f"{{{text}}}", f"{text}\n", f"{text}/x", _UUID.int)
            texts = st.uuids().map(str)
            any_case = st.uuids() | texts | texts.map(str.upper)
            return _Values((_UUID, text, text.upper()), any_case, wrong)
        case "string", str(form) if form in _EXAMPLES:
            examples = _EXAMPLES[form]
            return attrs.evolve(_texts(parameter), edges=examples, drawn=st.sampled_from(examples))
        case "string", _:
            return _texts(parameter)
        case _:
            return attrs.evolve(_texts(parameter), edges=(), drawn=None)


def _integers(schema: Mapping[str, Any]) -> _Values:
    low, high = integer_bounds(schema)
    # A client sends what exceeds a format alone, as many documents have a wrong one.
    least, most = (
        bound if bound is not None else other
        for bound, other in zip((low, high), format_bounds(schema), strict=True)
    )
    edges = (-_HUGE if least is None else least, _HUGE if most is None else most)
    wrong = [True, "1", "", 1.0, float("nan")]
    if low is not None:
        wrong += [low - 1, -_HUGE]
    if high is not None:
        wrong += [high + 1, _HUGE]
    return _Values(edges, st.sampled_from(edges) | st.integers(least, most), [*wrong, 10**5000])


def _numbers(schema: Mapping[str, Any]) -> _Values:
    low, high = integer_bounds(schema)
    edges = [each for each in (low, high) if each is not None and _is_within(schema, each)]
    wrong = [True, "1", "", float("nan"), float("inf"), -float("inf"), Decimal("NaN")]
    beyond = [] if low is None else [low - 1]
    beyond += [] if high is None else [high + 1]
    refused = [each for each in beyond if not _is_within(schema, each)]
    return _Values(edges, numbers(schema), [*wrong, *refused, *map(float, refused)])


def _is_within(schema: Mapping[str, Any], number: float) -> bool:
    """Return whether a number is within all bounds of a schema."""
    return bool(
        schema.get("minimum", number) <= number <= schema.get("maximum", number)
        and schema.get("exclusiveMinimum", -inf) < number < schema.get("exclusiveMaximum", inf)
    )


def _datetimes() -> _Values:
    # One day within the limits, so that no time zone exceeds them.
    low, high = datetime(1, 1, 2), datetime(9999, 12, 30)  # noqa: DTZ001 - the zone is drawn apart
    drawn = st.datetimes(low, high, timezones=st.sampled_from([UTC, _WEST, _EAST]))
    naive = datetime(2021, 4, 25)  # noqa: DTZ001 - on purpose
    wrong = (date(2021, 4, 25), naive, "", 1, "2021-04-25", "2021-04-25T00:00:00", _BEFORE_TIME)
    return _Values(
        (*_DATETIMES, "2021-04-25T13:39:48.535000Z"), st.sampled_from(_DATETIMES) | drawn, wrong
    )


def _texts(parameter: Parameter) -> _Values:
    schema = parameter.schema
    _, most = lengths_of(schema)
    refused = _ELSEWHERE if parameter.location == "path" else ()
    fitting = [each for each in _TEXTS if _fits(schema, each)]
    edges = [each for each in fitting if each not in refused]
    drawn = texts(schema).filter(lambda text: text not in refused)
    unfit = [each for each in _TEXTS if each not in fitting]
    unfit += [] if most == inf else ["a" * (int(most) + 1)]
    wrong = (1, True, date(2021, 4, 25), "\ud800", *refused, *unfit)
    return _Values(edges, st.sampled_from(edges) | drawn if edges else drawn, wrong)


def _fits(schema: Mapping[str, Any], text: str) -> bool:
    """Return whether a text has the length and the pattern of a schema."""
    least, most = lengths_of(schema)
    is_matched = re.search(schema.get("pattern", ""), text) is not None
    return least <= len(text) <= most and is_matched
