"""Values for filters: from what the server holds, and around it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from fractions import Fraction
from html import escape
from itertools import pairwise
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid5

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rollcall.channels import Value
from rollcall.laws._admission import admits
from rollcall.laws._baseline import Baseline
from rollcall.spec import Filter, Parameter
from rollcall.spec._instants import instant_of, written

__all__ = ["absent", "boundaries", "candidates", "drawn", "present", "spread", "variants"]

# Characters that take two units of UTF-16.
_BEYOND = re.compile("[\U00010000-\U0010ffff]")
_DAY = timedelta(days=1)
_SECONDS_OF_DAY = 86_400
_STEP = Fraction(1, 1_000_000)
_EAST, _WEST = 14, 12
_FAR = timedelta(days=400)
_POOL = 200
_LONGEST = 1000
_LENGTH_OF_DAY = len("2021-04-25")
_NEAREST = 3


def filter_of(parameter: Parameter) -> Filter:
    """Return the filter that a parameter is."""
    assert parameter.filter is not None
    return parameter.filter


def present(parameter: Parameter, baseline: Baseline) -> list[Any]:
    """Return what a filter compares of the rows, each once, the most frequent ones first."""

    def counted() -> list[Any]:
        keys = (key for key in baseline.keys(filter_of(parameter)) if key is not None)
        return [key for key, _ in Counter(keys).most_common()]

    return baseline.keep(("present", parameter.name), counted)


def candidates(parameter: Parameter, baseline: Baseline) -> list[Value]:
    """Return values that tell right from wrong: those present and a precision around, the telling first.

    Booleans and enumerations give all of their values.
    """
    name = "candidates", parameter.name
    return baseline.keep(name, lambda: _candidates(parameter, baseline))


def _candidates(parameter: Parameter, baseline: Baseline) -> list[Value]:
    schema = parameter.schema
    if _is_closed(schema):
        return list(parameter.states)
    keys = present(parameter, baseline)
    if not keys:
        return []
    match filter_of(parameter).precision:
        case "day":
            values: Iterable[Value] = _days(_telling_days(parameter, baseline, keys))
        case "instant":
            values = _around_instants(keys)
        case _:
            values = _around_scalars(parameter, keys)
    return [*dict.fromkeys(each for each in values if _is_admitted(parameter, each))]


def _is_closed(schema: Mapping[str, Any]) -> bool:
    """Return whether a schema names all of its values."""
    return "enum" in schema or schema.get("type") == "boolean"


def boundaries(parameter: Parameter, baseline: Baseline) -> list[Value]:
    """Return values on whose very edge a row lies, and the values a precision before and after.

    For days: those with a row nearest to midnight, on either side. For instants and numbers: of
    rows that are present.
    """
    keys = present(parameter, baseline)
    if not keys:
        return []
    match filter_of(parameter).precision:
        case "day":
            days = _edge_days(parameter, baseline)
            values: Iterable[Value] = _days(near for each in days for near in _near_days(each))
        case "instant":
            values = _edge_instants(keys)
        case _:
            some = spread(sorted(_numbers(keys)), _NEAREST)
            values = (value for each in some for value in (each, each - 1, each + 1))
    return [*dict.fromkeys(each for each in values if _is_admitted(parameter, each))]


def absent(parameter: Parameter, baseline: Baseline) -> list[Value]:
    """Return values that match no row."""
    keys = present(parameter, baseline)
    filter_ = filter_of(parameter)
    schema = parameter.schema
    if _is_closed(schema):
        values: list[Value] = list(parameter.states)
    elif filter_.precision == "day" and keys:
        values = _days([*_shifted(max(keys), _FAR), *_shifted(min(keys), -_FAR)])
    elif filter_.precision == "instant" and keys:
        values = _instants((max(keys) + _SECONDS_OF_DAY, min(keys) - _SECONDS_OF_DAY))
    elif schema.get("type") == "integer" and _numbers(keys):
        values = [max(_numbers(keys)) + 1, min(_numbers(keys)) - 1]
    elif schema.get("format") == "uuid":
        values = [str(uuid5(UUID(int=0), "nothing has this"))]
    elif schema.get("type") == "string" and keys and "format" not in schema:
        shortest = min((each for each in keys if isinstance(each, str)), key=len, default="")
        values = [f"{shortest} and no more", "\U0001f50d nothing has this"]
    else:
        values = []
    return [
        each
        for each in values
        if _is_admitted(parameter, each) and not baseline.matching(filter_, each)
    ]


def variants(parameter: Parameter, baseline: Baseline) -> list[str]:
    """Return texts that a lax comparison takes for one that is present, and awkward ones that are."""
    listed = {*baseline.keys(filter_of(parameter))[: baseline.plain]}
    # A text that is near another one, and matches nothing, is asked for by itself: it tells nothing
    # where the other one is not listed by default.
    keys = sorted(present(parameter, baseline), key=lambda each: each not in listed)
    texts = [each for each in keys if isinstance(each, str) and _is_admitted(parameter, each)]
    telling = [text for is_kind in _KINDS for text in [*filter(is_kind, texts)][:1]]
    found: dict[str, None] = {}
    # One text of each kind first, as it is: what a server makes of signs shows there.
    found |= dict.fromkeys(telling)
    if texts:
        found |= dict.fromkeys(
            ("", "%", "*", "_" * len(min(filter(None, texts), key=len, default="x")))
        )
    # Neither is a separator for more than one, nor a character that is not seen nothing.
    if len(texts) > 1:
        found |= dict.fromkeys(separator.join(texts[:2]) for separator in ",|;")
    found |= dict.fromkeys(f"{text}\u200b" for text in texts[:1])
    # A field that is not set is no text, whatever it is called.
    if None in baseline.keys(filter_of(parameter)):
        found |= dict.fromkeys(("null", "None"))
    found |= dict.fromkeys(_misread(texts))
    for text in [*dict.fromkeys((*telling, *texts[:1]))][:_NEAREST]:
        found |= dict.fromkeys(_variants(text))
    for text in telling[_NEAREST:]:
        found |= dict.fromkeys((_stripped(text), text.casefold(), *_normalised(text)))
    return [each for each in found if _is_admitted(parameter, each)]


def drawn(parameter: Parameter, baseline: Baseline) -> SearchStrategy[Value] | None:
    """Draw values: those that are present or near, and any that the schema admits."""
    return baseline.keep(("drawn", parameter.name), lambda: _drawn(parameter, baseline))


def _drawn(parameter: Parameter, baseline: Baseline) -> SearchStrategy[Value] | None:
    known = candidates(parameter, baseline)
    schema = parameter.schema
    if _is_closed(schema):
        return st.sampled_from(known)
    strategies: list[SearchStrategy[Any]] = []
    if known:
        keys = spread(present(parameter, baseline), _POOL)
        strategies.append(st.sampled_from([*known, *_written(filter_of(parameter), keys)]))
    match filter_of(parameter).precision, schema.get("type"):
        case "day", _:
            strategies.append(st.dates().map(date.isoformat))
        case "instant", _:
            seconds = st.integers(0, 4_000_000_000).map(lambda each: written(Fraction(each)))
            strategies.append(seconds)
        case _, "integer":
            strategies.append(st.integers(schema.get("minimum"), schema.get("maximum")))
        case _, "string" if schema.get("format") == "uuid":
            strategies.append(st.uuids().map(str))
        case _, "string" if not {"format", "pattern"} & schema.keys():
            letters = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])
            strategies.append(st.text(letters, max_size=20))
    if not strategies:
        return None
    return st.one_of(strategies).filter(lambda value: _is_admitted(parameter, value))


def _telling_days(parameter: Parameter, baseline: Baseline, keys: list[date]) -> Iterator[date]:
    for each in _edge_days(parameter, baseline):
        yield each
    yield keys[0]
    yield from (min(keys), max(keys))
    for each in (*_edge_days(parameter, baseline), min(keys), max(keys)):
        yield from _near_days(each)[1:]
    yield from spread(sorted(keys), _NEAREST)


def _edge_days(parameter: Parameter, baseline: Baseline) -> list[date]:
    """Return the days whose rows lie nearest to midnight, on either side of it."""
    return baseline.keep(
        ("edge days", parameter.name), lambda: _found_edge_days(parameter, baseline)
    )


def _found_edge_days(parameter: Parameter, baseline: Baseline) -> list[date]:
    filter_ = filter_of(parameter)
    found = []
    for row, day in zip(baseline.rows, baseline.keys(filter_), strict=True):
        if isinstance(day, date):
            text = filter_.field.read(row)
            # A field may be a day itself, without a time of day.
            instant = instant_of(text) if len(text) > _LENGTH_OF_DAY else Fraction(0)
            found.append((instant % _SECONDS_OF_DAY, day))
    found.sort(key=lambda each: each[0])
    nearest = [pair for pairs in zip(found[:_NEAREST], found[::-1], strict=False) for pair in pairs]
    return [*dict.fromkeys(day for _, day in nearest)]


def _near_days(day: date) -> list[date]:
    return [day, *_shifted(day, -_DAY), *_shifted(day, _DAY)]


def _shifted(day: date, by: timedelta) -> list[date]:
    """Return the day so much later; none where the calendar has no such day."""
    with suppress(OverflowError):
        return [day + by]
    return []


def _around_instants(keys: list[Fraction]) -> Iterator[Value]:
    some = [keys[0], min(keys), max(keys), *spread(sorted(keys), _NEAREST)]
    ordered = sorted(keys)
    nearest = sorted(pairwise(ordered), key=lambda pair: pair[1] - pair[0])
    before, after = nearest[0] if nearest else (ordered[0], ordered[0])
    yield from _instants([before])
    # The same instants with another offset; where it is ignored, there is a row between.
    yield from _instants([before], _EAST)
    yield from _instants([after], -_WEST)
    for each in some:
        yield from _instants((each, each - _STEP, each + _STEP))


def _edge_instants(keys: list[Fraction]) -> Iterator[Value]:
    """Return instants that are present, and those a step before and after, in several spellings.

    Those with a part of a second come first, since it is easily lost, and with them the whole
    seconds around; the same instants with another offset are the same.
    """
    parted = [each for each in keys if each.denominator != 1]
    some = [*spread(sorted(parted), 2), *spread(sorted(keys), _NEAREST)]
    for each in some:
        yield from _instants((each, each - _STEP, each + _STEP))
        yield from _instants([each], _EAST)
    for each in some[:1]:
        yield from _instants((each // 1, each // 1 + 1))
        yield from _instants([each], -_WEST)


def _around_scalars(parameter: Parameter, keys: list[Any]) -> Iterator[Value]:
    if parameter.schema.get("type") == "integer":
        keys = _numbers(keys)
        for each in (*keys[:1], *sorted(keys)[:1], *sorted(keys)[-1:], *spread(sorted(keys), 6)):
            yield from (each, each - 1, each + 1)
    else:
        yield from spread(keys, 2 * _NEAREST)


def _numbers(keys: Iterable[object]) -> list[int]:
    """Return the whole numbers: a server may send others, which is not for a filter to notice."""
    return [each for each in keys if isinstance(each, int) and not isinstance(each, bool)]


def _variants(text: str) -> Iterator[str]:
    """Return texts that are none of a text's own, and that a lax comparison takes for it."""
    yield from (text.swapcase(), text.lower(), text.upper())
    yield from (text[:-1], f"{text} ", f" {text}", text.strip(), text[1:], f"{text}{text}")
    yield from _normalised(text)
    yield _stripped(text)
    yield from (f"{text[:1]}%", f"%{text[1:]}", f"{text[:1]}*", f"_{text[1:]}", f"{text[:-1]}?")


