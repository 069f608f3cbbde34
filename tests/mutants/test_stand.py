"""Where faults are tried: what is counted as noticed is of the fault."""

from collections.abc import Iterator

import pytest

from contract_tests.sandbox import serve
from rollcall.mutants import Mutant, Upstream, proxied
from rollcall.mutants._harness import Harness, open_harness
from rollcall.mutants.server import catalogue
from rollcall.spec import read_spec
from tests.contract_tests._suite import ROOT

DOCUMENT = read_spec(ROOT / "openapi" / "telnyx-video.yaml")
MUTANTS = {each.id: each for each in catalogue(DOCUMENT)}
BROKEN = MUTANTS["listRooms meta.total-one-more /meta/total_results"]
NOTHING = Mutant(
    "meta.nothing",
    "listRooms",
    "",
    "Nothing is wrong.",
    ("page.totals",),
    lambda request, upstream: upstream.send(request),
)


@pytest.fixture(scope="module")
def harness() -> Iterator[Harness]:
    """Set up the laws before a server that counts wrongly all the time."""
    with (
        serve(rooms=30, sessions=5, participants=5) as sandbox,
        proxied(Upstream(DOCUMENT, sandbox.base_url, sandbox.token)) as server,
    ):
        server.take(BROKEN)
        upstream = Upstream(DOCUMENT, server.base_url, sandbox.token)
        with open_harness(DOCUMENT, upstream, "smoke", 1, {}) as harness:
            yield harness


def test_what_is_there_without_the_fault_is_not_counted(harness: Harness) -> None:
    """On a server in use, a law that is broken without the fault, too, does not notice it."""
    harness.is_confirming = False
    assert harness.try_mutant(NOTHING, "http").outcome == "killed"
    harness.is_confirming = True
    assert harness.try_mutant(NOTHING, "http").outcome == "not covered"


def test_what_is_not_there_without_the_fault_is_counted(harness: Harness) -> None:
    """A law that only the fault breaks notices it, and the requests of both are told apart."""
    harness.is_confirming = True
    mutant = MUTANTS["listRooms filter.ignored filter[unique_name]"]
    trial = harness.try_mutant(mutant, "http")
    assert (trial.outcome, trial.law) == ("killed", "filter.sound")
    assert trial.requests < 20
