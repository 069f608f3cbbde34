"""Texts: what a server may take for the same, though it is not, to the letter."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from html import unescape
from typing import Literal
from urllib.parse import unquote

import attrs

from rollcall.mutants._listed import Condition, Row
from rollcall.mutants._mutant import ServerMutant
from rollcall.mutants.server._conditions import Holds, Place, compared, filters
from rollcall.spec import ListOperation, Spec

__all__ = ["mutants"]

_EXACT = ("filter.exact", "filter.sound", "filter.complete")
_LENGTH = 16
_BLANKS = re.compile(r"\s+")
_LAST_OF_THREE_BYTES = "\uffff"


@attrs.frozen
class _Lax:
    """A comparison of texts that finds too much, or too little.

    Attributes:
        kind: What it is called.
        sentence: What it does, for a person to read.
        is_same: Says whether a text that is asked for (first) finds one that is there.
        needs: The data without which it finds the same.
    """

    kind: str
    sentence: str
    is_same: Callable[[str, str], bool]
    needs: str


def mutants(spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Derive what a server may get wrong about filters that compare texts to the letter."""
    for place in filters(spec, operation):
        schema = place.parameter.schema
        is_free = not {"enum", "format", "const"} & schema.keys()
        if (place.kind, place.filter.precision, place.filter.operator) != ("string", "exact", "eq"):
            continue
        if not is_free:
            continue
        for lax in _LAX:
            yield _fault(place, lax.kind, lax.sentence, _texts(lax.is_same), lax.needs)
        yield from _special(place)


def _fault(place: Place, kind: str, sentence: str, holds: Holds, needs: str) -> ServerMutant:
    answer = compared(place.parameter.name, holds)
    return place.mutant(f"text.{kind}", sentence, _EXACT, answer, needs)


def _special(place: Place) -> Iterator[ServerMutant]:
    """Derive values that are taken for none, and what is not set for a value."""
    yield _fault(
        place,
        "empty-ignored",
        "The filter is ignored when its value is the empty text.",
        lambda condition, row: condition.value == "" or condition.holds(row),
        "an item whose text is not empty",
    )
    if place.is_nullable:
        yield _fault(
            place,
            "null-finds-unset",
            "The text null finds what is not set.",
            lambda condition, row: (
                condition.key(row) is None if condition.value == "null" else condition.holds(row)
            ),
            f"an item whose {place.filter.field} is not set",
        )


def _texts(is_same: Callable[[str, str], bool]) -> Holds:
    def holds(condition: Condition, row: Row) -> bool:
        wanted, key = condition.value, condition.key(row)
        assert isinstance(wanted, str)
        return isinstance(key, str) and is_same(wanted, key)

    return holds


def _both(change: Callable[[str], str]) -> Callable[[str, str], bool]:
    """Compare what is made of both texts."""
    return lambda wanted, key: change(wanted) == change(key)


def _asked(change: Callable[[str], str]) -> Callable[[str, str], bool]:
    """Compare what is made of the text that is asked for with what is there."""
    return lambda wanted, key: change(wanted) == key


def _joker(sign: str, stands_for: str) -> Callable[[str, str], bool]:
    """Let a sign in the text that is asked for stand for others."""

    def is_same(wanted: str, key: str) -> bool:
        parts = map(re.escape, wanted.split(sign))
        return re.fullmatch(stands_for.join(parts), key, re.DOTALL) is not None

    return is_same


def _listed(separator: str) -> Callable[[str, str], bool]:
    """Take the text that is asked for as a list of texts, any of which may match."""
    return lambda wanted, key: key in wanted.split(separator)


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
    """Replace what takes four bytes in UTF-8, as databases of old do."""
    return "".join(each if each <= _LAST_OF_THREE_BYTES else "?" for each in text)


def _in_latin_1(text: str) -> str:
    return text.encode("utf-8", "surrogatepass").decode("latin-1")


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _is_same_number(wanted: str, key: str) -> bool:
    return _number(wanted) == _number(key)


