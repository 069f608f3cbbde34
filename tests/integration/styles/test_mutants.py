"""The laws detect defects of servers in the styles of public list APIs."""

import random
from collections.abc import Sequence

import pytest

import rollcall
from rollcall.mutants import MutationFinished, mutate, select_mutants
from rollcall.reports import MutationReport
from tests.support.styles.documents import APIS, NO_SPEC, PublicApi

_MOST = 20


def _report(api: PublicApi, some: Sequence[str]) -> MutationReport:
    """Check some of the mutants of an API."""
    with api.serve() as target:
        (report,) = (
            each.report
            for each in mutate(
                api.spec,
                target,
                rollcall.Config(seed=1),
                only=some,
                channels=["http"],
                workers=1,
                is_confirming=False,
            )
            if isinstance(each, MutationFinished)
        )
    return report


@pytest.mark.parametrize("name", [each for each in APIS if each not in NO_SPEC])
def test_no_mutant_survives(name: str) -> None:
    """`scripts/mutate_list_apis.py` checks all mutants."""
    known = [each.id for each in select_mutants(APIS[name].spec)]
    # Another API has a kind at other places.
    some = random.Random(name).sample(known, _MOST)  # noqa: S311 - no secret
    report = _report(APIS[name], some)
    assert (report.stopped, report.errors, report.sound) == (None, [], {"http": ()})
    outcomes = {each.id: each.results["http"].outcome for each in report.mutants}
    assert [each for each, outcome in outcomes.items() if outcome == "survived"] == []
    assert [*outcomes.values()].count("killed") > _MOST // 2


def test_a_parameter_that_requests_the_total_has_mutants_of_a_constant() -> None:
    """The processes that check them know the same mutants."""
    report = _report(APIS["odata"], ["input.no-*"])
    assert "listProducts input.no-boolean $count" not in {each.id for each in report.mutants}
    assert (report.errors, {each.subject for each in report.mutants} >= {"$top"}) == ([], True)
