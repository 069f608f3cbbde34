"""The symptoms that failed checks of a response show of their cause."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from schemathesis.openapi.checks import JsonSchemaError

from rollcall.fuzzing._checks import Case, law_of
from rollcall.http import Response, Unanswered, request_url
from rollcall.laws import Symptom, SymptomKind, failure_of, sent_names
from rollcall.spec import Operation, Pointer

__all__ = ["symptom_of", "unanswered_symptom"]

_OK = 200
_SERVER_ERROR = 500
_SHOWN = 60
_KINDS: Mapping[str, SymptomKind] = MappingProxyType(
    {
        "response_schema_conformance": "schema",
        "status_code_conformance": "status",
        "content_type_conformance": "content-type",
        "response_headers_conformance": "header",
        "unsupported_method": "method",
        "allow_header_conformance": "method",
        "ignored_auth": "auth",
        "positive_data_acceptance": "rejects",
        "negative_data_rejection": "accepts",
        "missing_required_header": "accepts",
    }
)
_TYPES: tuple[tuple[type, str], ...] = (
    (bool, "a boolean"),
    (str, "a string"),
    (int, "an integer"),
    (float, "a number"),
    (list, "an array"),
    (dict, "an object"),
)


def symptom_of(  # noqa: PLR0913, PLR0917 - what a failure is made of
    check: str,
    operation: Operation,
    path_values: Collection[str],
    response: Response,
    case: Case,
    failure: Exception,
) -> Symptom:
    """Return the symptom that a failed check shows.

    Args:
        check: The name of the check.
        operation: The operation.
        path_values: The values of path parameters that lead to known parents.
        response: The response.
        case: The request.
        failure: The failure.
    """
    url = request_url(response.request)
    names = sent_names(url)
    if response.status_code >= _SERVER_ERROR:
        unknown = [name for name, value in case.path_parameters.items() if value not in path_values]
        names = (*names, *unknown)
        request = f"{response.request.method} {_target(url)}"
        return failure_of(operation.id, request, response.status_code, names)
    status = () if response.status_code == _OK else (str(response.status_code),)
    if isinstance(failure, JsonSchemaError):
        place, sentence = _of_schema(failure)
        title = f"{operation.id}: {sentence}"
        place_ = (*status, place)
        return Symptom(_KINDS[check], operation.id, place_, title, status=response.status_code)
    data = case.meta.phase.data if case.meta is not None else None
    tested = getattr(data, "parameter", None)
    code = str(response.status_code)
    places: Mapping[SymptomKind, tuple[str, ...]] = {
        "schema": status,
        "rejects": names,
        "accepts": (str(tested),) if tested else names,
        "status": (code,),
        "content-type": (code,),
        "law": (law_of(check),),
    }
    kind = _KINDS.get(check, "law")
    declared = {each.name for each in operation.parameters}
    if kind == "accepts" and tested and operation.security and tested not in declared:
        kind = "auth"  # the parameter is the credential
    title = f"the status {code} is not documented" if kind == "status" else ""
    return Symptom(kind, operation.id, places.get(kind, ()), title, status=response.status_code)


def unanswered_symptom(problem: Unanswered) -> Symptom:
    """Return the symptom that a request without a response shows."""
    if problem.is_unreachable:
        # Such as a server that restarts: one outage, whatever was requested meanwhile.
        return Symptom("no-response", "", (), f"the server cannot be reached at times: {problem}")
    request, url = problem.request, request_url(problem.request)
    title = f"{request.method} {_target(url)} gets no response: {problem}"
    return Symptom("no-response", problem.operation.id, sent_names(url), title)


def _target(url: str) -> str:
    """Return a URL without its origin."""
    return "/" + url.partition("://")[2].partition("/")[2]


def _of_schema(failure: JsonSchemaError) -> tuple[str, str]:
    """Return the place of a violation of a schema without numbers of items, and a sentence."""
    at, instance = [*failure.instance_path], failure.instance
    keyword = str(failure.schema_path[-1]) if failure.schema_path else ""
    message = failure.validation_message
    schema: Mapping[str, Any] = failure.schema
    if keyword == "required" and isinstance(instance, dict):
        missing = [each for each in schema.get("required", ()) if each not in instance]
        at += missing[:1]
        sentence = "is missing"
    elif types := _types(keyword, schema):
        sentence = f"is {_shown_type(instance)}, expected {' or '.join(types)}"
    elif keyword == "enum":
        values = ", ".join(map(repr, schema.get("enum", ())))
        sentence = f"is {_shown(instance)}, expected one of {values}"
    else:
        sentence = f"does not conform to its schema: {message.partition(chr(10))[0]}"
    place = str(Pointer.at("*" if isinstance(each, int) else each for each in at))
    return place, f"{Pointer.at(at) if at else 'the body'} {sentence}"


def _types(keyword: str, schema: Mapping[str, Any]) -> list[str]:
    """Return the types that a schema allows, if the type is what is wrong."""
    nodes = schema.get(keyword, ()) if keyword in {"anyOf", "oneOf"} else [schema]
    if keyword not in {"type", "anyOf", "oneOf"}:
        return []
    found = [each.get("type") for each in nodes]
    types = [one for each in found for one in (each if isinstance(each, list) else [each])]
    return [] if None in types else [*dict.fromkeys(map(str, types))]


def _shown_type(value: object) -> str:
    return next((name for type_, name in _TYPES if isinstance(value, type_)), "null")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
