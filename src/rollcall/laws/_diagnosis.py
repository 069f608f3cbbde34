"""Finds the cause of a violation, by requests without the parameters that may be at fault."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import attrs

from rollcall.channels import ClientRefusal, HttpChannel, Query, Response, is_past_the_end
from rollcall.http import TokenRefused
from rollcall.laws._context import Context
from rollcall.laws._drift import drift_of
from rollcall.laws._symptom import Symptom, failure_of, sent_names, symptom_of_law
from rollcall.laws._violation import NoPageError, ViolationError, describe

__all__ = [
    "controlled",
    "diagnose",
    "parameters_at_fault",
    "symptom_of_list",
    "symptom_of_response",
]

_SERVER_ERROR = 500
_UNAUTHORIZED = 401


def diagnose(
    context: Context,
    law: str,
    case: Any,  # noqa: ANN401 - any case of the law
    error: ViolationError,
) -> tuple[tuple[Response, ...], Symptom]:
    """Return the responses that show a violation best, and its symptom.

    Args:
        context: The context of the law.
        law: The id of the law.
        case: The smallest case that violates the law.
        error: The violation.
    """
    responses = error.responses
    last = responses[-1] if responses else None
    if last is not None and last.refusal is not None:
        return responses, _refused_by_client(last, last.refusal)
    if last is not None and _is_server_error(last):
        last = _smallest(context, last, _is_server_error)
        return (last,), _server_error(context, last)
    if last is not None and last.kind != "page" and last.status is not None:
        control = controlled(context)
        if control.kind != "page" and control.status == last.status:
            return responses, symptom_of_response(control)
    if isinstance(error, NoPageError) and last is not None and last.query.link is None:
        smallest = _smallest(context, last, lambda response: response.kind == "refusal")
        if not _is_after_the_list(smallest):
            return (smallest,), symptom_of_response(smallest)
    symptom = _symptom(context, law, case, error)
    drift = drift_of(context) if not error.is_proven else None
    return responses, symptom if drift is None or not _may_show(drift, symptom) else drift


def parameters_at_fault(
    context: Context,
    case: Any,  # noqa: ANN401 - any case of the law
    symptom: Symptom,
) -> tuple[str, ...]:
    """Return the parameters without which a law is not violated.

    Args:
        context: The context of the law.
        case: The smallest case that violates the law.
        symptom: The symptom of the violation.
    """
    needed = [name for name, _ in case.values] if isinstance(case, Query) else []
    declared = context.operation.parameter
    named = (
        tuple(each for each in names if declared(each) is not None)
        for names in (symptom.places, needed, (context.subject,))
    )
    return next((each for each in named if each), ())


def _may_show(drift: Symptom, symptom: Symptom) -> bool:
    """Return whether a list that drifts may be the reason for a symptom."""
    if drift.kind == "order":
        return True
    # A field that drifts changes neither a count nor the comparison of other fields.
    is_counted = symptom.kind in {"total", "length"}
    return bool({*drift.places} & {*symptom.fields}) if symptom.fields else not is_counted


def _symptom(context: Context, law: str, case: Any, error: ViolationError) -> Symptom:  # noqa: ANN401
    """Return the symptom of a violation that only its law explains."""
    operation, subject = context.operation, context.subject
    names = [name for name, _ in case.values] if isinstance(case, Query) else []
    filters = tuple(each for each in names if context.is_filter(each))
    flags = tuple(each for each in names if each in operation.flags)
    needed = filters, flags
    symptom = symptom_of_law(operation.id, law, subject, needed, is_proven=error.is_proven)
    if context.is_filter(subject) and not filters and symptom.kind in {"filter", "rows"}:
        symptom = Symptom("list", operation.id)
    last = error.responses[-1] if error.responses else None
    status = last.status if last is not None else None
    if symptom.kind == "content-type":
        symptom = attrs.evolve(symptom, places=(str(status),))
    compared = dict.fromkeys((*filters, *([subject] if context.is_filter(subject) else [])))
    fields = [*error.fields, *(str(context.filter(each).field) for each in compared)]
    # The subject of a law of coherence names a schema and its fields.
    fields += [f"/{each.lstrip('/')}" for each in subject.partition(": ")[2].split()]
    return attrs.evolve(symptom, fields=tuple(fields), status=status)


def controlled(context: Context) -> Response:
    """Request the list itself, without anything that a law tries, and return the response.

    Raises:
        TokenRefused: The server refuses the token with which the list was read before.
    """
    control = context.http.ask(context.query)
    known = context.baselines.known.get((context.operation.id, context.parent))
    if control.status == _UNAUTHORIZED and known is not None and known.failure is None:
        request = f"GET {_target(control.url)}"
        raise TokenRefused(f"{request} answers 401 to the token that it accepted before")
    return control


def symptom_of_list(http: HttpChannel, response: Response) -> Symptom:
    """Return the symptom of a list that cannot be read, if possible without parameters."""
    plain = http.page(Query.whole(response.query.operation, response.query.parent))
    is_read = plain.kind == "page" and plain.body_problem is None
    return symptom_of_response(response if is_read else plain)


def symptom_of_response(response: Response) -> Symptom:
    """Return the symptom of a response that should have been a page."""
    operation, request = response.query.operation.id, f"GET {_target(response.url)}"
    if _is_server_error(response):
        return failure_of(operation, request, response.status or 0, sent_names(response.url))
    if response.body_problem is not None and response.kind == "page":
        title = f"{request}: {response.body_problem.sentence}"
        return Symptom("unreadable", operation, (_without_numbers(response),), title)
    title = f"{request} answers {response.status}" if response.status else describe(response)
    if location := response.headers.get("location"):
        title += f" to {location}: name that path in the spec"
    names = sent_names(response.url)
    return Symptom("rejects", operation, names, title, status=response.status)


def _refused_by_client(response: Response, refusal: ClientRefusal) -> Symptom:
    """Return the symptom of a page that the client refuses: the fault is the page's or its own."""
    operation = response.query.operation.id
    if response.body_problem is not None:
        title = f"GET {_target(response.url)}: {response.body_problem.sentence}"
        return Symptom("unreadable", operation, (_without_numbers(response),), title)
    place = refusal.place or "the body"
    if refusal.conforms:
        title = f"{operation}: the client is stricter than the spec at {place}: {refusal.reason}"
        return Symptom("client", operation, (refusal.place,), title)
    return Symptom("schema", operation, (refusal.place,), f"{operation}: {place}: {refusal.reason}")


