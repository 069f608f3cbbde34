"""Finds the operations that return the OpenAPI document of their API."""

import re

import attrs

from rollcall.spec._bodies import body_location, success_status
from rollcall.spec._forms import forms, types_of
from rollcall.spec._operation import Operation
from rollcall.spec._spec import Spec

__all__ = ["without_documents"]

_MEDIA_TYPE = "application/vnd.oai.openapi"
_PATH = re.compile(r"/(schema|openapi)(\.json|\.ya?ml)?/?$")


def without_documents(spec: Spec) -> Spec:
    """Return a spec without the operations that return it: ``documents`` has their labels.

    No law is about them, a framework wrote them, and a check of them takes long.
    """
    found = [each for each in spec.operations if _returns_document(spec, each)]
    kept = tuple(each for each in spec.operations if each not in found)
    labels = tuple(each.label for each in found)
    return attrs.evolve(spec, operations=kept, documents=labels)


def _returns_document(spec: Spec, operation: Operation) -> bool:
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
