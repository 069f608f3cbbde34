"""The events and the report of a run, in a terminal or a log."""

import io
import shlex

import attrs
import pytest

from rollcall.config import Config
from rollcall.reports import TerminalReporter, describe_result
from rollcall.runs import (
    CauseFound,
    LawFinished,
    Progress,
    Report,
    RunFinished,
    RunStarted,
    Unit,
    UnitResult,
    Waiting,
)
from tests.support.reports._reports import empty, failing, hostile, passing


def _printed(report: Report) -> list[str]:
    stream = io.StringIO()
    TerminalReporter(stream).show(RunFinished(report))
    return stream.getvalue().splitlines()


def test_the_events_of_a_run() -> None:
    """A log names the target, each violation when it is found, each wait, and the result."""
    report, stream = failing(1), io.StringIO()
    reporter = TerminalReporter(stream)
    units = tuple(each.unit for each in report.units)
    spec = report.spec_path, report.spec_title, report.spec_version
    reporter.show(RunStarted(*spec, report.base_url, report.config, units))
    for result in report.units:
        reporter.show(Progress(result.unit, 1, 0.1))
        for violation in result.violations:
            reporter.show(CauseFound(violation))
        reporter.show(LawFinished(result))
    reporter.show(Waiting(12.4))
    lines = stream.getvalue().splitlines()
    assert lines == [
        "spec: Telnyx Video 2.0.0, openapi/telnyx-video.yaml",
        "server: http://127.0.0.1:40123/v2",
        "profile: ci, seed: 20210425",
        "FAIL listRooms page.totals: 2 of 41 rows that match are not listed",
        "the server responds with 429: waiting 12 s",
    ]
    reporter.show(RunFinished(report))
    last = stream.getvalue().splitlines()[-1]
    assert last.startswith("fail: 247 pass, 1 fail, 12 vacuous, 4 inconclusive; 4,182 requests in")


def test_the_tables() -> None:
    """Each operation and each family of laws has a row with its numbers of verdicts."""
    rows = [line.split() for line in _printed(failing())]
    assert ["Operation", "requests", "pass", "fail", "vacuous", "inconclusive"] in rows
    assert ["listRooms", "1,394", "73", "3", "12", "·"] in rows
    assert ["listRoomParticipants", "1,394", "84", "·", "·", "4"] in rows
    assert ["Pages", "45", "3", "·", "·"] in rows


def test_undecided_laws_are_listed() -> None:
    """Each reason is printed once for all channels, with the notes and the errors of units."""
    unit = UnitResult(Unit("fuzzing", "listRooms", "conformance.fuzzing"), "error", "ValueError: x")
    report = failing()
    lines = _printed(attrs.evolve(report, units=(*report.units, unit)))
    text = " ".join(" ".join(lines).split())
    assert text.count("inconclusive: listRoomParticipants coherence.order Room: the list") == 1
    for part in report.not_checked:
        assert part in text
    assert "ERROR fuzzing-listRooms: ValueError: x" in lines


def test_a_reason_of_many_laws_is_printed_once() -> None:
    """Laws of an operation that share a reason make one line."""
    report = passing()
    reason = "no parent of listRooms was found"
    rooms = [each for each in report.verdicts if each.operation == "listRooms"]
    verdicts = tuple(
        attrs.evolve(each, outcome="vacuous", witnesses=0, reason=reason) for each in rooms
    )
    lines = _printed(attrs.evolve(report, verdicts=verdicts, not_checked=()))
    (line,) = (each for each in lines if each.startswith("vacuous: "))
    others = len({(each.law, each.subject) for each in rooms}) - 1
    assert line == f"vacuous: listRooms {verdicts[0].law} and {others} more: {reason}"


def test_a_violation_is_reproduced() -> None:
    """A violation of several channels is printed once, with an unwrapped command."""
    report = failing()
    lines = _printed(report)
    (head,) = (line for line in lines if line.startswith("FAIL"))
    assert head.startswith("FAIL listRooms page.totals: 2 of 41 rows that match are not listed (")
    assert "(through plain HTTP, the client, the async client)" in " ".join(" ".join(lines).split())
    assert lines.count(f"    {report.violations[0].curl}") == 1
    assert (
        "re-run: rollcall check openapi/telnyx-video.yaml http://127.0.0.1:40123/v2 "
        "--profile ci --seed 20210425"
    ) in lines


def test_a_violation_of_the_client_is_reproduced_in_python() -> None:
    """The reproduction is Python if plain HTTP shows no violation."""
    report = failing()
    lines = _printed(attrs.evolve(report, violations=report.violations[1:]))
    assert f"    {report.violations[1].python.splitlines()[0]}" in lines
    assert f"    {report.violations[1].curl}" not in lines


def test_the_command_keeps_the_selection() -> None:
    """The command has the options that select laws, parents and probes."""
    parents = {"room_id": ("a b", "c")}
    config = Config(seed=7, laws=("page.*",), parents=parents, probe_methods=False)
    lines = _printed(attrs.evolve(failing(), config=config))
    (command,) = (line for line in lines if line.startswith("re-run:"))
    assert shlex.split(command)[-7:] == [
        *("--law", "page.*", "--parent", "room_id=a b", "--parent", "room_id=c"),
        "--no-method-probe",
    ]


@pytest.mark.parametrize(
    ("report", "result"),
    [
        (passing(), "pass: 264 pass; 4,182 requests in 1 min 23 s"),
        (empty(), "incomplete: no law was checked; 4,182 requests in 1 min 23 s"),
    ],
    ids=["pass", "empty"],
)
def test_the_last_line_is_the_result(report: Report, result: str) -> None:
    """The last line has the result, the verdicts, the requests and the time."""
    assert _printed(report)[-1] == result


def test_a_run_that_ended_early_prints_the_reason() -> None:
    """The reason is on the line before the result."""
    assert _printed(empty())[-2] == "the run ended early: GET /rooms: connection refused"


def test_tables_fit_80_columns() -> None:
    """Tables are at most 80 columns wide."""
    assert max(map(len, _printed(passing()))) <= 80


def test_hostile_text_is_escaped() -> None:
    """Text of a server has no control characters, and is not read as markup."""
    text = "\n".join(_printed(hostile()))
    assert "\x1b" not in text
    assert "\\u001b[31m" in text
    assert "{{ 7 * 7 }}" in text


def test_a_result_is_described() -> None:
    """A unit is described by its violations with both reproductions, or else by its reason."""
    (result,) = (each for each in failing(1).units if each.violations)
    (violation,) = result.violations
    text = describe_result(result)
    assert text.startswith("listRooms page.totals: 2 of 41 rows that match are not listed\n")
    assert violation.curl in text
    assert "filter_date_created_at_gte=date(2021, 4, 25)" in text
    failed = UnitResult(
        Unit("fuzzing", "listRooms", "conformance.fuzzing"), "fail", "the responses differ"
    )
    assert describe_result(failed) == "the responses differ"
