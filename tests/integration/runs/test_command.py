"""The command, from its first screen to its exit status."""

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
from tests.support.shelf import DOCUMENT, app, shelf

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
    written, junit = tmp_path / "new" / "report.json", tmp_path / "report.xml"
    shown = _run(
        *("check", f"{origin}/openapi.json", origin, "--seed", "1", "--exclude-law", "http.*"),
        *("--exclude-law", "conformance.*", "--json", str(written), "--junit", str(junit)),
    )
    assert shown.exit_code == 0, shown.output
    assert f"{origin}/openapi.json" in written.read_text("utf-8")
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


def test_a_report_that_cannot_be_written_is_told_before_the_run(
    origin: str, tmp_path: Path
) -> None:
    """A long run is not lost for a folder that is a file."""
    (tmp_path / "file").touch()
    report = tmp_path / "file" / "report.json"
    shown = _run("check", f"{origin}/openapi.json", origin, "--json", str(report))
    assert shown.exit_code == 2
    assert "'--json'" in shown.output
    assert "is not a folder that can be written to" in shown.output
    assert "server:" not in shown.output


@pytest.mark.parametrize(
    ("option", "pattern", "hint"),
    [
        ("--law", "filter.sond", "did you mean filter.sound"),
        ("--operation", "orders", "there is listBooks"),
    ],
)
def test_a_pattern_that_matches_nothing_is_told_what_there_is(
    option: str, pattern: str, hint: str, origin: str
) -> None:
    """A slip in a name is a usage error, with the names that may be meant."""
    shown = _run("check", f"{origin}/openapi.json", origin, option, pattern)
    assert shown.exit_code == 2
    assert f"{option}: nothing matches {pattern}; {hint}" in shown.output


def _document(folder: Path, old: str, new: str) -> str:
    path = folder / "shelf.json"
    path.write_text(json.dumps(DOCUMENT).replace(old, new), "utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('"/kind"', '"/kin"', "x-filter/field"),
        ('"identity": "/id"', '"identity": "/idd"', "x-list/identity"),
    ],
)
def test_a_field_that_no_item_has_is_a_mistake_of_the_document(
    old: str, new: str, where: str, origin: str, tmp_path: Path
) -> None:
    """It is told with its place and the fields that there are, and no server is blamed."""
    shown = _run("check", _document(tmp_path, old, new), origin, "--law", "filter.sound")
    assert shown.exit_code == 2
    assert f"{where}: listBooks: an item has no {new.split(chr(34))[-2]}, but /id, /kind" in (
        shown.output
    )


def test_a_field_that_the_schema_leaves_open_is_let_be(origin: str, tmp_path: Path) -> None:
    """A schema with further properties does not say that a field is missing."""
    old = '"required": ["id", "kind"], "properties": {"id": {"type": "string"}, "kind"'
    new = '"additionalProperties": true, "properties": {"id": {"type": "string"}, "sort"'
    shown = _run("check", _document(tmp_path, old, new), origin, "--law", "filter.sound")
    assert shown.exit_code == 0, shown.output


def test_a_run_that_decides_no_law_is_incomplete() -> None:
    """The schemas of a list without items say nothing of the laws that were asked for."""
    with serving(shelf(is_empty=True)) as origin:
        shown = _run("check", f"{origin}/openapi.json", origin, "--law", "filter.sound")
    assert shown.exit_code == 3, shown.output
    assert "incomplete: " in shown.output
    assert "1 vacuous" in shown.output


def test_a_document_without_lists_is_told(origin: str, tmp_path: Path) -> None:
    """A run that can only check schemas says so."""
    shown = _run("check", _document(tmp_path, "x-list", "x-other"), origin, "--max-requests", "20")
    assert shown.exit_code == 0, shown.output
    assert "note: no operation has an x-list: only schemas were checked" in shown.output


def test_a_run_without_the_token_asks_for_it() -> None:
    """No header is sent that is a scheme alone; the server's refusal is told."""
    with serving(shelf(token="of-the-shelf")) as origin:  # noqa: S106 - no one's
        shown = _run("check", f"{origin}/openapi.json", origin)
    assert shown.exit_code == 2
    assert "refuses requests without a token (status 401)" in shown.output
    assert "ROLLCALL_TOKEN" in shown.output


def test_operations_that_may_change_data_are_left_out(tmp_path: Path) -> None:
    """A document may have them beside its lists: nothing is sent there, and a note says so."""
    post = '"/orders": {"post": {"operationId": "order", "responses": {"201": {}}}}'
    document = _document(tmp_path, '"/books": {', f'{post}, "/books": {{')
    with serving(app) as origin:
        shown = _run("check", document, origin, "--law", "page.length", "--law", "conformance.*")
    assert shown.exit_code == 0, shown.output
    assert "note: POST /orders may change data: nothing was sent there" in shown.output


def test_a_list_that_cannot_be_read_makes_a_run_incomplete(tmp_path: Path) -> None:
    """The laws about one list are open, even if those about another one pass."""
    path = json.dumps(DOCUMENT["paths"]["/books"]).replace("listBooks", "listMaps")
    document = _document(tmp_path, '"paths": {', f'"paths": {{"/maps": {path}, ')
    with serving(app) as origin:
        shown = _run(
            *("check", document, origin, "--law", "page.length"),
            *("--exclude-law", "conformance.status_code_conformance"),
        )
    assert shown.exit_code == 3, shown.output
    assert "inconclusive: listMaps page.length: listMaps cannot be listed" in shown.output


def test_a_check_of_responses_is_left_out(origin: str, tmp_path: Path) -> None:
    """A check is excluded by its id, as a law is."""
    document = _document(tmp_path, '"422"', '"418"')
    found = "conformance.status_code_conformance"
    arguments = "check", document, origin, "--law", "page.refused"
    assert f"FAIL listBooks {found}" in _run(*arguments).output
    shown = _run(*arguments, "--exclude-law", found)
    assert shown.exit_code == 0, shown.output
