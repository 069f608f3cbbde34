"""Finds the operations that return the OpenAPI document itself."""

import re

from rollcall.spec import Operation, Spec, body_location, forms, success_status, types_of

__all__ = ["returns_document"]

_MEDIA_TYPE = "application/vnd.oai.openapi"
_PATH = re.compile(r"/(schema|openapi)(\.json|\.ya?ml)?/?$")


def returns_document(spec: Spec, operation: Operation) -> bool:
    """Return whether an operation seems to return the OpenAPI document of its API."""
    status = success_status(spec, operation.at)
    if operation.method != "GET" or status is None:
        return False
    content = (*spec.resolve((*operation.at, "responses", status)), "content")
    if any(str(each).lower().startswith(_MEDIA_TYPE) for each in spec.get(content) or ()):
        return True
    body = body_location(spec, operation.at, status)
    is_free = body is None or all(
        types_of(each) <= {"object"} and not each.get("properties")
        for each in forms(spec.raw, spec.get(body))
    )
    return is_free and bool(_PATH.search(operation.path))
