"""The numbers of a report are the same in every format."""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from xml.etree import ElementTree as ET

import attrs
import pytest

from rollcall.reports import (
    FORMATS,
    counts_of,
    summary_lines,
    to_annotations,
    to_html,
    to_json,
    to_junit,
    to_markdown,
    to_sarif,
)
from rollcall.runs import Report
from tests.support.reports._reports import (
    blocked,
    empty,
    failing,
    hostile,
    noted,
    passing,
    printed,
    with_baseline,
)

_REPORTS: Mapping[str, Callable[[], Report]] = {
    "pass": passing,
    "fail": failing,
    "many": lambda: failing(60),
    "known": lambda: with_baseline(failing(60)),
    "notes": lambda: noted(failing()),
    "blocked": blocked,
    "empty": empty,
    "hostile": hostile,
}
_OUTCOMES = ("pass", "fail", "vacuous", "inconclusive")


@pytest.mark.parametrize("name", _REPORTS)
def test_every_format_has_the_same_numbers(name: str) -> None:
    """Each format is read back by itself, and its entries are counted where it lists them."""
    report = _REPORTS[name]()
    is_known = {each.id: each.id in report.known for each in report.causes if each.violations}
    expected = {
        "causes": len(is_known) - sum(is_known.values()),
        "known": sum(is_known.values()),
        "gone": len(report.known.keys() - is_known.keys()),
        **{name: sum(each.outcome == name for each in report.verdicts) for name in _OUTCOMES},
        "notes": len(report.notes),
        "not_judged": len(report.not_judged),
        "not_checked": len(report.not_checked),
    }
    assert counts_of(report) == expected
    for read in (_json, _junit, _sarif, _markdown, _page, _terminal, _plugin, _annotations):
        found = read(report)
        assert found == {each: expected[each] for each in found}, read.__name__
        assert {"causes", "known"} <= found.keys()


@pytest.mark.parametrize("format_", [*FORMATS, "annotations", "pytest", "terminal"])
def test_every_format_says_why_a_run_is_incomplete(format_: str) -> None:
    """The reason is there if the run ended early, and if it could not decide its laws."""
    others: Mapping[str, Callable[[Report], str]] = {
        "annotations": to_annotations,
        "pytest": lambda each: "\n".join(summary_lines(each)),
        "terminal": lambda each: "\n".join(printed(each)),
    }
    render = others[format_] if format_ in others else FORMATS[format_][1]
    stopped = empty()
    assert "GET /rooms: connection refused" in render(stopped)
    undecided = attrs.evolve(failing(0), stopped=None)
    assert undecided.exit_code == 3
    assert "some laws could not be decided" in render(undecided)


def test_a_cause_without_a_violation_names_what_it_prevented() -> None:
    """It fails no run, and stands for the reasons of its verdicts."""
    report = blocked()
    for render in (to_markdown, to_sarif, to_html, to_json, lambda each: "\n".join(printed(each))):
        assert "the server refuses the token" in render(report)
    (line,) = (each for each in printed(report) if each.startswith("inconclusive: "))
    assert line.endswith(": the server refuses the token")
    assert _terminal(report)["causes"] == 1


def _json(report: Report) -> Mapping[str, int]:
    read = json.loads(to_json(report))
    states = Counter(each["state"] for each in read["causes"])
    lists = {each: len(read[each]) for each in ("gone", "notes", "not_judged", "not_checked")}
    listed = {"causes": states["new"], "known": states["known"], **lists}
    assert listed == {each: read["counts"][each] for each in listed}
    found: Mapping[str, int] = read["counts"]
    return found


def _junit(report: Report) -> Mapping[str, int]:
    (suite,) = ET.fromstring(to_junit(report))  # noqa: S314 - written by the code under test
    properties = {each.get("name"): each.get("value") for each in suite.iter("property")}
    assert _of_line((suite.findtext("system-out") or "").splitlines()[-1]).items() <= (
        counts_of(report).items()
    )
    return {each: int(properties[each] or "") for each in counts_of(report)}


def _sarif(report: Report) -> Mapping[str, int]:
    (run,) = json.loads(to_sarif(report))["runs"]
    states = Counter(each.get("baselineState", "new") for each in run["results"])
    notified = Counter(
        each["message"]["text"].partition(":")[0]
        for each in run["invocations"][0]["toolExecutionNotifications"]
        if each["level"] == "note"
    )
    listed = {
        "causes": states["new"],
        "known": states["unchanged"],
        "gone": states["absent"],
        "notes": notified.total() - notified["not judged"] - notified["not checked"],
        "not_checked": notified["not checked"],
    }
    assert listed.items() <= run["properties"]["counts"].items()
    found: Mapping[str, int] = run["properties"]["counts"]
    return found


def _markdown(report: Report) -> Mapping[str, int]:
    head, _, row = re.findall(r"(?m)^\|.*\|$", to_markdown(report))[:3]
    names = [each.strip().replace(" ", "_") for each in head.strip("|").split("|")]
    numbers = [int(each.strip().replace(",", "")) for each in row.strip("|").split("|")]
    return dict(zip(names, numbers, strict=True))


def _page(report: Report) -> Mapping[str, int]:
    html = to_html(report)
    tiles = re.findall(r'<span class="number">([\d,]+)</span> <span class="verdict \w+">.*', html)
    numbers = [int(each.replace(",", "")) for each in tiles[:4]]
    (lead,) = re.findall(r'<p class="lead">((?:pass|fail|incomplete): .*)</p>', html)
    shown = _of_line(lead)
    assert dict(zip(("fail", "inconclusive", "vacuous", "pass"), numbers, strict=True)) == {
        each: shown[each] for each in ("fail", "inconclusive", "vacuous", "pass")
    }
    cards = re.findall(r'<article class="card .*?<span class="verdict (\w+)"', html, re.DOTALL)
    assert (cards.count("fail"), cards.count("none")) == (shown["causes"], shown["known"])
    return shown


def _terminal(report: Report) -> Mapping[str, int]:
    lines = printed(report)
    shown = _of_line(lines[-1])
    assert sum(each.startswith("FAIL ") for each in lines) == shown["causes"]
    assert sum(each.startswith("note: ") for each in lines) <= shown["notes"]
    return shown


def _plugin(report: Report) -> Mapping[str, int]:
    lines = summary_lines(report)
    shown = _of_line(lines[-1])
    kinds = Counter(each.partition(" ")[0].rstrip(":") for each in lines)
    assert (kinds["FAIL"], kinds["known"]) == (shown["causes"], shown["known"])
    assert (kinds["not"] > len(report.not_checked)) == bool(shown["not_judged"])
    return {**shown, "gone": kinds["gone"]}


def _annotations(report: Report) -> Mapping[str, int]:
    kinds = Counter(each.split(" ")[0] for each in to_annotations(report).splitlines())
    is_incomplete = report.exit_code and not report.new_causes
    return {"causes": kinds["::error"] - bool(is_incomplete), "known": kinds["::warning"]}


def _of_line(line: str) -> Mapping[str, int]:
    """Return the numbers of the line that sums a report up; one that is not there is 0."""
    shown = {
        noun: int(number.replace(",", ""))
        for number, noun in re.findall(
            r"(\d[\d,]*) (known cause|cause|note|parameter|pass|fail|\w+)", line
        )
    }
    return {
        "causes": shown.get("cause", 0),
        "known": shown.get("known cause", 0),
        **{each: shown.get(each, 0) for each in _OUTCOMES},
        "notes": shown.get("note", 0),
        "not_judged": shown.get("parameter", 0),
    }
