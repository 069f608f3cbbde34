"""Keeps the token out of everything that is printed or written."""

import base64
import html
import json
import re
from collections.abc import Iterator
from typing import Any, TextIO
from urllib.parse import quote, quote_plus

import attrs

from rollcall.http._variable import TOKEN_VARIABLE

__all__ = ["REPLACEMENT", "RedactingStream", "Redactor", "spellings_in_base64"]

REPLACEMENT = "[token]"

_SHORTEST_CUT = 7
_ESCAPE = re.compile("%[0-9A-F]{2}")
_LENIENT = "!$'()*,;:@/?[]"
"""The characters that some clients leave as they are in a query."""

_KEPT = (TOKEN_VARIABLE, REPLACEMENT[:-1])
"""The names of the token in our own texts; they are kept even if they contain the token."""


def spellings_in_base64(text: str) -> tuple[str, ...]:
    """Return a text in Base64 and in base64url, each with and without padding."""
    found = (base64.b64encode(text.encode()), base64.urlsafe_b64encode(text.encode()))
    texts = [each.decode() for each in found]
    return tuple(dict.fromkeys((*texts, *(each.rstrip("=") for each in texts))))


def _in_urls(text: str) -> Iterator[str]:
    for written in (quote(text), quote(text, safe=""), quote_plus(text), quote(text, _LENIENT)):
        yield written
        yield _ESCAPE.sub(lambda found: found[0].lower(), written)


def _spellings(token: str) -> set[str]:
    """Return the spellings in which a token may occur."""
    # Without its last character, a token can still be guessed.
    near = [token, token.swapcase(), *([token[:-1]] if len(token) > _SHORTEST_CUT else [])]
    return {
        spelling
        for each in near
        for spelling in (
            each,
            repr(each)[1:-1],
            json.dumps(each)[1:-1],
            json.dumps(each, ensure_ascii=False)[1:-1],
            html.escape(each),
            html.escape(each, quote=False),
            *_in_urls(each),
            *spellings_in_base64(each),
        )
        if spelling
    }


@attrs.define(eq=False)
class Redactor:
    """Replaces secrets in any encoding.

    Attributes:
        spellings: The spellings of the secrets, the longest first.
    """

    spellings: tuple[str, ...] = attrs.field(repr=False)
    _pattern: re.Pattern[str] = attrs.field(init=False, repr=False)

    @_pattern.default
    def _compile(self) -> re.Pattern[str]:
        texts = sorted((*_KEPT, *self.spellings), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, texts)))

    @classmethod
    def of(cls, *secrets: str) -> "Redactor":
        """Return a redactor of these texts; empty ones are ignored."""
        found = {spelling for each in secrets for spelling in _spellings(each)}
        return cls(tuple(sorted(found, key=len, reverse=True)))

    def learn(self, *secrets: str) -> None:
        """Replace these texts too, from now on."""
        found = {*self.spellings, *(text for each in secrets for text in _spellings(each))}
        self.spellings = tuple(sorted(found, key=len, reverse=True))
        self._pattern = self._compile()

    def text(self, text: str) -> str:
        """Return the text without the token."""
        return self._pattern.sub(lambda found: found[0] if found[0] in _KEPT else REPLACEMENT, text)


class RedactingStream:
    """A text stream that replaces the token in all text that is written to it."""

    def __init__(self, stream: TextIO, redactor: Redactor) -> None:
        self._stream = stream
        self._redactor = redactor

    def write(self, text: str) -> int:
        """Write the text without the token."""
        return self._stream.write(self._redactor.text(text))

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the stream has
        """Return an attribute of the stream itself."""
        return getattr(self._stream, name)
