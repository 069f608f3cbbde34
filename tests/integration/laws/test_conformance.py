"""The checks of responses: the requests of the laws are enough to report each mutant."""

import pytest

from rollcall.config import Config
from rollcall.http import Target
from rollcall.laws import registered
from rollcall.runs import open_session
from tests.support.laws.full_api import full_api, serve
from tests.support.laws.mutants import MUTANTS, Mutant

CONFORMANCE = [each for each in MUTANTS if each.law.startswith("conformance.")]


@pytest.mark.parametrize("mutant", CONFORMANCE, ids=lambda mutant: mutant.id)
def test_a_check_kills_its_mutant(mutant: Mutant) -> None:
    """The violation is in the results of the session."""
    api = full_api(mutant.steps)
    with (
        serve(api) as base_url,
        open_session(api.spec, Target(base_url, api.token), Config(seed=1)) as session,
    ):
        operation = session.spec.list_operation(mutant.operation)
        for law in registered():
            session.runner.evaluate(law, operation, "http")
            if any(key[1:3] == (operation.id, mutant.law) for key, _ in session.results.violations):
                return
    pytest.fail(f"{mutant.law} reports no violation")
