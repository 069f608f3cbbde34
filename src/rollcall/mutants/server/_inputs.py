"""Bad input: values, queries and methods that make the server fail."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from urllib.parse import unquote, unquote_to_bytes

import attrs

from rollcall.mutants._message import Request, Response
from rollcall.mutants._mutant import Answerer, ServerMutant
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server._answers import FAILED
from rollcall.spec import ListOperation, Parameter, Spec

__all__ = ["mutants"]

_IsBad = Callable[[str], bool]
"""Says whether a value is one that the server fails with, from the value as it was sent."""

_LONG, _HUGE = 1000, 2**63
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_METHODS = frozenset({"TRACE", "POST", "PUT", "PATCH", "DELETE", "QUERY", "PROPFIND"})


def mutants(spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Return the faults of how an operation takes what it did not expect."""
    for parameter in operation.parameters:
        if parameter.location == "query":
            for kind, sentence, laws, is_bad in _of(parameter):
                answer = _failing(parameter.name, is_bad)
                name = parameter.name
                yield ServerMutant(f"input.{kind}", operation.id, name, sentence, laws, answer)
            sentence = "The server fails when the parameter is given twice."
            answer = _when(_is_twice(parameter.name), lambda _: FAILED)
            laws = ("http.duplicate",)
            yield ServerMutant("input.twice", operation.id, parameter.name, sentence, laws, answer)
    yield from _unknown(operation)
    yield from _methods(spec, operation)


def _of(parameter: Parameter) -> Iterator[tuple[str, str, tuple[str, ...], _IsBad]]:
    """Return the values that a server fails with, by the type of a parameter."""
    refused = ("filter.refused", "page.refused", "link.refused", "http.quote", "http.*")
    schema = parameter.schema
    yield "empty", "The server fails with an empty value.", refused, lambda sent: not sent
    match schema.get("type"), schema.get("format"):
        case "string", None if "enum" not in schema:
            yield from _texts()
        case "string", "date" | "date-time":
            sentence = "The server fails with a date that no calendar has."
            yield "impossible-date", sentence, refused, _is_impossible
            sentence = "The server fails with a value that is no date."
            yield "no-date", sentence, refused, lambda sent: not _DAY.match(unquote(sent))
        case (("integer" | "number"), _):
            sentence = "The server fails with a number of more than 63 bits."
            yield "huge", sentence, refused, _is_huge
            sentence = "The server fails with a value that is no number."
            yield "no-number", sentence, refused, lambda sent: not _is_number(unquote(sent))
            sentence = "The server fails with a negative number."
            yield "negative", sentence, refused, lambda sent: unquote(sent)[:1] == "-"
        case "boolean", _:
            sentence = "The server fails with a value that is neither true nor false."
            admitted = {"true", "false"}
            yield "no-boolean", sentence, refused, lambda sent: unquote(sent) not in admitted
    laws = ("http.encoding",)
    sentence = "The server fails with a % that encodes nothing."
    yield "encoding", sentence, laws, lambda sent: bool(_ESCAPE.search(sent))
    sentence = "The server fails with percent-encoding that is no UTF-8."
    yield "no-utf8", sentence, laws, _is_no_text
    sentence = "The server fails with the character NUL."
    yield "nul", sentence, ("http.nul",), lambda sent: "\0" in unquote(sent)
    sentence = f"The server fails with a value of more than {_LONG} characters."
    yield "overlong", sentence, ("http.overlong",), lambda sent: len(unquote(sent)) > _LONG


def _texts() -> Iterator[tuple[str, str, tuple[str, ...], _IsBad]]:
    laws = ("http.quote", "http.nul", "filter.exact", "filter.*")
    for kind, sentence, letter in (
        ("quote", "The server fails with a quote.", "'"),
        ("double-quote", "The server fails with a double quote.", '"'),
        ("backslash", "The server fails with a backslash.", "\\"),
        ("percent", "The server fails with a percent sign.", "%"),
        ("plus", "The server fails with a plus sign.", "+"),
        ("ampersand", "The server fails with an ampersand.", "&"),
        ("line-feed", "The server fails with a line feed.", "\n"),
    ):
        yield kind, sentence, laws, _has(letter)
    sentence = "The server fails with a letter beyond ASCII."
    yield "beyond-ascii", sentence, laws, lambda sent: not _text(sent).isascii()
    sentence = "The server fails with a character beyond the basic plane, such as an emoji."
    yield "emoji", sentence, laws, lambda sent: max(_text(sent), default="") > "\uffff"


def _has(letter: str) -> _IsBad:
    return lambda sent: letter in _text(sent)


def _text(sent: str) -> str:
    return unquote(sent.replace("+", " "))


