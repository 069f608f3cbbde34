"""Faulty clients: each fault applies to what is generated, and is noticed."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from contract_tests.faults.client import (
    FAULTS,
    GROUPS,
    ClientFault,
    Edit,
    UnfoundError,
    applies,
    apply,
)

ROOT = Path(__file__).parents[2]
PACKAGES = [each.parent for each in sorted((ROOT / "generated").glob("*/_client.py"))]
_SOUND_TOKEN = "t0ken-of-the-sandbox"  # noqa: S105 - of no server but our own


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.kind)
def test_fault_applies(fault: ClientFault) -> None:
    """A fault changes each package that has what it needs, into one that Python can read."""
    having = [each for each in PACKAGES if applies(fault, each)]
    assert having == PACKAGES or (having and fault.needs)
    for package in having:
        for name, source in apply(fault, package).items():
            assert source != (package / name).read_text("utf-8")
            compile(source, name, "exec")


def test_names_tell_the_faults_apart() -> None:
    """No two faults are called the same, or make the same of a package; each group has a title."""
    assert len({each.kind for each in FAULTS}) == len(FAULTS) >= 60
    assert len({each.edits for each in FAULTS}) == len(FAULTS)
    assert len({each.sentence for each in FAULTS}) == len(FAULTS)
    assert {each.group for each in FAULTS} == {*GROUPS}


def test_something_is_to_notice_each() -> None:
    """Every fault names what is to notice it, and every test that it names is there."""
    for each in FAULTS:
        assert each.laws or each.contract or each.tests, each.kind
        for folder, names in (("contract_tests", each.contract), ("tests/client", each.tests)):
            for name in names:
                path, _, test = name.partition("::")
                whole = ROOT / folder / path
                if not whole.is_file():
                    (whole,) = (ROOT / folder).rglob(path)
                source = whole.read_text("utf-8")
                assert f"def {test.partition('[')[0]}" in source, each.kind


@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        (Edit("_retries.py", "no such text", ""), "this stands there nowhere: 'no such text'"),
        (Edit("_retries.py", "import ", ""), "times, not once"),
        (Edit("_nowhere.py", "", ""), "has no such module"),
    ],
)
def test_source_that_has_changed(edit: Edit, problem: str) -> None:
    """A fault whose text is not there any more is named, with the file to mend."""
    fault = ClientFault("retries.outdated", "It is outdated.", (edit,))
    with pytest.raises(UnfoundError, match=r"^retries\.outdated: _") as raised:
        apply(fault, PACKAGES[0])
    assert problem in str(raised.value)
    assert "faults/client/catalogue/_retries.py" in str(raised.value)


def _run(tmp_path: Path, *arguments: str) -> tuple[int, dict[str, Any], str]:
    report = tmp_path / "faults.json"
    done = subprocess.run(
        [sys.executable, "-m", "contract_tests.faults.client", "--json", report, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    output = done.stdout + done.stderr
    return done.returncode, json.loads(report.read_text("utf-8")) if report.exists() else {}, output


def test_faults_are_noticed(tmp_path: Path) -> None:
    """A faulty client is noticed in each column that it names, and a sound one in none."""
    names = ("paging.limit-off-by-one", "paging.never-ends", "requests.bool-for-number")
    only = [word for name in (*names, "secrets.wrong-header") for word in ("--only", name)]
    code, report, output = _run(tmp_path, *only)
    assert code == 0, output
    assert report["side"] == "client"
    assert not any(report["sound"].values()), output
    found = {each["id"]: each["trials"] for each in report["faults"]}
    assert found["secrets.wrong-header"]["laws"]["law"] == "page.partition"
    assert found["paging.limit-off-by-one"]["laws"]["outcome"] == "not applicable"
    assert found["paging.limit-off-by-one"]["contract"]["law"].startswith(
        "contract_tests/test_client_pages.py::test_limit["
    )
    for trials in found.values():
        for trial in trials.values():
            assert trial["outcome"] in {"killed", "not applicable"}, output
            assert (trial["outcome"] == "killed") == bool(trial["title"]), output


def test_unknown_fault(tmp_path: Path) -> None:
    """A pattern that fits no fault is an error, and nothing is tried."""
    code, report, output = _run(tmp_path, "--only", "paging.unheard-of")
    assert (code, report) == (2, {})
    assert "no fault is called paging.unheard-of" in output


def test_parents_can_be_given(tmp_path: Path) -> None:
    """Where the suite asks for --parent, the campaign has it, and refuses what no path has."""
    code, report, output = _run(tmp_path, "--parent", "roomid=x")
    assert (code, report) == (2, {})
    assert "has roomid; its parameters: room_id" in output


def test_finding_can_be_reproduced(tmp_path: Path) -> None:
    """The contract suite reports a faulty client with the law, and a call that shows it."""
    fault = next(each for each in FAULTS if each.kind == "paging.filters-lost")
    package = tmp_path / PACKAGES[0].name
    package.mkdir()
    for path in PACKAGES[0].glob("*.py"):
        (package / path.name).write_text(path.read_text("utf-8"), encoding="utf-8")
    for name, source in apply(fault, PACKAGES[0]).items():
        (package / name).write_text(source, encoding="utf-8")
    report = tmp_path / "report.json"
    run = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--exitfirst"),
            *("contract_tests/test_client_requests.py", "-k", "test_requests"),
            *("-o", f"pythonpath={tmp_path} . scripts", "--contract-json", str(report)),
            *("--hypothesis-seed", "1"),
        ],
        cwd=ROOT,
        env={**os.environ, "ROLLCALL_TOKEN": _SOUND_TOKEN, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    output = run.stdout + run.stderr
    assert run.returncode == pytest.ExitCode.TESTS_FAILED, output
    failures = json.loads(report.read_text("utf-8"))["failures"]
    assert {each["law"] for each in failures} == {"conformance.later_page_keeps_arguments"}, output
    for each in failures:
        assert each["channel"] == "client"
        compile(each["python"], "the call", "exec")
        assert "with Client(" in each["python"]
        assert each["curl"].count("://") == 1, each["curl"]
    assert _SOUND_TOKEN not in output + json.dumps(failures)
