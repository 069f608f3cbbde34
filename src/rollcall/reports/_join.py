"""Several reports as one: each run by itself, and what they found side by side."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any
from xml.etree import ElementTree as ET

__all__ = ["join_junit", "join_reports", "side_by_side", "sum_up"]

_OUTCOMES = ("pass", "fail", "vacuous", "inconclusive")
_NONE: Mapping[str, str] = MappingProxyType({})


def join_reports(
    reports: Sequence[Mapping[str, Any]], missing: Sequence[str] = ()
) -> dict[str, Any]:
    """Return several reports as one, which ``reports.schema.json`` describes.

    Args:
        reports: What ``report.schema.json`` describes, each of another contract.
        missing: The files of the contracts of which there is no report.
    """
    return {
        "report_version": 2,
        "verdict": _worst(reports, missing),
        "reports": [*reports],
        "missing": [*missing],
    }


def side_by_side(
    reports: Sequence[Mapping[str, Any]], missing: Mapping[str, str] = _NONE
) -> Mapping[str, Any]:
    """Return what several runs found as if one had: for a page that shows their operations together.

    An operation that two contracts name alike is told apart by the name of its API, by its version
    too where the name is the same, or by the file where both are.

    Args:
        reports: What ``report.schema.json`` describes, each of another contract; one at least.
        missing: The files of the contracts of which there is no report, each with the reason.

    Returns:
        The same, without what belongs to a single run.
    """
    if len(reports) == 1 and not missing:
        return reports[0]
    names = _names(reports)
    told = [*map(_named, reports, names, _alike(reports))]
    listed = ("operations", "baselines", "verdicts", "failures")
    return {
        "verdict": _worst(reports, missing),
        "established": _established(reports),
        "notes": [
            f"{name}: {note}"
            for name, each in zip(names, told, strict=True)
            for note in each["notes"]
        ],
        **{name: [*_each_once(told, name)] for name in ("channels", "families", "laws")},
        **{name: [item for each in told for item in each[name]] for name in listed},
    }


def sum_up(
    reports: Sequence[Mapping[str, Any]], missing: Mapping[str, str] = _NONE
) -> Iterator[str]:
    """Return the lines that tell what came of several runs.

    Args:
        reports: What ``report.schema.json`` describes, each of another contract.
        missing: The files of the contracts of which there is no report, each with the reason.
    """
    for each in reports:
        spec = each["spec"]
        yield f"{spec['title']} {spec['version']}, {spec['file']}: {each['verdict']}"
        yield f"  {_counted(each['established'])}; {each['requests']} requests"
    yield from (f"{file}: {reason}" for file, reason in missing.items())
    seconds = sum(each["seconds"] for each in reports)
    requests = sum(each["requests"] for each in reports)
    yield f"{_counted(_established(reports))}; {requests} requests in {seconds:.1f} s"


def join_junit(texts: Iterable[str]) -> str:
    """Join JUnit reports to one that holds the suites of all of them."""
    whole = ET.Element("testsuites", name="pytest tests")
    for text in texts:
        whole.extend(ET.fromstring(text))  # noqa: S314 - written by runs of our own
    return ET.tostring(whole, encoding="unicode", xml_declaration=True)


def _worst(reports: Sequence[Mapping[str, Any]], missing: Collection[str]) -> str:
    has_passed = not missing and all(each["verdict"] == "pass" for each in reports)
    return "pass" if has_passed else "fail"


def _established(reports: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    return {each: sum(report["established"][each] for report in reports) for each in _OUTCOMES}


def _counted(established: Mapping[str, int]) -> str:
    found = [f"{established[each]} {each}" for each in _OUTCOMES if established[each]]
    return ", ".join(found) or "no law was tried"


def _each_once(reports: Sequence[Mapping[str, Any]], name: str) -> Iterable[Mapping[str, Any]]:
    return {item["id"]: item for each in reports for item in each[name]}.values()


def _names(reports: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the shortest names that tell contracts apart."""
    specs = [each["spec"] for each in reports]
    titles = [each["title"] for each in specs]
    versions = [f"{each['title']} {each['version']}" for each in specs]
    for names in (titles, versions):
        if len({*names}) == len(names):
            return names
    return [each["file"] for each in specs]


def _alike(reports: Sequence[Mapping[str, Any]]) -> list[set[str]]:
    """Return those operations of each report that another one has, too."""
    names = [{each["id"] for each in report["operations"]} for report in reports]
    return [own & set().union(*(other for other in names if other is not own)) for own in names]


def _named(report: Mapping[str, Any], api: str, alike: set[str]) -> Mapping[str, Any]:
    """Return a report that names some operations with their API."""
    if not alike:
        return report

    def name(operation: str) -> str:
        return f"{api}: {operation}" if operation in alike else operation

    return {
        **report,
        "operations": [{**each, "id": name(each["id"])} for each in report["operations"]],
        **{
            key: [{**each, "operation": name(each["operation"])} for each in report[key]]
            for key in ("baselines", "verdicts", "failures")
        },
    }
