"""Text of the spec, as it is written into docstrings and comments."""

import re
import textwrap

__all__ = ["lower_first", "one_line", "printable", "wrap"]


def lower_first(text: str) -> str:
    """Return a sentence as it continues after a colon; an acronym at its start is kept."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def one_line(text: object) -> str:
    """Collapse the white space of a text; nothing is an empty text."""
    return " ".join(str(text or "").split())


def printable(text: str) -> str:
    """Write characters that cannot be seen as escapes, as ``repr`` does."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text
    )


def wrap(text: str, indent: int, hanging: int = 0, width: int = 100) -> str:
    """Wrap a text for a docstring: lines after the first are indented by both amounts."""
    escaped = printable(" ".join(text.split()).replace("\\", "\\\\"))
    # The last one too: the quotes that end the docstring may follow at once.
    escaped = re.sub(r'"""|"$', lambda quotes: quotes[0].replace('"', '\\"'), escaped)
    return textwrap.fill(
        escaped,
        width=width,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hanging),
        break_long_words=False,
        break_on_hyphens=False,
    ).lstrip(" ")
