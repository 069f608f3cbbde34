# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""Text on a terminal."""

import os
import sys
import unicodedata
from contextlib import suppress
from typing import TextIO

import attrs

__all__ = ["Screen", "printable", "screen_of", "shorten", "tell", "width_of"]

_DEFAULT_WIDTH = 80


@attrs.frozen
class Screen:
    """A terminal.

    Attributes:
        width: The number of columns.
        is_dumb: Whether it can only append text.
        has_emphasis: Whether text may be emphasised; the user can forbid it with ``NO_COLOR``.
    """

    width: int
    is_dumb: bool
    has_emphasis: bool


def screen_of(stream: TextIO | None) -> Screen | None:
    """Return the terminal of a stream, or None if the stream is not a terminal."""
    if stream is None or stream.closed or not stream.isatty():
        return None
    is_dumb = os.environ.get("TERM", "dumb") == "dumb"
    has_emphasis = not is_dumb and not os.environ.get("NO_COLOR")
    return Screen(_width(stream), is_dumb, has_emphasis)


def _width(stream: TextIO) -> int:
    columns = os.environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns) > 0:
        return int(columns)
    try:
        return os.get_terminal_size(stream.fileno()).columns or _DEFAULT_WIDTH
    except OSError:
        return _DEFAULT_WIDTH


def printable(text: str) -> str:
    """Return a text with escapes for control characters, so that it cannot control a terminal."""
    if text.isprintable():
        return text
    return "".join(_printable(character) for character in text)


def _printable(character: str) -> str:
    if character.isprintable():
        return character
    if unicodedata.category(character) == "Zs":
        return " "
    return character.encode("unicode_escape").decode("ascii")


def width_of(text: str) -> int:
    """Return the number of columns of a printable text."""
    if text.isascii():
        return len(text)
    return sum(map(_character_width, text))


def _character_width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def shorten(text: str, width: int) -> str:
    """Return a printable text cut to a width of 1 or more, with an ellipsis if it is cut."""
    if width_of(text) <= width:
        return text
    kept: list[str] = []
    used = 0
    for character in text:
        used += _character_width(character)
        if used > width - 1:
            break
        kept.append(character)
    return "".join(kept) + "…"


def tell(text: str) -> None:
    """Write to the standard error, if the process has one."""
    # A closed standard error does not end the command.
    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write(text)
            sys.stderr.flush()
