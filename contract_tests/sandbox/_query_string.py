"""Read the query part of a URL strictly."""

import re

_BROKEN_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})")


class MalformedQueryError(ValueError):
    """The query is no list of percent-encoded UTF-8 names and values."""


def read_query(raw: bytes) -> list[tuple[str, str]]:
    """Split and decode a query string as `application/x-www-form-urlencoded`.

    Unlike `urllib.parse.parse_qsl`, nothing is guessed: a `%` that no two hexadecimal digits
    follow and bytes that are not UTF-8 raise `MalformedQueryError`. A `+` is a space. A name
    without `=` has the empty value. Empty pieces (`a=1&&b=2`) are skipped.
    """
    return [
        (_decode(name), _decode(value))
        for name, _, value in (piece.partition(b"=") for piece in raw.split(b"&") if piece)
    ]


def _decode(text: bytes) -> str:
    if _BROKEN_ESCAPE.search(text):
        message = "a '%' is not followed by two hexadecimal digits; write a literal '%' as '%25'"
        raise MalformedQueryError(message)
    decoded = _ESCAPE.sub(lambda match: bytes((int(match[1], 16),)), text.replace(b"+", b" "))
    try:
        return decoded.decode()
    except UnicodeDecodeError as error:
        message = "the percent-encoded bytes are not UTF-8"
        raise MalformedQueryError(message) from error
