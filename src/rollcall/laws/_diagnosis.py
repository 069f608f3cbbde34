"""Finds the cause of a violation, by requests without the parameters that may be at fault."""

from typing import Any
from urllib.parse import urlsplit

import attrs

from rollcall.channels import Query, Response
from rollcall.laws._context import Context
from rollcall.laws._symptom import Symptom, failure_of, sent_names, symptom_of_law

__all__ = ["diagnose"]

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
    operation = context.operation.id
    last = responses[-1] if responses else None
    if last is not None and (last.status or 0) >= _SERVER_ERROR:
        last = _smallest_failing(context, last)
        return (last,), _server_error(context, last)
    values = case.values if isinstance(case, Query) else ()
    names = [name for name, _ in values]
    filters = [each for each in names if context.is_filter(each)]
    flags = [each for each in names if each in context.operation.flags]
    symptom = symptom_of_law(operation, law, context.subject, filters, flags)
    fields = tuple(str(context.filter(each).field) for each in filters)
    return responses, attrs.evolve(symptom, fields=fields)


def _smallest_failing(context: Context, failing: Response) -> Response:
    """Return the response to a request with as few parameters as possible, of status 5xx."""
    for name, _ in failing.query.values:
        simpler = context.channel.page(failing.query.without(name))
        if (simpler.status or 0) >= _SERVER_ERROR:
            failing = simpler
    return failing


def _server_error(context: Context, failing: Response) -> Symptom:
    parts = urlsplit(failing.url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    places = sent_names(failing.url)
    query, parent = failing.query, context.operation.parent
    if parent is not None and query.parent not in context.parents:
        places = (*places, parent.parameter)
    return failure_of(query.operation.id, f"GET {target}", failing.status or 0, places)
