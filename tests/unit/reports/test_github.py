"""The summary in Markdown, and the annotations for GitHub."""

import re

import attrs

from rollcall.reports import to_annotations, to_markdown
from tests.support.reports._reports import empty, failing, hostile, noted, passing, with_baseline


def test_the_summary_has_the_causes_before_all_else() -> None:
    """Then the numbers, the undecided verdicts, the notes with their YAML, and the rest."""
    report = noted(with_baseline(failing(60)))
    text = to_markdown(report)
    places = [
        text.index(each)
        for each in (
            "## ❌ Telnyx Video 2.0.0: fail",
            f"### {report.new_causes[0].operation}: 2 of 41 rows that match are not listed",
            report.violations[0].curl,
            "<summary>Known causes: 1</summary>",
            "<summary>Gone causes: remove with `--update-baseline`: 1</summary>",
            "| causes | known |",
            "<summary>Undecided verdicts: ",
            report.notes[0].binding,
            "<summary>Not checked: 2</summary>",
            "rollcall check openapi/telnyx-video.yaml",
        )
    ]
    assert places == sorted(places)


def test_the_summary_escapes_markup() -> None:
    """Text of a server makes no element, no link and no end of a block of code."""
    text = to_markdown(hostile())
    outside = re.sub(r"(?ms)^(`{3,})\w*\n.*?^\1$", "", text)
    tags = {*re.findall(r"(?<!\\)</?(\w+)", outside)}
    assert tags == {"details", "summary"}
    fenced = attrs.evolve(failing(1))
    (violation,) = fenced.violations
    broken = attrs.evolve(violation, detail="a\n```\n# not a title")
    assert "````text\na\n```\n# not a title\n````" in to_markdown(
        attrs.evolve(fenced, violations=(broken,))
    )


def test_an_annotation_names_the_file_and_the_line() -> None:
    """A cause is an error with its title, its file, its line and its reproduction."""
    report = failing(1)
    (violation,) = report.violations
    places = {(violation.operation, violation.subject): ("lists.overlay.yaml", 57)}
    (line,) = to_annotations(attrs.evolve(report, places=places)).splitlines()
    assert line.startswith(
        "::error file=lists.overlay.yaml,line=57,"
        "title=listRooms%3A 2 of 41 rows that match are not listed::violates page.totals"
    )
    assert line.endswith(violation.curl.replace("%", "%25"))


def test_a_known_cause_is_a_warning() -> None:
    """It does not fail the step."""
    report = failing(1)
    decided = tuple(each for each in report.verdicts if each.outcome != "inconclusive")
    known = attrs.evolve(report, known=report.updated().known, verdicts=decided)
    assert to_annotations(known).startswith("::warning title=")
    assert "::error" not in to_annotations(known)


def test_a_run_that_is_incomplete_has_an_annotation() -> None:
    """A run that passes has none."""
    assert to_annotations(empty()).startswith("::error title=rollcall::incomplete: no law was")
    assert to_annotations(passing()) == ""
