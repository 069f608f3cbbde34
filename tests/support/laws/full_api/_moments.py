"""Days and moments, as numbers that compare exactly."""

import re
from datetime import date
from fractions import Fraction

SECONDS_OF_DAY = 86_400

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9]+)?"
    r"(?:Z|([+-])([0-9]{2}):([0-9]{2}))",
    re.IGNORECASE,
)


def day_number(text: str) -> int:
    """Number the days of the calendar: 1 is the first of January of the year 1.

    Raises `ValueError` for a text that is no `YYYY-MM-DD` or names no day.
    """
    if not _DAY.fullmatch(text):
        raise ValueError("must be a day, such as 2024-02-29")
    return date.fromisoformat(text).toordinal()


def moment(text: str) -> Fraction:
    """Count the seconds up to a moment of RFC 3339, in UTC and to the last digit.

    Raises `ValueError` for a text that is none.
    """
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise ValueError("must be a moment with its offset, such as 2024-02-29T23:30:00Z")
    day, hour, minute, second, fraction, sign, ahead_hours, ahead_minutes = match.groups()
    clock = (int(hour), int(minute), int(second), int(ahead_hours or 0), int(ahead_minutes or 0))
    if any(number >= end for number, end in zip(clock, (24, 60, 60, 24, 60), strict=True)):
        raise ValueError("must be a moment of the clock, such as 2024-02-29T23:30:00Z")
    ahead = (clock[3] * 60 + clock[4]) * (-60 if sign == "-" else 60)
    seconds = (clock[0] * 60 + clock[1]) * 60 + clock[2] - ahead
    return day_number(day) * SECONDS_OF_DAY + seconds + Fraction(f"0{fraction or ''}")


def day_of(seconds: Fraction) -> int:
    """Number the day that a moment falls on, in UTC."""
    return seconds // SECONDS_OF_DAY
