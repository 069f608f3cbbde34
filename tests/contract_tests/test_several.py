"""Several contracts in one go: a run for each, one summary, and one report of each kind."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from contract_tests.report import join_junit, join_reports, render_joined, sum_up

from ._reports import failing, passing
from ._suite import ROOT

_TELNYX, _TWILIO = (ROOT / "openapi" / f"{each}-video.yaml" for each in ("telnyx", "twilio"))
_SCHEMAS = ROOT / "contract_tests" / "report"
_SECONDS = 300


def _validated(report: Any) -> None:  # noqa: ANN401 - JSON
    for name, part in (("reports", report), *(("report", each) for each in report["reports"])):
        schema = json.loads((_SCHEMAS / f"{name}.schema.json").read_text("utf-8"))
        Draft202012Validator(schema).validate(part)


def _run(folder: Path, *arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "contract_tests", "-p", "no:cacheprovider", "-q"),
            *("--junitxml", str(folder / "all.xml"), "--contract-json", str(folder / "all.json")),
            *("--html-report", str(folder / "all.html"), *arguments),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_two_contracts_make_one_report_of_each_kind(tmp_path: Path) -> None:
    """Each contract has its run; summary, JSON, JUnit and page have both."""
    specs = ("--spec", str(_TELNYX), "--spec", str(_TWILIO))
    status, output = _run(tmp_path, *specs, "-k", "http and scope.found")
    assert status == 0, output
    summary = output[output.rindex("Telnyx Video") :]
    assert "telnyx-video.yaml: pass" in summary
    assert "twilio-video.yaml: pass" in summary
    assert f"reports: {tmp_path}/all.xml, {tmp_path}/all.json, {tmp_path}/all.html" in summary
    report = json.loads((tmp_path / "all.json").read_text("utf-8"))
    _validated(report)
    titles = [each["spec"]["title"] for each in report["reports"]]
    assert titles == ["Telnyx Video", "Twilio Video"]
    suites = ET.parse(tmp_path / "all.xml").getroot()  # noqa: S314 - written by the run above
    assert [each.get("name") for each in suites] == ["telnyx-video", "twilio-video"]
    page = (tmp_path / "all.html").read_text("utf-8")
    for title in titles:
        assert f"<bdi>{title}</bdi>" in page
    assert "listRooms" in page
    assert "listRoomParticipants" in page
    parts = {each.name for each in tmp_path.iterdir()}
    assert {"all-telnyx-video.json", "all-twilio-video.xml"} <= parts


def test_one_contract_is_reported_as_ever(tmp_path: Path) -> None:
    """A single contract has the report of its run, and no other file."""
    status, output = _run(tmp_path, "--spec", str(_TELNYX), "-k", "http-listRooms-scope.found")
    assert status == 0, output
    report = json.loads((tmp_path / "all.json").read_text("utf-8"))
    assert report["spec"]["title"] == "Telnyx Video"
    assert {each.name for each in tmp_path.iterdir()} == {"all.json", "all.xml", "all.html"}


def test_a_run_that_fails_fails_all(tmp_path: Path) -> None:
    """One run that cannot begin fails the whole, and the others are reported."""
    missing = tmp_path / "missing.yaml"
    specs = ("--spec", str(missing), "--spec", str(_TELNYX))
    status, output = _run(tmp_path, *specs, "-k", "http-listRooms-scope.found")
    assert status == pytest.ExitCode.USAGE_ERROR
    assert "missing.yaml: the spec cannot be read" in output
    assert "telnyx-video.yaml: pass" in output


def test_a_page_shows_what_every_run_found() -> None:
    """The verdicts are added up, and operations of the same name are told apart."""
    one, other = passing(), failing()
    other["spec"] = {**other["spec"], "title": "Another"}
    lines = [*sum_up([one, other])]
    assert lines[0].endswith(": pass")
    assert lines[2].startswith("Another ")
    assert lines[2].endswith(": fail")
    whole = one["established"]["pass"] + other["established"]["pass"]
    assert lines[-1].startswith(f"{whole} pass, ")
    assert join_reports([one, other])["verdict"] == "fail"
    page = render_joined([one, other])
    operation = one["operations"][0]["id"]
    assert f'value="{one["spec"]["title"]}: {operation}"' in page
    assert f'value="Another: {operation}"' in page


@pytest.mark.parametrize(
    ("changed", "names"),
    [
        ({"version": "99"}, ("{title} {version}", "{title} 99")),
        ({"file": "other.yaml"}, ("{file}", "other.yaml")),
    ],
)
def test_documents_of_one_name_are_told_apart(
    changed: dict[str, str], names: tuple[str, ...]
) -> None:
    """Two versions of an API, and two documents of one version, are not shown as one."""
    one, other = passing(), failing()
    other["spec"] = {**one["spec"], **changed}
    page = render_joined([one, other])
    operation = one["operations"][0]["id"]
    for name in names:
        assert f'value="{name.format(**one["spec"])}: {operation}"' in page


def test_suites_of_junit_are_put_side_by_side() -> None:
    """The suites keep their names and their tests."""
    texts = [
        f'<testsuites><testsuite name="{each}" tests="1"><testcase name="a"/></testsuite>'
        "</testsuites>"
        for each in ("one", "two")
    ]
    root = ET.fromstring(join_junit(texts))  # noqa: S314 - written above
    assert [each.get("name") for each in root] == ["one", "two"]
    assert [len(each) for each in root] == [1, 1]
