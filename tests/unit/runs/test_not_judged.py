"""A run names the operations and parameters that no law judges."""

from typing import Any

import pytest
from httpx import MockTransport, Request

import rollcall
from rollcall.runs import NotJudged, open_session, plan
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


def _report(api: Described) -> rollcall.Report:
    target = rollcall.Target(api.base_url, transport=MockTransport(api.respond))
    with open_session(api.spec, target, rollcall.Config(seed=1)) as session:
        return session.report()


def test_what_no_annotation_explains_is_told_once_per_operation() -> None:
    """Parameters of paging, filters and constants are explained."""
    report = _report(_described())
    assert report.not_judged == (
        NotJudged("listBooks", "search"),
        NotJudged("listBooks", "ordering"),
    )
    found = report.not_checked
    assert "without x-list, checked for conformance only: getBook" in found
    assert not [each for each in found if "no list is annotated" in each]


def test_parameters_of_other_operations_are_not_told() -> None:
    """A run of some operations is not about the parameters of the others."""
    api = _described()
    served = MockTransport(lambda _: api.respond(Request("GET", f"{api.base_url}/books")))
    target = rollcall.Target(api.base_url, transport=served)
    config = rollcall.Config(seed=1, operations=("getBook",))
    with open_session(api.spec, target, config) as session:
        assert not session.report().not_judged


def test_a_document_without_lists_is_checked_for_conformance_only() -> None:
    """There is one line about it, not one for each operation."""
    report = _report(_described("no list"))
    assert "no list is annotated (x-list); checked for conformance only" in report.not_checked
    assert not [each for each in report.not_checked if "x-list, checked" in each]
    assert not report.not_judged


def test_laws_of_a_document_without_lists_are_a_usage_error() -> None:
    """A test for no law would pass as one test."""
    spec = _described("no list").spec
    with pytest.raises(rollcall.UsageError, match=r"no list is annotated \(x-list\), so there is"):
        plan(spec, rollcall.Config(laws=("filter.*",)))
