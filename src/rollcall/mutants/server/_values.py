"""Mutants of invalid values of filters, which should be refused."""

import re
from collections.abc import Callable, Iterator

import attrs

from rollcall.laws import admits
from rollcall.mutants._listed import read_listed
from rollcall.mutants._message import OK, Request, Response, integer_in
from rollcall.mutants._mutant import Responder, ServerMutant
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server._conditions import Place, filter_of, filters
from rollcall.mutants.server._kinds import Made
from rollcall.mutants.server._spellings import BOOLEANS, DATES, INSTANTS, INTEGERS, Reading
from rollcall.spec import ListOperation, Parameter, Spec, value_key

__all__ = ["is_refusable", "mutants"]

_NOT_FOUND, _SERVER_ERROR = 404, 500
_OTHERS = (404, 409, 403)
_REFUSALS = range(400, 500)
_READINGS = {"date": DATES, "date-time": INSTANTS, "boolean": BOOLEANS, "integer": INTEGERS}
_TYPED = {"boolean", "integer", "number"}
_FORMATS = {"date", "date-time", "uuid"}
# Python accepts more than these.
_FORMS = {
    "boolean": re.compile("true|false"),
    "date": re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "date-time": re.compile(".*([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"),
}


def mutants(spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Yield the mutants of invalid values of filters."""
    for place in filters(spec, operation):
        parameter = place.parameter
        if is_refusable(parameter):
            read = [
                (kind, _instead(parameter, _read_as(parameter, take)))
                for kind, take in _readings(place)
            ]
            yield from place.mutants([*_any(place), *read], "value")


def is_refusable(parameter: Parameter) -> bool:
    """Return whether there are texts that have no meaning as a value of a parameter."""
    return _kind(parameter) in {*_TYPED, *_FORMATS, "enum"}


def _kind(parameter: Parameter) -> str:
    schema = parameter.schema
    if "enum" in schema:
        return "enum"
    if schema.get("type") == "string":
        return str(schema.get("format", "string"))
    return str(schema.get("type", ""))


def _any(place: Place) -> Iterator[Made]:
    """Yield the mutants of all invalid values."""
    parameter, statuses = place.parameter, place.operation.strictness.statuses("invalidValue")
    yield "ignored", _instead(parameter, _ignored(parameter))
    yield "empties", _instead(parameter, _emptied(place))
    yield "fails", _instead(parameter, _status(_SERVER_ERROR))
    other = next((each for each in _OTHERS if statuses and each not in statuses), None)
    if other is not None:
        yield "refused-otherwise", _instead(parameter, _status(other))
    yield "empty-ignored", _instead(parameter, _ignored(parameter), only="")
    yield "null-ignored", _instead(parameter, _ignored(parameter), only="null")


def _readings(place: Place) -> Iterator[Reading]:
    """Yield the lenient readers of some invalid values."""
    schema = place.parameter.schema
    yield from _READINGS.get(_kind(place.parameter), ())
    names = {each.casefold(): each for each in schema.get("enum", ()) if isinstance(each, str)}
    if names:
        yield "enum-in-any-case", lambda text: names.get(text.casefold())
    for bound, kind in (("minimum", "below"), ("maximum", "above")):
        if bound in schema:
            yield f"{kind}-bounds", _bounded(bound, int(schema[bound]))


def _bounded(bound: str, limit: int) -> Callable[[str], str | None]:
    def read(text: str) -> str | None:
        if not text.removeprefix("-").isdecimal() or not text.isascii():
            return None
        number = integer_in(text)
        is_beyond = number < limit if bound == "minimum" else number > limit
        return str(limit) if is_beyond else None

    return read


def _is_admitted(parameter: Parameter, text: str) -> bool:
    """Return whether a text is a valid value of a filter."""
    form = _FORMS.get(_kind(parameter))
    if form is not None and form.fullmatch(text) is None:
        return False
    try:
        value_key(filter_of(parameter), text)
    except ValueError:
        return False
    return admits(parameter.schema, text)


def _instead(parameter: Parameter, respond: Responder, *, only: str | None = None) -> Responder:
    """Return a mutant that changes the response to an invalid value of a filter.

    Args:
        parameter: The filter.
        respond: Responds to such a request.
        only: The only value that is mutated; None: each invalid value.
    """

    def mutated(request: Request, upstream: Upstream) -> Response:
        original = upstream.send(request)
        texts = [text for name, text in request.pairs if name == parameter.name]
        if len(texts) != 1 or original.status not in _REFUSALS or only not in {None, texts[0]}:
            return original
        if _is_admitted(parameter, texts[0]):
            return original
        # If the request is invalid without the value too, it is refused for another reason.
        if upstream.send(request.without(parameter.name)).status != OK:
            return original
        return respond(request, upstream)

    return mutated


def _ignored(parameter: Parameter) -> Responder:
    return lambda request, upstream: upstream.send(request.without(parameter.name))


def _emptied(place: Place) -> Responder:
    def respond(request: Request, upstream: Upstream) -> Response:
        plain = request.without(place.parameter.name)
        original, listed = upstream.send(plain), read_listed(plain, upstream)
        return original if listed is None else listed.page(original, ())

    return respond


def _status(status: int) -> Responder:
    return lambda request, upstream: attrs.evolve(upstream.send(request), status=status)


def _read_as(parameter: Parameter, read: Callable[[str], str | None]) -> Responder:
    def respond(request: Request, upstream: Upstream) -> Response:
        text = request.get(parameter.name)
        taken = None if text is None else read(text)
        if taken is None:
            return upstream.send(request)
        return upstream.send(request.having(parameter.name, taken))

    return respond
