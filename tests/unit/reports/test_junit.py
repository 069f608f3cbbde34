"""The report of a run as JUnit XML."""

from xml.etree import ElementTree as ET

import attrs
import pytest

from rollcall.reports import to_junit
from rollcall.runs import Report, Unit, UnitResult
from tests.support.reports._reports import empty, failing, hostile, passing


def _suite(report: Report) -> ET.Element:
    root = ET.fromstring(to_junit(report))  # noqa: S314 - written by the code under test
    assert root.tag == "testsuites"
    (suite,) = root
    return suite


def test_a_case_for_each_unit() -> None:
    """A case is named by its law, its class by operation and channel; the counts add up."""
    report = failing()
    suite = _suite(report)
    cases = suite.findall("testcase")
    assert [(each.get("classname"), each.get("name")) for each in cases] == [
        (f"Telnyx Video.{each.unit.operation}.{each.unit.channel}", each.unit.law)
        for each in report.units
    ]
    for count, tag in (("failures", "failure"), ("skipped", "skipped"), ("errors", "error")):
        assert int(suite.get(count) or 0) == len(suite.findall(f"testcase/{tag}"))
    assert suite.get("tests") == str(len(cases))
    assert suite.get("name") == "Telnyx Video 2.0.0"
    assert suite.get("time") == "83.412"
    assert suite.get("timestamp") == "2026-11-21T10:04:06"
    properties = {each.get("name"): each.get("value") for each in suite.iter("property")}
    assert properties["seed"] == "20210425"


def test_a_failure_has_its_reproduction() -> None:
    """The failure has the law, the title, the detail, and the reproductions."""
    report = failing(1)
    failure = _suite(report).find("testcase/failure")
    assert failure is not None
    (violation,) = report.violations
    assert failure.get("type") == violation.law
    assert failure.get("message") == f"listRooms: {violation.title}"
    for line in f"{violation.detail}\n{violation.curl}\n{violation.python}".splitlines():
        assert line in (failure.text or "")


def test_a_unit_without_a_verdict_is_skipped() -> None:
    """The message of the skipped case is the reason."""
    skipped = {each.get("message") for each in _suite(failing()).iter("skipped")}
    assert "the list changed 3 times" in skipped


@pytest.mark.parametrize(("spent", "tag"), [(False, "error"), (True, "skipped")])
def test_a_run_that_ended_early_has_its_own_case(*, spent: bool, tag: str) -> None:
    """The case is an error, or skipped if a budget ended the run."""
    suite = _suite(attrs.evolve(empty(), spent=spent))
    (case,) = suite.findall("testcase")
    assert case.get("name") == "run"
    assert [each.tag for each in case] == [tag]
    assert "connection refused" in (case[0].get("message") or "")


def test_an_error_of_a_unit_has_its_traceback() -> None:
    """An exception in Rollcall is an error and not a failure."""
    unit = UnitResult(
        Unit("fuzzing", "listRooms", "conformance.fuzzing"),
        "error",
        "ValueError: x",
        traceback="line 1",
    )
    suite = _suite(attrs.evolve(passing(), units=(unit,)))
    error = suite.find("testcase/error")
    assert error is not None
    assert error.get("message") == "ValueError: x"
    assert error.text == "ValueError: x\n\nline 1"
    assert suite.get("errors") == "1"


def test_strict_readers_accept_the_xml() -> None:
    """The elements and attributes are those of Jenkins' schema, junit-10.xsd."""
    known = {
        "testsuites": {"name", "time", "tests", "failures", "errors"},
        "testsuite": {"name", "time", "tests", "failures", "errors", "skipped", "timestamp"},
        "properties": set(),
        "property": {"name", "value"},
        "testcase": {"name", "classname", "time"},
        **{tag: {"type", "message"} for tag in ("failure", "error", "skipped")},
        "system-out": set(),
    }
    root = ET.fromstring(to_junit(attrs.evolve(failing(), stopped="it was interrupted")))  # noqa: S314
    assert all({*each.attrib} <= known[each.tag] for each in root.iter())
    names = [(each.get("classname"), each.get("name")) for each in root.iter("testcase")]
    assert len(names) == len(set(names))


def test_hostile_text_is_valid_xml() -> None:
    """Characters that XML forbids are escaped."""
    text = to_junit(hostile())
    assert ET.fromstring(text) is not None  # noqa: S314 - written by the code under test
    assert text.startswith('<?xml version="1.0" encoding="utf-8"?>\n<testsuites ')
    assert "NUL\\u0000 ESC\\u001b[31m" in text
    assert text.encode()
