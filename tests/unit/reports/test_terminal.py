"""The events and the report of a run, in a terminal or a log."""

import io
import shlex
from pathlib import Path
from typing import Any

import attrs
import pytest
from rich.console import Console

from rollcall.cli import main
from rollcall.config import Config
from rollcall.reports import (
    TerminalReporter,
    describe_result,
    open_console,
    print_report,
    to_annotations,
    to_markdown,
)
from rollcall.reports._words import visible
from rollcall.runs import (
    CauseFound,
    LawFinished,
    NotJudged,
    Progress,
    Report,
    RunFinished,
    RunStarted,
    Unit,
    UnitResult,
    Waiting,
)
from tests.support.reports._reports import (
    empty,
    failing,
    hostile,
    noted,
    passing,
    printed,
    with_baseline,
)


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
        "found: listRooms: 2 of 41 rows that match are not listed",
        "the server responds with 429: waiting 12 s",
    ]
    reporter.show(RunFinished(report))
    last = stream.getvalue().splitlines()[-1]
    assert last == (
        "fail: 1 cause; 247 pass, 1 fail, 12 vacuous, 4 inconclusive; "
        "2 parameters not judged: since (rollcall annotate proposes annotations); "
        "4,182 requests in 1 min 23 s"
    )


def test_the_table() -> None:
    """Each operation with a verdict that is not a pass has a row; the others share one."""
    rows = [line.split() for line in printed(failing())]
    assert ["Operation", "requests", "pass", "fail", "vacuous", "inconclusive"] in rows
    assert ["listRooms", "1,394", "73", "3", "12", "·"] in rows
    assert ["listRoomParticipants", "1,394", "84", "·", "·", "4"] in rows
    assert ["1", "other", "operation:", "all", "pass"] in rows
    assert not [row for row in rows if "listRoomSessions" in row]


def test_a_run_that_passes_is_short() -> None:
    """Besides its result it prints only the notes and the parts that were not checked."""
    report = attrs.evolve(passing(), not_checked=("POST /rooms may change data",))
    assert printed(report)[:-1] == ["", "not checked: POST /rooms may change data"]


def test_parameters_that_no_law_judges_stand_above_the_notes() -> None:
    """A run passes with them, and its last line has their number and the first names."""
    names = ("since", "carrier", "vat", "tag", "lang", "tier")
    not_judged = tuple(NotJudged("listRooms", each) for each in names)
    report = noted(attrs.evolve(passing(), not_judged=not_judged))
    lines = printed(report)
    told = lines.index(f"not judged: listRooms: no annotation explains {', '.join(names)}")
    assert told < next(number for number, each in enumerate(lines) if each.startswith("note: "))
    assert report.exit_code == 0
    assert (
        " pass; 6 parameters not judged: since, carrier, vat, tag, lang and 1 more "
        "(rollcall annotate proposes annotations); 2 notes; "
    ) in lines[-1]
    markdown = to_markdown(report)
    assert 0 < markdown.index("Not judged: 1") < markdown.index("Notes: 2")


def test_undecided_laws_are_listed() -> None:
    """Each reason is printed once for all channels, with the notes and the errors of units."""
    unit = UnitResult(Unit("fuzzing", "listRooms", "conformance.fuzzing"), "error", "ValueError: x")
    unit = attrs.evolve(unit, traceback="ValueError: x")
    report = failing()
    lines = printed(attrs.evolve(report, units=(*report.units, unit)))
    text = " ".join(" ".join(lines).split())
    assert text.count("inconclusive: listRoomParticipants coherence.order Room: the list") == 1
    for part in report.not_checked:
        assert part in text
    assert "ERROR fuzzing-listRooms: ValueError: x" in lines


