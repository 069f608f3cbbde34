"""A list with a parameter in its path, of which no annotation says what it names."""

from collections.abc import Mapping
from copy import deepcopy

import httpx
import pytest

import rollcall
from rollcall.spec import UsageError
from tests.support.api import Api, Described

_API = Api(shelf={"type": "integer", "minimum": 0})


def _described() -> Described:
    document = deepcopy(_API.document)
    del document["paths"]["/shelves/{shelf}/books"]["get"]["x-list"]["parent"]
    return Described(_API, document)


def _report(parents: Mapping[str, tuple[str, ...]]) -> rollcall.Report:
    api = _described()
    transport = httpx.MockTransport(api.respond)
    target = rollcall.Target(api.base_url, parents=parents, transport=transport)
    config = rollcall.Config(seed=1, channels=("http",))
    (found,) = (
        each.report
        for each in rollcall.run(api.spec, target, config)
        if isinstance(each, rollcall.RunFinished)
    )
    return found


def test_a_given_value_is_part_of_each_request() -> None:
    """The list is judged, with witnesses; nothing is said of other parents."""
    report = _report({"shelf": ("7",)})
    assert not report.violations
    assert not report.errors
    outcomes = {each.law: each.outcome for each in report.verdicts}
    assert outcomes["page.partition"] == outcomes["filter.sound"] == "pass"
    assert not [each for each in outcomes if each in {"scope.disjoint", "scope.unknown"}]


def test_without_a_value_nothing_is_judged() -> None:
    """The error names the list and the option."""
    with pytest.raises(UsageError) as error:
        _report({})
    told = "lists the parents of GET /shelves/{shelf}/books; pass some with --parent shelf=…"
    assert told in str(error.value)
