"""Runs ``rollcall check``, the way its users do, in this process."""

import json
import os
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import attrs
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from contract_tests.sandbox import serve
from rollcall.cli import main
from tests.support.faulty import TOKEN

__all__ = ["ROOT", "TELNYX", "Outcome", "check", "sandboxed"]

ROOT = Path(__file__).parents[2]
TELNYX = ROOT / "openapi" / "telnyx-video.yaml"
_SCHEMA = json.loads((ROOT / "src/rollcall/reports/run-report.schema.json").read_text("utf-8"))


@attrs.frozen
class Outcome:
    """What a run printed and wrote."""

    status: int
    output: str
    report: dict[str, Any] = attrs.field(repr=False)
    junit: str = attrs.field(repr=False)
    html: str = attrs.field(repr=False)

    @property
    def failed(self) -> set[tuple[str, str]]:
        """The operations and laws that are violated."""
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
        """Return how often a law could have told right from wrong."""
        return sum(each["witnesses"] for each in self.verdicts(law))

    def verdicts(self, law: str) -> list[dict[str, Any]]:
        """Return what is known of a law."""
        return [each for each in self.report["verdicts"] if each["law"] == law]


def check(
    folder: Path, base_url: str, *arguments: str, token: str = TOKEN, spec: Path = TELNYX
) -> Outcome:
    """Run ``rollcall check`` with the reports in a folder, and check that none is leaky.

    Nothing that is printed or written may hold the token, nor any of the near variants that the
    laws send; a log must have no carriage return in it, and the reports must be whole.
    """
    paths = [folder / f"report.{each}" for each in ("json", "xml", "html")]
    for each in paths:
        each.unlink(missing_ok=True)
    options = [
        f"--{kind}={path}" for kind, path in zip(("json", "junit", "html"), paths, strict=True)
    ]
    shown = spec.relative_to(Path.cwd()) if spec.is_relative_to(Path.cwd()) else spec
    ran = CliRunner(env={**os.environ, "ROLLCALL_TOKEN": token}).invoke(
        main, ["check", str(shown), base_url, *options, *arguments]
    )
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    written, junit, html = (path.read_text("utf-8") if path.exists() else "" for path in paths)
    report = json.loads(written) if written else {}
    if report:
        Draft202012Validator(_SCHEMA).validate(report)
    if junit:
        ET.fromstring(junit)  # noqa: S314 - written by the run above
    for text in (ran.output, written, junit, html):
        assert token not in text
        # What near variants of the token have in common: shortened, extended, in the other case.
        leaks = [line[:500] for line in text.splitlines() if "s3cret" in line.lower()]
        assert not leaks, leaks
        assert b64encode(token.encode()).decode()[:16] not in text
    assert "\r" not in ran.output
    assert "Traceback" not in ran.output
    return Outcome(ran.exit_code, ran.output, report, junit, html)


@contextmanager
def sandboxed(**options: Any) -> Iterator[str]:  # noqa: ANN401 - those of the sandbox
    """Serve a small sandbox, and yield its base URL."""
    shape = {"rooms": 30, "sessions": 30, "participants": 30, **options}
    with serve(token=TOKEN, **shape) as sandbox:
        yield sandbox.base_url
