"""Lenient readers of invalid dates, date-times, booleans and integers."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from rollcall.spec import instant_text

__all__ = ["BOOLEANS", "DATES", "INSTANTS", "INTEGERS", "Reading"]

_MONTHS = 12
_LAST = 31
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d):(\d\d):(\d\d)(Z|[+-]\d\d:\d\d)?", re.ASCII)
_OFFSET = re.compile(r"[+-](\d\d):(\d\d)$", re.ASCII)
_HOURS = 24


Reading = tuple[str, Callable[[str], str | None]]
"""The name of a kind, and a reader: it returns a valid value for a text, or None to refuse it."""


def _matched(pattern: str, make: Callable[[re.Match[str]], str]) -> Callable[[str], str | None]:
    """Return a reader of texts that match a pattern."""
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
    """Return a date; too high days and months continue in the next months and years."""
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
    """Return a reader of date-times from a reader of dates."""

    def reading(text: str) -> str | None:
        day = read(text[:10])
        return None if day is None or len(text) == len(day) else f"{day}{text[10:]}"

    return reading


def _word(word: str, make: Callable[[], str]) -> Callable[[str], str | None]:
    return lambda text: make() if text == word else None


DATES: tuple[Reading, ...] = (
    ("day-rolled-over", _rolled_day),
    ("day-clamped", _last_of_month),
    ("month-rolled-over", _rolled_month),
    ("without-zeros", _matched(r"(\d{4})-(\d\d?)-(\d\d?)", lambda each: _day(*each.groups()))),
    ("without-dashes", _matched(r"(\d{4})(\d\d)(\d\d)", lambda each: _day(*each.groups()))),
    ("instant-for-day", _matched(r"(\d{4})-(\d\d)-(\d\d)T.*", lambda each: _day(*each.groups()))),
    ("day-first", _matched(r"(\d\d)\.(\d\d)\.(\d{4})", lambda each: _day(*each.groups()[::-1]))),
    (
        "week-date",
        _matched(
            r"(\d{4})-W(\d\d)-(\d)",
            lambda each: date.fromisocalendar(*map(int, each.groups())).isoformat(),
        ),
    ),
    ("blank-around", _matched(r"\s*(\d{4})-(\d\d)-(\d\d)\s*", lambda each: _day(*each.groups()))),
    (
        "word-for-day",
        _word("yesterday", lambda: (datetime.now(UTC) - timedelta(days=1)).date().isoformat()),
    ),
)
"""Lenient readers of dates."""


def _hour_rolled(text: str) -> str | None:
    match = _INSTANT.fullmatch(text)
    if match is None or int(match[2]) < _HOURS or not match[5]:
        return None
    day = date.fromisoformat(match[1]) + timedelta(days=int(match[2]) // _HOURS)
    return f"{day}T{int(match[2]) % _HOURS:02}:{match[3]}:{match[4]}{match[5]}"


def _offset_dropped(text: str) -> str | None:
    match = _OFFSET.search(text)
    if match is None or int(match[1]) < _HOURS:
        return None
    return f"{text[: match.start()]}Z"


INSTANTS: tuple[Reading, ...] = (
    ("day-rolled-over", _with_clock(_rolled_day)),
    ("day-clamped", _with_clock(_last_of_month)),
    (
        "day-for-instant",
        _matched(r"(\d{4})-(\d\d)-(\d\d)", lambda each: f"{_day(*each.groups())}T00:00:00Z"),
    ),
    ("without-offset", _matched(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", lambda each: f"{each[0]}Z")),
    ("hour-rolled-over", _hour_rolled),
    ("offset-dropped", _offset_dropped),
    ("epoch-seconds", _matched(r"\d{1,11}", lambda each: instant_text(Fraction(int(each[0]))))),
    (
        "word-for-instant",
        _word("now", lambda: instant_text(Fraction(int(datetime.now(UTC).timestamp())))),
    ),
)
"""Lenient readers of date-times."""


# A correct server may accept capitals, digits and words for booleans, and 1.0 or +1 for numbers.
BOOLEANS: tuple[Reading, ...] = (
    ("anything-is-true", lambda _: "true"),
    ("anything-is-false", lambda _: "false"),
    ("number-is-true", _matched(r"[0-9]+", lambda each: "true" if each[0].strip("0") else "false")),
    ("boolean-by-its-beginning", _matched(r"true.*", lambda _: "true")),
)
"""Lenient readers of booleans."""


INTEGERS: tuple[Reading, ...] = (
    ("fraction-cut", _matched(r"(\d+)\.\d+", lambda each: each[1])),
    ("exponent", _matched(r"(\d+)[eE](\d)", lambda each: str(int(each[1]) * 10 ** int(each[2])))),
    ("hexadecimal", _matched(r"0x[0-9a-f]+", lambda each: str(int(each[0], 16)))),
    ("number-by-its-beginning", _matched(r"(\d+)\D.*", lambda each: each[1])),
    ("text-is-zero", _matched(r"[a-zA-Z]+", lambda _: "0")),
)
"""Lenient readers of integers."""
