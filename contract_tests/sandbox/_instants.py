"""Instants: microseconds from 1970, in UTC."""

from datetime import datetime, timedelta

MICROSECOND = timedelta(microseconds=1)
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - all of this module is in UTC


def at(text: str) -> int:
    """Return the instant of an ISO 8601 date, or date and time in UTC without an offset."""
    return microseconds(datetime.fromisoformat(text))


def microseconds(instant: datetime) -> int:
    """Return the instant of a time in UTC that has no time zone."""
    return (instant - _EPOCH) // MICROSECOND


def stamp(instant: int, precision: str = "microseconds") -> str:
    """Return an instant as text, such as `2021-04-16T09:46:20.954863Z`."""
    return (_EPOCH + timedelta(microseconds=instant)).isoformat(timespec=precision) + "Z"
