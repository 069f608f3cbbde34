"""Date-times of RFC 3339 as exact instants."""

import re
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from zoneinfo import ZoneInfo

__all__ = ["day_of", "instant_of", "instant_text", "midnight_of", "offsets_of"]

_DATE_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECONDS_OF_DAY = 86_400
_DIGITS = 6
_YEAR = 2021


@lru_cache(maxsize=200_000)
def instant_of(text: str) -> Fraction:
    """Parse a date-time into the exact number of seconds since 1970-01-01T00:00:00Z.

    Raises:
        ValueError: The text is not a date-time of RFC 3339.
    """
    match = _DATE_TIME.fullmatch(text)
    if match is None:
        msg = f"{text!r} is not a date-time of RFC 3339"
        raise ValueError(msg)
    day, clock, fraction, offset = match.groups()
    zone = "+00:00" if offset in "Zz" else offset
    # The offset is subtracted last: near the years 1 and 9999, UTC is out of range.
    local = datetime.fromisoformat(f"{day}T{clock}+00:00") - _EPOCH
    sign = -1 if zone[0] == "-" else 1
    utc_offset = sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[4:]))
    return Fraction((local - utc_offset) // timedelta(seconds=1)) + Fraction(f"0.{fraction or 0}")


def day_of(instant: Fraction, zone: str = "UTC") -> date:
    """Return the date of an instant in a time zone.

    Raises:
        OverflowError: The instant is before the year 1 or after the year 9999.
    """
    if zone == "UTC":
        return _EPOCH.date() + timedelta(days=instant // _SECONDS_OF_DAY)
    return (_EPOCH + timedelta(seconds=instant // 1)).astimezone(ZoneInfo(zone)).date()


def midnight_of(day: date, zone: str = "UTC") -> Fraction:
    """Return the instant at which a date begins in a time zone.

    Raises:
        OverflowError: The instant is before the year 1 or after the year 9999.
    """
    local = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    return Fraction((local.astimezone(UTC) - _EPOCH) // timedelta(seconds=1))


def offsets_of(zone: str) -> tuple[int, ...]:
    """Return the offsets of a time zone from UTC in one year, in seconds, in ascending order."""
    months = (datetime(_YEAR, month, 1, tzinfo=ZoneInfo(zone)) for month in range(1, 13))
    found = {each.utcoffset() or timedelta() for each in months}
    return tuple(sorted(int(each.total_seconds()) for each in found))


def instant_text(instant: Fraction) -> str:
    """Format an instant in UTC, with all digits.

    Raises:
        OverflowError: The instant is before the year 1 or after the year 9999.
    """
    seconds = instant // 1
    local_time = _EPOCH + timedelta(seconds=seconds)
    fraction = instant - seconds
    digits = _DIGITS
    while (fraction * 10**digits).denominator != 1:
        digits += 1
    text = f"{local_time.year:04}{local_time:-%m-%dT%H:%M:%S}"
    if fraction:
        text += f".{int(fraction * 10**digits):0{digits}}"
    return f"{text}Z"
