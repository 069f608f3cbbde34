"""Mutants of filters that compare texts exactly: they match similar texts."""

import operator
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import unescape
from typing import Literal
from urllib.parse import unquote

import attrs

from rollcall.mutants._listed import Condition, Row
from rollcall.mutants._mutant import ServerMutant
from rollcall.mutants.server._conditions import Compared, Holds, Place, filters
from rollcall.spec import Ignored, ListOperation, Spec, field_key, is_match, value_key

__all__ = ["mutants"]

_LENGTH = 16
_BLANKS = re.compile(r"\s+")
_LAST_OF_THREE_BYTES = "\uffff"

Relation = Callable[[str, str], bool]
"""Returns whether a text, the second one, matches a value."""
Lax = Callable[[Relation], Relation]
"""Returns another relation than the correct one."""


def mutants(spec: Spec, listing: ListOperation) -> Iterator[ServerMutant]:
    """Yield the mutants of the filters that compare texts exactly."""
    for place in filters(spec, listing):
        schema = place.parameter.schema
        is_free = not {"enum", "format", "const"} & schema.keys()
        relation = _RELATIONS.get(place.filter.operator)
        if relation is None or not (place.is_textual and is_free) or place.filter.prefixes:
            continue
        lax = [*(_EQUALITIES if relation is operator.eq else ()), *_LAX]
        if place.filter.takes_several:
            compared = [(kind, _texts(make(relation))) for kind, make in lax if kind in _SEVERAL]
            yield from place.comparing(compared, "text")
            continue
        compared = [
            (kind, _texts(make(relation)))
            for kind, make in lax
            if not any(kind in _IGNORED[name] for name in place.filter.ignored)
        ]
        counted = [(f"{each}-counts", _counting(each)) for each in sorted(place.filter.ignored)]
        yield from place.comparing([*compared, *counted, *_special(place)], "text")


def _counting(difference: Ignored) -> Holds:
    """Return a comparison in which a difference counts that the annotation ignores."""

    def holds(condition: Condition, row: Row) -> bool:
        ignored = condition.filter.ignored - {difference}
        filter_ = attrs.evolve(condition.filter, ignored=ignored)
        value = value_key(filter_, condition.text)
        return is_match(filter_, field_key(filter_, row), value)

    return holds


def _special(place: Place) -> Iterator[Compared]:
    """Yield the mutants of empty values and of null."""
    if place.filter.nulls_match:
        return
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
        value, key = condition.value, condition.key(row)
        if key is None:
            return condition.filter.nulls_match
        values = value if isinstance(value, tuple) else (value,)
        return isinstance(key, str) and any(is_same(str(each), key) for each in values)

    return holds


def _both(change: Callable[[str], str]) -> Lax:
    """Return a comparison of both texts after a change."""
    return lambda relation: lambda expected, key: relation(change(expected), change(key))


def _asked(change: Callable[[str], str]) -> Lax:
    """Return a comparison of the value after a change with the unchanged text."""
    return lambda relation: lambda expected, key: relation(change(expected), key)


def _joker(sign: str, stands_for: str) -> Lax:
    """Return a comparison in which a character of the value is a wildcard."""

    def made(relation: Relation) -> Relation:
        # The relation decides whether the text goes on before and after the value.
        before = ".*" if relation("b", "ab") else ""
        after = ".*" if relation("a", "ab") else ""

        def is_same(expected: str, key: str) -> bool:
            inner = stands_for.join(map(re.escape, expected.split(sign)))
            return re.fullmatch(before + inner + after, key, re.DOTALL) is not None

        return is_same

    return made


def _listed(separator: str) -> Lax:
    """Return a comparison with any text of a separated list."""
    return lambda relation: (
        lambda expected, key: any(relation(each, key) for each in expected.split(separator))
    )


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


_RELATIONS: Mapping[str, Relation] = {
    "eq": operator.eq,
    "in": operator.eq,
    "contains": lambda expected, key: expected in key,
    "startsWith": lambda expected, key: key.startswith(expected),
    "endsWith": lambda expected, key: key.endswith(expected),
}
_EQUALITIES: tuple[tuple[str, Lax], ...] = (
    ("substring", lambda _: _RELATIONS["contains"]),
    ("prefix", lambda _: _RELATIONS["startsWith"]),
    ("suffix", lambda _: _RELATIONS["endsWith"]),
    ("contained", lambda _: lambda expected, key: key in expected),
    ("number-like", lambda _: lambda expected, key: _number(expected) == _number(key)),
)
"""Comparisons in place of equality, by kind."""
_SEVERAL = {"substring", "prefix", "case-folded", "trimmed", "percent", "accents"}
"""The kinds of a filter of several values."""
_IGNORED: Mapping[str, Sequence[str]] = {
    "case": ("case-folded", "asked-in-lower-case"),
    "blanks": ("trimmed", "asked-trimmed", "end-trimmed"),
    "accents": ("accents", "normalised", "asked-normalised"),
}
"""The kinds that are correct if a difference is ignored."""
_LAX: tuple[tuple[str, Lax], ...] = (
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
