"""Runs ``rollcall check`` in this process, and checks its output and reports."""

import json
import os
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import attrs
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from rollcall.cli import main
from rollcall.http import serving
from rollcall.reports import FORMATS
from tests.support.api import Api
from tests.support.faulty import TOKEN

__all__ = ["ROOT", "TELNYX", "Outcome", "check", "check_api"]

ROOT = Path(__file__).parents[2]
TELNYX = ROOT / "openapi" / "telnyx-video.yaml"
_SCHEMA = json.loads((ROOT / "src/rollcall/reports/run-report.schema.json").read_text("utf-8"))


@attrs.frozen
class Outcome:
    """The exit status, the output and the reports of a run."""

    status: int
    output: str
    report: dict[str, Any] = attrs.field(repr=False)
    junit: str = attrs.field(repr=False)
    html: str = attrs.field(repr=False)

    @property
    def failed(self) -> set[tuple[str, str]]:
        """The violated laws, each with its operation."""
        return {(each["operation"], each["law"]) for each in self.report["violations"]}

    def failure(self, operation: str, law: str, channel: str = "http") -> dict[str, Any]:
        """Return the violation of a law on an operation, through a channel."""
        found: dict[str, Any] = next(
            each
            for each in self.report["violations"]
            if (each["operation"], each["law"], each["channel"]) == (operation, law, channel)
        )
        return found

    def witnesses(self, law: str) -> int:
        """Return the number of witnesses of a law."""
        return sum(each["witnesses"] for each in self.verdicts(law))

    def verdicts(self, law: str) -> list[dict[str, Any]]:
        """Return the verdicts of a law."""
        return [each for each in self.report["verdicts"] if each["law"] == law]


def check(
    folder: Path, base_url: str, *arguments: str, token: str = TOKEN, spec: Path = TELNYX
) -> Outcome:
    """Run ``rollcall check`` with its reports in a folder, and check what it prints and writes.

    No text may hold the token or one of the variants that the laws send. The reports must be
    valid, and the log without a carriage return.
    """
    paths = {each: folder / f"report.{each}" for each in FORMATS}
    for each in paths.values():
        each.unlink(missing_ok=True)
    options = [f"--{kind}={path}" for kind, path in paths.items()]
    shown = spec.relative_to(Path.cwd()) if spec.is_relative_to(Path.cwd()) else spec
    ran = CliRunner(env={**os.environ, "ROLLCALL_TOKEN": token}).invoke(
        main, ["check", str(shown), base_url, *options, *arguments]
    )
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    texts = {kind: path.read_text("utf-8") if path.exists() else "" for kind, path in paths.items()}
    report = json.loads(texts["json"]) if texts["json"] else {}
    if report:
        Draft202012Validator(_SCHEMA).validate(report)
        ET.fromstring(texts["junit"])  # noqa: S314 - written by the run above
    for text in (ran.output, *texts.values()) if token else ():
        assert token not in text
        # The beginning of each variant of TOKEN: shortened, extended, in the other case.
        leaks = [line[:500] for line in text.splitlines() if TOKEN[:6] in line.lower()]
        assert not leaks, leaks
        assert b64encode(token.encode()).decode()[:16] not in text
    assert "\r" not in ran.output
    assert "Traceback" not in ran.output
    return Outcome(ran.exit_code, ran.output, report, texts["junit"], texts["html"])


def check_api(
    folder: Path,
    api: Api,
    *arguments: str,
    document: Mapping[str, Any] | None = None,
    token: str | None = None,
) -> Outcome:
    """Run ``rollcall check`` on an example API, which is served for the run.

    Args:
        folder: Where the document and the reports are written.
        api: The server.
        arguments: Further options.
        document: The document; None for that of the server.
        token: The token; None for that of the server.
    """
    spec = folder / "books.json"
    spec.write_text(json.dumps(document or api.document), "utf-8")
    given = api.token if token is None else token
    with serving(api.app) as origin:
        return check(folder, origin, *arguments, token=given, spec=spec)