_BEFORE = "a text that begins another one, or is longer than a letter"
_LAX = (
    _Lax("substring", "A part of a text finds it.", lambda a, b: a in b, _BEFORE),
    _Lax("prefix", "The beginning of a text finds it.", lambda a, b: b.startswith(a), _BEFORE),
    _Lax("suffix", "The end of a text finds it.", lambda a, b: b.endswith(a), _BEFORE),
    _Lax("contained", "A longer text finds those within it.", lambda a, b: b in a, _BEFORE),
    _Lax("case-folded", "Case does not count.", _both(str.casefold), "a text with a letter"),
    _Lax("asked-in-lower-case", "The value is put in lower case.", _asked(str.lower), "a capital"),
    _Lax("trimmed", "Blanks around do not count.", _both(str.strip), "a text"),
    _Lax("asked-trimmed", "Blanks around the value are dropped.", _asked(str.strip), "a text"),
    _Lax("end-trimmed", "Blanks at the end do not count.", _both(str.rstrip), "a text"),
    _Lax(
        "blanks-collapsed",
        "Several blanks count as one.",
        _both(_collapsed),
        "a text with two blanks in a row",
    ),
    _Lax("percent", "A % stands for any text.", _joker("%", ".*"), "a text"),
    _Lax("underscore", "A _ stands for any letter.", _joker("_", "."), "a text"),
    _Lax("star", "A * stands for any text.", _joker("*", ".*"), "a text"),
    _Lax("question-mark", "A ? stands for any letter.", _joker("?", "."), "a text"),
    _Lax("accents", "Accents do not count.", _both(_unaccented), "a text with an accent"),
    _Lax(
        "normalised",
        "Letters that look the same are the same: texts are normalised (NFC).",
        _both(_normalised("NFC")),
        "a text with an accent",
    ),
    _Lax(
        "asked-normalised",
        "The value is normalised (NFC), and what is there is not.",
        _asked(_normalised("NFC")),
        "a text with an accent that is a sign of its own",
    ),
    _Lax(
        "compatible",
        "Letters of the same meaning are the same: texts are normalised (NFKC).",
        _both(_normalised("NFKC")),
        "a text with an accent, or a letter of another form",
    ),
    _Lax("comma-list", "A comma separates several values.", _listed(","), "two texts"),
    _Lax("bar-list", "A | separates several values.", _listed("|"), "two texts"),
    _Lax("semicolon-list", "A ; separates several values.", _listed(";"), "two texts"),
    _Lax(
        "plus-as-blank",
        "A + in the value, encoded as it is, counts as a blank.",
        _asked(lambda text: text.replace("+", " ")),
        "a text with a +",
    ),
    _Lax(
        "blank-as-plus",
        "A blank in the value counts as a +.",
        _asked(lambda text: text.replace(" ", "+")),
        "a text with a blank",
    ),
    _Lax("cut-at-blank", "The value ends at its first blank.", _asked(_cut_at(" ")), "a text"),
    _Lax(
        "cut-at-ampersand",
        "The value ends at its first &.",
        _asked(_cut_at("&")),
        "a text with a &",
    ),
    _Lax("cut-at-hash", "The value ends at its first #.", _asked(_cut_at("#")), "a text with a #"),
    _Lax(
        "cut-at-line-end",
        "The value ends at its first line.",
        _asked(_cut_at("\n")),
        "a text of two lines",
    ),
    _Lax("decoded-twice", "The value is decoded twice.", _asked(unquote), "a text with %41"),
    _Lax("entities", "Entities of HTML are decoded.", _asked(unescape), "a text with &amp;"),
    _Lax(
        "number-like",
        "Texts that are the same number are the same.",
        _is_same_number,
        "a text that is a number",
    ),
    _Lax(
        "quotes-stripped",
        "Quotes around the value are dropped.",
        _asked(lambda text: text.strip("'\"")),
        "a text",
    ),
    _Lax(
        "apostrophes-doubled",
        "An apostrophe in the value is doubled.",
        _asked(lambda text: text.replace("'", "''")),
        "a text with an apostrophe",
    ),
    _Lax(
        "backslashes-dropped",
        "A backslash in the value is dropped.",
        _asked(lambda text: text.replace("\\", "")),
        "a text with a backslash",
    ),
    _Lax(
        "cut-to-16",
        "Only the first 16 characters are compared.",
        _both(lambda text: text[:_LENGTH]),
        "a text of 16 characters, or more",
    ),
    _Lax("invisible", "What is not seen does not count.", _both(_visible), "a text"),
    _Lax(
        "narrow",
        "Characters beyond the basic plane are all the same: a question mark.",
        _both(_narrow),
        "a text with a character beyond the basic plane",
    ),
    _Lax(
        "as-latin-1",
        "The bytes of the value are read as Latin-1.",
        _asked(_in_latin_1),
        "a text that is not ASCII",
    ),
    _Lax(
        "ascii-only",
        "What is not ASCII is left out of the value.",
        _asked(lambda text: text.encode("ascii", "ignore").decode()),
        "a text that is not ASCII",
    ),
)
