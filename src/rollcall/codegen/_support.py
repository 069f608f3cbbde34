"""Which operations and parameters a client supports, and why not."""

from collections.abc import Iterator, Mapping

from rollcall.codegen._media import Media, form_fields, media_of
from rollcall.spec import (
    ListOperation,
    Location,
    Operation,
    Parameter,
    Spec,
    header_arguments,
    is_own,
    success_status,
)

__all__ = [
    "body_places",
    "is_argument",
    "is_list",
    "refusals",
    "request_media",
    "success_places",
    "successes",
]

_NO_BODY = {"HEAD"}


def is_list(operation: Operation) -> bool:
    """Return whether an operation gets a method that returns pages."""
    return isinstance(operation, ListOperation) and operation.method == "GET"


def successes(spec: Spec, operation: Operation) -> Mapping[str, str]:
    """Return the statuses of success by the keys of the responses that describe them."""
    keys = [str(each) for each in spec.get((*operation.at, "responses")) or ()]
    found = {each: each.upper() for each in keys if each[:1] == "2"}
    return found or {each: "2XX" for each in keys if each == "default"}


def success_places(spec: Spec, operation: Operation) -> Iterator[Location]:
    """Yield the locations of the responses of success that a client reads."""
    keys = [*successes(spec, operation)]
    if is_list(operation):
        keys = [str(success_status(spec, operation.at))]
    for key in keys if operation.method not in _NO_BODY else ():
        yield spec.resolve((*operation.at, "responses", key))


def body_places(spec: Spec, operation: Operation) -> Iterator[Location]:
    """Yield the location of the body of a request, if a client can send one."""
    if request_media(spec, operation) is not None:
        yield spec.resolve((*operation.at, "requestBody"))


def is_argument(spec: Spec, operation: Operation, parameter: Parameter) -> bool:
    """Return whether a parameter of an operation is an argument of its method."""
    if is_own(spec, parameter):
        return False
    if isinstance(operation, ListOperation):
        return parameter in (*operation.arguments, *header_arguments(spec, operation))
    return _is_supported(parameter)


def request_media(spec: Spec, operation: Operation) -> Media | None:
    """Return how the body of a request is written; None if a client sends none."""
    place = (*operation.at, "requestBody")
    if spec.get(place) is None or is_list(operation):
        return None
    place = spec.resolve(place)
    return None if [*_form_refusals(spec, place)] else media_of(spec, place, is_request=True)


def _is_supported(parameter: Parameter) -> bool:
    if parameter.location == "cookie" or (parameter.delimiter and parameter.location == "header"):
        return False
    return parameter.is_plain


def refusals(spec: Spec, operation: Operation) -> Iterator[tuple[Location, str]]:
    """Yield why an operation that is no list gets no method, each with its place."""
    if isinstance(operation, ListOperation):
        problem = f"x-list belongs on GET, not on {operation.method}; remove it for a plain method"
        yield (*operation.at, "x-list"), problem
    for each in operation.parameters:
        if each.required and not _is_supported(each) and not is_own(spec, each):
            kind = f"the required {each.location} parameter {each.name}"
            yield each.at, f"{kind} is of a kind that is not supported"
    yield from _body_refusals(spec, operation)
    if not successes(spec, operation):
        yield (*operation.at, "responses"), "no response of success is documented"
    for place in success_places(spec, operation):
        for problem in _media_refusals(spec, place):
            yield place, f"its response is {problem}"


def _body_refusals(spec: Spec, operation: Operation) -> Iterator[tuple[Location, str]]:
    place = (*operation.at, "requestBody")
    if spec.get(place) is None:
        return
    place = spec.resolve(place)
    if spec.get(place).get("required") or operation.method in {"POST", "PUT", "PATCH"}:
        for problem in _media_refusals(spec, place, is_request=True):
            yield place, f"its request is {problem}"


def _form_refusals(spec: Spec, place: Location) -> Iterator[str]:
    """Yield why a body is not supported, if it is a form."""
    media = media_of(spec, place, is_request=True)
    if media is None or media.kind != "form":
        return
    fields = [*form_fields(spec, place, media)]
    if not fields:
        yield f"a form ({media.key}) without fields, or with alternatives"
    for each in fields:
        if each.is_required and each.kind is None:
            yield f"a form ({media.key}), whose field {each.name} is not supported"


def _media_refusals(spec: Spec, place: Location, *, is_request: bool = False) -> Iterator[str]:
    """Yield why a body is not supported; a part without content has no body."""
    content = spec.get((*place, "content")) or {}
    if content and media_of(spec, place, is_request=is_request) is None:
        yield f"{' or '.join(content)}, and a stream has no end"
    if is_request:
        yield from _form_refusals(spec, place)