def _is_plain(text: str) -> bool:
    return (
        bool(text) and text.replace(" ", "").isalnum() and text.isascii() and text == text.strip()
    )


def _misread(texts: Sequence[str]) -> Iterator[str]:
    """Return texts that a server takes for one that is present if it undoes, cuts or reads too much.

    For each misreading one text is enough; with several words, if there is one.
    """
    for text in sorted(filter(_is_plain, texts), key=lambda each: " " not in each)[:1]:
        yield from (f'"{text}"', f"'{text}'", f"\\{text}", f"%{ord(text[0]):02X}{text[1:]}")
        yield f"&#{ord(text[0])};{text[1:]}"
        yield from (f"{text}{sign}x" for sign in "&#\n ")
    for text in [each for each in texts if " " in each.strip()][:1]:
        yield from (text.replace(" ", other) for other in ("  ", "+", "%20"))
    for text in [each for each in texts if each.isdecimal()][:1]:
        yield from (f"0{text}", f"{text}.0", f"+{text}")
    for text in [each for each in texts if _BEYOND.search(each)][:1]:
        yield _BEYOND.sub("\U0001f9ca", text)
    yield from (f"{text[:-1]}~" for text in sorted(texts, key=len)[-1:])
    yield from (escape(text) for text in texts if text != escape(text))


