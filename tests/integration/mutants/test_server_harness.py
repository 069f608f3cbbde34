"""The harness of server mutants: only a violation that the mutant causes kills it."""

from collections.abc import Iterator

import attrs
import pytest

from rollcall.config import Config
from rollcall.mutants._server_harness import ServerHarness, open_server_harness
from tests.support.mutants import EXAMPLE, made_up, serving_example

UNCHANGED = attrs.evolve(
    made_up("listBerths", lambda request, upstream: upstream.send(request)), laws=("page.totals",)
)
CONFIG = Config(profile="smoke", seed=1, laws=("page.totals", "filter.sound"))


@pytest.fixture(scope="module")
def harness() -> Iterator[ServerHarness]:
    """Return a harness of two laws in front of a server whose totals are wrong."""
    with (
        serving_example("listBerths meta.total-one-more /count/berths") as target,
        open_server_harness(EXAMPLE, target, CONFIG) as harness,
    ):
        yield harness


@pytest.mark.parametrize(("is_confirming", "outcome"), [(False, "killed"), (True, "not covered")])
def test_a_violation_without_the_mutant_does_not_kill(
    harness: ServerHarness, outcome: str, *, is_confirming: bool
) -> None:
    """The harness checks the law again without the mutant, unless this is turned off."""
    harness.is_confirming = is_confirming
    assert harness.try_mutant(UNCHANGED, "http").outcome == outcome


@pytest.mark.parametrize(
    ("mutant_id", "law"),
    [
        ("listBerths filter.ignored quay", "filter.sound"),
        # No law of the configuration detects it.
        ("listVisits link.self-first /more/here", ""),
    ],
)
def test_a_law_of_the_configuration_kills_a_mutant(
    harness: ServerHarness, mutant_id: str, law: str
) -> None:
    """Laws that the configuration leaves out kill nothing; only the mutant's requests count."""
    harness.is_confirming = True
    found = harness.attempt(mutant_id, "http")
    assert (found.outcome == "killed", found.law) == (bool(law), law)
    assert found.requests < 20
