"""Filters by text that match more than the very text, and values that ought to be refused."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from tests.support.laws.depot import READERS, Ask, Pairs, Reader, Steps, Value, Wanted
from tests.support.laws.depot._moments import day_number
from tests.support.laws.mutants._matching import comparing
from tests.support.laws.mutants._mutant import DEPOTS, PARCELS, RIGHT, SCANS, Mutant


def _alike(parameter: str, form: Callable[[str], str]) -> Steps:
    """Make a step that compares what is left of two texts."""
    return comparing(parameter, lambda value, given: form(value) == form(given))


def _bare(text: str) -> str:
    letters = unicodedata.normalize("NFD", text)
    return "".join(each for each in letters if not unicodedata.combining(each))


def _like(value: str, given: str) -> bool:
    pattern = "".join({"%": ".*", "_": "."}.get(each, re.escape(each)) for each in given)
    return re.fullmatch(pattern, value, re.DOTALL) is not None


def _glob(value: str, given: str) -> bool:
    pattern = ".*".join(re.escape(each) for each in given.split("*"))
    return re.fullmatch(pattern, value, re.DOTALL) is not None


def _raised(text: str) -> Value:
    raise RuntimeError(text)


def _breaking(character: str) -> Reader:
    return lambda text: _raised(text) if character in text else text


def _rolled_over(text: str) -> int:
    if match := re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])-([0-3][0-9])", text):
        first = date(int(match[1]), int(match[2]), 1)
        return (first + timedelta(days=int(match[3]) - 1)).toordinal()
    return day_number(text)


def _unchecked_day(text: str) -> int:
    year, month, day = (int(each) for each in text.split("-"))
    try:
        return date(year, month, day).toordinal()
    except ValueError as error:
        raise RuntimeError(text) from error


def _reading(kind: str, read: Reader) -> Steps:
    """Make a step that reads the values of a type in another way."""
    return Steps(readers={**READERS, kind: read})


def _leading_number(text: str) -> int:
    match = re.match(r"-?[0-9]+", text)
    if match is None:
        raise ValueError("must begin with a number")
    return int(match[0])


def _without_empty(
    ask: Ask, kind: str, depot: str | None, given: Pairs, readers: Mapping[str, Reader]
) -> Wanted:
    return RIGHT.wanted(ask, kind, depot, [each for each in given if each[1]], readers)


def _any_word(text: str) -> bool:
    if not text:
        raise ValueError("must be true or false")
    return text == "true"


def _longest_day(text: str) -> int:
    return day_number(text[:10])


def _shrugging(text: str) -> Value:
    try:
        return READERS["moment"](text)
    except ValueError:
        return READERS["moment"]("0001-01-01T00:00:00Z")


def _without_offset(text: str) -> Value:
    READERS["moment"](text)
    return READERS["moment"](re.sub(r"(Z|[+-][0-9]{2}:[0-9]{2})$", "Z", text.upper()))


EXACTNESS = (
    Mutant(
        "substring",
        "A filter by text lists what contains it.",
        "filter.exact",
        PARCELS,
        comparing("label", lambda value, given: given in value),
        "label",
    ),
    Mutant(
        "prefix",
        "A filter by text lists what begins with it.",
        "filter.exact",
        DEPOTS,
        comparing("name", lambda value, given: value.startswith(given)),
        "name",
    ),
    Mutant(
        "suffix",
        "A filter by text lists what ends with it.",
        "filter.exact",
        PARCELS,
        comparing("label", lambda value, given: value.endswith(given)),
        "label",
    ),
    Mutant(
        "case-folded",
        "A filter by text does not tell capitals from small letters.",
        "filter.exact",
        PARCELS,
        _alike("label", str.casefold),
        "label",
    ),
    Mutant(
        "case-folded-nullable",
        "A filter by a text that may be null does not tell capitals from small letters.",
        "filter.exact",
        SCANS,
        _alike("station", str.lower),
        "station",
    ),
    Mutant(
        "trimmed",
        "A filter by text passes over blanks at both ends.",
        "filter.exact",
        PARCELS,
        _alike("label", str.strip),
        "label",
    ),
    Mutant(
        "trailing-blanks",
        "A filter by text passes over trailing blanks.",
        "filter.exact",
        SCANS,
        _alike("station", lambda text: text.rstrip(" ")),
        "station",
    ),
    Mutant(
        "value-trimmed",
        "The value of a filter by text is trimmed, what it is compared with is not.",
        "filter.exact",
        PARCELS,
        comparing("label", lambda value, given: value == given.strip()),
        "label",
    ),
    Mutant(
        "wildcards",
        "A filter by text takes % and _ for wildcards.",
        "filter.exact",
        PARCELS,
        comparing("label", _like),
        "label",
    ),
    Mutant(
        "stars",
        "A filter by text takes * for a wildcard.",
        "filter.exact",
        DEPOTS,
        comparing("name", _glob),
        "name",
    ),
    Mutant(
        "normalised",
        "A filter by text does not tell composed letters from decomposed ones.",
        "filter.exact",
        PARCELS,
        _alike("label", lambda text: unicodedata.normalize("NFC", text)),
        "label",
    ),
    Mutant(
        "accents-stripped",
        "A filter by text passes over accents.",
        "filter.exact",
        DEPOTS,
        _alike("name", _bare),
        "name",
    ),
    Mutant(
        "decoded-twice",
        "The value of a filter by text is decoded twice, so that + is a blank.",
        "filter.exact",
        PARCELS,
        comparing("label", lambda value, given: value == given.replace("+", " ")),
        "label",
    ),
    Mutant(
        "empty-is-any",
        "A filter by the empty text lists everything.",
        "filter.exact",
        PARCELS,
        comparing("label", lambda value, given: given in ("", value)),
        "label",
    ),
    Mutant(
        "quote-breaks",
        "A filter by a text with a quote ends in a 500.",
        "filter.exact",
        PARCELS,
        _reading("text", _breaking("'")),
        "label",
    ),
    Mutant(
        "offset-ignored",
        "The offset of a moment that is sent is passed over, as if it were UTC.",
        "filter.complete",
        PARCELS,
        _reading("moment", _without_offset),
        "delivered_after",
    ),
    Mutant(
        "impossible-day",
        "A day that the calendar does not have is taken for one of the next month.",
        "filter.refused",
        PARCELS,
        _reading("day", _rolled_over),
        "received_from",
    ),
    Mutant(
        "impossible-day-breaks",
        "A day that the calendar does not have ends in a 500.",
        "filter.refused",
        DEPOTS,
        _reading("day", _unchecked_day),
        "opened_from",
    ),
    Mutant(
        "clock-cut-off",
        "A day is accepted with anything behind it.",
        "filter.refused",
        SCANS,
        _reading("day", _longest_day),
        "scanned_from",
    ),
    Mutant(
        "any-word-is-false",
        "Any word is accepted as a boolean, and means false.",
        "filter.refused",
        PARCELS,
        _reading("boolean", _any_word),
        "fragile",
    ),
    Mutant(
        "number-cut-off",
        "A number is accepted with anything behind it.",
        "filter.refused",
        PARCELS,
        _reading("integer", _leading_number),
        "weight_min",
    ),
    Mutant(
        "bad-moment-accepted",
        "What is no moment is taken for the first of all moments.",
        "filter.refused",
        SCANS,
        _reading("moment", _shrugging),
        "scanned_after",
    ),
    Mutant(
        "empty-value-ignored",
        "A parameter with an empty value is taken for one that was left out.",
        "filter.refused",
        PARCELS,
        Steps(wanted=_without_empty),
        "received_from",
    ),
)
