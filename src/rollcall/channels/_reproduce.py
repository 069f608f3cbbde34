"""Shows how to send a request again: by curl, and through the generated client if possible."""

from datetime import date
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import httpx

from rollcall.channels._addresses import path_values
from rollcall.channels._call import Call
from rollcall.channels._clients import has_client
from rollcall.channels._program import Program
from rollcall.http import (
    Reproduction,
    Transport,
    as_curl,
    as_python,
    request_url,
    settings_in_python,
    shown_headers,
    token_in_python,
)
from rollcall.spec import ListOperation, Operation, Parameter, Spec, header_arguments

__all__ = ["reproduction"]


def reproduction(
    request: httpx.Request, transport: Transport, spec: Spec, operation: Operation
) -> Reproduction:
    """Return how to send a request of a transport again."""
    call = _call_of(request, transport, spec, operation)
    credentials = transport.credentials(operation)
    curl = as_curl(request, credentials)
    if call is None:
        return Reproduction(curl, as_python(request, credentials))
    token = token_in_python(spec, credentials.first)
    program = Program(
        call=call,
        base_url=transport.base_url,
        token=token,
        settings=settings_in_python(credentials),
        shown="body",
    )
    return Reproduction(curl, program.text)


def _call_of(
    request: httpx.Request, transport: Transport, spec: Spec, operation: Operation
) -> Call | None:
    """Return the call of the generated client that sends a request; None if no call sends it."""
    credentials = transport.credentials(operation)
    if (
        not isinstance(operation, ListOperation)
        or not operation.tag
        or request.method != operation.method
        or not has_client(spec)
        or credentials.first is None
        or shown_headers(request)
        != {each.scheme.field: each.placeholder for each in credentials.every}
    ):
        return None
    parts = urlsplit(request_url(request))
    path = path_values(urlsplit(transport.base_url).path + operation.path, parts.path)
    try:
        query = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError:
        return None
    wire: dict[str, str | list[str]] = {**(path or {}), **dict(query)}
    for each in operation.parameters:
        sent = [text for name, text in query if name == each.name]
        if sent and each.delimiter is not None:
            wire[each.name] = [part for text in sent for part in each.texts_of(text)]
            query = [*(pair for pair in query if pair[0] != each.name), (each.name, sent[0])]
    if path is None or len(wire) != len(path) + len(query):
        return None
    arguments: dict[str, object] = {
        each.python_name: each.constant
        for each in header_arguments(spec, operation)
        if each.constant is not None
    }
    for name, text in wire.items():
        parameter = operation.parameter(name)
        location = "path" if name in path else "query"
        if parameter not in operation.arguments or parameter.location != location:
            return None
        value = _values(parameter, text)
        if value is None:
            return None
        arguments[parameter.python_name] = value
    return Call(spec, operation, arguments)


def _values(parameter: Parameter, text: str | list[str]) -> object:
    """Return the Python value of a text, or those of several; None if no value is sent so."""
    if parameter.filter is not None and parameter.filter.prefixes:
        return text
    if isinstance(text, str):
        return _value(parameter, text)
    found = [_value(parameter, each) for each in text]
    select = parameter.select
    if select is not None and not {*select.needed} <= {*found} <= select.fields.keys():
        # A client takes the known names, and adds those that it needs.
        return None
    return found if None not in found else None


def _value(parameter: Parameter, text: str) -> object:
    """Return the Python value that a client sends as this text; None if no value does."""
    schema = parameter.schema
    try:
        match schema.get("type"), schema.get("format"):
            case "boolean", _:
                return {"true": True, "false": False}.get(text)
            case "integer", _:
                low, high = (int(schema.get(each, text)) for each in ("minimum", "maximum"))
                return int(text) if str(int(text)) == text and low <= int(text) <= high else None
            case "string", "date":
                found = date.fromisoformat(text)
                return found if found.isoformat() == text else None
            case "string", "uuid":
                return text if str(UUID(text)) == text else None
            case "string", None:
                return text
    except ValueError:
        pass
    return None