def _is_impossible(sent: str) -> bool:
    text = unquote(sent)[: len("2021-04-25")]
    if not _DAY.fullmatch(text):
        return False
    with suppress(ValueError):
        date.fromisoformat(text)
        return False
    return True


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _is_huge(sent: str) -> bool:
    digits = unquote(sent).lstrip("-")
    if not (digits.isascii() and digits.isdigit()):
        return False
    return len(digits) >= len(str(_HUGE)) and (len(digits) > _LONG or int(digits) >= _HUGE)


def _is_no_text(sent: str) -> bool:
    try:
        unquote_to_bytes(sent).decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _sent(request: Request) -> list[tuple[str, str]]:
    """Return the names of a query, decoded, and the values as they were sent."""
    pairs = [each.partition("=") for each in request.query.split("&") if each]
    return [(unquote(name.replace("+", " ")), value) for name, _, value in pairs]


def _failing(name: str, is_bad: _IsBad) -> Answerer:
    return _when(
        lambda request: any(each == name and is_bad(value) for each, value in _sent(request)),
        lambda _: FAILED,
    )


def _is_twice(name: str) -> Callable[[Request], bool]:
    return lambda request: [each for each, _ in _sent(request)].count(name) > 1


def _when(is_met: Callable[[Request], bool], change: Callable[[Response], Response]) -> Answerer:
    """Make a fault that answers otherwise to some requests, whatever the sound answer."""

    def answer(request: Request, upstream: Upstream) -> Response:
        sound = upstream.send(request)
        return change(sound) if is_met(request) else sound

    return answer


def _unknown(operation: ListOperation) -> Iterator[ServerMutant]:
    """Return the faults of what a query holds besides the parameters."""
    known = {each.name for each in operation.parameters}
    paging = operation.paging
    laws = ("http.unknown",)
    if paging.next is None or paging.token is not None:
        # What a link holds besides the parameters is the server's own.
        sentence = "The server fails with a parameter that it does not know."
        answer = _when(lambda request: bool({*dict(_sent(request))} - known), lambda _: FAILED)
        yield ServerMutant("input.unknown", operation.id, "", sentence, laws, answer)
    for kind, sentence, is_met in (
        (
            "without-value",
            "The server fails with a parameter without an equals sign.",
            lambda request: any(each and "=" not in each for each in request.query.split("&")),
        ),
        (
            "without-name",
            "The server fails with a parameter without a name.",
            lambda request: any(each[:1] == "=" for each in request.query.split("&")),
        ),
        (
            "nothing-between",
            "The server fails with two separators in a row.",
            lambda request: "&&" in request.query,
        ),
    ):
        answer = _when(is_met, lambda _: FAILED)
        yield ServerMutant(f"input.{kind}", operation.id, "", sentence, laws, answer)


def _methods(spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Return the faults of how methods are taken that a path does not have."""
    item = spec.raw["paths"][operation.path]
    others = _METHODS - {each.upper() for each in item}
    laws = ("http.method",)

    def is_other(request: Request) -> bool:
        return request.method in others

    for kind, sentence, change in (
        (
            "method-404",
            "A method that the list does not have is answered as if there was no list.",
            lambda sound: attrs.evolve(sound, status=404),
        ),
        ("method-500", "The server fails with a method that the list does not have.", _failed),
        (
            "method-200",
            "A method that the list does not have is answered with nothing, and the status 200.",
            lambda sound: attrs.evolve(sound, status=200, body=b"{}"),
        ),
        (
            "method-no-allow",
            "A method that the list does not have is refused without naming those it has.",
            lambda sound: sound.with_header("allow", None),
        ),
        (
            "method-other-allow",
            "A method that the list does not have is refused, and others are named than it has.",
            lambda sound: sound.with_header("allow", "POST, OPTIONS"),
        ),
    ):
        answer = _when(is_other, change)
        yield ServerMutant(f"input.{kind}", operation.id, "", sentence, laws, answer)
    for kind, sentence, made in (
        ("method-as-get", "A method that the list does not have is taken for GET.", _as_get),
        ("method-echo", "TRACE gives the request back, token and all.", _echo),
    ):
        answer = _methodical(others, made)
        yield ServerMutant(f"input.{kind}", operation.id, "", sentence, laws, answer)


def _failed(_: Response) -> Response:
    return FAILED


def _methodical(others: frozenset[str], made: Callable[[Request, Upstream], Response]) -> Answerer:
    def answer(request: Request, upstream: Upstream) -> Response:
        return made(request, upstream) if request.method in others else upstream.send(request)

    return answer


def _as_get(request: Request, upstream: Upstream) -> Response:
    return upstream.send(attrs.evolve(request, method="GET", body=b""))


def _echo(request: Request, upstream: Upstream) -> Response:
    if request.method != "TRACE":
        return upstream.send(request)
    lines = [
        f"{request.method} {request.path}",
        *(f"{name}: {value}" for name, value in request.headers),
    ]
    return Response(200, (("content-type", "message/http"),), "\r\n".join(lines).encode("latin-1"))
