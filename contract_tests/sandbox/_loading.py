"""Read records from a JSON file: all of them, or none."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec

Instant = Annotated[datetime, msgspec.Meta(tz=True)]

_AT_PATH = re.compile(r" - at `\$\.?([^`]*)`\Z")
_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
_LONGEST_ECHO = 60

_Content = TypeVar("_Content")


class Strict(msgspec.Struct, forbid_unknown_fields=True):
    """An object of a file, which has no other fields than these."""


class LoadError(ValueError):
    """A file that cannot be loaded; says which record and field, and what is admitted."""


def read_content(
    file: Path, kind: type[_Content], admitted: Mapping[str, str], nullable: Collection[str]
) -> _Content:
    """Read a whole file.

    Args:
        file: A JSON text in UTF-8.
        kind: What it has to hold.
        admitted: What a field admits, for messages, by its name or by the last word of it.
        nullable: The names of the fields that may be null.

    Raises:
        LoadError: For the first thing that is wrong.
        OSError: It cannot be read.
    """
    text = file.read_bytes()
    try:
        plain = json.loads(text)
    except UnicodeDecodeError as error:
        message = f"byte {error.start + 1}: not UTF-8"
        raise LoadError(message) from error
    except json.JSONDecodeError as error:
        message = f"line {error.lineno}, column {error.colno}: not JSON: {error.msg}"
        raise LoadError(message) from error
    except RecursionError as error:
        message = "not a file of records: nested too deeply"
        raise LoadError(message) from error
    try:
        return msgspec.convert(plain, kind)
    except msgspec.ValidationError as error:
        raise LoadError(_explained(str(error), plain, admitted, nullable)) from error


def _explained(
    message: str, plain: object, admitted: Mapping[str, str], nullable: Collection[str]
) -> str:
    match = _AT_PATH.search(message)
    path = match[1] if match else ""
    reason = message[: match.start()] if match else message
    name = re.sub(r"\[\d+\]\Z", "", path).rsplit(".", 1)[-1]
    record = path or "the file"
    if reason.startswith("Object ") or not path or path.endswith("]"):
        reason = reason.replace("Object missing", "is missing the")
        reason = reason.replace("Object contains unknown field", "has no field")
        return f"{record}: {reason[0].lower()}{reason[1:]}"
    value = json.dumps(_value_at(path, plain), ensure_ascii=False)
    if len(value) > _LONGEST_ECHO:
        value = value[:_LONGEST_ECHO] + "…"
    known = admitted.get(name) or admitted.get(name.rsplit("_", 1)[-1])
    if "." not in path or known is None:
        return f"{record}: {value}: {reason[0].lower()}{reason[1:]}"
    return f"{record}: {value} is not {known}{', or null' if name in nullable else ''}"


def _value_at(path: str, plain: Any) -> object:  # noqa: ANN401 - any JSON
    for index, name in _STEP.findall(path):
        plain = plain[int(index)] if index else plain[name]
    return plain


def numbered(table: str, field: str, values: Iterable[str]) -> dict[str, int]:
    """Number what identifies the records of a table.

    Raises:
        LoadError: Two records have the same.
    """
    numbers: dict[str, int] = {}
    for number, value in enumerate(values):
        first = numbers.setdefault(value, number)
        if first != number:
            message = f"{table}[{number}].{field}: {json.dumps(value)} is that of {table}[{first}]"
            raise LoadError(message)
    return numbers


def check_known(place: str, value: str, table: str, known: Collection[str]) -> None:
    """Check that a reference leads to a record.

    Raises:
        LoadError: It leads to none.
    """
    if value not in known:
        name = place.rsplit("_", 1)[-1]
        message = f"{place}: {json.dumps(value)} is not the {name} of any record in {table}"
        raise LoadError(message)


def converted(
    table: str,
    records: Iterable[Strict],
    names: Iterable[str],
    convert: Callable[[datetime], str | int],
) -> Iterator[dict[str, Any]]:
    """Yield the fields of each record that have these names.

    `convert` is given instants, each in UTC and without a time zone.

    Raises:
        LoadError: An instant is not in the calendar in UTC, or a text has no UTF-8.
    """
    for number, record in enumerate(records):
        fields = {name: getattr(record, name) for name in names}
        for name, value in fields.items():
            place = f"{table}[{number}].{name}"
            if isinstance(value, str):
                check_text(place, value)
            elif isinstance(value, datetime):
                fields[name] = convert(_in_utc(place, value))
        yield fields


def _in_utc(place: str, instant: datetime) -> datetime:
    try:
        return instant.astimezone(UTC).replace(tzinfo=None)
    except OverflowError:
        message = f"{place}: {instant.isoformat()} is not in the years 1 to 9999 in UTC"
        raise LoadError(message) from None


def check_text(place: str, text: str) -> None:
    """Check that a text has UTF-8.

    Raises:
        LoadError: JSON can write half of a surrogate pair, which is no character.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        message = f"{place}: has half of a surrogate pair, which is no character"
        raise LoadError(message) from None