def _normalised(text: str) -> Iterator[str]:
    yield from (unicodedata.normalize(form, text) for form in ("NFC", "NFD", "NFKC"))


def _stripped(text: str) -> str:
    """Leave out the accents."""
    letters = unicodedata.normalize("NFD", text)
    return "".join(each for each in letters if not unicodedata.combining(each))


_KINDS: tuple[Callable[[str], bool], ...] = (
    # A word with a capital or two, which has more ways to be taken for another than any.
    lambda text: (
        text.isascii() and text.strip().replace(" ", "").isalpha() and text != text.lower()
    ),
    lambda text: text != unicodedata.normalize("NFC", text),
    lambda text: (
        not text.isascii() and text == unicodedata.normalize("NFC", text) != _stripped(text)
    ),
    lambda text: text != text.strip(),
    lambda text: "  " in text,
    lambda text: "+" in text,
    lambda text: "%" in text,
    lambda text: "_" in text,
    lambda text: "*" in text,
    lambda text: "'" in text,
    lambda text: '"' in text,
    lambda text: "\\" in text,
    lambda text: "&" in text,
    lambda text: "#" in text,
    lambda text: ";" in text or "," in text,
    lambda text: "\n" in text or "\t" in text,
    lambda text: text.casefold() != text.lower(),
    lambda text: max(text, default="") > "\uffff",
    lambda text: text in {"null", "true", "0"},
)
"""The kinds of texts that servers get wrong, each in its own way."""


