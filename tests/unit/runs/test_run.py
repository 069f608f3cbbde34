"""A run as a Python API: its events, its units, its report, and how it is ended."""

import threading
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

import rollcall
from rollcall.runs import Unit, open_session, plan
from tests.support.shelf import app, shelf


@pytest.fixture(scope="module", name="spec")
def spec_of_the_shelf() -> rollcall.Spec:
    """Get the document from the application."""
    return rollcall.from_asgi("/openapi.json", app)


def _config(*laws: str, **options: Any) -> rollcall.Config:  # noqa: ANN401
    return rollcall.Config(seed=1, laws=laws, **options)


def test_the_events_of_a_run_come_in_order(spec: rollcall.Spec) -> None:
    """A run starts, each unit makes progress and ends, and the report comes last."""
    events = [*rollcall.run(spec, config=_config("page.*"))]
    first, *between, last = events
    assert isinstance(first, rollcall.RunStarted)
    assert isinstance(last, rollcall.RunFinished)
    finished = [each.unit for each in between if isinstance(each, rollcall.LawFinished)]
    assert tuple(finished) == first.units
    running: Unit | None = None
    for event in between:
        if isinstance(event, rollcall.Progress):
            running = event.unit
        if isinstance(event, rollcall.LawFinished):
            assert event.unit == running
    assert last.report.exit_code == 0
    assert last.report.counts.keys() == {"pass"}
    assert last.report.requests == sum(each.requests for each in last.report.operations)


def test_a_phase_without_requests_is_skipped(spec: rollcall.Spec) -> None:
    """Where the spec has no examples, the unit that would send them establishes nothing."""
    report = _report([*rollcall.run(spec, config=_config("conformance.examples"))])
    (unit,) = report.units
    assert (unit.outcome, unit.requests) == ("skip", 0)
    assert unit.reason == "the spec has no examples of its parameters"


def test_a_cause_is_told_once(spec: rollcall.Spec) -> None:
    """What a server does wrong is an event, a violation in the report, and exit status 1."""
    broken = rollcall.from_asgi("/openapi.json", shelf(lambda _book, _kind: True))
    events = [*rollcall.run(broken, config=_config("filter.sound"))]
    (cause,) = (each.violation for each in events if isinstance(each, rollcall.CauseFound))
    report = _report(events)
    assert report.violations == (cause,)
    assert (cause.operation, cause.law, cause.subject) == ("listBooks", "filter.sound", "kind")
    assert report.exit_code == 1
    assert spec.address == ""


def _report(events: list[rollcall.Event]) -> rollcall.Report:
    (report,) = (each.report for each in events if isinstance(each, rollcall.RunFinished))
    return report


@pytest.mark.parametrize(
    ("options", "laws"),
    [
        ({"laws": ("page.l*", "filter.sound")}, {"page.length", "filter.sound"}),
        (
            {"laws": ("conformance.*",), "exclude_laws": ("*.fuzzing", "*.examples")},
            {"conformance.coverage"},
        ),
        ({"laws": ("page.length",), "operations": ("list*",)}, {"page.length"}),
        ({"laws": ("page.length",), "channels": ("http",)}, {"page.length"}),
    ],
)
def test_patterns_select_units(
    options: dict[str, Any], laws: set[str], spec: rollcall.Spec
) -> None:
    """Laws, operations and channels are selected by patterns of their names."""
    units = plan(spec, rollcall.Config(**options))
    assert {each.law for each in units} == laws
    assert len({each.id for each in units}) == len(units)


def test_a_pattern_that_matches_nothing_is_a_mistake(spec: rollcall.Spec) -> None:
    """It is told before anything is sent."""
    with pytest.raises(rollcall.UsageError, match=r"--law: nothing matches paeg\.\*"):
        next(rollcall.run(spec, config=_config("paeg.*")))


def test_a_run_needs_a_target(spec: rollcall.Spec) -> None:
    """A spec that is not from an application must be told where its server is."""
    stray = rollcall.from_path(spec_path := "openapi/telnyx-video.yaml")
    with pytest.raises(rollcall.UsageError, match=f"{spec_path}: name the server"):
        next(rollcall.run(stray))
    assert spec.app is not None


@pytest.mark.parametrize("is_named", [True, False])
def test_an_application_is_given_its_token(
    is_named: bool,  # noqa: FBT001 - one of two cases
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The token of an application in this process is named, or it is in the environment."""
    token = "of-the-shelf"  # noqa: S105 - no one's
    guarded = rollcall.from_asgi("/openapi.json", shelf(token=token))
    monkeypatch.setenv("ROLLCALL_TOKEN", "another" if is_named else token)
    target = rollcall.Target(token=token) if is_named else None
    report = _report([*rollcall.run(guarded, target, _config("page.length", "auth.missing"))])
    assert report.exit_code == 0
    assert {each.outcome for each in report.verdicts} == {"pass"}


def _threads() -> list[threading.Thread]:
    return [each for each in threading.enumerate() if each.name == "rollcall"]


def _until_finished(events: Iterator[rollcall.Event]) -> None:
    for event in events:
        if isinstance(event, rollcall.LawFinished):
            return


def test_closing_the_iterator_ends_the_run(spec: rollcall.Spec) -> None:
    """The thread ends, however much there is left to do."""
    with closing(rollcall.run(spec, config=_config())) as events:  # type: ignore[type-var]
        _until_finished(events)
        assert _threads()
    assert not _threads()


def test_a_run_that_is_halted_reports_what_it_knows(spec: rollcall.Spec) -> None:
    """The report has the verdicts so far, and exit status 3 since it was not the budget."""
    halt = threading.Event()
    events = rollcall.run(spec, config=_config("page.*"), halt=halt)
    _until_finished(events)
    halt.set()
    report = _report([*events])
    assert report.stopped == "it was interrupted"
    assert report.exit_code == 3
    assert report.counts["pass"]
    assert report.counts["inconclusive"]


def test_a_budget_that_is_spent_is_no_failure(spec: rollcall.Spec) -> None:
    """The user said how much may be sent: exit status 0, and the report says what is missing."""
    report = _report([*rollcall.run(spec, config=_config("page.*", max_requests=20))])
    assert (report.exit_code, report.spent, report.requests) == (0, True, 20)
    assert report.counts["inconclusive"]
    strict = _config("page.*", max_requests=20, require_witnesses=True)
    assert _report([*rollcall.run(spec, config=strict)]).exit_code == 1


def test_units_can_be_executed_one_by_one(spec: rollcall.Spec) -> None:
    """A session executes any unit, and tells a listener."""
    heard: list[rollcall.Event] = []
    with open_session(spec, config=_config("page.length"), listener=heard.append) as session:
        (unit,) = session.units
        result = session.execute(unit)
        assert session.report().units == (result,)
    assert (result.unit, result.outcome) == (unit, "pass")
    assert [type(each) for each in heard if not isinstance(each, rollcall.Progress)] == [
        rollcall.LawFinished
    ]