def test_a_reason_of_many_laws_is_printed_once() -> None:
    """Laws that share a reason make one line."""
    report = passing()
    reason = "no parent of listRooms was found"
    rooms = [each for each in report.verdicts if each.operation == "listRooms"]
    verdicts = tuple(
        attrs.evolve(each, outcome="vacuous", witnesses=0, reason=reason) for each in rooms
    )
    lines = printed(attrs.evolve(report, verdicts=verdicts, not_checked=()))
    (line,) = (each for each in lines if each.startswith("vacuous: "))
    others = len({(each.law, each.subject) for each in rooms}) - 1
    assert line == f"vacuous: listRooms {verdicts[0].law} and {others} more: {reason}"


def test_a_cause_is_reproduced() -> None:
    """A cause of several channels is printed once, with an unwrapped command."""
    report = failing()
    lines = printed(report)
    at = lines.index("FAIL listRooms: 2 of 41 rows that match are not listed")
    assert lines[at + 1] == (
        "    violates page.totals, through plain HTTP, the client, the async client"
    )
    assert [line for line in lines if line.startswith("FAIL")] == [lines[at]]
    assert lines.count(f"    {report.violations[0].curl}") == 1
    assert (
        "re-run: rollcall check openapi/telnyx-video.yaml http://127.0.0.1:40123/v2 "
        "--profile ci --seed 20210425"
    ) in lines


def test_known_and_gone_causes_have_a_line() -> None:
    """The title says what to do about a cause that is gone, and names the operation once."""
    report = with_baseline(failing(60))
    (named,) = report.known_causes
    title = "listRooms: the total is wrong"
    known = {
        name: attrs.evolve(each, title=title, reason="BOOK-12" if name == named.id else "")
        for name, each in report.known.items()
    }
    lines = printed(attrs.evolve(report, known=known))
    assert f"known: listRooms: {named.title} (BOOK-12)" in lines
    assert f"gone: {title} (first seen 2026-10-01); remove with --update-baseline" in lines


def test_notes_have_their_line_of_yaml() -> None:
    """Notes that say the same of several operations are printed together."""
    lines = printed(noted(passing()))
    assert lines[1:3] == [
        "note: listRooms, listRoomSessions: the spec makes no choice here; the server does:",
        "    strictness: {emptyIsAbsent: true}  # an empty value is read as an absent one",
    ]
    assert "; 2 notes; " in lines[-1]


def test_a_violation_of_the_client_is_reproduced_in_python() -> None:
    """The reproduction is Python if plain HTTP shows no violation."""
    report = failing()
    lines = printed(attrs.evolve(report, violations=report.violations[1:]))
    assert f"    {report.violations[1].python.splitlines()[0]}" in lines
    assert f"    {report.violations[1].curl}" not in lines


def test_the_command_sets_the_same_configuration() -> None:
    """It has an option for each value that is not the default, and no value of a header."""
    given: dict[str, Any] = {
        "laws": ("page.*",),
        "parents": {"room_id": ("a b", "c")},
        "probe_methods": False,
        "strict": True,
        "rate": 2.5,
        "baseline": Path("known.toml"),
    }
    secret: dict[str, Any] = {"headers": {"X-Key": "secret"}, "token_command": "secret"}
    config = Config(seed=7, **secret, **given)
    lines = printed(attrs.evolve(failing(), config=config))
    (command,) = (line for line in lines if line.startswith("re-run:"))
    assert "secret" not in command
    words = shlex.split(command)[3:]
    parsed = main.commands["check"].make_context("check", words).params
    names = {each.name for each in attrs.fields(Config)}
    values = {name: value or None for name, value in parsed.items() if name in names}
    shown: dict[str, Any] = {"headers": {"X-Key": "…"}, "token_command": "…"}
    assert Config.load(environ={}, **values) == attrs.evolve(config, **shown)


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
    assert printed(report)[-1] == result


def test_a_run_that_ended_early_prints_the_reason() -> None:
    """The reason is on the line before the result."""
    assert printed(empty())[-2] == "the run ended early: GET /rooms: connection refused"


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("report", [passing(), failing(), hostile()], ids=["pass", "fail", "odd"])
def test_a_terminal_of_any_width(report: Report, width: int) -> None:
    """Only lines to copy are longer than the terminal is wide."""
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, width=width, color_system=None)
    print_report(report, console)
    copied = {
        visible(f"    {line}")
        for each in report.violations
        for text in (each.curl, each.python)
        for line in text.split("\n")
    }
    lines = [line for line in stream.getvalue().split("\n") if not line.startswith("re-run: ")]
    assert [line for line in lines if len(line) > width and line not in copied] == []


