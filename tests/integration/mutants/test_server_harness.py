"""The harness of server mutants: a mutant is killed by violations that it causes."""

from collections.abc import Iterator

import pytest

from contract_tests.sandbox import serve
from rollcall.config import Config
from rollcall.http import Target
from rollcall.mutants import ServerMutant, Upstream, proxied
from rollcall.mutants._server_harness import ServerHarness, open_server_harness
from rollcall.mutants.server import server_mutants
from rollcall.spec import read_spec
from tests.support.checks import ROOT

DOCUMENT = read_spec(ROOT / "openapi" / "telnyx-video.yaml")
MUTANTS = {each.id: each for each in server_mutants(DOCUMENT)}
BROKEN = MUTANTS["listRooms meta.total-one-more /meta/total_results"]
NOTHING = ServerMutant(
    "meta.nothing",
    "listRooms",
    "",
    "Nothing is wrong.",
    ("page.totals",),
    lambda request, upstream: upstream.send(request),
)


@pytest.fixture(scope="module")
def harness() -> Iterator[ServerHarness]:
    """Set up the laws before a server that counts wrongly all the time."""
    with (
        serve(rooms=30, sessions=5, participants=5) as sandbox,
        proxied(Upstream(DOCUMENT, sandbox.base_url, sandbox.token)) as server,
    ):
        server.take(BROKEN)
        target, config = Target(server.base_url, sandbox.token), Config(profile="smoke", seed=1)
        with open_server_harness(DOCUMENT, target, config, is_thorough=True) as harness:
            yield harness


def test_a_violation_without_the_mutant_does_not_kill(harness: ServerHarness) -> None:
    """On a server in use, a law that fails without the mutant, too, does not kill it."""
    harness.is_confirming = False
    assert harness.try_mutant(NOTHING, "http").outcome == "killed"
    harness.is_confirming = True
    assert harness.try_mutant(NOTHING, "http").outcome == "not covered"


def test_a_violation_of_the_mutant_kills(harness: ServerHarness) -> None:
    """A law that fails with the mutant alone kills it; only those requests are counted."""
    harness.is_confirming = True
    mutant = MUTANTS["listRooms filter.ignored filter[unique_name]"]
    trial = harness.try_mutant(mutant, "http")
    assert (trial.outcome, trial.law) == ("killed", "filter.sound")
    assert trial.requests < 20
