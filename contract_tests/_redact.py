"""Keeps the token out of everything that is printed or written."""

import base64
import html
import json
from typing import Any, TextIO
from urllib.parse import quote, quote_plus

import attrs

__all__ = ["REPLACEMENT", "RedactingStream", "Redactor"]

REPLACEMENT = "[token]"


def _spellings(token: str) -> tuple[str, ...]:
    """List the ways in which a token may turn up, the longest first, so that none is cut."""
    spellings = {
        token,
        repr(token)[1:-1],
        json.dumps(token)[1:-1],
        json.dumps(token, ensure_ascii=False)[1:-1],
        html.escape(token),
        html.escape(token, quote=False),
        quote(token),
        quote(token, safe=""),
        quote_plus(token),
        base64.b64encode(token.encode()).decode(),
    }
    return tuple(sorted((each for each in spellings if each), key=len, reverse=True))


@attrs.frozen
class Redactor:
    """Replaces a token wherever it stands, however it is encoded.

    Attributes:
        spellings: The ways in which the token may turn up.
    """

    spellings: tuple[str, ...] = attrs.field(repr=False)

    @classmethod
    def of(cls, token: str) -> "Redactor":
        """Build what redacts this token; an empty one is nothing to redact."""
        return cls(_spellings(token))

    def text(self, text: str) -> str:
        """Give the text without the token."""
        for spelling in self.spellings:
            text = text.replace(spelling, REPLACEMENT)
        return text


class RedactingStream:
    """A text stream that never lets the token through: the last line of defence."""

    def __init__(self, stream: TextIO, redactor: Redactor) -> None:
        self._stream = stream
        self._redactor = redactor

    def write(self, text: str) -> int:
        """Write the text without the token."""
        return self._stream.write(self._redactor.text(text))

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the stream has
        """Be the stream itself in all else."""
        return getattr(self._stream, name)
