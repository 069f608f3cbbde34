"""JSONPath queries (RFC 9535), by which overlays select parts of a document."""

import re
from collections.abc import Callable
from typing import Any

from jsonpath import JSONPathEnvironment, JSONPathError
from jsonpath.lex import Lexer

from rollcall.spec._pointer import Location

__all__ = ["Query", "query"]

Query = Callable[[Any], list[Location]]
"""Returns the locations of the nodes that a query selects in a document, each once.

Raises a ``ValueError`` if the document is nested too deeply.
"""

_QUOTES = "a name with other characters than letters, digits and _ is written ['x-list']"
_TOKEN = re.compile(r"'TOKEN_(\w+)'")


class _Lexer(Lexer):
    """Reads names as RFC 9535 does; the library also takes ``$.x-list``."""

    key_pattern = r"[A-Za-z_\u0080-\U0010ffff][0-9A-Za-z_\u0080-\U0010ffff]*"


class _Environment(JSONPathEnvironment):
    lexer_class = _Lexer


_STRICT = _Environment(strict=True)


def query(text: str) -> Query:
    """Parse a JSONPath query.

    Raises:
        ValueError: The text is not a query of RFC 9535.
    """
    if not text.startswith("$"):
        raise ValueError("it must begin with $")
    try:
        parsed = _STRICT.compile(text)
    except JSONPathError as error:
        raise ValueError(_reason(error)) from None

    def select(raw: Any) -> list[Location]:  # noqa: ANN401 - JSON
        try:
            return [*dict.fromkeys(each.parts for each in parsed.finditer(raw))]
        except JSONPathError as error:
            raise ValueError(_reason(error)) from None

    return select


def _reason(error: JSONPathError) -> str:
    words = _TOKEN.sub(lambda found: found[1].lower().replace("_", " "), str(error.message))
    index = error.token.index if error.token is not None else -1
    place = f" at character {index + 1}" if index >= 0 else ""
    return f"{words}{place}; {_QUOTES}" if words.startswith("unexpected token") else words + place
