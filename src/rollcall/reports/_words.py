"""Numbers, durations, names and invisible characters as text."""

import re

__all__ = ["CHANNELS", "count", "duration", "named", "one_line", "shortened", "visible"]

CHANNELS = {
    "http": "plain HTTP",
    "client": "the client",
    "client-async": "the async client",
    "client-ahead": "the prefetching client",
}
"""The titles of the channels, by id."""

# Characters that control a terminal, change the direction of text, are invisible, or are forbidden
# in XML; tab and line feed are allowed.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
_LAST_OF_FOUR_DIGITS = 0xFFFF


def visible(text: str) -> str:
    r"""Return a text with invisible characters escaped as in JSON, such as ``\u202e``."""
    return _INVISIBLE.sub(_escape, text)


def one_line(text: str) -> str:
    r"""Return a text in one line: line feeds and tabs are escaped, too, as ``\n`` and ``\t``."""
    return visible(text).replace("\n", "\\n").replace("\t", "\\t")


def _escape(match: re.Match[str]) -> str:
    point = ord(match.group())
    return f"\\u{point:04x}" if point <= _LAST_OF_FOUR_DIGITS else f"\\U{point:08x}"


def count(number: int, noun: str) -> str:
    """Return a number and its noun, such as ``1 law`` or ``2,000 witnesses``."""
    plural = f"{noun}es" if noun.endswith("s") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"


def duration(seconds: float) -> str:
    """Return a duration, such as ``1.4 s`` or ``3 min 5 s``."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{seconds:.1f} s"


def shortened(text: str, most: int) -> str:
    """Return a text of at most this many characters, with its middle left out."""
    if len(text) <= most:
        return text
    end = (most - 1) // 3
    return f"{text[: most - 1 - end]}…{text[len(text) - end :]}"


def named(operation: str, law: str, subject: str = "") -> str:
    """Return the full name of a verdict, such as ``listOrders filter.sound status``."""
    return " ".join(each for each in (operation, law, subject) if each)
