"""The report of a run as JUnit XML, which Jenkins, GitLab and other CI servers read."""

from xml.etree import ElementTree as ET

from rollcall.reports._run_text import describe_result
from rollcall.reports._words import visible
from rollcall.runs import Report, UnitResult

__all__ = ["to_junit"]


def to_junit(report: Report) -> str:
    """Return a report as JUnit XML, with a test case for each unit.

    A run that ended early has one more case: skipped if a budget ended it, else an error.
    """
    units = [(_case(report, each), each.outcome) for each in report.units]
    outcomes = [outcome for _, outcome in units]
    cases = [case for case, _ in units]
    if report.stopped is not None:
        outcomes.append("skip" if report.spent else "error")
        cases.append(_element("testcase", name="run", classname=report.spec_title, time="0"))
        tag = "skipped" if report.spent else "error"
        cases[-1].append(_element(tag, message=f"the run ended early: {report.stopped}"))
    numbers = {
        "tests": str(len(cases)),
        "failures": str(outcomes.count("fail")),
        "errors": str(outcomes.count("error")),
        "time": f"{report.seconds:.3f}",
    }
    name = f"{report.spec_title} {report.spec_version}"
    suite = _element(
        "testsuite",
        name=name,
        timestamp=report.finished_at.replace(tzinfo=None).isoformat(timespec="seconds"),
        **numbers,
        skipped=str(outcomes.count("skip")),
    )
    properties = ET.SubElement(suite, "properties")
    for key, value in {
        "spec": report.spec_path,
        "base_url": report.base_url,
        "profile": report.config.profile,
        "seed": str(report.config.seed),
    }.items():
        properties.append(_element("property", name=key, value=value))
    suite.extend(cases)
    root = _element("testsuites", name="rollcall", **numbers)
    root.append(suite)
    ET.indent(root)
    # ElementTree would declare the encoding of the locale.
    declaration = '<?xml version="1.0" encoding="utf-8"?>'
    return f"{declaration}\n{ET.tostring(root, encoding='unicode')}\n"


def _case(report: Report, result: UnitResult) -> ET.Element:
    unit = result.unit
    case = _element(
        "testcase",
        name=unit.check or unit.law,
        classname=".".join(
            each for each in (report.spec_title, unit.operation, unit.channel) if each
        ),
        time=f"{result.seconds:.3f}",
    )
    tags = {"fail": "failure", "error": "error", "skip": "skipped"}
    if result.outcome in tags:
        titles = [f"{each.law}: {each.title}" for each in result.violations]
        message = "; ".join(titles) or result.reason or "no reason given"
        problem = _element(tags[result.outcome], message=message)
        if result.outcome != "skip":
            problem.set("type", titles[0].partition(":")[0] if titles else result.outcome)
            problem.text = describe_result(result)
        case.append(problem)
    return case


def _element(tag: str, **attributes: str) -> ET.Element:
    """Return an element, with the characters that XML forbids escaped in its attributes."""
    return ET.Element(tag, {key: visible(value) for key, value in attributes.items()})
