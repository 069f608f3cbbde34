"""Parameters that are dates or instants, as objects or as their text."""

import re
from datetime import UTC, date, datetime

import attrs

from ._errors import ArgumentError, shown

__all__ = ["DateParameter", "DateTimeParameter"]

_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = r"T(?!24)[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"
_LOCAL = _DATE + _TIME
_DATE_TIME = _LOCAL + r"(Z|[+-](?!24)[0-9]{2}:[0-9]{2})"


@attrs.frozen(eq=False, repr=False)
class DateParameter:
    """A calendar day, sent as ``2021-04-25``."""

    argument: str

    def encode(self, value: object) -> str:
        """Return the day in ISO 8601.

        A datetime is refused, because its date depends on the time zone.
        """
        if isinstance(value, str):
            return self._read(str.__str__(value))
        if not isinstance(value, date) or _is_missing(value):
            problem = f"expected a date or its text, such as '2021-04-25', got {shown(value)}"
            raise ArgumentError(self.argument, problem)
        if isinstance(value, datetime):
            problem = f"expected a date, got the datetime {value!r}; say which day, as with .date()"
            raise ArgumentError(self.argument, problem)
        return value.isoformat()

    def _read(self, text: str) -> str:
        if re.match(_LOCAL, text):
            problem = (
                f"expected a date, got the date-time {shown(text)}; write the day: {text[:10]!r}"
            )
            raise ArgumentError(self.argument, problem)
        if not re.fullmatch(_DATE, text):
            raise ArgumentError(
                self.argument, f"expected a date, such as 2021-04-25, got {shown(text)}"
            )
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise ArgumentError(self.argument, f"{text} is not in the calendar") from None


@attrs.frozen(eq=False, repr=False)
class DateTimeParameter:
    """An instant, sent in UTC as ``2021-04-25T13:39:48.535000Z``."""

    argument: str

    def encode(self, value: object) -> str:
        """Return the instant in RFC 3339.

        A datetime without a time zone is refused, because its instant is unknown; so is a day,
        which does not say which of its instants is meant, and one with nanoseconds, which would
        be lost.
        """
        if isinstance(value, str):
            value = self._read(str.__str__(value))
        if not isinstance(value, datetime) or _is_missing(value):
            expected = "expected a datetime or its text, such as '2021-04-25T13:39:48.535Z'"
            is_day = isinstance(value, date) and not isinstance(value, datetime)
            hint = f"; write the instant: '{value}T00:00:00Z'" if is_day else ""
            raise ArgumentError(self.argument, f"{expected}, got {shown(value)}{hint}")
        if value.utcoffset() is None:
            problem = f"{value!r} has no time zone; add one, as with tzinfo=UTC"
            raise ArgumentError(self.argument, problem)
        if getattr(value, "nanosecond", 0):
            problem = f"{value!r} has nanoseconds; round it, as with .round('us')"
            raise ArgumentError(self.argument, problem)
        try:
            instant = value.astimezone(UTC).replace(tzinfo=None)
        except OverflowError:
            raise ArgumentError(self.argument, f"{value!r} is out of range in UTC") from None
        return instant.isoformat(timespec="microseconds") + "Z"

    def _read(self, text: str) -> datetime:
        problem = f"expected a date-time, such as 2021-04-25T13:39:48.535Z, got {shown(text)}"
        if re.fullmatch(_DATE, text):
            problem = (
                f"expected an instant, got the day {text!r}; write its start: '{text}T00:00:00Z'"
            )
        elif re.fullmatch(_LOCAL, text):
            problem = f"{shown(text)} has no time zone; write that of UTC: '{text}Z'"
        if not re.fullmatch(_DATE_TIME, text):
            raise ArgumentError(self.argument, problem)
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            raise ArgumentError(self.argument, f"{text} is not in the calendar") from None


def _is_missing(value: date) -> bool:
    """Return whether a date is NaT of pandas, which equals nothing."""
    return bool(value != value)  # noqa: PLR0124
