"""Functions that read records from a JSON file: all of them, or none."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec

Instant = Annotated[datetime, msgspec.Meta(tz=True)]

INSTANT = "an ISO 8601 timestamp with a time zone, such as 2021-04-16T09:46:20.954863Z"
_AT_PATH = re.compile(r" - at `\$\.?([^`]*)`\Z")
_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
_LONGEST_ECHO = 60

_Content = TypeVar("_Content")


class Strict(msgspec.Struct, forbid_unknown_fields=True):
    """An object of a file; other fields than its own are an error."""


class LoadError(ValueError):
    """A file that cannot be loaded; names the record, the field and the admitted values."""


def read_content(
    file: Path, kind: type[_Content], admitted: Mapping[str, str], nullable: Collection[str]
) -> _Content:
    """Read a JSON file completely.

    `admitted` describes the values of a field for messages, by its name or its last word;
    `nullable` has the fields that may be null. Raises `LoadError` for the first error of the
    content, `OSError` if the file cannot be read.
    """
    text = file.read_bytes()
    plain = None
    try:
        plain = json.loads(text)
        return msgspec.convert(plain, kind)
    except UnicodeDecodeError as error:
        message = f"byte {error.start + 1}: not UTF-8"
    except json.JSONDecodeError as error:
        message = f"line {error.lineno}, column {error.colno}: not JSON: {error.msg}"
    except RecursionError:
        message = "not a file of records: nested too deeply"
    except msgspec.ValidationError as error:
        message = _explained(str(error), plain, admitted, nullable)
    raise LoadError(message)


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
    found: Any = plain
    for index, step in _STEP.findall(path):
        found = found[int(index) if index else step]
    value = json.dumps(found, ensure_ascii=False)
    if len(value) > _LONGEST_ECHO:
        value = value[:_LONGEST_ECHO] + "…"
    known = admitted.get(name) or admitted.get(name.rsplit("_", 1)[-1])
    if "." not in path or known is None:
        return f"{record}: {value}: {reason[0].lower()}{reason[1:]}"
    return f"{record}: {value} is not {known}{', or null' if name in nullable else ''}"


def numbered(table: str, field: str, values: Iterable[str]) -> dict[str, int]:
    """Number the identifiers of a table; raise `LoadError` if two records share one."""
    numbers: dict[str, int] = {}
    for number, value in enumerate(values):
        first = numbers.setdefault(value, number)
        if first != number:
            message = f"{table}[{number}].{field}: {json.dumps(value)} is that of {table}[{first}]"
            raise LoadError(message)
    return numbers


def check_known(place: str, value: str, table: str, known: Collection[str]) -> None:
    """Raise `LoadError` if a reference names no record."""
    if value not in known:
        name = place.rsplit("_", 1)[-1]
        raise LoadError(f"{place}: {json.dumps(value)} is not the {name} of any record in {table}")


def converted(
    place: str, record: Strict, names: Iterable[str], convert: Callable[[datetime], str | int]
) -> dict[str, Any]:
    """Return the fields of a record that have these names, with all instants converted.

    `convert` takes instants in UTC without a time zone. Raises `LoadError` for an instant outside
    the years 1 to 9999 in UTC, and for a text that UTF-8 cannot encode.
    """
    fields = {name: getattr(record, name) for name in names}
    for name, value in fields.items():
        try:
            if isinstance(value, str):
                value.encode()
            elif isinstance(value, datetime):
                fields[name] = convert(value.astimezone(UTC).replace(tzinfo=None))
        except UnicodeEncodeError:
            # JSON can write it, UTF-8 cannot.
            message = "has half of a surrogate pair, which is not a character"
            raise LoadError(f"{place}.{name}: {message}") from None
        except OverflowError:
            message = f"{value.isoformat()} is not in the years 1 to 9999 in UTC"
            raise LoadError(f"{place}.{name}: {message}") from None
    return fields