def test_long_values_are_shortened() -> None:
    """A detail keeps its beginning and its end, and at most ten lines; a command stays whole."""
    detail = "\n".join([f"Expected {'1' * 5000}!", *map(str, range(20))])
    curl = f"curl {'2' * 5000}"
    report = failing(1)
    (found,) = report.violations
    long = attrs.evolve(found, detail=detail, curl=curl)
    lines = printed(attrs.evolve(report, violations=(long,)))
    (shown,) = (line for line in lines if "Expected" in line)
    assert shown.startswith("    Expected 111")
    assert shown.endswith("111!")
    assert len(shown) == 292  # three lines of 96 columns, with a margin
    assert "    … and 11 more lines" in lines
    assert f"    {curl}" in lines


def test_a_stream_without_unicode() -> None:
    """Symbols have a substitute of one character, and other text is escaped."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    print_report(attrs.evolve(failing(), not_checked=("grün…",)), open_console(stream))
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    lines = stream.buffer.getvalue().decode("ascii").splitlines()
    assert "not checked: gr\\xfcn~" in lines
    assert ["listRooms", "1,394", "73", "3", "12", "-"] in [line.split() for line in lines]


def test_a_log_has_no_control_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither FORCE_COLOR nor a terminal elsewhere changes that."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    text = "\n".join(printed(failing()))
    assert "\x1b" not in text


def test_hostile_text_is_escaped() -> None:
    """Text of a server has no control characters, and is not read as markup."""
    text = "\n".join(printed(hostile()))
    assert "\x1b" not in text
    assert "\\u001b[31m" in text
    assert "{{ 7 * 7 }}" in text


def test_a_message_stays_on_its_line() -> None:
    """A line feed in a name or a value is escaped in every line of text."""
    report = noted(failing(1))
    (violation,) = report.violations
    note = attrs.evolve(report.notes[0], sentence="a\nb", subjects=("c\td",))
    odd = attrs.evolve(
        report,
        violations=(attrs.evolve(violation, title="a\nb is not listed"),),
        notes=(note,),
        not_checked=("a\nb was not called",),
    )
    text = "\n".join(printed(odd))
    for line in ("FAIL listRooms: a\\nb is not listed", "# a\\nb", "not checked: a\\nb was not"):
        assert line in text
    markdown, (annotation,) = to_markdown(odd), to_annotations(odd).splitlines()
    assert r"### listRooms: a\\nb is not listed" in markdown
    assert r"- a\\nb was not called" in markdown
    assert r"title=listRooms%3A a\nb is not listed::" in annotation


def test_a_unit_is_described() -> None:
    """A unit is described by its causes with both reproductions, or else by its reason."""
    report = failing(1)
    (result,) = (each for each in report.units if each.violations)
    (violation,) = result.violations
    text = describe_result(report, result, {})
    assert text.startswith("listRooms: 2 of 41 rows that match are not listed\n")
    assert violation.curl in text
    assert "filter_date_created_at_gte=date(2021, 4, 25)" in text
    failed = UnitResult(
        Unit("fuzzing", "listRooms", "conformance.fuzzing"), "fail", "the responses differ"
    )
    assert describe_result(report, failed, {}) == "the responses differ"


def test_a_cause_is_described_once() -> None:
    """The second unit that it fails names the first."""
    report = failing()
    failed = [each for each in report.units if each.violations]
    described: dict[str, str] = {}
    texts = [describe_result(report, each, described) for each in failed]
    assert [text.count("curl") for text in texts] == [1, 0, 0]
    assert texts[1] == (
        "listRooms: 2 of 41 rows that match are not listed\n"
        f"    the same cause as in {failed[0].unit.id}"
    )
