"""Mutants of invalid page numbers and sizes, which should be refused or clamped."""

import re
from collections.abc import Callable, Iterator

from rollcall.mutants._message import OK, Request, Response, integer_in
from rollcall.mutants._mutant import Responder, ServerMutant
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server._cutting import failing, refused
from rollcall.mutants.server._kinds import Made, derived
from rollcall.spec import ListOperation, PagePlace, Parameter, Pointer, Spec

__all__ = ["mutants"]

_HUGE = 2**63
_INTEGER = re.compile("-?[0-9]+", re.ASCII)

# Lenient readers of numbers, with the texts that only they accept.
_READERS: tuple[tuple[str, str, Callable[[str], float | str]], ...] = (
    ("decimal-read", r"[0-9]+\.[0-9]+", float),
    ("exponent-read", r"[0-9]+[eE][0-9]+", float),
    ("hexadecimal-read", r"0x[0-9a-f]+", lambda each: int(each, 16)),
    ("blanks-read", r"\s+[0-9]+\s*|[0-9]+\s+", int),
    ("beginning-read", r"[0-9]+[^0-9].*", lambda each: re.split("[^0-9]", each)[0]),
    ("other-digits-read", r"(?![0-9])\d+", int),
)
_ABSENT: tuple[tuple[str, str], ...] = (
    ("empty-accepted", ""),
    ("text-accepted", "[A-Za-z]+"),
    ("null-accepted", "null"),
    ("nan-accepted", "NaN"),
)


def mutants(_spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Yield the mutants of the invalid values of page parameters."""
    paging = operation.paging
    size = operation.page_size
    if size is not None:
        yield from derived(operation, "page", _lenient(operation, size), size.name)
        yield from derived(operation, "page", _oversized(operation, size), size.name)
    if paging.selector is not None:
        number = operation.parameter(paging.selector)
        assert number is not None
        yield from derived(operation, "page", _lenient(operation, number), number.name)
        yield from derived(operation, "page", _otherwise(operation, number), number.name)
    if size is not None:
        yield from derived(operation, "page", _otherwise(operation, size), size.name)


def _when(
    name: str, applies: Callable[[str], bool], otherwise: Callable[[Request, Upstream], Response]
) -> Responder:
    """Return a mutant that changes the responses to some values of a parameter."""

    def respond(request: Request, upstream: Upstream) -> Response:
        text = request.get(name)
        if text is None or not applies(text):
            return upstream.send(request)
        return otherwise(request, upstream)

    return respond


def _taken(
    name: str, take: Callable[[str], str | None], applies: Callable[[str], bool]
) -> Responder:
    """Return a mutant that reads some values of a parameter as others, or as absent (None)."""

    def otherwise(request: Request, upstream: Upstream) -> Response:
        other = take(request.get(name) or "")
        return upstream.send(
            request.without(name) if other is None else request.having(name, other)
        )

    return _when(name, applies, otherwise)


def _lenient(operation: ListOperation, parameter: Parameter) -> Iterator[Made]:
    name, schema = parameter.name, parameter.schema
    low, high = schema.get("minimum"), schema.get("maximum")
    for kind, pattern in _ABSENT:
        yield (kind, _taken(name, lambda _: None, _matching(pattern)))
    for kind, pattern, read in _READERS:
        yield (kind, _taken(name, _within(read, low, high), _matching(pattern)))
    if low is None:
        return
    # A value that is ignored leaves the default.
    if not (operation.strictness.admits("invalidPage", "ignored") and _is_default(parameter, low)):
        yield (
            "below-smallest-clamped",
            _taken(name, lambda _: str(low), lambda text: text == str(low - 1)),
        )
        yield ("negative-clamped", _taken(name, lambda _: str(low), _matching("-[0-9]+")))
    yield (
        "negative-read",
        _taken(
            name,
            lambda text: str(max(low, _bounded(integer_in(text[1:]), high))),
            _matching("-[0-9]+"),
        ),
    )


def _is_default(parameter: Parameter, value: int) -> bool:
    return bool(parameter.schema.get("default", value) == value)


def _matching(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda text: compiled.fullmatch(text) is not None


def _within(
    read: Callable[[str], float | str], low: int | None, high: int | None
) -> Callable[[str], str]:
    """Return a lenient reader of numbers that keeps them within the bounds."""
    return lambda text: str(max(low or 0, _bounded(int(read(text)), high)))


def _bounded(number: int, high: int | None) -> int:
    return number if high is None else min(number, high)


def _oversized(operation: ListOperation, size: Parameter) -> Iterator[Made]:
    high, default = size.schema.get("maximum"), size.schema.get("default")
    if high is None:
        return
    yield ("oversized-clamped", _taken(size.name, lambda _: str(high), _above(high)))
    yield ("oversized-refused", _refusing(size.name, _above(high)))
    yield ("oversized-one-less", _taken(size.name, lambda _: str(high - 1), _above(high)))
    if default is not None:
        yield ("oversized-default", _taken(size.name, lambda _: str(default), _above(high)))
    yield ("oversized-accepted", _granting(operation, size))


def _above(high: int) -> Callable[[str], bool]:
    return lambda text: _INTEGER.fullmatch(text) is not None and integer_in(text) > high


def _granting(operation: ListOperation, size: Parameter) -> Responder:
    """Return a mutant that accepts page sizes above the maximum."""
    high, paging = size.schema["maximum"], operation.paging

    def otherwise(request: Request, upstream: Upstream) -> Response:
        asked = integer_in(request.get(size.name) or "")
        original = upstream.send(request.having(size.name, str(high)))
        if original.status != OK or any(
            request.get(each.name) is not None for each in operation.filters
        ):
            return original
        rows = upstream.rows(request)

        values: dict[PagePlace | Pointer | None, object] = {
            operation.items: [*rows[:asked]],
            paging.size_echo: asked,
            paging.total_pages: max(1, -(-len(rows) // asked)),
        }
        if len(rows) <= asked:
            values |= {paging.next: None, paging.next_token: None}
            values[paging.has_more] = not paging.more_value
        return original.with_values(values)

    return _when(size.name, _above(high), otherwise)


def _refusing(name: str, applies: Callable[[str], bool]) -> Responder:
    """Return a mutant that refuses some valid values of a parameter."""

    def otherwise(request: Request, upstream: Upstream) -> Response:
        own = upstream.send(request.having(name, "x"))
        return refused(request, upstream, own.status)

    return _when(name, applies, otherwise)


def _otherwise(operation: ListOperation, parameter: Parameter) -> Iterator[Made]:
    yield ("huge-number-fails", _when(parameter.name, _above(_HUGE), failing))
    yield ("negative-fails", _when(parameter.name, _matching("-[0-9]+"), failing))
    yield ("text-fails", _when(parameter.name, _matching("[^0-9-].*"), failing))
    statuses = operation.strictness.statuses("invalidValue")
    if statuses:
        other = next(each for each in (409, 404, 400) if each not in statuses)
        yield (
            "refused-otherwise",
            _when(
                parameter.name,
                _matching(".*[^0-9].*"),
                lambda request, upstream: refused(request, upstream, other),
            ),
        )
