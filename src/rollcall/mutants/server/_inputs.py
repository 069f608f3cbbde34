"""Mutants of input: values, queries and methods that make the server fail."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from urllib.parse import unquote, unquote_to_bytes

import attrs

from rollcall.mutants._message import Request, Response
from rollcall.mutants._mutant import Responder, ServerMutant
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server._kinds import Made, derived
from rollcall.mutants.server._responses import FAILED
from rollcall.spec import ListOperation, Parameter, Spec

__all__ = ["mutants"]

_IsBad = Callable[[str], bool]
"""Returns whether an undecoded value makes the server fail."""

_LONG, _HUGE = 1000, 2**63
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_LETTERS = {
    "quote": "'",
    "double-quote": '"',
    "backslash": "\\",
    "percent": "%",
    "plus": "+",
    "ampersand": "&",
    "line-feed": "\n",
}
_WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_METHODS = frozenset({"TRACE", "QUERY", "PROPFIND", *_WRITES})


def mutants(spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Yield the mutants of unexpected values, parameters and methods."""
    for parameter in operation.parameters:
        if parameter.location == "query":
            made = [(name, _failing(parameter.name, is_bad)) for name, is_bad in _bad(parameter)]
            made.append(("twice", _when(_is_twice(parameter.name), lambda _: FAILED)))
            yield from derived(operation, "input", made, parameter.name)
    yield from derived(operation, "input", _unknown(operation))
    yield from derived(operation, "input", _methods(spec, operation))


def _bad(parameter: Parameter) -> Iterator[tuple[str, _IsBad]]:
    """Yield the values that make a server fail, by the type of a parameter."""
    schema = parameter.schema
    yield "empty", lambda sent: not sent
    match schema.get("type"), schema.get("format"):
        case "string", None if "enum" not in schema:
            yield from ((name, _has(letter)) for name, letter in _LETTERS.items())
            yield "beyond-ascii", lambda sent: not _text(sent).isascii()
            yield "emoji", lambda sent: max(_text(sent), default="") > "\uffff"
        case "string", "date" | "date-time":
            yield "impossible-date", _is_impossible
            yield "no-date", lambda sent: not _DAY.match(unquote(sent))
        case (("integer" | "number"), _):
            yield "huge", _is_huge
            yield "no-number", lambda sent: not _is_number(unquote(sent))
            yield "negative", lambda sent: unquote(sent)[:1] == "-"
        case "boolean", _:
            yield "no-boolean", lambda sent: unquote(sent) not in {"true", "false"}
    yield "encoding", lambda sent: bool(_ESCAPE.search(sent))
    yield "no-utf8", _is_no_text
    yield "nul", lambda sent: "\0" in unquote(sent)
    yield "overlong", lambda sent: len(unquote(sent)) > _LONG


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
    """Return the decoded names and the undecoded values of a query."""
    pairs = [each.partition("=") for each in request.query.split("&") if each]
    return [(unquote(name.replace("+", " ")), value) for name, _, value in pairs]


def _failing(name: str, is_bad: _IsBad) -> Responder:
    return _when(
        lambda request: any(each == name and is_bad(value) for each, value in _sent(request)),
        lambda _: FAILED,
    )


def _is_twice(name: str) -> Callable[[Request], bool]:
    return lambda request: [each for each, _ in _sent(request)].count(name) > 1


def _when(is_met: Callable[[Request], bool], change: Callable[[Response], Response]) -> Responder:
    """Return a mutant that changes the responses to some requests."""

    def respond(request: Request, upstream: Upstream) -> Response:
        original = upstream.send(request)
        return change(original) if is_met(request) else original

    return respond


def _unknown(operation: ListOperation) -> Iterator[Made]:
    """Yield the mutants of other parts of a query than its parameters."""
    known = {each.name for each in operation.parameters}
    checks: list[tuple[str, Callable[[Request], bool]]] = [
        (
            "without-value",
            lambda request: any(each and "=" not in each for each in _parts(request)),
        ),
        ("without-name", lambda request: any(each[:1] == "=" for each in _parts(request))),
        ("nothing-between", lambda request: "&&" in request.query),
    ]
    if not operation.paging.is_linked or operation.paging.token is not None:
        # The links of the server may have parameters that the spec does not have.
        checks.insert(0, ("unknown", lambda request: bool({*dict(_sent(request))} - known)))
    yield from ((name, _when(is_met, lambda _: FAILED)) for name, is_met in checks)


def _parts(request: Request) -> list[str]:
    return request.query.split("&")


def _methods(spec: Spec, operation: ListOperation) -> Iterator[Made]:
    """Yield the mutants of unsupported methods."""
    others = _METHODS - {each.upper() for each in spec.raw["paths"][operation.path]}
    changes: list[tuple[str, Callable[[Response], Response]]] = [
        ("404", lambda original: attrs.evolve(original, status=404)),
        ("500", lambda _: FAILED),
        ("200", lambda original: attrs.evolve(original, status=200, body=b"{}")),
        ("no-allow", lambda original: original.with_header("allow", None)),
        ("other-allow", lambda original: original.with_header("allow", "POST, OPTIONS")),
    ]
    for name, change in changes:
        yield f"method-{name}", _when(lambda request: request.method in others, change)
    yield "method-as-get", _methodical(others, _as_get)
    yield "method-echo", _methodical(others, _echo)
    for write, status in (("POST", 201), ("PUT", 200), ("PATCH", 202), ("DELETE", 204)):
        if write in others:
            done = Response(status, (), b"")
            yield f"write-{write.lower()}-taken", _methodical(frozenset({write}), _always(done))
    yield "write-as-get", _methodical(others & _WRITES, _as_get)


def _methodical(others: frozenset[str], made: Callable[[Request, Upstream], Response]) -> Responder:
    def respond(request: Request, upstream: Upstream) -> Response:
        return made(request, upstream) if request.method in others else upstream.send(request)

    return respond


def _always(response: Response) -> Callable[[Request, Upstream], Response]:
    return lambda _request, _upstream: response


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
