"""The words of a command line, read as the values that they stand for."""

import argparse
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

import attrs

__all__ = ["KINDS", "Kind", "read_number", "read_whole"]

_WHOLE = re.compile(r"-?[0-9]{1,1000}")
_NUMBER = re.compile(r"-?[0-9]{1,300}(\.[0-9]{1,300})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    _DAY.pattern + r"T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})"
)


@attrs.frozen
class Kind:
    """How the values of a type are written.

    Attributes:
        metavar: What stands for a value in the help.
        read: Reads a word; raises argparse's ArgumentTypeError where it is none of the type.
    """

    metavar: str
    read: Callable[[str], object]


def read_whole(word: str) -> int:
    """Read a whole number, such as ``250``."""
    if not _WHOLE.fullmatch(word):
        raise _mismatch(word, "a whole number, such as 20")
    return int(word)


def read_number(word: str) -> float:
    """Read a number, such as ``2.5``."""
    if not _NUMBER.fullmatch(word):
        raise _mismatch(word, "a number, such as 2.5")
    return float(word)


def _read_day(word: str) -> date:
    if not _DAY.fullmatch(word):
        raise _mismatch(word, "a day, such as 2021-04-25")
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise argparse.ArgumentTypeError(f"there is no day {word} in the calendar") from None


def _read_instant(word: str) -> datetime:
    if not _INSTANT.fullmatch(word):
        raise _mismatch(word, "an instant, such as 2021-04-25T13:39:48.535Z")
    try:
        return datetime.fromisoformat(word)
    except ValueError:
        raise argparse.ArgumentTypeError(f"there is no instant {word} in the calendar") from None


KINDS: Mapping[type[object], Kind] = MappingProxyType(
    {
        date: Kind("DAY", _read_day),
        datetime: Kind("INSTANT", _read_instant),
        int: Kind("N", read_whole),
        str: Kind("TEXT", str),
        # What a UUID looks like is for the client to check.
        UUID: Kind("UUID", str),
    }
)
"""The types of arguments that are written as one word; a bool is an option without a value."""


def _mismatch(word: str, expected: str) -> argparse.ArgumentTypeError:
    return argparse.ArgumentTypeError(f"expected {expected}, got {word!r}")
