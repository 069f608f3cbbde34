"""Read and write instants: microseconds from 1970, in UTC."""

import re
from datetime import date, datetime, timedelta

from attrs import frozen

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - all of this module is in UTC
_INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])"
    r"(?:\.([0-9]+))?(?:[Zz]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))"
)
_FORM = "must be an instant with an offset, such as 2021-04-25T09:46:20.5Z or …T11:46:20+02:00"


@frozen
class Instant:
    """An instant: the whole microseconds from 1970, and whether a part of one is left over."""

    microseconds: int
    has_rest: bool


def read_instant(text: str) -> Instant:
    """Read an RFC 3339 date-time, with any number of decimals and any offset.

    Raises `ValueError`: it has another form or no such day is in the calendar. There are no leap
    seconds. A `+` that was not written as `%2B` has become a blank, which the message tells.
    """
    found = _INSTANT.fullmatch(text)
    if found is None:
        hint = ". In a query, write + as %2B" if " " in text else ""
        raise ValueError(_FORM + hint)
    try:
        days = (date.fromisoformat(found[1]) - EPOCH.date()).days
    except ValueError:
        message = "must be on a day of the calendar, such as 2021-04-25T09:46:20Z"
        raise ValueError(message) from None
    decimals = found[5] or ""
    minutes = int(found[2]) * 60 + int(found[3])
    if found[6] is not None:
        offset = int(found[7]) * 60 + int(found[8])
        minutes -= offset if found[6] == "+" else -offset
    return Instant(
        days * DAY + minutes * MINUTE + int(found[4]) * SECOND + int(decimals[:6].ljust(6, "0")),
        has_rest=decimals[6:].strip("0") != "",
    )


def at(text: str) -> int:
    """Return the microseconds from 1970 to an instant, which has at most six decimals."""
    return read_instant(text).microseconds


def stamp(microseconds: int) -> str:
    """Write an instant: `2021-04-25T09:46:20Z`, with three or six decimals where it needs them."""
    instant = EPOCH + timedelta(microseconds=microseconds)
    rest = microseconds % SECOND
    if rest == 0:
        return instant.isoformat(timespec="seconds") + "Z"
    if rest % 1000 == 0:
        return instant.isoformat(timespec="milliseconds") + "Z"
    return instant.isoformat(timespec="microseconds") + "Z"
