"""The conformance cases of the annotations: Rollcall does what each of them says."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from rollcall.laws import registered
from tests.support.conformance import FOLDER, Case, all_cases, merged, read_yaml
from tests.unit.docs.test_statements import STATEMENTS

SCHEMA: Any = json.loads((FOLDER / "case.schema.json").read_text("utf-8"))


def _having(key: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "case", [each for each in all_cases() if each.has(key)], ids=lambda case: case.id
    )


def test_the_cases_are_valid() -> None:
    """Each file is valid by the schema of cases, which is a JSON Schema itself."""
    Draft202012Validator.check_schema(SCHEMA)
    for path in sorted(FOLDER.glob("*.yaml")):
        if path.name != "document.yaml":
            Draft202012Validator(SCHEMA).validate(read_yaml(path))


def test_the_cases_have_names_and_statements() -> None:
    """A name belongs to one case, and each statement exists."""
    cases = all_cases()
    assert len(cases) > 100
    assert [each for each, count in Counter(case.id for case in cases).items() if count > 1] == []
    assert {each for case in cases for each in case.node["statements"]} <= {*STATEMENTS}


def test_each_statement_is_tested() -> None:
    """A statement has a law, or a case."""
    tested = {each for law in registered() for each in law.statements}
    tested |= {each for case in all_cases() for each in case.node["statements"]}
    assert {*STATEMENTS} - tested == set()


def test_a_patch_is_a_merge_patch() -> None:
    """The examples of RFC 7396, appendix A, on objects and arrays."""
    assert merged({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}) == {"a": {"b": "d"}}
    assert merged({"a": "b", "b": "c"}, {"a": None}) == {"b": "c"}
    assert merged({"a": ["b"]}, {"a": "c"}) == {"a": "c"}
    assert merged({"a": [{"b": "c"}]}, {"a": [1]}) == {"a": [1]}
    assert merged([1, 2], {"a": "b", "c": None}) == {"a": "b"}
    assert merged({}, {"a": {"bb": {"ccc": None}}}) == {"a": {"bb": {}}}


@_having("valid")
def test_a_document_is_accepted(case: Case, tmp_path: Path) -> None:
    """The reader refuses no part of it."""
    assert case.places_refused(tmp_path) == set()


@_having("invalid")
def test_a_document_is_refused(case: Case, tmp_path: Path) -> None:
    """The reader names each place that is wrong, and no other."""
    assert case.places_refused(tmp_path) == {*case.node["invalid"]}


@_having("warned")
def test_a_document_is_accepted_with_warnings(case: Case, tmp_path: Path) -> None:
    """The reader warns of each place, and of no other."""
    assert case.places_warned(tmp_path) == {*case.node["warned"]}


@_having("requests")
def test_a_request_lists_the_right_items(case: Case, tmp_path: Path) -> None:
    """The laws expect the same list for each request."""
    assert [*case.wrong_requests(tmp_path)] == []


@_having("walk")
def test_a_list_is_read_page_by_page(case: Case, tmp_path: Path) -> None:
    """The reader sends the same requests, and reads the same items."""
    assert [*case.wrong_steps(tmp_path)] == []


@_having("outcomes")
def test_a_choice_is_admitted_or_not(case: Case, tmp_path: Path) -> None:
    """The laws admit the same outcomes."""
    assert [*case.wrong_outcomes(tmp_path)] == []


@_having("conforms")
def test_a_server_conforms_or_not(case: Case, tmp_path: Path) -> None:
    """A law that tests the statements fails if the server does not conform, and only then."""
    outcomes = {each.law: each.outcome for each in case.verdicts(tmp_path)}
    failed = sorted(law for law, outcome in outcomes.items() if outcome == "fail")
    assert bool(failed) != case.node["conforms"], outcomes
    assert "fail" in outcomes.values() or "pass" in outcomes.values(), outcomes
