"""The report of a run as JUnit XML, which Jenkins, GitLab and other CI servers read."""

import io
from xml.etree import ElementTree as ET

from rollcall.reports._progress import open_console
from rollcall.reports._run_terminal import print_report
from rollcall.reports._run_text import cause_line, counts_of, describe_result, ending_of
from rollcall.reports._words import visible
from rollcall.runs import Report, UnitResult

__all__ = ["to_junit"]


def to_junit(report: Report) -> str:
    """Return a report as JUnit XML, with a test case for each unit.

    A cause is described in the first case that it fails; the others name that case. A case that
    only known causes fail is skipped. A run that ended early, or that is incomplete though each
    unit was decided, has one more case: an error, or skipped if its budget ended it.
    """
    described: dict[str, str] = {}
    cases = [_case(report, each, described) for each in report.units]
    reason = ending_of(report)
    if report.stopped is None and report.errors:
        reason = ""  # the cases of these units say it
    if reason:
        cases.append(_element("testcase", name="run", classname=report.spec_title, time="0"))
        tag = "error" if report.incomplete else "skipped"
        cases[-1].append(_element(tag, message=reason))
    tags = [child.tag for case in cases for child in case]
    numbers = {
        "tests": str(len(cases)),
        "failures": str(tags.count("failure")),
        "errors": str(tags.count("error")),
        "time": f"{report.seconds:.3f}",
    }
    name = f"{report.spec_title} {report.spec_version}"
    suite = _element(
        "testsuite",
        name=name,
        timestamp=report.finished_at.replace(tzinfo=None).isoformat(timespec="seconds"),
        **numbers,
        skipped=str(tags.count("skipped")),
    )
    properties = ET.SubElement(suite, "properties")
    for key, value in {
        "spec": report.spec_path,
        "base_url": report.base_url,
        "profile": report.config.profile,
        "seed": str(report.config.seed),
        **{name: str(number) for name, number in counts_of(report).items()},
    }.items():
        properties.append(_element("property", name=key, value=value))
    suite.extend(cases)
    printed = io.StringIO()
    print_report(report, open_console(printed))
    ET.SubElement(suite, "system-out").text = printed.getvalue()
    root = _element("testsuites", name="rollcall", **numbers)
    root.append(suite)
    ET.indent(root)
    # ElementTree would declare the encoding of the locale.
    declaration = '<?xml version="1.0" encoding="utf-8"?>'
    return f"{declaration}\n{ET.tostring(root, encoding='unicode')}\n"


def _case(report: Report, result: UnitResult, described: dict[str, str]) -> ET.Element:
    unit = result.unit
    case = _element(
        "testcase",
        name=unit.check or unit.law,
        classname=".".join(
            each for each in (report.spec_title, unit.operation, unit.channel) if each
        ),
        time=f"{result.seconds:.3f}",
    )
    causes = report.causes_for(result)
    is_known = report.is_known(result)
    tags = {"fail": "skipped" if is_known else "failure", "error": "error", "skip": "skipped"}
    if result.outcome in tags:
        message = "; ".join(map(cause_line, causes)) or result.reason or "no reason given"
        known = "known: " if is_known else ""
        problem = _element(tags[result.outcome], message=f"{known}{message}")
        if problem.tag != "skipped":
            problem.set("type", causes[0].violations[0].law if causes else result.outcome)
            problem.text = describe_result(report, result, described)
        case.append(problem)
    return case


def _element(tag: str, **attributes: str) -> ET.Element:
    """Return an element, with the characters that XML forbids escaped in its attributes."""
    return ET.Element(tag, {key: visible(value) for key, value in attributes.items()})
