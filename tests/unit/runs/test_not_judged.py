"""A run names the operations and parameters that no law judges."""

from typing import Any

import pytest
from httpx import MockTransport

import rollcall
from rollcall.runs import open_session, plan
from tests.support.api import Api, Described


def _parameter(name: str, **more: object) -> dict[str, object]:
    return {"name": name, "in": "query", "schema": {"type": "string"}, **more}


def _described(change: str = "") -> Described:
    """Return the example API with two more parameters and an operation without a list."""
    api = Api()
    document: dict[str, Any] = api.document
    operation = document["paths"]["/books"]["get"]
    constant = _parameter("version", required=True, schema={"const": 1})
    operation["parameters"] += [_parameter("search"), _parameter("ordering"), constant]
    single = {"operationId": "getBook", "responses": operation["responses"], "parameters": []}
    document["paths"]["/books/b01"] = {"get": single}
    if change == "no list":
        del operation["x-list"]
    return Described(api, document)


def _not_checked(api: Described) -> tuple[str, ...]:
    target = rollcall.Target(api.base_url, transport=MockTransport(api.respond))
    with open_session(api.spec, target, rollcall.Config(seed=1)) as session:
        return tuple(session.report().not_checked)


def test_what_no_annotation_explains_is_told_once_per_operation() -> None:
    """Parameters of paging, filters and constants are explained."""
    found = _not_checked(_described())
    assert "listBooks: no annotation explains, not judged: search, ordering" in found
    assert "without x-list, checked for conformance only: getBook" in found
    assert not [each for each in found if "no list is annotated" in each]


def test_a_document_without_lists_is_checked_for_conformance_only() -> None:
    """There is one line about it, not one for each operation."""
    found = _not_checked(_described("no list"))
    assert "no list is annotated (x-list); checked for conformance only" in found
    assert not [each for each in found if "x-list, checked" in each or "judged" in each]


def test_laws_of_a_document_without_lists_are_a_usage_error() -> None:
    """A test for no law would pass as one test."""
    spec = _described("no list").spec
    with pytest.raises(rollcall.UsageError, match=r"no list is annotated \(x-list\), so there is"):
        plan(spec, rollcall.Config(laws=("filter.*",)))