def spread(values: Sequence[Any], most: int) -> list[Any]:
    """Return some values from all over a sequence."""
    if len(values) <= most:
        return list(values)
    return [values[round(number * (len(values) - 1) / (most - 1))] for number in range(most)]


def _written(filter_: Filter, keys: Iterable[Any]) -> list[Value]:
    match filter_.precision:
        case "day":
            return _days(keys)
        case "instant":
            return _instants(keys)
    return list(keys)


def _days(days: Iterable[date]) -> list[Value]:
    return [each.isoformat() for each in days]


def _instants(instants: Iterable[Fraction], hours: int = 0) -> list[Value]:
    """Write instants, each by the clock of an offset, but for those that no calendar there has."""
    offset = f"{hours:+03}:00" if hours else "Z"
    found: list[Value] = []
    for each in instants:
        with suppress(OverflowError):
            found.append(written(each + hours * 3600).removesuffix("Z") + offset)
    return found


def _is_admitted(parameter: Parameter, value: object) -> bool:
    schema = parameter.schema
    if isinstance(value, str):
        # Servers limit the length of an address, of which this is a part.
        if len(quote(value)) > _LONGEST:
            return False
        return admits(schema, value)
    if isinstance(value, int) and not isinstance(value, bool):
        return bool(schema.get("minimum", value) <= value <= schema.get("maximum", value))
    return True
