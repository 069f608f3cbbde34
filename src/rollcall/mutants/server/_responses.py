"""The original responses that a mutant changes, and the responses that replace them."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from rollcall.mutants._message import OK, Request, Response
from rollcall.mutants._mutant import Responder
from rollcall.mutants._upstream import Upstream, numbering
from rollcall.spec import ListOperation, Spec, body_location, resolve, response_schema

__all__ = [
    "FAILED",
    "Change",
    "Occasion",
    "documented",
    "instead",
    "is_invalid",
    "is_page",
    "is_unauthorized",
    "is_unknown_parent",
    "said",
    "stating",
]

Occasion = Callable[[Request, Response, Upstream], bool]
"""Returns whether a mutant changes the response to a request, from the original one."""
Change = Callable[[Response], Response]
"""Returns the response that replaces an original one."""

_UNAUTHORIZED, _NOT_FOUND = 401, 404
_HTML = b"<!doctype html><title>Error</title><h1>Something went wrong</h1>"

FAILED = Response(500, (("content-type", "text/html; charset=utf-8"),), _HTML)
"""The response of many frameworks to an unexpected error."""


def instead(occasion: Occasion, change: Change) -> Responder:
    """Return a mutant that replaces some responses."""

    def respond(request: Request, upstream: Upstream) -> Response:
        original = upstream.send(request)
        is_mutated = request.method == "GET" and occasion(request, original, upstream)
        return change(original) if is_mutated else original

    return respond


def is_page(_request: Request, original: Response, _upstream: Upstream) -> bool:
    """Return whether the response is a page."""
    return original.status == OK


def is_unauthorized(_request: Request, original: Response, _upstream: Upstream) -> bool:
    """Return whether the request is refused for its credentials."""
    return original.status == _UNAUTHORIZED


def is_unknown_parent(request: Request, original: Response, upstream: Upstream) -> bool:
    """Return whether the request is refused for its parent, and so also without a query."""
    if request.parent is None or original.status not in range(400, 500):
        return False
    if original.status == _UNAUTHORIZED:
        return False
    return upstream.send(attrs.evolve(request, query="")).status == original.status


def is_invalid(request: Request, original: Response, upstream: Upstream) -> bool:
    """Return whether the request is refused for a value, but not because its page is not found."""
    if original.status not in range(400, 500) or original.status == _UNAUTHORIZED:
        return False
    if is_unknown_parent(request, original, upstream) or not isinstance(
        request.operation, ListOperation
    ):
        return False
    index = numbering(request.operation)
    return original.status != _NOT_FOUND or upstream.send(request.without(*index)).status != OK


def stating(status: int) -> Change:
    """Return a change of the status only."""
    return lambda original: attrs.evolve(original, status=status)


def said(spec: Spec, operation: ListOperation, status: int, reason: str) -> Response:
    """Return a refusal whose body conforms to the schema of its status."""
    body = _example(spec, response_schema(spec, operation, status) or {}, reason)
    content = json.dumps(body).encode()
    return Response(status, (("content-type", _media_type(spec, operation, status)),), content)


def _media_type(spec: Spec, operation: ListOperation, status: int) -> str:
    """Return the media type of a body, or that of problems where the document has a range."""
    location = body_location(spec, operation.at, status)
    found = str(location[-2]) if location is not None else ""
    return found if found and "*" not in found else "application/json"


def _example(spec: Spec, schema: Mapping[str, Any], text: str) -> Any:  # noqa: ANN401 - JSON
    resolved = resolve(spec, schema)
    for keyword in ("anyOf", "oneOf"):
        if resolved.get(keyword):
            return _example(spec, resolved[keyword][0], text)
    if "const" in resolved or "enum" in resolved:
        return resolved.get("const", next(iter(resolved.get("enum", [None]))))
    types = resolved.get("type", "object")
    types = [types] if isinstance(types, str) else types
    if "object" in types:
        fields = resolved.get("properties", {})
        return {
            name: _example(spec, fields.get(name, {"type": "string"}), text)
            for name in resolved.get("required", ())
        }
    if "array" in types:
        return [_example(spec, resolved.get("items", {"type": "string"}), text)]
    if "string" in types:
        return text
    return {"integer": 1, "number": 1, "boolean": False}.get(types[0])


def documented(spec: Spec, operation: ListOperation) -> Mapping[str, Any]:
    """Return the responses of an operation in the document, by status."""
    found: Mapping[str, Any] = spec.get((*operation.at, "responses")) or {}
    return found


def is_documented(spec: Spec, operation: ListOperation, status: int) -> bool:
    """Return whether the document has a response for a status."""
    text = str(status)
    return bool({text, f"{text[0]}XX", "default"} & {*documented(spec, operation)})


def occasions(operation: ListOperation) -> Iterator[tuple[str, str, Occasion, tuple[str, ...]]]:
    """Yield the kinds of refusals that requests can cause.

    Each has a name, its words in sentences, the occasion, and the laws whose requests cause it.
    """
    if operation.needs_credential:
        yield "401", "A request without a valid token", is_unauthorized, ("auth.wrong",)
    if operation.parent is not None:
        yield "unknown", "A parent that does not exist", is_unknown_parent, ("scope.unknown",)
    laws = ("page.refused", "filter.refused")
    yield "invalid", "An invalid value", is_invalid, laws
