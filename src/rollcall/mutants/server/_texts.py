"""Mutants of filters that compare texts exactly: they match similar texts."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from html import unescape
from typing import Literal
from urllib.parse import unquote

from rollcall.mutants._listed import Condition, Row
from rollcall.mutants._mutant import ServerMutant
from rollcall.mutants.server._conditions import Compared, Holds, Place, filters
from rollcall.spec import ListOperation, Spec

__all__ = ["mutants"]

_LENGTH = 16
_BLANKS = re.compile(r"\s+")
_LAST_OF_THREE_BYTES = "\uffff"


def mutants(spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Yield the mutants of the filters that compare texts exactly."""
    for place in filters(spec, operation):
        schema = place.parameter.schema
        is_free = not {"enum", "format", "const"} & schema.keys()
        if (place.kind, place.filter.precision, place.filter.operator) != ("string", "exact", "eq"):
            continue
        if not is_free:
            continue
        compared = [(kind, _texts(is_same)) for kind, is_same in _LAX]
        yield from place.comparing([*compared, *_special(place)], "text")


def _special(place: Place) -> Iterator[Compared]:
    """Yield the mutants of empty values and of null."""
    yield "empty-ignored", lambda condition, row: condition.value == "" or condition.holds(row)
    if place.is_nullable:
        yield (
            "null-finds-unset",
            lambda condition, row: (
                condition.key(row) is None if condition.value == "null" else condition.holds(row)
            ),
        )


def _texts(is_same: Callable[[str, str], bool]) -> Holds:
    def holds(condition: Condition, row: Row) -> bool:
        expected, key = condition.value, condition.key(row)
        assert isinstance(expected, str)
        return isinstance(key, str) and is_same(expected, key)

    return holds


def _both(change: Callable[[str], str]) -> Callable[[str, str], bool]:
    """Return a comparison of both texts after a change."""
    return lambda expected, key: change(expected) == change(key)


def _asked(change: Callable[[str], str]) -> Callable[[str, str], bool]:
    """Return a comparison of the value after a change with the unchanged text."""
    return lambda expected, key: change(expected) == key


def _joker(sign: str, stands_for: str) -> Callable[[str, str], bool]:
    """Return a comparison in which a character of the value is a wildcard."""

    def is_same(expected: str, key: str) -> bool:
        parts = map(re.escape, expected.split(sign))
        return re.fullmatch(stands_for.join(parts), key, re.DOTALL) is not None

    return is_same


def _listed(separator: str) -> Callable[[str, str], bool]:
    """Return a comparison with any text of a separated list."""
    return lambda expected, key: key in expected.split(separator)


def _collapsed(text: str) -> str:
    return _BLANKS.sub(" ", text)


def _unaccented(text: str) -> str:
    letters = unicodedata.normalize("NFD", text)
    return "".join(each for each in letters if not unicodedata.combining(each))


def _normalised(form: Literal["NFC", "NFKC"]) -> Callable[[str], str]:
    return lambda text: unicodedata.normalize(form, text)


def _cut_at(sign: str) -> Callable[[str], str]:
    return lambda text: text.partition(sign)[0]


def _visible(text: str) -> str:
    return "".join(each for each in text if unicodedata.category(each) != "Cf")


def _narrow(text: str) -> str:
    """Replace characters of four bytes in UTF-8 by ?, as old databases do."""
    return "".join(each if each <= _LAST_OF_THREE_BYTES else "?" for each in text)


def _in_latin_1(text: str) -> str:
    return text.encode("utf-8", "surrogatepass").decode("latin-1")


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _is_same_number(expected: str, key: str) -> bool:
    return _number(expected) == _number(key)


_LAX: tuple[tuple[str, Callable[[str, str], bool]], ...] = (
    ("substring", lambda a, b: a in b),
    ("prefix", lambda a, b: b.startswith(a)),
    ("suffix", lambda a, b: b.endswith(a)),
    ("contained", lambda a, b: b in a),
    ("case-folded", _both(str.casefold)),
    ("asked-in-lower-case", _asked(str.lower)),
    ("trimmed", _both(str.strip)),
    ("asked-trimmed", _asked(str.strip)),
    ("end-trimmed", _both(str.rstrip)),
    ("blanks-collapsed", _both(_collapsed)),
    ("percent", _joker("%", ".*")),
    ("underscore", _joker("_", ".")),
    ("star", _joker("*", ".*")),
    ("question-mark", _joker("?", ".")),
    ("accents", _both(_unaccented)),
    ("normalised", _both(_normalised("NFC"))),
    ("asked-normalised", _asked(_normalised("NFC"))),
    ("compatible", _both(_normalised("NFKC"))),
    ("comma-list", _listed(",")),
    ("bar-list", _listed("|")),
    ("semicolon-list", _listed(";")),
    ("plus-as-blank", _asked(lambda text: text.replace("+", " "))),
    ("blank-as-plus", _asked(lambda text: text.replace(" ", "+"))),
    ("cut-at-blank", _asked(_cut_at(" "))),
    ("cut-at-ampersand", _asked(_cut_at("&"))),
    ("cut-at-hash", _asked(_cut_at("#"))),
    ("cut-at-line-end", _asked(_cut_at("\n"))),
    ("decoded-twice", _asked(unquote)),
    ("entities", _asked(unescape)),
    ("number-like", _is_same_number),
    ("quotes-stripped", _asked(lambda text: text.strip("'\""))),
    ("apostrophes-doubled", _asked(lambda text: text.replace("'", "''"))),
    ("backslashes-dropped", _asked(lambda text: text.replace("\\", ""))),
    ("cut-to-16", _both(lambda text: text[:_LENGTH])),
    ("invisible", _both(_visible)),
    ("narrow", _both(_narrow)),
    ("as-latin-1", _asked(_in_latin_1)),
    ("ascii-only", _asked(lambda text: text.encode("ascii", "ignore").decode())),
)
"""Comparisons of the value of a filter with a text, by kind."""