def _without_numbers(response: Response) -> str:
    """Return the place of unreadable data, with a star for the number of each item."""
    assert response.body_problem is not None
    tokens = response.body_problem.pointer.split("/")
    return "/".join("*" if each.isdecimal() else each for each in tokens)


def _is_server_error(response: Response) -> bool:
    return (response.status or 0) >= _SERVER_ERROR


def _is_after_the_list(response: Response) -> bool:
    """Return whether a refusal only says that the list has fewer pages."""
    operation = response.query.operation
    number = response.query.get(operation.paging.selector) if operation.paging.selector else None
    is_later = isinstance(number, int) and number > operation.first_index
    return is_later and is_past_the_end(response)


def _smallest(
    context: Context, failing: Response, is_failing: Callable[[Response], bool]
) -> Response:
    """Return the response that fails to a request with as few parameters as possible."""
    for name, _ in failing.query.values:
        simpler = context.channel.page(failing.query.without(name))
        if is_failing(simpler):
            failing = simpler
    return failing


def _server_error(context: Context, failing: Response) -> Symptom:
    places = sent_names(failing.url)
    query, parent = failing.query, context.operation.parent
    if parent is not None and query.parent not in context.parents:
        places = (*places, parent.parameter)
    request = f"GET {_target(failing.url)}"
    return failure_of(query.operation.id, request, failing.status or 0, places)


def _target(url: str) -> str:
    """Return a URL without its origin."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
