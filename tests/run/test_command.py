"""The command, from its first screen to its exit status."""

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

from .shelf import DOCUMENT, app, shelf

_START = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # some shells let children ignore it
from rollcall.cli import main
main(prog_name="rollcall")
"""


@pytest.fixture(scope="module", name="origin")
def running_shelf() -> Iterator[str]:
    """Serve the example API."""
    with serving(app) as origin:
        yield origin


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments], prog_name="rollcall")


@pytest.mark.parametrize("command", [[], ["check"], ["mutate"], ["generate"], ["laws"]])
def test_help_fits_a_small_terminal(command: list[str]) -> None:
    """Every help has no line above 80 columns, and begins with what the command does."""
    shown = _run(*command, "--help")
    assert shown.exit_code == 0
    assert max(map(len, shown.output.splitlines())) <= 80


def test_a_server_is_checked_against_the_document_that_it_serves(
    origin: str, tmp_path: Path
) -> None:
    """SPEC may be an address; a sound server passes every law, and the reports are written."""
    json, junit = tmp_path / "new" / "report.json", tmp_path / "report.xml"
    shown = _run(
        *("check", f"{origin}/openapi.json", origin, "--seed", "1", "--exclude-law", "http.*"),
        *("--exclude-law", "conformance.*", "--json", str(json), "--junit", str(junit)),
    )
    assert shown.exit_code == 0, shown.output
    assert f"{origin}/openapi.json" in json.read_text("utf-8")
    assert junit.is_file()
    assert "pass: " in shown.output.splitlines()[-2]


def test_a_violation_is_exit_status_1() -> None:
    """The command names the law and the request."""
    with serving(shelf(lambda _book, _kind: True)) as origin:
        shown = _run("check", f"{origin}/openapi.json", origin, "--law", "filter.sound")
    assert shown.exit_code == 1, shown.output
    assert "FAIL listBooks filter.sound kind" in shown.output
    assert "curl --globoff" in shown.output


def test_a_defect_of_a_law_is_exit_status_3(origin: str, tmp_path: Path) -> None:
    """A law that cannot be evaluated is reported, not passed over; the run is incomplete."""
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
    ran = subprocess.run(
        [
            *(sys.executable, "-c", _START, "check", f"{origin}/openapi.json", origin),
            *("--plugin", "own_laws", "--law", "own.broken"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 3, ran.stdout + ran.stderr
    assert "ZeroDivisionError: by the law's author" in ran.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="there are no POSIX signals")
def test_an_interrupted_run_still_reports(origin: str, tmp_path: Path) -> None:
    """Ctrl-C ends the run promptly, with a report and exit status 3."""
    report = tmp_path / "report.json"
    with subprocess.Popen(
        [
            *(sys.executable, "-c", _START, "check", f"{origin}/openapi.json", origin),
            *("--rate", "20", "--json", str(report)),
        ],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("profile: "):
                break
        process.send_signal(signal.SIGINT)
        output = process.stdout.read()
        assert process.wait(60) == 3, output
    assert "it was interrupted" in output
    assert '"stopped": "it was interrupted"' in report.read_text("utf-8")


def test_laws_are_listed_and_explained() -> None:
    """All laws have a line; one has its sentence, its source and what it needs."""
    listed = _run("laws")
    assert listed.exit_code == 0
    assert "page.length" in listed.output
    one = _run("laws", "page.length")
    assert [line.split()[0] for line in one.output.splitlines() if line[:3] != "   "] == [
        *("page.length", "says", "source", "needs", "channels"),
    ]
    assert _run("laws", "page.lenght").exit_code == 2


def test_a_client_is_generated_and_compared(tmp_path: Path) -> None:
    """--check writes nothing, and tells an outdated package by exit status 1."""
    spec = "openapi/twilio-video.yaml"
    folder = tmp_path / "generated"
    missing = _run("generate", spec, "-o", str(folder), "--check")
    assert (missing.exit_code, folder.exists()) == (1, False)
    written = _run("generate", spec, "-o", str(folder))
    assert written.exit_code == 0, written.output
    assert _run("generate", spec, "-o", str(folder), "--check").exit_code == 0
    broken = tmp_path / "broken.yaml"
    broken.write_text("openapi: 3.1.0\n", encoding="utf-8")
    assert _run("generate", str(broken), "-o", str(folder)).exit_code == 2
    assert DOCUMENT["openapi"] == "3.1.0"
