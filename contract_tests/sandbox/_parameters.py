"""Read the query of a request strictly."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from starlette.requests import Request

from contract_tests.sandbox._errors import Errors

Reader = Callable[[str], Any]

# A JSON reader may refuse longer numbers (Python's does from 4,301 digits on).
_MAX_DIGITS = 1000
_BROKEN_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})")
_NUMBER = re.compile(r"0|[1-9][0-9]*")


def query_pairs(request: Request, errors: Errors) -> list[tuple[str, str]]:
    """Return the names and values of a query, decoded as `application/x-www-form-urlencoded`.

    A `+` is a space, a name without `=` has the empty value, empty pieces (`a=1&&b=2`) are skipped.

    Raises:
        Refusal: A `%` that no two hexadecimal digits follow, or bytes that are not UTF-8 (400).
    """
    pieces = (piece.partition(b"=") for piece in request.scope["query_string"].split(b"&") if piece)
    try:
        return [(_decode(name), _decode(value)) for name, _, value in pieces]
    except ValueError as error:
        detail = f"In the query, {error}."
        raise errors.refusal(400, detail, "Malformed query string") from error


def _decode(text: bytes) -> str:
    if _BROKEN_ESCAPE.search(text):
        message = "a '%' is not followed by two hexadecimal digits; write a literal '%' as '%25'"
        raise ValueError(message)
    decoded = _ESCAPE.sub(lambda match: bytes((int(match[1], 16),)), text.replace(b"+", b" "))
    try:
        return decoded.decode()
    except UnicodeDecodeError as error:
        message = "the percent-encoded bytes are not UTF-8"
        raise ValueError(message) from error


def read_parameters(
    pairs: Iterable[tuple[str, str]],
    readers: Mapping[str, Reader],
    unknown: Callable[[str], str | None] = lambda _: None,
) -> tuple[dict[str, str], dict[str, Any], dict[str, str]]:
    """Read the parameters that have a reader, each of which may be given once.

    `unknown` returns what is wrong with another name, or None for a name to ignore.

    Returns:
        The texts that were given, the values that were read, and what is wrong, by name.
    """
    given: dict[str, str] = {}
    problems: dict[str, str] = {}
    for name, text in pairs:
        if name in given:
            problems[name] = "must be given once"
        elif name in readers:
            given[name] = text
        elif (problem := unknown(name)) is not None:
            problems[name] = problem
    values = {}
    for name, text in given.items():
        try:
            values[name] = readers[name](text)
        except ValueError as error:
            problems.setdefault(name, str(error))
    return given, values, problems


def page_size(most: int) -> Reader:
    """Return a reader of whole numbers from 1 to `most`."""

    def read(text: str) -> int:
        short = len(text) <= len(str(most))
        size = int(text) if short and _NUMBER.fullmatch(text) else 0
        if not 1 <= size <= most:
            message = f"must be a whole number from 1 to {most}"
            raise ValueError(message)
        return size

    return read


def page_number(least: int) -> Reader:
    """Return a reader of whole numbers from `least`."""

    def read(text: str) -> int:
        short = len(text) <= _MAX_DIGITS
        number = int(text) if short and _NUMBER.fullmatch(text) else -1
        if number < least:
            message = f"must be a whole number from {least}, of at most {_MAX_DIGITS} digits"
            raise ValueError(message)
        return number

    return read
