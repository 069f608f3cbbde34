"""Texts for filters that compare exactly: texts that a lax comparison takes for a present one."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from html import escape

from rollcall.laws._admission import admits_value
from rollcall.laws._baseline import Baseline
from rollcall.laws._items import filter_of
from rollcall.laws._operands import is_settled
from rollcall.laws._values import present
from rollcall.spec import Parameter

__all__ = ["variants"]

# Characters that take two units of UTF-16.
_BEYOND = re.compile("[\U00010000-\U0010ffff]")
_NEAREST = 3


def variants(parameter: Parameter, baseline: Baseline) -> list[str]:
    """Return present texts that are hard to decode, and texts similar to present ones."""
    filter_ = filter_of(parameter)
    listed = {*map(filter_.field.read, baseline.rows[: baseline.plain])}
    # A text similar to a present one is a witness only if the present one is listed by default:
    # those texts come first.
    keys = sorted(present(parameter, baseline), key=lambda each: each not in listed)
    texts = [
        each for each in keys if isinstance(each, str) and admits_value(parameter.schema, each)
    ]
    chosen = [text for is_kind in _KINDS for text in [*filter(is_kind, texts)][:1]]
    found: dict[str, None] = {}
    # First one text of each kind, unchanged: it shows how a server decodes special characters.
    found |= dict.fromkeys(chosen)
    if texts:
        found |= dict.fromkeys(
            ("%", "*", "_" * len(min(filter(None, texts), key=len, default="x")))
        )
    # A separator does not join values, and an invisible character is not ignored.
    if len(texts) > 1:
        found |= dict.fromkeys(separator.join(texts[:2]) for separator in ",|;")
    found |= dict.fromkeys(f"{text}\u200b" for text in texts[:1])
    # A field that is not set does not have the text "null".
    if None in baseline.keys(filter_):
        found |= dict.fromkeys(("null", "None"))
    found |= dict.fromkeys(_misread(texts))
    for text in [*dict.fromkeys((*chosen, *texts[:1]))][:_NEAREST]:
        found |= dict.fromkeys(_variants(text))
    for text in chosen[_NEAREST:]:
        found |= dict.fromkeys((_stripped(text), text.casefold(), *_normalised(text)))
    # An empty text may count as absent; a law of its own sends it.
    return [
        each
        for each in found
        if each and admits_value(parameter.schema, each) and is_settled(filter_, each)
    ]


def _variants(text: str) -> Iterator[str]:
    """Yield texts that a lax comparison takes for a text."""
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
    """Yield texts that equal a present one if a server decodes, cuts or parses them wrongly.

    One present text is enough for each defect; a text of several words is preferred.
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
    """Return a text without its accents."""
    letters = unicodedata.normalize("NFD", text)
    return "".join(each for each in letters if not unicodedata.combining(each))


def _holds(sign: str, text: str) -> bool:
    return sign in text


_KINDS: tuple[Callable[[str], bool], ...] = (
    # A word with capitals has the most variants.
    lambda text: (
        text.isascii() and text.strip().replace(" ", "").isalpha() and text != text.lower()
    ),
    lambda text: text != unicodedata.normalize("NFC", text),
    lambda text: (
        not text.isascii() and text == unicodedata.normalize("NFC", text) != _stripped(text)
    ),
    lambda text: text != text.strip(),
    *(partial(_holds, sign) for sign in ("  ", *"+%_*'\"\\&#")),
    lambda text: ";" in text or "," in text,
    lambda text: "\n" in text or "\t" in text,
    lambda text: text.casefold() != text.lower(),
    lambda text: max(text, default="") > "\uffff",
    lambda text: text in {"null", "true", "0"},
)
"""The kinds of texts that servers often handle wrongly."""
