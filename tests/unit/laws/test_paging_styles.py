"""The laws on lists in every style of paging, with page information in bodies and in headers."""

from collections.abc import Mapping

import pytest

from rollcall.laws import Law, Runner, registered
from tests.support.evaluations import runner_of
from tests.support.paged import Paged, Style

_SELECTED = frozenset({"total", "more", "next", "prev", "first", "last", "self"})
_CHAINED = frozenset({"total", "more"})
_TELLS: Mapping[Style, frozenset[str]] = {
    "page": _SELECTED,
    "offset": _SELECTED,
    "token": _CHAINED,
    "item": _CHAINED,
    "link": _SELECTED,
}
_PAGED = {
    **{
        f"{style}, {place}": Paged(style, in_headers=place == "headers", tells=tells)
        for style, tells in _TELLS.items()
        for place in ("body", "headers")
    },
    "item, without more": Paged("item", tells=frozenset({"total"})),
    "token, without more": Paged("token", tells=frozenset()),
}


@pytest.fixture(scope="module", params=[*_PAGED], ids=str)
def correct(request: pytest.FixtureRequest) -> Runner:
    """Return a runner on a correct API."""
    return runner_of(_PAGED[request.param])


@pytest.mark.parametrize("law", registered(), ids=lambda law: law.id)
def test_a_law_passes_on_a_correct_api(law: Law, correct: Runner) -> None:
    """A law that applies passes with witnesses."""
    for each in correct.evaluate(law, correct.spec.list_operation("listBooks"), "http"):
        verdict = each.verdict
        assert (verdict.outcome, verdict.reason) == ("pass", None), (verdict, each.violation)
        assert verdict.witnesses


def test_the_baseline_is_the_whole_list(correct: Runner) -> None:
    """Each style leads through all pages."""
    baseline = correct.baselines.of(correct.spec.list_operation("listBooks"), None)
    assert [each["id"] for each in baseline.rows] == [f"b{number:02}" for number in range(23)]
    assert baseline.is_complete
