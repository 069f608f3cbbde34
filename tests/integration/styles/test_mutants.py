"""The laws detect defects of servers in the styles of public list APIs."""

import random

import pytest

import rollcall
from rollcall.mutants import MutationFinished, mutate, select_mutants
from rollcall.reports import MutationReport
from tests.support.styles.documents import APIS, NO_SPEC, PublicApi

_MOST = 50


def _report(name: str, api: PublicApi) -> MutationReport:
    """Check a part of the mutants of an API, which another API has at other places."""
    known = [each.id for each in select_mutants(api.spec)]
    some = random.Random(name).sample(known, _MOST)  # noqa: S311 - no secret
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
    report = _report(name, APIS[name])
    assert (report.stopped, report.errors, report.sound) == (None, [], {"http": ()})
    outcomes = {each.id: each.results["http"].outcome for each in report.mutants}
    assert [each for each, outcome in outcomes.items() if outcome == "survived"] == []
    assert [*outcomes.values()].count("killed") > _MOST // 2
