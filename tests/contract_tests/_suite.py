"""Runs the contract suite as a command, the way its users do."""

import json
import os
import subprocess
import sys
from base64 import b64encode
from itertools import chain
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import attrs
from jsonschema import Draft202012Validator

from ._servers import TOKEN

__all__ = ["ROOT", "Outcome", "run_suite"]

ROOT = Path(__file__).parents[2]
_SCHEMA = json.loads((ROOT / "src/rollcall/reports/run-report.schema.json").read_text("utf-8"))
_SECONDS = 120


@attrs.frozen
class Outcome:
    """What a run of the suite printed and wrote."""

    status: int
    output: str
    report: dict[str, Any] = attrs.field(repr=False)
    junit: str = attrs.field(repr=False)
    html: str = attrs.field(repr=False)

    @property
    def failed(self) -> set[tuple[str, str]]:
        """The operations and laws that are broken."""
        return {(each["operation"], each["law"]) for each in self.report["failures"]}

    def failure(self, operation: str, law: str, channel: str = "http") -> dict[str, Any]:
        """Return the failure of a law on an operation, through a channel."""
        found: dict[str, Any] = next(
            each
            for each in self.report["failures"]
            if (each["operation"], each["law"], each["channel"]) == (operation, law, channel)
        )
        return found

    def witnesses(self, law: str) -> int:
        """Return how often a law could have told right from wrong."""
        return sum(each["witnesses"] for each in self.verdicts(law))

    def verdicts(self, law: str) -> list[dict[str, Any]]:
        """Return what is known of a law."""
        return [each for each in self.report["verdicts"] if each["law"] == law]


def run_suite(folder: Path, *arguments: str, token: str = TOKEN) -> Outcome:
    """Run ``pytest contract_tests`` with the reports in a folder, and see that none is leaky.

    Whatever the run is about, nothing that it prints or writes may hold its token, nor any of the
    near variants that the laws send; a log must have no carriage return in it, and the reports
    must be whole.
    """
    paths = [folder / f"contract.{each}" for each in ("json", "xml", "html")]
    options = zip(("--contract-json", "--junitxml", "--html-report"), map(str, paths), strict=True)
    # A server that is named serves one of the documents, and which one is for the user to say.
    spec = ("--spec", "openapi/telnyx-video.yaml") if "--base-url" in arguments else ()
    finished = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "contract_tests", "-p", "no:cacheprovider"),
            *chain.from_iterable(options),
            *spec,
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
    written, junit, html = (path.read_text("utf-8") if path.exists() else "" for path in paths)
    report = json.loads(written) if written else {}
    if report:
        Draft202012Validator(_SCHEMA).validate(report)
    if junit:
        ET.fromstring(junit)  # noqa: S314 - written by the run above
    for text in (output, written, junit, html):
        assert token not in text
        # What near variants of the token have in common: shortened, extended, in the other case.
        leaks = [line[:500] for line in text.splitlines() if "s3cret" in line.lower()]
        assert not leaks, leaks
        assert b64encode(token.encode()).decode()[:16] not in text
    assert "\r" not in output
    assert "Traceback" not in output
    assert "INTERNALERROR" not in output
    return Outcome(finished.returncode, output, report, junit, html)
