"""Several contracts in one go: a run for each, one summary, and one report of each kind."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from rollcall.reports import join_junit, join_reports, render_joined, sum_up

from ._reports import failing, passing
from ._suite import ROOT

_TELNYX, _TWILIO = (ROOT / "openapi" / f"{each}-video.yaml" for each in ("telnyx", "twilio"))
_SCHEMAS = ROOT / "src" / "rollcall" / "reports"
_SECONDS = 300


def _validated(report: Any) -> None:  # noqa: ANN401 - JSON
    for name, part in (("reports", report), *(("report", each) for each in report["reports"])):
        schema = json.loads((_SCHEMAS / f"{name}.schema.json").read_text("utf-8"))
        Draft202012Validator(schema).validate(part)


_DEADLY = """
import os, signal

def pytest_runtestloop(session):
    if session.config.option.spec.stem.startswith("twilio"):
        os.kill(os.getpid(), signal.SIGKILL)
"""


def _run(folder: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "contract_tests", "-p", "no:cacheprovider", "-q"),
            *("--junitxml", str(folder / "all.xml"), "--contract-json", str(folder / "all.json")),
            *("--html-report", str(folder / "all.html"), *arguments),
        ],
        cwd=ROOT,
        env={**os.environ, **environment},
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
    assert {each.name for each in tmp_path.iterdir()} == {"all.json", "all.xml", "all.html"}


def test_a_run_that_is_killed_fails_all_and_is_named(tmp_path: Path) -> None:
    """A run without a report is a failure, which summary, JSON and page name."""
    (tmp_path / "deadly.py").write_text(_DEADLY, "utf-8")
    specs = ("--spec", str(_TELNYX), "--spec", str(_TWILIO))
    options = ("-p", "deadly", "-k", "http and scope.found")
    status, output = _run(tmp_path, *specs, *options, PYTHONPATH=f"generated:{tmp_path}")
    assert status == pytest.ExitCode.TESTS_FAILED, output
    said = "the run ended without a report (exit code -9)"
    assert f"{_TWILIO}: {said}\n" in output
    report = json.loads((tmp_path / "all.json").read_text("utf-8"))
    _validated(report)
    assert report["verdict"] == "fail"
    assert [each["verdict"] for each in report["reports"]] == ["pass"]
    assert report["missing"] == [str(_TWILIO)]
    page = (tmp_path / "all.html").read_text("utf-8")
    assert "<title>fail: " in page
    assert f"<bdi>{_TWILIO}</bdi>:</strong> {said}" in page


def test_an_interrupt_ends_all(tmp_path: Path) -> None:
    """After a run that was interrupted, no other begins; those that were left out are named."""
    (tmp_path / "deadly.py").write_text(_DEADLY.replace("SIGKILL", "SIGINT"), "utf-8")
    specs = ("--spec", str(_TWILIO), "--spec", str(_TELNYX))
    options = ("-p", "deadly", "-k", "http-listRooms-scope.found")
    status, output = _run(tmp_path, *specs, *options, PYTHONPATH=f"generated:{tmp_path}")
    assert status == pytest.ExitCode.INTERRUPTED, output
    assert f"{_TELNYX}: it was not run\n" in output
    report = json.loads((tmp_path / "all.json").read_text("utf-8"))
    _validated(report)
    assert report["verdict"] == "fail"
    assert str(_TELNYX) in report["missing"]


def test_a_choice_of_tests_that_one_contract_has_passes(tmp_path: Path) -> None:
    """A contract without any of the chosen tests fails nothing; none at all is as with one."""
    specs = ("--spec", str(_TELNYX), "--spec", str(_TWILIO))
    status, output = _run(tmp_path, *specs, "-k", "http-listRoomSessions-scope.found")
    assert status == 0, output
    report = json.loads((tmp_path / "all.json").read_text("utf-8"))
    _validated(report)
    assert report["verdict"] == "pass"
    assert [each["spec"]["title"] for each in report["reports"]] == ["Telnyx Video"]
    assert report["missing"] == []
    status, output = _run(tmp_path, *specs, "-k", "nothing_is_called_so")
    assert status == pytest.ExitCode.NO_TESTS_COLLECTED, output


def test_contracts_with_the_same_name_have_their_reports(tmp_path: Path) -> None:
    """Two documents openapi.yaml, in folders of their own, keep apart; no other file is touched."""
    files = [tmp_path / name / "telnyx-video.yaml" for name in ("a", "b")]
    for each in files:
        each.parent.mkdir()
        each.write_text(_TELNYX.read_text("utf-8"), "utf-8")
    bystander = tmp_path / "all-telnyx-video.json"
    bystander.write_text("mine", "utf-8")
    specs = [text for each in files for text in ("--spec", str(each))]
    status, output = _run(tmp_path, *specs, "-k", "http-listRooms-scope.found")
    assert status == 0, output
    report = json.loads((tmp_path / "all.json").read_text("utf-8"))
    assert [each["spec"]["file"] for each in report["reports"]] == [*map(str, files)]
    suites = ET.parse(tmp_path / "all.xml").getroot()  # noqa: S314 - written by the run above
    assert [each.get("name") for each in suites] == [*map(str, files)]
    assert bystander.read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--base-url", "http://127.0.0.1:1/v2"], "a server serves one contract; name one --spec"),
        (["--faults-json", "openapi/redocly.yaml"], "--faults-json: openapi/redocly.yaml cannot"),
    ],
)
def test_what_cannot_be_done_is_said_before_the_first_run(
    options: list[str], message: str, tmp_path: Path
) -> None:
    """One line and exit code 4, and nothing is run and nothing written."""
    status, output = _run(tmp_path, "--spec", str(_TELNYX), "--spec", str(_TWILIO), *options)
    assert status == pytest.ExitCode.USAGE_ERROR, output
    assert len(output.splitlines()) == 1, output
    assert message in output
    assert not [*tmp_path.iterdir()]


def test_a_summary_needs_no_report() -> None:
    """Several contracts are summed up where no file is asked for, too."""
    command = [sys.executable, "-m", "contract_tests", "-p", "no:cacheprovider", "-q"]
    specs = ("--spec", str(_TELNYX), "--spec", str(_TWILIO), "-k", "http-listRooms-scope.found")
    done = subprocess.run(
        [*command, *specs], cwd=ROOT, capture_output=True, text=True, timeout=_SECONDS, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "telnyx-video.yaml: pass" in done.stdout
    assert "reports:" not in done.stdout


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
