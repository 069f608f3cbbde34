"""Arguments for a call, valid ones and invalid ones, derived from the schemas of the parameters."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rollcall.spec import ListOperation, Parameter, SpecError
from rollcall.spec._instants import instant_of

__all__ = ["arguments", "breaches_of_arguments", "edges_of_arguments", "python_values"]

_DAYS = (
    date(1, 1, 1),
    date(999, 12, 31),
    date(1900, 2, 28),
    date(2000, 2, 29),
    date(2024, 2, 29),
    date(9999, 12, 31),
)
_WEST, _EAST = timezone(-timedelta(hours=3, minutes=30)), timezone(timedelta(hours=14))
_MOMENTS = (
    datetime(1, 1, 1, tzinfo=UTC),
    datetime(2024, 2, 29, 23, 59, 59, 999_999, tzinfo=UTC),
    datetime(2024, 2, 29, 23, 30, tzinfo=_WEST),
    datetime(2024, 3, 1, tzinfo=_EAST),
    datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
)
_BEFORE_TIME = datetime(1, 1, 1, tzinfo=_EAST)
_TEXTS = (
    "",
    " ",
    " a  b ",
    "%",
    "%2F",
    "%zz",
    "a+b",
    "a&b=c",
    "'\"\\",
    "_%",
    "#;/?[]",
    "..",
    "true",
    "null",
    "\0",
    "a\r\nb",
    "\ufeff",
    "e\u0301 \u00e9",
    "\u202e\u05d0",
    "\U0001f600\u200d",
)
_ELSEWHERE = ("", ".", "..")
"""What would lead to another resource, and is no valid part of a path."""
_UUID = UUID("01234567-89ab-cdef-0123-456789abcdef")
_HUGE = 10**40


def arguments(operation: ListOperation) -> SearchStrategy[dict[str, Any]]:
    """Draw valid arguments of an operation by their Python names; some optional ones are None."""
    required: dict[str, SearchStrategy[Any]] = {}
    optional: dict[str, SearchStrategy[Any]] = {}
    for parameter in operation.arguments:
        if parameter.required:
            required[parameter.python_name] = _values(parameter)
        else:
            optional[parameter.python_name] = st.none() | _values(parameter)
    return st.fixed_dictionaries(required, optional=optional)


def edges_of_arguments(operation: ListOperation) -> Iterator[tuple[Parameter, object]]:
    """Return the values that are most easily sent wrongly, one parameter at a time."""
    for parameter in operation.arguments:
        for value in _edges(parameter):
            yield parameter, value


def _edges(parameter: Parameter) -> Sequence[object]:  # noqa: PLR0911 - one for each type
    schema = parameter.schema
    if "enum" in schema:
        return parameter.states
    match schema.get("type"), schema.get("format"):
        case "boolean", _:
            return (True, False)
        case "integer", _:
            return _bounds(schema)
        case "string", "date":
            return _DAYS
        case "string", "date-time":
            return _MOMENTS
        case "string", "uuid":
            return (_UUID, str(_UUID), str(_UUID).upper())
        case "string", None:
            return _listed_texts(parameter)
    return ()


def _values(parameter: Parameter) -> SearchStrategy[Any]:  # noqa: PLR0911 - one for each type
    schema = parameter.schema
    if "enum" in schema:
        return st.sampled_from(parameter.states)
    match schema.get("type"), schema.get("format"):
        case "boolean", _:
            return st.booleans()
        case "integer", _:
            return _integers(schema)
        case "string", "date":
            return st.sampled_from(_DAYS) | st.dates()
        case "string", "date-time":
            return st.sampled_from(_MOMENTS) | _moments()
        case "string", "uuid":
            texts = st.uuids().map(str)
            return st.uuids() | texts | texts.map(str.upper)
        case "string", None:
            return _texts(parameter)
    msg = f"{parameter.name}: no values can be drawn for {dict(schema)}"
    raise SpecError(msg)


def _moments() -> SearchStrategy[datetime]:
    # A day from either end, for the calendar of Python ends there in every time zone.
    low, high = datetime(1, 1, 2), datetime(9999, 12, 30)  # noqa: DTZ001 - the zone is drawn apart
    return st.datetimes(low, high, timezones=st.sampled_from([UTC, _WEST, _EAST]))


def _bounds(schema: Mapping[str, Any]) -> list[int]:
    """Return both bounds, or a huge number where there is none."""
    return [schema.get("minimum", -_HUGE), schema.get("maximum", _HUGE)]


def _integers(schema: Mapping[str, Any]) -> SearchStrategy[int]:
    drawn = st.integers(schema.get("minimum"), schema.get("maximum"))
    return st.sampled_from(_bounds(schema)) | drawn


def _listed_texts(parameter: Parameter) -> list[str]:
    low, high = parameter.schema.get("minLength", 0), parameter.schema.get("maxLength")
    refused = _ELSEWHERE if parameter.location == "path" else ()
    return [
        each
        for each in _TEXTS
        if each not in refused and low <= len(each) and (high is None or len(each) <= high)
    ]


def _texts(parameter: Parameter) -> SearchStrategy[str]:
    low, high = parameter.schema.get("minLength", 0), parameter.schema.get("maxLength")
    drawn = st.text(st.characters(codec="utf-8"), min_size=low, max_size=high)
    if parameter.location == "path":
        drawn = drawn.filter(lambda text: text not in _ELSEWHERE)
    listed = _listed_texts(parameter)
    return st.sampled_from(listed) | drawn if listed else drawn


def breaches_of_arguments(operation: ListOperation) -> Iterator[tuple[Parameter, object]]:
    """Return values that a parameter does not admit, one parameter at a time."""
    for parameter in operation.arguments:
        for value in _wrong(parameter):
            yield parameter, value
        if parameter.required:
            yield parameter, None


def _wrong(parameter: Parameter) -> Iterator[object]:
    schema = parameter.schema
    yield from (b"1", [], {}, object)
    match schema.get("type"), schema.get("format"):
        case "boolean", _:
            yield from ("true", "", 0, 1)
        case "integer", _:
            yield from (True, "1", "", 1.0, float("nan"))
            if "minimum" in schema:
                yield from (schema["minimum"] - 1, -_HUGE)
            if "maximum" in schema:
                yield from (schema["maximum"] + 1, _HUGE)
            yield 10**5000
        case "string", "date":
            yield from (datetime(2021, 4, 25, tzinfo=UTC), "2021-04-25", "", 1, True)
        case "string", "date-time":
            yield from (date(2021, 4, 25), datetime(2021, 4, 25), "", 1)  # noqa: DTZ001 - on purpose
            yield from ("2021-04-25T00:00:00Z", _BEFORE_TIME)
        case "string", "uuid":
            text = str(_UUID)
            yield from ("", "x", _UUID.hex, f"{{{text}}}", f"{text}\n", f"{text}/x", _UUID.int)
        case _:
            yield from (1, True, date(2021, 4, 25), "\ud800")
            if parameter.location == "path":
                yield from _ELSEWHERE


def python_values(operation: ListOperation, wire: Mapping[str, Any]) -> dict[str, Any]:
    """Return the Python values for texts that a request carries, by the names of the arguments.

    Raises:
        ValueError: A text is not what the format of its parameter admits.
    """
    values = {}
    for name, value in wire.items():
        parameter = operation.parameter(name)
        assert parameter is not None
        form = parameter.schema.get("format") if isinstance(value, str) else None
        values[parameter.python_name] = (
            _day(value) if form == "date" else _moment(value) if form == "date-time" else value
        )
    return values


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    # Python reads other forms of ISO 8601 too, such as 20210425 and 2021-W16-7.
    if day.isoformat() != text:
        raise ValueError(f"{text!r} is not a day as 2021-04-25 is")
    return day


def _moment(text: str) -> datetime:
    instant_of(text)
    return datetime.fromisoformat(text.upper())
