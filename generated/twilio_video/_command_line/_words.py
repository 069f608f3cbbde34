# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""Parse the words of a command line."""

import argparse
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from uuid import UUID

import attrs

__all__ = ["KINDS", "Kind", "read_integer", "read_number"]

_INTEGER = re.compile(r"-?[0-9]{1,1000}")
_NUMBER = re.compile(r"-?[0-9]{1,300}(\.[0-9]{1,300})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATE_TIME = re.compile(
    _DATE.pattern + r"T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})"
)


@attrs.frozen
class Kind:
    """The words for the values of a type.

    Attributes:
        metavar: The placeholder of a value in the help.
        read: Parses a word; raises argparse's ArgumentTypeError if it is wrong.
    """

    metavar: str
    read: Callable[[str], object]


def read_integer(word: str) -> int:
    """Parse an integer, such as ``250``."""
    if not _INTEGER.fullmatch(word):
        raise _mismatch(word, "an integer, such as 20")
    return int(word)


def read_number(word: str) -> float:
    """Parse a number, such as ``2.5``."""
    if not _NUMBER.fullmatch(word):
        raise _mismatch(word, "a number, such as 2.5")
    return float(word)


def _read_decimal(word: str) -> Decimal:
    if not _NUMBER.fullmatch(word):
        raise _mismatch(word, "a number, such as 2.5")
    return Decimal(word)


def _read_date(word: str) -> date:
    if not _DATE.fullmatch(word):
        raise _mismatch(word, "a date, such as 2021-04-25")
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{word} is not in the calendar") from None


def _read_date_time(word: str) -> datetime:
    if not _DATE_TIME.fullmatch(word):
        raise _mismatch(word, "a date-time, such as 2021-04-25T13:39:48.535Z")
    try:
        return datetime.fromisoformat(word)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{word} is not in the calendar") from None


KINDS: Mapping[type[object], Kind] = MappingProxyType(
    {
        date: Kind("DATE", _read_date),
        datetime: Kind("DATE-TIME", _read_date_time),
        Decimal: Kind("N", _read_decimal),
        int: Kind("N", read_integer),
        str: Kind("TEXT", str),
        # The client checks the form of a UUID.
        UUID: Kind("UUID", str),
    }
)
"""The types of arguments; a bool is an option without a value."""


def _mismatch(word: str, expected: str) -> argparse.ArgumentTypeError:
    return argparse.ArgumentTypeError(f"expected {expected}, got {word!r}")
