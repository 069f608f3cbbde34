"""What is compared of a value: itself, its text without case, its number, its day, its instant."""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from datetime import date
from fractions import Fraction
from typing import Literal

from rollcall.spec._instants import day_of, instant_of

__all__ = ["Comparable", "Ignored", "Precision", "compared", "decimal_of", "simplified"]

Precision = Literal["exact", "text", "decimal", "day", "instant"]
Ignored = Literal["case", "blanks", "accents"]

Comparable = str | int | float | bool | date | Fraction
"""A value that is compared: a scalar, a date, or a number or an instant without rounding."""

_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?", re.ASCII)


def compared(
    value: object, precision: Precision, ignored: Collection[Ignored] = (), zone: str = "UTC"
) -> Comparable | None:
    """Return what is compared of a field; None if it is not set or not comparable.

    Args:
        value: The value of the field.
        precision: What is compared.
        ignored: The differences between texts that do not count.
        zone: The time zone of the day.
    """
    if precision in {"exact", "text"}:
        if isinstance(value, str):
            return simplified(value, ignored)
        return value if precision == "exact" and isinstance(value, int | float) else None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    text = str(value) if precision == "decimal" and is_number else value
    try:
        return _parsed(text, precision, zone) if isinstance(text, str) else None
    except (ValueError, OverflowError):
        return None


def _parsed(text: str, precision: Precision, zone: str) -> Comparable:
    if precision == "decimal":
        return decimal_of(text)
    if precision == "day" and _DATE.fullmatch(text):
        return date.fromisoformat(text)
    instant = instant_of(text)
    return day_of(instant, zone) if precision == "day" else instant


def decimal_of(text: str) -> Fraction:
    """Parse a decimal number, without rounding.

    Raises:
        ValueError: The text is not a decimal number.
    """
    if _DECIMAL.fullmatch(text) is None:
        msg = f"{text!r} is not a decimal number"
        raise ValueError(msg)
    return Fraction(text)


def simplified(text: str, ignored: Collection[Ignored]) -> str:
    """Return a text without the differences that do not count."""
    for name in _CHANGES.keys() & {*ignored}:
        text = _CHANGES[name](text)
    return text


def _folded(text: str) -> str:
    """Fold the case of each character (Unicode's simple case folding)."""
    return "".join(
        next((each for each in (sign.casefold(), sign.lower()) if len(each) == 1), sign)
        for sign in text
    )


def _unaccented(text: str) -> str:
    letters = unicodedata.normalize("NFD", text)
    return "".join(each for each in letters if not unicodedata.combining(each))


_CHANGES: Mapping[str, Callable[[str], str]] = {
    "accents": _unaccented,
    "blanks": str.strip,
    "case": _folded,
}
