"""Texts that are no value of a type, and what a lenient server takes them for."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import attrs

from rollcall.spec._instants import written

__all__ = ["BOOLEANS", "DATES", "INSTANTS", "INTEGERS", "Reading"]

_MONTHS = 12
_LAST = 31
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d):(\d\d):(\d\d)(Z|[+-]\d\d:\d\d)?", re.ASCII)
_OFFSET = re.compile(r"[+-](\d\d):(\d\d)$", re.ASCII)
_HOURS = 24


@attrs.frozen
class Reading:
    """What a lenient server makes of texts that it should refuse.

    Attributes:
        kind: What it is called.
        sentence: What it does, for a person to read.
        read: Gives the value that a text is taken for; None: it is refused.
    """

    kind: str
    sentence: str
    read: Callable[[str], str | None]


def _matched(pattern: str, make: Callable[[re.Match[str]], str]) -> Callable[[str], str | None]:
    """Read texts of one form, if what is made of them is a value at all."""
    form = re.compile(pattern, re.ASCII)

    def read(text: str) -> str | None:
        match = form.fullmatch(text)
        try:
            return None if match is None else make(match)
        except (ValueError, OverflowError):
            return None

    return read


def _day(year: str, month: str, day: str) -> str:
    return date(int(year), int(month), int(day)).isoformat()


def _rolled(year: int, month: int, day: int) -> str:
    """Return the day that one beyond its month, or its year, comes to."""
    years, months = divmod(month - 1, _MONTHS)
    return (date(year + years, months + 1, 1) + timedelta(days=day - 1)).isoformat()


def _rolled_day(text: str) -> str | None:
    match = _DAY.fullmatch(text)
    if match is None or not 1 <= int(match[2]) <= _MONTHS or not 1 <= int(match[3]) <= _LAST:
        return None
    return _rolled(*map(int, match.groups()))


def _rolled_month(text: str) -> str | None:
    match = _DAY.fullmatch(text)
    if match is None or 1 <= int(match[2]) <= _MONTHS:
        return None
    return _rolled(*map(int, match.groups()))


def _last_of_month(text: str) -> str | None:
    match = _DAY.fullmatch(text)
    if match is None or not 1 <= int(match[2]) <= _MONTHS or not 1 <= int(match[3]) <= _LAST:
        return None
    after = date.fromisoformat(_rolled(int(match[1]), int(match[2]) + 1, 1))
    return (after - timedelta(days=1)).isoformat()


def _with_clock(read: Callable[[str], str | None]) -> Callable[[str], str | None]:
    """Read instants by what is made of their day."""

    def reading(text: str) -> str | None:
        day = read(text[:10])
        return None if day is None or len(text) == len(day) else f"{day}{text[10:]}"

    return reading


def _word(word: str, make: Callable[[], str]) -> Callable[[str], str | None]:
    return lambda text: make() if text == word else None


DATES = (
    Reading("day-rolled-over", "30 February counts as 2 March.", _rolled_day),
    Reading("day-clamped", "30 February counts as the last of February.", _last_of_month),
    Reading("month-rolled-over", "A thirteenth month counts as January.", _rolled_month),
    Reading(
        "without-zeros",
        "A day is admitted without zeros, such as 2021-4-5.",
        _matched(r"(\d{4})-(\d\d?)-(\d\d?)", lambda each: _day(*each.groups())),
    ),
    Reading(
        "without-dashes",
        "A day is admitted without dashes, such as 20210425.",
        _matched(r"(\d{4})(\d\d)(\d\d)", lambda each: _day(*each.groups())),
    ),
    Reading(
        "instant-for-day",
        "An instant is admitted where a day is asked for.",
        _matched(r"(\d{4})-(\d\d)-(\d\d)T.*", lambda each: _day(*each.groups())),
    ),
    Reading(
        "day-first",
        "A day is admitted with the day of the month first, such as 25.04.2021.",
        _matched(r"(\d\d)\.(\d\d)\.(\d{4})", lambda each: _day(*each.groups()[::-1])),
    ),
    Reading(
        "week-date",
        "A day is admitted by its week, such as 2021-W16-7.",
        _matched(
            r"(\d{4})-W(\d\d)-(\d)",
            lambda each: date.fromisocalendar(*map(int, each.groups())).isoformat(),
        ),
    ),
    Reading(
        "blank-around",
        "Blanks around a day are admitted.",
        _matched(r"\s*(\d{4})-(\d\d)-(\d\d)\s*", lambda each: _day(*each.groups())),
    ),
    Reading(
        "word-for-day",
        "A word is admitted where a day is asked for: yesterday.",
        _word("yesterday", lambda: (datetime.now(UTC) - timedelta(days=1)).date().isoformat()),
    ),
)
"""What is made of texts that are no day."""


def _hour_rolled(text: str) -> str | None:
    match = _MOMENT.fullmatch(text)
    if match is None or int(match[2]) < _HOURS or not match[5]:
        return None
    day = date.fromisoformat(match[1]) + timedelta(days=int(match[2]) // _HOURS)
    return f"{day}T{int(match[2]) % _HOURS:02}:{match[3]}:{match[4]}{match[5]}"


def _offset_dropped(text: str) -> str | None:
    match = _OFFSET.search(text)
    if match is None or int(match[1]) < _HOURS:
        return None
    return f"{text[: match.start()]}Z"


INSTANTS = (
    Reading("day-rolled-over", "30 February counts as 2 March.", _with_clock(_rolled_day)),
    Reading(
        "day-clamped", "30 February counts as the last of February.", _with_clock(_last_of_month)
    ),
    Reading(
        "day-for-instant",
        "A day is admitted where an instant is asked for: it counts as its midnight.",
        _matched(r"(\d{4})-(\d\d)-(\d\d)", lambda each: f"{_day(*each.groups())}T00:00:00Z"),
    ),
    Reading(
        "without-offset",
        "An instant is admitted without an offset: it counts as UTC.",
        _matched(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", lambda each: f"{each[0]}Z"),
    ),
    Reading("hour-rolled-over", "25:00 counts as 01:00 of the next day.", _hour_rolled),
    Reading("offset-dropped", "An offset that cannot be is ignored.", _offset_dropped),
    Reading(
        "epoch-seconds",
        "A number is admitted where an instant is asked for: seconds since 1970.",
        _matched(r"\d{1,11}", lambda each: written(Fraction(int(each[0])))),
    ),
    Reading(
        "word-for-instant",
        "A word is admitted where an instant is asked for: now.",
        _word("now", lambda: written(Fraction(int(datetime.now(UTC).timestamp())))),
    ),
)
"""What is made of texts that are no instant."""


# Capitals, digits and words for booleans, and 1.0 or +1 for a number, are a server's liberty here.
BOOLEANS = (
    Reading("anything-is-true", "Any text but false counts as true.", lambda _: "true"),
    Reading("anything-is-false", "Any text but true counts as false.", lambda _: "false"),
    Reading(
        "number-is-true",
        "Any number but 0 counts as true.",
        _matched(r"[0-9]+", lambda each: "true" if int(each[0]) else "false"),
    ),
    Reading(
        "boolean-by-its-beginning",
        "A text that begins with true counts as true.",
        _matched(r"true.*", lambda _: "true"),
    ),
)
"""What is made of texts that are no boolean."""


INTEGERS = (
    Reading(
        "fraction-cut",
        "The fraction of a number is cut off.",
        _matched(r"(\d+)\.\d+", lambda each: each[1]),
    ),
    Reading(
        "exponent",
        "A number is admitted with an exponent, such as 1e3.",
        _matched(r"(\d+)[eE](\d)", lambda each: str(int(each[1]) * 10 ** int(each[2]))),
    ),
    Reading(
        "hexadecimal",
        "A number is admitted in hexadecimal digits, such as 0x10.",
        _matched(r"0x[0-9a-f]+", lambda each: str(int(each[0], 16))),
    ),
    Reading(
        "number-by-its-beginning",
        "A text that begins with a number counts as that number.",
        _matched(r"(\d+)\D.*", lambda each: each[1]),
    ),
    Reading(
        "text-is-zero",
        "A text that is no number counts as 0.",
        _matched(r"[a-zA-Z]+", lambda _: "0"),
    ),
)
"""What is made of texts that are no whole number."""
