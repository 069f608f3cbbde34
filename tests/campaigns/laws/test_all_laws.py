"""All laws on the full API: with few rows, and with rows that come and go."""

from collections.abc import Callable

import pytest

from tests.support.evaluations import evaluate_all, runner_of
from tests.support.laws.full_api import (
    Churn,
    Data,
    empty,
    full_api,
    hard,
    one_page,
    one_row,
    undated,
)


@pytest.mark.parametrize("data", [hard, empty, one_row, undated, one_page])
def test_correct_data_violates_no_law(data: Callable[[], Data]) -> None:
    """A law passes with witnesses, or is vacuous with a reason."""
    for each in evaluate_all(runner_of(full_api(data=data()))):
        verdict = each.verdict
        assert verdict.outcome in {"pass", "vacuous"}, verdict
        assert (verdict.witnesses > 0) == (verdict.outcome == "pass"), verdict
        assert (verdict.reason is None) == (verdict.outcome == "pass"), verdict


@pytest.mark.parametrize("seed", range(2))
def test_changing_data_violates_no_law(seed: int) -> None:
    """A law that does not pass is inconclusive or vacuous, with a reason."""
    for each in evaluate_all(runner_of(full_api(churn=Churn(seed)))):
        assert each.verdict.outcome != "fail", each
        assert each.verdict.outcome == "pass" or each.verdict.reason, each


@pytest.mark.parametrize("max_rows", [1, 30])
def test_the_first_rows_of_a_long_list_violate_no_law(max_rows: int) -> None:
    """An incomplete baseline makes no law fail."""
    for each in evaluate_all(runner_of(full_api(), max_rows=max_rows)):
        assert each.verdict.outcome in {"pass", "vacuous", "inconclusive"}, each
