"""The command ``rollcall`` as a process: a check of a server, a plugin, an interrupt, a client."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rollcall.cli import main
from rollcall.http import serving
from tests.support.api import Api
from tests.support.checks import ROOT, TELNYX
from tests.support.processes import interruptible
from tests.support.specs import write

pytestmark = pytest.mark.xdist_group("runs")


@pytest.fixture(scope="module", name="origin")
def running_api() -> Iterator[str]:
    """Serve the example API."""
    with serving(Api().app) as origin:
        yield origin


def test_a_server_is_checked_against_the_document_that_it_serves(
    origin: str, tmp_path: Path
) -> None:
    """SPEC may be an address; a law of a plugin is checked, and the reports are written.

    An exception in the law is reported, and the run is incomplete.
    """
    (tmp_path / "own_laws.py").write_text(
        """
import rollcall

@rollcall.law("own.broken", "It holds.", source="us", needs="a row",
              cases=lambda context: rollcall.Cases([1]))
def broken(context, case):
    raise ZeroDivisionError("by the law's author")
""",
        encoding="utf-8",
    )
    spec, laws = f"{origin}/openapi.json", ("--law", "own.broken", "--law", "page.length")
    ran = subprocess.run(
        [
            *(sys.executable, "-m", "rollcall", "check", spec, origin, "--plugin", "own_laws"),
            *(*laws, "--json", "new/report.json", "--junit", "report.xml"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 3, ran.stdout + ran.stderr
    assert "ZeroDivisionError: by the law's author" in ran.stdout
    report = json.loads((tmp_path / "new" / "report.json").read_text("utf-8"))
    assert report["spec"]["path"] == spec
    outcomes = {each["law"]: each["outcome"] for each in report["verdicts"]}
    assert (outcomes["page.length"], outcomes["own.broken"]) == ("pass", "inconclusive")
    assert (tmp_path / "report.xml").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no POSIX signals")
@pytest.mark.parametrize(
    "command",
    [
        ("-m", "rollcall", "check", "{origin}/openapi.json", "{origin}", "--json=reports/api.json"),
        (str(ROOT / "scripts" / "contract.py"), "check", "--spec", str(TELNYX)),
    ],
    ids=["rollcall", "make contract"],
)
def test_an_interrupted_run_still_reports(
    command: tuple[str, ...], origin: str, tmp_path: Path
) -> None:
    """Ctrl-C reaches all processes of a terminal, and ends the run with exit status 3."""
    arguments = [each.format(origin=origin) for each in command]
    with subprocess.Popen(
        interruptible(*arguments, "--rate=20"),
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT / "generated")},
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("profile: "):
                break
        os.killpg(process.pid, signal.SIGINT)
        output = process.stdout.read()
        assert process.wait(120) == 3, output
    assert "it was interrupted" in output
    (report,) = (tmp_path / "reports").glob("*.json")
    assert "it was interrupted; " in json.loads(report.read_text("utf-8"))["stopped"]


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments], prog_name="rollcall")


def test_a_client_is_generated_and_compared(tmp_path: Path) -> None:
    """--check writes nothing, and reports an outdated package with exit status 1."""
    spec, folder = write(tmp_path / "library.yaml"), tmp_path / "generated"
    generate = ("generate", str(spec), "-o", str(folder))
    missing = _run(*generate, "--check")
    assert (missing.exit_code, folder.exists()) == (1, False)
    written = _run(*generate)
    assert written.exit_code == 0, written.output
    assert _run(*generate, "--check").exit_code == 0
    spec.write_text("openapi: 3.1.0\n", encoding="utf-8")
    assert _run(*generate).exit_code == 2
