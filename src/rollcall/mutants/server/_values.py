"""Values that are to be refused: what a server may make of them instead."""

import re
from collections.abc import Callable, Iterator

import attrs

from rollcall.laws import admits
from rollcall.mutants._message import Request, Response
from rollcall.mutants._mutant import Answerer, ServerMutant
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server._conditions import Place, filter_of, filters, read_listed
from rollcall.mutants.server._spellings import BOOLEANS, DATES, INSTANTS, INTEGERS, Reading
from rollcall.spec import ListOperation, Parameter, Spec
from rollcall.spec._matching import value_key

__all__ = ["mutants"]

_REFUSED = ("filter.refused",)
_OK, _NOT_FOUND, _SERVER_ERROR = 200, 404, 500
_OTHERS = (404, 409, 403)
_REFUSALS = range(400, 500)
_TYPED = {"boolean", "integer", "number"}
_FORMATS = {"date", "date-time", "uuid"}
# Python reads more than these.
_FORMS = {
    "boolean": re.compile("true|false"),
    "date": re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "date-time": re.compile(".*([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"),
}


def mutants(spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Derive what a server may make of values of filters that it should refuse."""
    for place in filters(spec, operation):
        if _kind(place.parameter) in {*_TYPED, *_FORMATS, "enum"}:
            yield from _any(place)
            for reading in _readings(place):
                yield place.mutant(
                    f"value.{reading.kind}",
                    reading.sentence,
                    _REFUSED,
                    _instead(place.parameter, _read_as(place.parameter, reading)),
                )


def _kind(parameter: Parameter) -> str:
    schema = parameter.schema
    if "enum" in schema:
        return "enum"
    if schema.get("type") == "string":
        return str(schema.get("format", "string"))
    return str(schema.get("type", ""))


def _any(place: Place) -> Iterator[ServerMutant]:
    """Derive what may be made of every value that is not admitted."""
    statuses = place.operation.strictness.invalid_value
    other = next((each for each in _OTHERS if statuses and each not in statuses), None)
    made: list[tuple[str, str, Callable[[Request, Upstream], Response]]] = [
        ("ignored", "A value that is not admitted is ignored.", _ignored(place.parameter)),
        ("empties", "A value that is not admitted gives the empty list.", _emptied(place)),
        ("fails", "A value that is not admitted makes the server fail.", _status(_SERVER_ERROR)),
    ]
    if other is not None:
        said = "A value that is not admitted is refused with a status that is not documented so."
        made.append(("refused-otherwise", said, _status(other)))
    for kind, sentence, answer in made:
        yield place.mutant(f"value.{kind}", sentence, _REFUSED, _instead(place.parameter, answer))
    for text, kind, said in (
        ("", "empty-ignored", "The empty text is ignored where it is no value."),
        ("null", "null-ignored", "The text null is ignored where it is no value."),
    ):
        answer = _ignored(place.parameter)
        yield place.mutant(
            f"value.{kind}", said, _REFUSED, _instead(place.parameter, answer, only=text)
        )


def _readings(place: Place) -> Iterator[Reading]:
    """Return what may be made of some values of a filter's type that are not admitted."""
    schema = place.parameter.schema
    match _kind(place.parameter):
        case "date":
            yield from DATES
        case "date-time":
            yield from INSTANTS
        case "boolean":
            yield from BOOLEANS
        case "integer":
            yield from INTEGERS
    for bound, kind in (("minimum", "below"), ("maximum", "above")):
        if bound in schema:
            yield Reading(
                f"{kind}-bounds",
                f"A number {kind} the {bound} counts as the {bound}.",
                _bounded(bound, int(schema[bound])),
            )


def _bounded(bound: str, limit: int) -> Callable[[str], str | None]:
    def read(text: str) -> str | None:
        if not text.removeprefix("-").isdecimal() or not text.isascii():
            return None
        is_beyond = int(text) < limit if bound == "minimum" else int(text) > limit
        return str(limit) if is_beyond else None

    return read


def _is_admitted(parameter: Parameter, text: str) -> bool:
    """Return whether a text is a value of a filter, in the spelling of the API."""
    form = _FORMS.get(_kind(parameter))
    if form is not None and form.fullmatch(text) is None:
        return False
    try:
        value_key(filter_of(parameter), text)
    except ValueError:
        return False
    return admits(parameter.schema, text)


def _instead(parameter: Parameter, answer: Answerer, *, only: str | None = None) -> Answerer:
    """Make a fault of requests that are refused for the value of a filter.

    Args:
        parameter: The filter.
        answer: What is answered then.
        only: The one value that it happens for; None: any that is not admitted.
    """

    def answered(request: Request, upstream: Upstream) -> Response:
        sound = upstream.send(request)
        texts = [text for name, text in request.pairs if name == parameter.name]
        if len(texts) != 1 or sound.status not in _REFUSALS or only not in {None, texts[0]}:
            return sound
        if _is_admitted(parameter, texts[0]):
            return sound
        # Without that value, the request must be good, or it is refused for something else.
        if upstream.send(request.without(parameter.name)).status != _OK:
            return sound
        return answer(request, upstream)

    return answered


def _ignored(parameter: Parameter) -> Answerer:
    return lambda request, upstream: upstream.send(request.without(parameter.name))


def _emptied(place: Place) -> Answerer:
    def answer(request: Request, upstream: Upstream) -> Response:
        plain = request.without(place.parameter.name)
        sound, listed = upstream.send(plain), read_listed(plain, upstream)
        return sound if listed is None else listed.page(sound, ())

    return answer


def _status(status: int) -> Answerer:
    return lambda request, upstream: attrs.evolve(upstream.send(request), status=status)


def _read_as(parameter: Parameter, reading: Reading) -> Answerer:
    def answer(request: Request, upstream: Upstream) -> Response:
        text = request.get(parameter.name)
        taken = None if text is None else reading.read(text)
        if taken is None:
            return upstream.send(request)
        return upstream.send(request.having(parameter.name, taken))

    return answer
