"""Reads the values of parameters and fields into what is compared."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from tests.support.styles._parameters import Fold, Kind
from tests.support.styles._style import Item

__all__ = ["Refusal", "comparable", "folded", "put", "valid", "value_at"]

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DATE_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt](\d\d):(\d\d):(\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_INTEGER = re.compile(r"-?(0|[1-9]\d*)", re.ASCII)
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d{1,3})?", re.ASCII)
_DECIMAL = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_LONGEST = 200
_EPOCH = date(1970, 1, 1)
_DAY = 86_400


class Refusal(Exception):  # noqa: N818 - the server is correct
    """A request that is refused."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


def valid(text: str, kind: Kind) -> bool:
    """Return whether a text is a value of this kind."""
    patterns = {"integer": _INTEGER, "number": _NUMBER, "decimal": _DECIMAL}
    if kind == "boolean":
        return text in {"true", "false"}
    if kind in patterns:
        return len(text) < _LONGEST and patterns[kind].fullmatch(text) is not None
    if kind in {"date", "day"}:
        return _is_date(text)
    return kind == "text" or _is_date_time(text)


def comparable(value: Any, kind: Kind, fold: Collection[Fold] = (), zone: str = "UTC") -> Any:  # noqa: ANN401
    """Return what is compared of a field's value, or of a valid text of a parameter.

    Booleans and numbers of a field are JSON, those of a parameter are text.
    """
    match kind:
        case "text":
            return folded(str(value), fold)
        case "boolean":
            return value if isinstance(value, bool) else value == "true"
        case "integer" | "number" | "decimal":
            return Fraction(Decimal(str(value)))
        case "date":
            return date.fromisoformat(value).toordinal()
        case "day":
            return date.fromisoformat(value).toordinal() if _is_date(value) else _day(value, zone)
        case "instant":
            return _seconds(value)


def folded(text: str, fold: Collection[Fold]) -> str:
    """Return a text without the differences that are ignored."""
    if "blanks" in fold:
        text = text.strip()
    if "accents" in fold:
        apart = unicodedata.normalize("NFD", text)
        text = "".join(each for each in apart if not unicodedata.combining(each))
    return text.casefold() if "case" in fold else text


def value_at(item: Item, path: str) -> Any:  # noqa: ANN401 - JSON
    """Return the value of a field such as ``owner/id``; None if it is null or absent."""
    value: Any = item
    for name in path.split("/"):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def put(body: dict[str, Any], place: str, value: object) -> None:
    """Set the value at a place such as ``/meta/total``, and make the objects on the way."""
    *path, last = (
        each.replace("~1", "/").replace("~0", "~") for each in place.removeprefix("/").split("/")
    )
    for name in path:
        if not isinstance(body.get(name), dict):
            body[name] = {}
        body = body[name]
    body[last] = value


def _is_date(text: str) -> bool:
    try:
        return _DATE.fullmatch(text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _is_date_time(text: str) -> bool:
    found = _DATE_TIME.fullmatch(text)
    if found is None or not _is_date(found[1]):
        return False
    hour, minute, second = (int(found[place]) for place in (2, 3, 4))
    offset = found[6][1:] or "00:00"
    return (
        (hour < 24 and minute < 60 and second < 60)
        and (int(offset[:2]) < 24 and int(offset[3:]) < 60)
        and len(text) < _LONGEST
    )


def _seconds(text: str) -> Fraction:
    """Return the seconds of a date-time since 1970, exactly."""
    found = _DATE_TIME.fullmatch(text)
    assert found is not None, text
    days = (date.fromisoformat(found[1]) - _EPOCH).days
    hours, minutes, seconds = (int(found[place]) for place in (2, 3, 4))
    offset = found[6][1:] or "00:00"
    shift = (int(offset[:2]) * 60 + int(offset[3:])) * (-60 if found[6][0] == "-" else 60)
    fraction = Fraction(Decimal(f"0{found[5] or '.0'}"))
    return days * _DAY + hours * 3600 + minutes * 60 + seconds - shift + fraction


def _day(text: str, zone: str) -> int:
    """Return the ordinal of the calendar day of a date-time in a zone."""
    seconds = _seconds(text) // 1
    if zone == "UTC":
        return int(seconds // _DAY) + _EPOCH.toordinal()
    instant = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(seconds))
    return instant.astimezone(ZoneInfo(zone)).date().toordinal()
