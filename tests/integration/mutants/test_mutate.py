"""A mutation run: its events, its report, and how it ends early."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from multiprocessing import active_children

import attrs
import pytest

from contract_tests.sandbox import serve
from rollcall.config import Config
from rollcall.http import Target
from rollcall.mutants import (
    MutantTried,
    MutationEvent,
    MutationFinished,
    MutationProgress,
    MutationStarted,
    mutate,
    select_mutants,
)
from rollcall.reports import MutationReport, mutation_to_json
from rollcall.spec import UsageError, read_spec
from tests.support.checks import ROOT

SPEC = read_spec(ROOT / "openapi" / "telnyx-video.yaml")
SMOKE = Config(profile="smoke", seed=1)
ONE = "listRooms filter.ignored filter[[]unique_name]"
TOKEN = "tok-of-mutants-1"  # noqa: S105 - it guards made-up data on loopback


@pytest.fixture(scope="module")
def server() -> Iterator[Target]:
    """Serve a small sandbox."""
    with serve(rooms=30, sessions=3, participants=3, token=TOKEN) as sandbox:
        yield Target(sandbox.base_url, sandbox.token)


@pytest.fixture(scope="module")
def events(server: Target) -> list[MutationEvent]:
    """Try one mutant by plain HTTP."""
    return [*mutate(SPEC, server, SMOKE, only=[ONE], channels=["http"])]


def last(events: Iterator[MutationEvent]) -> MutationReport:
    """Return the report that a run ends with."""
    found = [*events][-1]
    assert isinstance(found, MutationFinished)
    return found.report


def test_events_come_in_order(events: list[MutationEvent]) -> None:
    """The channels are known first, then trials end, and the report is last."""
    telling = [each for each in events if not isinstance(each, MutationProgress)]
    assert [type(each) for each in telling] == [MutationStarted, MutantTried, MutationFinished]
    assert telling[0] == MutationStarted({"http": "plain HTTP"}, 1, 1)


def test_a_mutant_is_killed(events: list[MutationEvent]) -> None:
    """A filter that is ignored is noticed, and the sound server violates no law."""
    report = last(iter(events))
    (mutant,) = report.mutants
    assert mutant.trials["http"].outcome == "killed"
    assert mutant.trials["http"].law.startswith("filter.")
    assert report.sound == {"http": ()}
    assert (report.exit_code, report.stopped) == (0, None)
    assert TOKEN not in mutation_to_json(report)


def test_unknown_mutants_and_channels_are_refused(server: Target) -> None:
    """What cannot be tried is told before anything is sent."""
    with pytest.raises(UsageError, match="--only: none of the 3354 mutants matches"):
        mutate(SPEC, server, SMOKE, only=["no such mutant"])
    with pytest.raises(UsageError, match="--channel: expected http, client, got smoke"):
        mutate(SPEC, server, SMOKE, channels=["smoke"])


@pytest.mark.parametrize(
    ("pattern", "count"),
    [
        ("listRooms filter.ignored filter[unique_name]", 1),  # as --list prints it
        ("filter.ignored filter[unique_name]", 1),
        ("listRooms filter.ignored *", 7),
        ("page.overlap*", 3),
    ],
)
def test_mutants_are_named_by_ids_and_patterns(pattern: str, count: int) -> None:
    """An id can be copied from the list, brackets and all; the operation may be left out."""
    assert len(select_mutants(SPEC, only=[pattern])) == count


def test_the_mutants_of_an_operation() -> None:
    """The selection of operations holds for mutants of servers and of documents."""
    rooms = select_mutants(SPEC, operations=["listRooms"])
    assert {each.id.partition(" ")[0] for each in rooms} == {"listRooms"}
    changed = select_mutants(SPEC, "document", operations=["listRooms"])
    assert 0 < len(changed) < len(select_mutants(SPEC, "document"))
    with pytest.raises(UsageError, match="--only and --operation: none of the 3354"):
        select_mutants(SPEC, only=["page.*"], operations=["listRoom"])


def test_laws_that_are_left_out_kill_nothing(server: Target) -> None:
    """A mutation run evaluates the laws that a check evaluates."""
    config = attrs.evolve(SMOKE, laws=("http.*", "page.*"), exclude_laws=("page.*",))
    report = last(mutate(SPEC, server, config, only=[ONE], channels=["http"]))
    (mutant,) = report.mutants
    assert mutant.trials["http"].outcome != "killed"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda each: Target("http://127.0.0.1:9/v2", each.token), "no answer from"),
        (lambda each: Target(each.base_url, f"{TOKEN}0"), "refuses the token"),
    ],
)
def test_a_server_that_cannot_be_used_is_told(
    server: Target, change: Callable[[Target], Target], message: str
) -> None:
    """Before workers start, the server must be there and accept the credential."""
    with pytest.raises(UsageError, match=message):
        last(mutate(SPEC, change(server), SMOKE, only=[ONE]))


def test_the_budget_is_that_of_all_workers(server: Target) -> None:
    """With a budget, all workers together send no more, and the report says what was not tried."""
    config = attrs.evolve(SMOKE, max_requests=60)
    report = last(mutate(SPEC, server, config, only=["listRooms filter.*"]))
    assert report.stopped == "60 requests were sent, and no more may be (--max-requests)"
    assert not any(each.trials for each in report.mutants)
    assert report.exit_code == 0


def test_a_run_that_is_stopped_reports_what_is_known(server: Target) -> None:
    """Once the event is set, the workers end, and the report says that it was interrupted."""
    stop = threading.Event()
    run = mutate(SPEC, server, SMOKE, stop=stop)
    for event in run:
        if isinstance(event, MutationStarted):
            stop.set()
    assert isinstance(event, MutationFinished)
    assert event.report.stopped == "it was interrupted"
    assert event.report.exit_code == 130
    assert not active_children()


def test_a_run_that_is_closed_leaves_no_worker(server: Target) -> None:
    """Whoever reads no further has ended the processes."""
    run = mutate(SPEC, server, SMOKE)
    next(run)
    assert len(active_children()) == 2
    run.close()
    assert not active_children()


def test_a_worker_that_dies_is_told(server: Target) -> None:
    """A worker that is killed ends the run with an error that names its task."""
    run = mutate(SPEC, server, SMOKE)
    next(run)
    pid = active_children()[0].pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    report = last(run)
    assert report.stopped is not None
    assert report.stopped.startswith("a worker was ended by signal 9 while it had no task")
    assert report.exit_code == 3


def test_few_mutants_are_spread_over_all_kinds() -> None:
    """Where not all are tried, every kind is among those that are, in their order."""
    every = select_mutants(SPEC)
    kinds = {each.kind for each in every}
    some = select_mutants(SPEC, most=len(kinds) + 5)
    assert len(some) == len(kinds) + 5
    assert {each.kind for each in some} == kinds
    assert [each for each in every if each in some] == [*some]
