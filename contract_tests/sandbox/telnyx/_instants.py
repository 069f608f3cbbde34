"""Write instants as the API does: `2021-04-16T09:46:20.954863Z`."""

from datetime import date, timedelta

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

EPOCH = date(2019, 11, 1)
_DAYS = tuple((EPOCH + timedelta(days=number)).isoformat() for number in range(4000))


def at(day: str, time: str = "00:00:00.000000") -> int:
    """Return the microseconds from the seed's epoch to a time of a day, both in UTC."""
    hours, minutes, seconds = time.split(":")
    whole = (date.fromisoformat(day) - EPOCH).days * DAY
    return whole + int(hours) * HOUR + int(minutes) * MINUTE + round(float(seconds) * SECOND)


def stamp(microseconds: int) -> str:
    """Write the instant so many microseconds after the seed's epoch."""
    day, rest = divmod(microseconds, DAY)
    seconds, fraction = divmod(rest, SECOND)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{_DAYS[day]}T{hour:02}:{minute:02}:{second:02}.{fraction:06}Z"
