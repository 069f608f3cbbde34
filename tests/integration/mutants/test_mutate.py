"""A mutation run with worker processes: its events, its report, and how it ends early."""

import json
import os
import signal
import threading
from collections.abc import Callable, Iterator
from multiprocessing import active_children
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML

from rollcall import from_path
from rollcall.cli import main
from rollcall.config import Config
from rollcall.http import Target
from rollcall.mutants import (
    MutantTried,
    MutationEvent,
    MutationFinished,
    MutationProgress,
    MutationStarted,
    mutate,
)
from rollcall.reports import MutationReport, mutation_to_json
from rollcall.spec import UsageError
from tests.support.example_api import SPEC
from tests.support.mutants import EXAMPLE, serving_example
from tests.support.overlays import apart

CONFIG = Config(profile="smoke", seed=1, laws=("filter.sound",))
IGNORED = "listBerths filter.ignored quay"


@pytest.fixture(scope="module")
def target() -> Iterator[Target]:
    """Serve the example API."""
    with serving_example() as target:
        yield target


@pytest.fixture(scope="module")
def events(target: Target) -> list[MutationEvent]:
    """Return the events of a run with one mutant."""
    return [*mutate(EXAMPLE, target, CONFIG, only=[IGNORED], workers=1)]


def report_of(events: Iterator[MutationEvent]) -> MutationReport:
    """Return the report that a run ends with."""
    *_, last = events
    assert isinstance(last, MutationFinished)
    return last.report


def test_events_come_in_order(events: list[MutationEvent]) -> None:
    """The channels come first, and the report comes last."""
    others = [each for each in events if not isinstance(each, MutationProgress)]
    assert [type(each) for each in others] == [MutationStarted, MutantTried, MutationFinished]
    assert others[0] == MutationStarted({"http": "plain HTTP"}, 1, 1)


def test_the_report_names_the_law_that_killed_a_mutant(
    target: Target, events: list[MutationEvent]
) -> None:
    """It lists no violation of the correct server, and does not hold the token."""
    report = report_of(iter(events))
    (mutant,) = report.mutants
    assert (mutant.results["http"].outcome, mutant.results["http"].law) == (
        "killed",
        "filter.sound",
    )
    assert report.sound == {"http": ()}
    assert (report.exit_code, report.stopped) == (0, None)
    assert str(target.token) not in mutation_to_json(report)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda each: Target("http://127.0.0.1:9/v1", each.token), "no response from"),
        (lambda each: Target(each.base_url, f"{each.token}0"), "refuses the token"),
    ],
)
def test_an_unusable_server_is_an_error(
    target: Target, change: Callable[[Target], Target], message: str
) -> None:
    """It is raised before workers start."""
    with pytest.raises(UsageError, match=message):
        report_of(mutate(EXAMPLE, change(target), CONFIG, only=[IGNORED]))


def test_all_workers_share_the_budget(target: Target) -> None:
    """Once it is spent, the run ends, and its report lists the mutants without results."""
    config = attrs.evolve(CONFIG, max_requests=12)
    report = report_of(mutate(EXAMPLE, target, config, only=["listBerths filter.*"]))
    assert report.stopped == "12 requests were sent, the maximum of a run (--max-requests)"
    assert not any(each.results for each in report.mutants)
    assert report.exit_code == 0


def test_a_stopped_run_reports_its_results(target: Target) -> None:
    """Once the event is set, the workers end, and the report says that the run was interrupted."""
    stop = threading.Event()
    stop.set()
    report = report_of(mutate(EXAMPLE, target, CONFIG, stop=stop, workers=1))
    assert report.stopped == "it was interrupted"
    assert report.exit_code == 130
    assert not active_children()


def test_closing_a_run_ends_its_workers(target: Target) -> None:
    """No process remains."""
    run = mutate(EXAMPLE, target, CONFIG)
    next(run)
    assert len(active_children()) == 2
    run.close()
    assert not active_children()


def test_a_worker_that_dies_ends_the_run(target: Target) -> None:
    """The report names the signal and the task, and the run is incomplete."""
    run = mutate(EXAMPLE, target, CONFIG, workers=1)
    next(run)
    (process,) = active_children()
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    report = report_of(run)
    assert report.stopped is not None
    assert report.stopped.startswith("a worker was ended by signal 9 while it had no task")
    assert report.exit_code == 3


def test_the_workers_have_the_overlaid_document(target: Target, tmp_path: Path) -> None:
    """A mutant of a filter that an overlay annotates is killed."""
    bare, overlay = apart(YAML(typ="safe", pure=True).load(SPEC))
    for name, content in (("bare", bare), ("overlay", overlay)):
        (tmp_path / f"{name}.json").write_text(json.dumps(content), "utf-8")
    spec = from_path(tmp_path / "bare.json", overlays=tmp_path / "overlay.json")
    report = report_of(mutate(spec, target, CONFIG, only=[IGNORED], workers=1))
    (mutant,) = report.mutants
    assert (mutant.id, mutant.results["http"].outcome) == (IGNORED, "killed")


def test_the_command_reports_each_mutant(target: Target, tmp_path: Path) -> None:
    """It prints the totals, writes the reports, and shows the token nowhere."""
    pages = [tmp_path / "mutants.json", tmp_path / "mutants.html"]
    words = ["mutate", str(SPEC), target.base_url, f"--only={IGNORED}", "--law=filter.sound"]
    outputs = [f"--json={pages[0]}", f"--html={pages[1]}", "--workers=1", "--no-confirm"]
    ran = CliRunner(env={"ROLLCALL_TOKEN": str(target.token)}).invoke(main, [*words, *outputs])
    assert ran.exit_code == 0, ran.output
    assert "1 of 1 mutants killed" in ran.output
    (mutant,) = json.loads(pages[0].read_text("utf-8"))["mutants"]
    assert mutant["id"] == IGNORED
    for text in (ran.output, *(page.read_text("utf-8") for page in pages)):
        assert str(target.token) not in text


def test_the_command_lists_the_mutants() -> None:
    """Nothing is sent, so that the server need not exist."""
    words = ["mutate", str(SPEC), "http://127.0.0.1:9", f"--only={IGNORED}", "--list"]
    ran = CliRunner().invoke(main, words)
    assert ran.exit_code == 0, ran.output
    assert ran.output == f"{IGNORED}: The filter is ignored.\n"
