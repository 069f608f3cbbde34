"""Days and instants, as numbers that compare exactly."""

import re
from datetime import date
from fractions import Fraction

SECONDS_OF_DAY = 86_400

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATE_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9]+)?"
    r"(?:Z|([+-])([0-9]{2}):([0-9]{2}))",
    re.IGNORECASE,
)


def day_number(text: str) -> int:
    """Return the number of a day: 1 is the first of January of the year 1.

    Raises `ValueError` for a text that is not a date.
    """
    if not _DAY.fullmatch(text):
        raise ValueError("must be a date, such as 2024-02-29")
    return date.fromisoformat(text).toordinal()


def instant(text: str) -> Fraction:
    """Return the seconds up to a date-time of RFC 3339, in UTC and to the last digit.

    Raises `ValueError` for a text that is not a date-time.
    """
    match = _DATE_TIME.fullmatch(text)
    if match is None:
        raise ValueError("must be a date-time with its offset, such as 2024-02-29T23:30:00Z")
    day, hour, minute, second, fraction, sign, ahead_hours, ahead_minutes = match.groups()
    clock = (int(hour), int(minute), int(second), int(ahead_hours or 0), int(ahead_minutes or 0))
    if any(number >= end for number, end in zip(clock, (24, 60, 60, 24, 60), strict=True)):
        raise ValueError("must be a date-time with a valid time, such as 2024-02-29T23:30:00Z")
    ahead = (clock[3] * 60 + clock[4]) * (-60 if sign == "-" else 60)
    seconds = (clock[0] * 60 + clock[1]) * 60 + clock[2] - ahead
    return day_number(day) * SECONDS_OF_DAY + seconds + Fraction(f"0{fraction or ''}")


def day_of(seconds: Fraction) -> int:
    """Return the number of the day of an instant, in UTC."""
    return seconds // SECONDS_OF_DAY
