"""Where faults are tried: what is counted as noticed is of the fault."""

from collections.abc import Iterator

import pytest

from contract_tests.contract import read_document
from contract_tests.faults import Fault, Upstream, proxied
from contract_tests.faults._stand import Stand, open_stand
from contract_tests.faults.server import catalogue
from contract_tests.sandbox import serve
from tests.contract_tests._suite import ROOT

DOCUMENT = read_document(ROOT / "openapi" / "telnyx-video.yaml")
FAULTS = {each.id: each for each in catalogue(DOCUMENT)}
BROKEN = FAULTS["listRooms meta.total-one-more /meta/total_results"]
NOTHING = Fault(
    "meta.nothing",
    "listRooms",
    "",
    "Nothing is wrong.",
    ("page.totals",),
    lambda request, upstream: upstream.send(request),
)


@pytest.fixture(scope="module")
def stand() -> Iterator[Stand]:
    """Set up the laws before a server that counts wrongly all the time."""
    with (
        serve(rooms=30, sessions=5, participants=5) as sandbox,
        proxied(Upstream(DOCUMENT, sandbox.base_url, sandbox.token)) as server,
    ):
        server.take(BROKEN)
        upstream = Upstream(DOCUMENT, server.base_url, sandbox.token)
        with open_stand(DOCUMENT, upstream, "smoke", 1, {}) as stand:
            yield stand


def test_what_is_there_without_the_fault_is_not_counted(stand: Stand) -> None:
    """On a server in use, a law that is broken without the fault, too, does not notice it."""
    stand.is_confirming = False
    assert stand.try_fault(NOTHING, "http").outcome == "killed"
    stand.is_confirming = True
    assert stand.try_fault(NOTHING, "http").outcome == "unreached"


def test_what_is_not_there_without_the_fault_is_counted(stand: Stand) -> None:
    """A law that only the fault breaks notices it, and the requests of both are told apart."""
    stand.is_confirming = True
    fault = FAULTS["listRooms filter.ignored filter[unique_name]"]
    trial = stand.try_fault(fault, "http")
    assert (trial.outcome, trial.law) == ("killed", "filter.sound")
    assert trial.requests < 20
