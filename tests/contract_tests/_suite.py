"""Runs the contract suite as a command, the way its users do."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import attrs
from jsonschema import Draft202012Validator

from ._servers import TOKEN

__all__ = ["ROOT", "Outcome", "run_suite"]

ROOT = Path(__file__).parents[2]
_SCHEMA = json.loads((ROOT / "contract_tests" / "report.schema.json").read_text("utf-8"))
_SECONDS = 120


@attrs.frozen
class Outcome:
    """What a run of the suite printed and wrote."""

    status: int
    output: str
    report: dict[str, Any] = attrs.field(repr=False)
    junit: str = attrs.field(repr=False)

    @property
    def failed(self) -> set[tuple[str, str]]:
        """The operations and checks that failed."""
        return {(each["operation"], each["check"]) for each in self.report["failures"]}

    def failure(self, operation: str, check: str) -> dict[str, Any]:
        """Give the failure of a check on an operation."""
        found: dict[str, Any] = next(
            each
            for each in self.report["failures"]
            if (each["operation"], each["check"]) == (operation, check)
        )
        return found

    def ran(self, check: str) -> int:
        """Give how often a check decided."""
        return sum(each["ran"] for each in self.report["checks"] if each["check"] == check)


def run_suite(folder: Path, *arguments: str, token: str = TOKEN) -> Outcome:
    """Run ``pytest contract_tests`` with the reports in a folder, and see that none is leaky.

    Whatever the run is about, its token must be in nothing that it prints or writes, a log must
    have no carriage return in it, and the reports must be whole.
    """
    json_report, junit_report = folder / "contract.json", folder / "contract.xml"
    finished = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "contract_tests", "-p", "no:cacheprovider"),
            *("--contract-json", str(json_report), "--junitxml", str(junit_report)),
            *arguments,
        ],
        cwd=ROOT,
        env={**os.environ, "ROLLCALL_TOKEN": token, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    output = finished.stdout + finished.stderr
    report, junit = {}, ""
    if json_report.exists():
        report = json.loads(json_report.read_text("utf-8"))
        Draft202012Validator(_SCHEMA).validate(report)
    if junit_report.exists():
        junit = junit_report.read_text("utf-8")
        ET.fromstring(junit)  # noqa: S314 - written by the run above
    for text in (output, json.dumps(report), junit):
        assert token not in text
        assert "s3cret" not in text, [line for line in text.splitlines() if "s3cret" in line]
    assert "\r" not in output
    assert "Traceback" not in output
    assert "INTERNALERROR" not in output
    return Outcome(finished.returncode, output, report, junit)
