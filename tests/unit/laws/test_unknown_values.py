"""Filters whose server refuses a value that no item has, such as the id of nothing."""

import httpx
import pytest
from attrs import evolve

from tests.support.api import Api
from tests.support.evaluations import evaluate_all, outcome, runner_of

_DEPOTS = (2, 3, 5, 9)
_ITEMS = tuple({"id": f"b{number:02}", "depot": _DEPOTS[number % 4]} for number in range(23))
_API = Api(
    items=_ITEMS,
    fields={"id": {"type": "string"}, "depot": {"type": "integer"}},
    filters={"depot": ("depot", "eq")},
)


def _refusing(*known: int, status: int = 422) -> Api:
    """Return an API that refuses other depots."""

    def send(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        depot = request.url.params.get("depot")
        if response.status_code != 200 or depot is None or int(depot) in known:
            return response
        return httpx.Response(status, json={"problem": f"{depot} is no depot"})

    return evolve(_API, send=send)


@pytest.mark.parametrize("status", [400, 422])
def test_a_value_that_no_item_has_may_be_refused(status: int) -> None:
    """A foreign key is checked before the list is read; no law asks for other values then."""
    api = evolve(_refusing(*_DEPOTS, status=status), strictness={"invalidValue": [400, 422]})
    runner = runner_of(api)
    verdicts = [each.verdict for each in evaluate_all(runner)]
    assert {each.outcome for each in verdicts} <= {"pass", "vacuous"}
    assert runner.baselines.limits.remarks == [
        f"values of depot that no item of listBooks has: depot=10 answers {status}"
    ]


def test_a_value_of_an_item_may_not_be_refused() -> None:
    """The server knows the depot: an item has it."""
    assert outcome("filter.sound", _refusing(2, 3, 5)) == "fail"


@pytest.mark.parametrize("status", [404, 500])
def test_other_statuses_are_no_refusal_of_a_value(status: int) -> None:
    """A list without items is no error."""
    assert outcome("filter.none", _refusing(*_DEPOTS, status=status)) == "fail"
