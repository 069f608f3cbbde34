"""Filters that compare text inexactly, and invalid values that are accepted."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from tests.support.laws.full_api import READERS, ListRequest, Pairs, Reader, Request, Steps, Value
from tests.support.laws.full_api._instants import day_number
from tests.support.laws.mutants._matching import comparing
from tests.support.laws.mutants._mutant import CORRECT, DEPOTS, PARCELS, SCANS, Mutant


def _alike(parameter: str, form: Callable[[str], str]) -> Steps:
    """Build steps that compare two texts in a normal form."""
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
    """Build steps that parse the values of a type differently."""
    return Steps(readers={**READERS, kind: read})


def _leading_number(text: str) -> int:
    match = re.match(r"-?[0-9]+", text)
    if match is None:
        raise ValueError("must begin with a number")
    return int(match[0])


def _without_empty(
    request: Request, kind: str, depot: str | None, given: Pairs, readers: Mapping[str, Reader]
) -> ListRequest:
    return CORRECT.parsed(request, kind, depot, [each for each in given if each[1]], readers)


def _digit(text: str) -> Value:
    return text == "1" or READERS["boolean"](text)


def _any_word(text: str) -> bool:
    if not text:
        raise ValueError("must be true or false")
    return text == "true"


def _longest_day(text: str) -> int:
    return day_number(text[:10])


def _shrugging(text: str) -> Value:
    try:
        return READERS["instant"](text)
    except ValueError:
        return READERS["instant"]("0001-01-01T00:00:00Z")


def _without_offset(text: str) -> Value:
    READERS["instant"](text)
    return READERS["instant"](re.sub(r"(Z|[+-][0-9]{2}:[0-9]{2})$", "Z", text.upper()))


EXACTNESS = (
    Mutant(
        "substring",
        "filter.exact",
        PARCELS,
        comparing("label", lambda value, given: given in value),
        "label",
    ),
    Mutant(
        "prefix",
        "filter.exact",
        DEPOTS,
        comparing("name", lambda value, given: value.startswith(given)),
        "name",
    ),
    Mutant(
        "suffix",
        "filter.exact",
        PARCELS,
        comparing("label", lambda value, given: value.endswith(given)),
        "label",
    ),
    Mutant("case-folded", "filter.exact", PARCELS, _alike("label", str.casefold), "label"),
    Mutant("trimmed", "filter.exact", PARCELS, _alike("label", str.strip), "label"),
    Mutant(
        "value-trimmed",
        "filter.exact",
        PARCELS,
        comparing("label", lambda value, given: value == given.strip()),
        "label",
    ),
    Mutant("wildcards", "filter.exact", PARCELS, comparing("label", _like), "label"),
    Mutant("stars", "filter.exact", DEPOTS, comparing("name", _glob), "name"),
    Mutant(
        "normalised",
        "filter.exact",
        PARCELS,
        _alike("label", lambda text: unicodedata.normalize("NFC", text)),
        "label",
    ),
    Mutant("accents-stripped", "filter.exact", DEPOTS, _alike("name", _bare), "name"),
    Mutant(
        "decoded-twice",
        "filter.exact",
        PARCELS,
        comparing("label", lambda value, given: value == given.replace("+", " ")),
        "label",
    ),
    Mutant(
        "trimmed",
        "value.blanks",
        PARCELS,
        comparing("label", lambda value, given: value == given.strip()),
        "label",
    ),
    Mutant(
        "empty-is-any",
        "value.empty_text",
        PARCELS,
        comparing("label", lambda value, given: given in ("", value)),
        "label",
    ),
    Mutant("quote-breaks", "filter.exact", PARCELS, _reading("text", _breaking("'")), "label"),
    Mutant(
        "offset-ignored",
        "filter.complete",
        PARCELS,
        _reading("instant", _without_offset),
        "delivered_after",
    ),
    Mutant(
        "impossible-day", "filter.refused", PARCELS, _reading("day", _rolled_over), "received_from"
    ),
    Mutant(
        "impossible-day-breaks",
        "filter.refused",
        DEPOTS,
        _reading("day", _unchecked_day),
        "opened_from",
    ),
    Mutant("clock-cut-off", "value.date", SCANS, _reading("day", _longest_day), "scanned_from"),
    Mutant(
        "any-word-is-false", "filter.refused", PARCELS, _reading("boolean", _any_word), "fragile"
    ),
    Mutant(
        "number-cut-off",
        "filter.refused",
        PARCELS,
        _reading("integer", _leading_number),
        "weight_min",
    ),
    Mutant("number-before-letters", "value.number", PARCELS, _reading("integer", _leading_number)),
    Mutant("one-is-true", "value.boolean", PARCELS, _reading("boolean", _digit), "fragile"),
    Mutant(
        "bad-instant-accepted",
        "filter.refused",
        SCANS,
        _reading("instant", _shrugging),
        "scanned_after",
    ),
    Mutant(
        "empty-value-ignored",
        "value.empty",
        PARCELS,
        Steps(parsed=_without_empty),
        "received_from",
    ),
)
