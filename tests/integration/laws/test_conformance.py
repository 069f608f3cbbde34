"""The checks of each response: each reports its mutants of the full API."""

from pathlib import Path

import pytest

from rollcall.config import Config
from rollcall.http import Target
from rollcall.laws import registered
from rollcall.runs import open_session
from tests.support.checks import check
from tests.support.laws.full_api import SPEC, full_api, serve
from tests.support.laws.mutants import MUTANTS, Mutant

GENERATED = {
    "conformance.positive_data_acceptance",
    "conformance.negative_data_rejection",
    "conformance.ignored_auth",
    "conformance.unsupported_method",
}
"""The checks of generated requests, which the requests of a law do not need."""

CONFORMANCE = [each for each in MUTANTS if each.law.startswith("conformance.")]


def _id(mutant: Mutant) -> str:
    return f"{mutant.law}-{mutant.id}"


@pytest.mark.parametrize("mutant", [each for each in CONFORMANCE if each.law in GENERATED], ids=_id)
def test_a_check_of_generated_requests_kills_its_mutant(mutant: Mutant, tmp_path: Path) -> None:
    """The violation stands in the report of a run."""
    api = full_api(mutant.steps)
    with serve(api) as base_url:
        options = ("--law=conformance.coverage", f"--operation={mutant.operation}")
        outcome = check(tmp_path, base_url, *options, token=api.token, spec=SPEC)
    assert (mutant.operation, mutant.law) in outcome.failed


@pytest.mark.parametrize(
    "mutant", [each for each in CONFORMANCE if each.law not in GENERATED], ids=_id
)
def test_a_check_of_responses_kills_its_mutant(mutant: Mutant) -> None:
    """The responses to the requests of the laws are enough."""
    api = full_api(mutant.steps)
    with (
        serve(api) as base_url,
        open_session(api.spec, Target(base_url, api.token), Config(seed=1)) as session,
    ):
        operation = session.spec.list_operation(mutant.operation)
        for law in registered():
            session.runner.evaluate(law, operation, "http")
            if any(key[1:3] == (operation.id, mutant.law) for key in session.results.violations):
                return
    pytest.fail(f"{mutant.law} reports no violation")
