"""Read the queries of requests strictly, and refuse requests in the form of each API."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec
from attrs import field, frozen
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

JsonObject = dict[str, Any]
Reader = Callable[[str], Any]

_TITLES = {
    **dict.fromkeys((400, 422), "Invalid parameter"),
    401: "Authentication failed",
    403: "Forbidden",
    404: "Not found",
    405: "Method not allowed",
    414: "URI too long",
    429: "Too many requests",
    500: "Internal server error",
}
# Some JSON readers refuse longer numbers; Python's does from 4,301 digits.
_MAX_DIGITS = 1000
_BROKEN_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})")
_NUMBER = re.compile(r"0|[1-9][0-9]*")


@frozen
class Problem:
    """One error of a request, and the invalid query or path parameter, if any."""

    code: str
    title: str
    detail: str
    parameter: str | None = None


@frozen
class Refusal(Exception):  # noqa: N818 - a refusal is a response, not an error of the program
    """A response with a status from 400, and its reasons."""

    status: int
    problems: tuple[Problem, ...]
    headers: Mapping[str, str] = field(factory=dict)


@frozen
class Errors:
    """The errors of one API: error codes by status, details, and the form of a body.

    `challenges` (the header `WWW-Authenticate`) and `unauthorized` have a text for requests
    without credentials, and one for unknown credentials. `paths` is the detail of 404 for unknown
    paths. If `counts_down`, each response of a limited API has the number of requests left.
    """

    codes: Mapping[int, str]
    challenges: tuple[str, str]
    unauthorized: tuple[str, str]
    forbidden: str
    paths: str
    counts_down: bool
    render: Callable[[Refusal, Headers], Response]

    def problem(
        self, status: int, detail: str, parameter: str | None = None, title: str | None = None
    ) -> Problem:
        """Return a problem with the code of its status, and its title unless one is given."""
        return Problem(self.codes[status], title or _TITLES[status], detail, parameter)

    def refusal(
        self, status: int, detail: str, title: str | None = None, **headers: str
    ) -> Refusal:
        """Return a refusal for one problem; `_` in the name of a header stands for `-`."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return Refusal(status, (self.problem(status, detail, None, title),), sent)


def respond(
    body: JsonObject,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    media_type: str = "application/json",
) -> Response:
    """Return a response whose body is a JSON object."""
    return Response(msgspec.json.encode(body), status, headers, media_type)


def query_pairs(request: Request, errors: Errors) -> list[tuple[str, str]]:
    """Return the names and values of a query, decoded as `application/x-www-form-urlencoded`.

    A `+` is a space, a name without `=` has the empty value, empty pieces (`a=1&&b=2`) are skipped.
    Raises `Refusal` (400) for a `%` without two hexadecimal digits, or bytes that are not UTF-8.
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
        raise ValueError("the percent-encoded bytes are not UTF-8") from error


def read_parameters(
    pairs: Iterable[tuple[str, str]],
    readers: Mapping[str, Reader],
    unknown: Callable[[str], str | None] = lambda _: None,
) -> tuple[dict[str, str], dict[str, Any], dict[str, str]]:
    """Read the parameters that have a reader; each may be given once.

    Returns three mappings by name: texts, values and problems. `unknown` returns the problem of
    another name, or None for a name to ignore.
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


def integer(least: int, most: int | None = None) -> Reader:
    """Return a reader of integers from `least` to `most`, or of up to 1000 digits."""
    digits = _MAX_DIGITS if most is None else len(str(most))
    bound = f", of at most {digits} digits" if most is None else f" to {most}"

    def read(text: str) -> int:
        number = int(text) if len(text) <= digits and _NUMBER.fullmatch(text) else least - 1
        if number < least or (most is not None and number > most):
            raise ValueError(f"must be an integer from {least}{bound}")
        return number

    return read
