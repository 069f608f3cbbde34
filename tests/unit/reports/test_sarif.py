"""The report of a run as SARIF."""

import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from jsonschema import Draft202012Validator

from rollcall.reports import to_sarif
from rollcall.runs import Report
from tests.support.reports._reports import (
    empty,
    failing,
    hostile,
    noted,
    passing,
    with_baseline,
)

# The schema of OASIS, as published in the npm package @microsoft/sarif-multitool-linux.
_SCHEMA = Path(__file__).parents[2] / "support" / "reports" / "sarif-2.1.0.json"
_VALIDATOR = Draft202012Validator(
    json.loads(_SCHEMA.read_text("utf-8")), format_checker=Draft202012Validator.FORMAT_CHECKER
)


def _run(report: Report) -> dict[str, Any]:
    (run,) = json.loads(to_sarif(report))["runs"]
    found: dict[str, Any] = run
    return found


@pytest.mark.parametrize(
    "report",
    [passing(), failing(60), with_baseline(failing(60)), noted(failing()), empty(), hostile()],
    ids=["pass", "fail", "known", "notes", "empty", "hostile"],
)
def test_it_follows_the_schema(report: Report) -> None:
    """The report is valid, and each result has a rule."""
    read = json.loads(to_sarif(report))
    assert [each.message for each in _VALIDATOR.iter_errors(read)] == []
    (run,) = read["runs"]
    rules = {each["id"] for each in run["tool"]["driver"]["rules"]}
    assert {each["ruleId"] for each in run["results"]} <= rules


def test_the_place_of_a_cause_is_its_file_and_line() -> None:
    """A cause without a known place is on the first line of the spec."""
    report = failing(1)
    (violation,) = report.violations
    places = {(violation.operation, violation.subject): ("lists.overlay.yaml", 57)}
    (found,) = _run(attrs.evolve(report, places=places))["results"]
    (unknown,) = _run(report)["results"]
    shown = [each["locations"][0]["physicalLocation"] for each in (found, unknown)]
    assert shown == [
        {"artifactLocation": {"uri": file}, "region": {"startLine": line}}
        for file, line in (("lists.overlay.yaml", 57), ("openapi/telnyx-video.yaml", 1))
    ]
    assert violation.curl in found["message"]["text"]


def test_the_fingerprint_is_that_of_the_cause() -> None:
    """It survives another title, another seed and other requests."""
    report = failing(1)
    changed = attrs.evolve(
        report,
        config=attrs.evolve(report.config, seed=2),
        violations=(attrs.evolve(report.violations[0], title="other", curl="curl other"),),
    )
    prints = [_run(each)["results"][0]["partialFingerprints"] for each in (report, changed)]
    assert prints[0] == prints[1]
    two = _run(failing(60))["results"]
    assert len({each["partialFingerprints"]["rollcallCause/v1"] for each in two}) == len(two) > 1


def test_a_baseline_gives_each_result_a_state() -> None:
    """It is new, unchanged or absent; without a baseline file it has none."""
    report = with_baseline(failing(60))
    states = {
        each["properties"]["cause"]: each["baselineState"] for each in _run(report)["results"]
    }
    assert states == {
        **{each.id: "new" for each in report.new_causes},
        **{each.id: "unchanged" for each in report.known_causes},
        **{each.id: "absent" for each in report.gone_causes},
    }
    assert {*states.values()} == {"new", "unchanged", "absent"}
    assert not [each for each in _run(failing())["results"] if "baselineState" in each]
