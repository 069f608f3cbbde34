"""Converts texts of the spec for docstrings and comments."""

import re
import textwrap

__all__ = ["lower_first", "one_line", "printable", "wrap"]


def lower_first(text: str) -> str:
    """Return a sentence with a small first letter, unless it begins with an acronym."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def one_line(text: object) -> str:
    """Return a text with single blanks; None becomes an empty text."""
    return " ".join(str(text or "").split())


def printable(text: str) -> str:
    """Replace invisible characters with escapes, as ``repr`` does."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text
    )


def wrap(text: str, indent: int, hanging: int = 0, width: int = 100) -> str:
    """Wrap a text for a docstring: lines after the first are indented by both amounts."""
    escaped = printable(" ".join(text.split()).replace("\\", "\\\\"))
    # A final quote is escaped too, because the end of the docstring may follow.
    escaped = re.sub(r'"""|"$', lambda quotes: quotes[0].replace('"', '\\"'), escaped)
    return textwrap.fill(
        escaped,
        width=width,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hanging),
        break_long_words=False,
        break_on_hyphens=False,
    ).lstrip(" ")
