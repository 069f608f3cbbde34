"""Finds the cause of a violation, by requests without the parameters that may be at fault."""

from typing import Any
from urllib.parse import urlsplit

import attrs

from rollcall.channels import HttpChannel, Query, Response
from rollcall.laws._context import Context
from rollcall.laws._symptom import Symptom, failure_of, sent_names, symptom_of_law
from rollcall.laws._violation import describe

__all__ = ["diagnose", "symptom_of_list", "symptom_of_response"]

_SERVER_ERROR = 500


def diagnose(
    context: Context,
    law: str,
    case: Any,  # noqa: ANN401 - any case of the law
    responses: tuple[Response, ...],
) -> tuple[tuple[Response, ...], Symptom]:
    """Return the responses that show a violation best, and its symptom.

    Args:
        context: The context of the law.
        law: The id of the law.
        case: The smallest case that violates the law.
        responses: The responses of the case, the decisive one last.
    """
    last = responses[-1] if responses else None
    if last is not None and _is_server_error(last):
        last = _smallest_failing(context, last)
        return (last,), _server_error(context, last)
    if last is not None and last.kind != "page" and last.status is not None:
        control = context.http.page(context.query)
        if control.kind != "page" and control.status == last.status:
            return responses, symptom_of_response(control)
    values = case.values if isinstance(case, Query) else ()
    names = [name for name, _ in values]
    filters = [each for each in names if context.is_filter(each)]
    flags = [each for each in names if each in context.operation.flags]
    symptom = symptom_of_law(context.operation.id, law, context.subject, filters, flags)
    if context.is_filter(context.subject) and not filters and symptom.kind == "filter":
        symptom = Symptom("list", context.operation.id)
    status = last.status if last is not None else None
    if symptom.kind == "content-type":
        symptom = attrs.evolve(symptom, places=(str(status),))
    fields = tuple(str(context.filter(each).field) for each in filters)
    return responses, attrs.evolve(symptom, fields=fields, status=status)


def symptom_of_list(http: HttpChannel, response: Response) -> Symptom:
    """Return the symptom of a list that cannot be read, if possible without parameters."""
    plain = http.page(Query(response.query.operation, response.query.parent))
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
    names = sent_names(response.url)
    return Symptom("rejects", operation, names, title, status=response.status)


def _without_numbers(response: Response) -> str:
    """Return the place of unreadable data, with a star for the number of each item."""
    assert response.body_problem is not None
    tokens = response.body_problem.pointer.split("/")
    return "/".join("*" if each.isdecimal() else each for each in tokens)


def _is_server_error(response: Response) -> bool:
    return (response.status or 0) >= _SERVER_ERROR


def _smallest_failing(context: Context, failing: Response) -> Response:
    """Return the response to a request with as few parameters as possible, of status 5xx."""
    for name, _ in failing.query.values:
        simpler = context.channel.page(failing.query.without(name))
        if _is_server_error(simpler):
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
