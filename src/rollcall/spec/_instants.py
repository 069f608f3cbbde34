"""Timestamps of RFC 3339, as exact instants."""

import re
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache

__all__ = ["day_of", "instant_of", "instant_text"]

_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECONDS_OF_DAY = 86_400
_DIGITS = 6


@lru_cache(maxsize=200_000)
def instant_of(text: str) -> Fraction:
    """Return the seconds since 1970-01-01T00:00:00Z, to the last digit.

    Raises:
        ValueError: The text is not a timestamp of RFC 3339.
    """
    match = _MOMENT.fullmatch(text)
    if match is None:
        msg = f"{text!r} is not a timestamp of RFC 3339"
        raise ValueError(msg)
    day, clock, fraction, offset = match.groups()
    zone = "+00:00" if offset in "Zz" else offset
    # The distance is taken before the offset: near the years 1 and 9999, UTC is out of range.
    local = datetime.fromisoformat(f"{day}T{clock}+00:00") - _EPOCH
    sign = -1 if zone[0] == "-" else 1
    shift = sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[4:]))
    return Fraction((local - shift) // timedelta(seconds=1)) + Fraction(f"0.{fraction or 0}")


def day_of(instant: Fraction) -> date:
    """Return the calendar day of an instant in UTC.

    Raises:
        OverflowError: It lies before the year 1 or after the year 9999.
    """
    return _EPOCH.date() + timedelta(days=instant // _SECONDS_OF_DAY)


def instant_text(instant: Fraction) -> str:
    """Write an instant in UTC, to the last digit.

    Raises:
        OverflowError: It lies before the year 1 or after the year 9999.
    """
    whole = instant // 1
    moment = _EPOCH + timedelta(seconds=whole)
    fraction = instant - whole
    digits = _DIGITS
    while (fraction * 10**digits).denominator != 1:
        digits += 1
    text = f"{moment.year:04}{moment:-%m-%dT%H:%M:%S}"
    if fraction:
        text += f".{int(fraction * 10**digits):0{digits}}"
    return f"{text}Z"
