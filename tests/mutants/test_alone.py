"""schemathesis by itself, on faults of which it notices some and others not."""

from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from contract_tests.sandbox import serve
from rollcall.mutants import Mutant, Request, Response, Upstream, proxied, relisted
from rollcall.mutants._alone import Alone, Failed
from rollcall.mutants._alone_command import sampled
from rollcall.spec import read_spec

DOCUMENT = read_spec(Path(__file__).parents[2] / "openapi" / "telnyx-video.yaml")


def _fault(kind: str, answer: object, operation: str = "listRooms") -> Mutant:
    return Mutant(kind, operation, "", "A sentence.", (), answer)  # type: ignore[arg-type]


def _without_rows(request: Request, upstream: Upstream) -> Response:
    def change(body: dict[str, object]) -> None:
        body.pop("data", None)

    return upstream.send(request).reworked(change)


@pytest.fixture(scope="module")
def alone() -> Iterator[Alone]:
    """A sandbox with a proxy before it."""
    with (
        serve(rooms=30, sessions=3, participants=3) as sandbox,
        proxied(Upstream(DOCUMENT, sandbox.base_url, sandbox.token)) as proxy,
    ):
        yield Alone.before(proxy)


def test_a_broken_schema_is_noticed(alone: Alone) -> None:
    """It notices a page without rows, stops there, and says which check did."""
    trial = alone.try_mutant(_fault("body.missing", _without_rows), 1, 20, "schemathesis-1")
    assert (trial.outcome, trial.law) == ("killed", "response_schema_conformance")
    assert (trial.mutant, trial.channel) == ("listRooms body.missing", "schemathesis-1")
    assert trial.title
    assert 0 < trial.requests < 200


def test_a_parent_that_exists_is_named(alone: Alone) -> None:
    """It finds rows below a parent, which it would not by chance."""
    mutant = _fault("body.missing", _without_rows, "listRoomSessionParticipants")
    assert alone.try_mutant(mutant, 1, 20, "schemathesis-1").outcome == "killed"


def test_parents_that_nothing_lists_are_those_that_are_given() -> None:
    """Where no operation lists the parents, the requests name those that were given."""
    spec = read_spec(DOCUMENT.path.with_name("twilio-video.yaml"))
    with serve() as sandbox:
        api = sandbox.apis["twilio-video"]
        upstream = Upstream(spec, api.base_url, api.token, given=api.parents)
        with proxied(upstream) as proxy:
            found = Alone.before(proxy).samples["listRoomParticipants"].parents
    assert found
    assert {*found} <= {*api.parents["RoomSid"]}


def test_what_is_found_without_a_fault_does_not_count(alone: Alone) -> None:
    """A check that fails on the sound server too is no proof, whatever it says of a fault."""
    accused = Failed("response_schema_conformance", "GET /rooms", "Response violates schema")
    burdened = Alone(alone.proxy, alone.samples, {accused})
    trial = burdened.try_mutant(_fault("body.missing", _without_rows), 1, 1, "schemathesis-1")
    assert trial.outcome == "survived"
    assert accused == attrs.evolve(accused, title="said otherwise")


def test_a_wrong_list_of_valid_rows_is_not_noticed(alone: Alone) -> None:
    """Rows that are valid, but not those that were asked for, survive within the time."""
    mutant = _fault("page.half", relisted(lambda listed: listed.matching[::2]))
    trial = alone.try_mutant(mutant, 1, 1, "schemathesis-1")
    assert (trial.outcome, trial.law) == ("survived", "")


def test_a_fault_that_no_answer_shows_is_unreached(alone: Alone) -> None:
    """What never differs is told apart from what differs unnoticed."""
    mutant = _fault("page.none", lambda request, upstream: upstream.send(request))
    assert alone.try_mutant(mutant, 1, 1, "schemathesis-1").outcome == "unreached"


def test_a_sample_has_every_kind() -> None:
    """A sample is drawn from the seed, in the order of the catalogue, with one of each kind."""
    mutants = [
        attrs.evolve(_fault(f"group.{kind}", _without_rows), subject=str(number))
        for kind in "abc"
        for number in range(20)
    ]
    drawn = sampled(mutants, 10, 1)
    assert len(drawn) == 10
    assert {each.kind for each in drawn} == {"group.a", "group.b", "group.c"}
    assert drawn == sorted(drawn, key=mutants.index) == sampled(mutants, 10, 1)
    assert drawn != sampled(mutants, 10, 2)
    assert sampled(mutants, 100, 1) == mutants
    assert len({each.kind for each in sampled(mutants, 3, 1)}) == 3
