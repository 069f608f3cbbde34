"""``rollcall check`` and ``rollcall laws`` without a server: help and usage errors."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rollcall.cli import main
from tests.support.api import Api
from tests.support.checks import check
from tests.support.faulty import TOKEN

_ORIGIN = "http://127.0.0.1:9"
"""An address that no server listens on."""


@pytest.fixture(name="spec")
def spec_of_the_example_api(tmp_path: Path) -> Path:
    """Write the document of the example API to a file."""
    path = tmp_path / "books.json"
    path.write_text(json.dumps(Api().document), "utf-8")
    return path


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments], prog_name="rollcall")


@pytest.mark.parametrize(
    "command", [[], ["check"], ["mutate"], ["generate"], ["laws"], ["report", "join"]]
)
def test_help_fits_80_columns(command: list[str]) -> None:
    """No line is longer."""
    shown = _run(*command, "--help")
    assert shown.exit_code == 0
    assert max(map(len, shown.output.splitlines())) <= 80


def test_laws_are_listed_and_explained() -> None:
    """Each law has a line; a single one has all its parts."""
    listed = _run("laws")
    assert listed.exit_code == 0
    assert "page.length" in listed.output
    one = _run("laws", "page.length")
    assert [line.split()[0] for line in one.output.splitlines() if line[:3] != "   "] == [
        *("page.length", "sentence", "check", "needs", "basis", "source", "statements"),
        *("violation", "channels"),
    ]
    wrong = _run("laws", "page.lenght")
    assert wrong.exit_code == 2
    assert "did you mean page.length?" in wrong.output


def test_the_list_of_laws_fits_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """No line of the list, or of the explanation of a law, is longer."""
    monkeypatch.setenv("COLUMNS", "80")
    shown = [_run("laws"), *(_run("laws", law) for law in ("link.token", "page.oversized"))]
    assert max(len(line) for each in shown for line in each.output.splitlines()) <= 80


def test_laws_are_listed_by_their_basis() -> None:
    """The option may be repeated."""
    found = json.loads(_run("laws", "--basis", "convention", "--format", "json").output)
    assert {each["basis"] for each in found} == {"convention"}
    both = ("--basis", "convention", "--basis", "standard")
    more = json.loads(_run("laws", *both, "--format", "json").output)
    assert {each["basis"] for each in more} == {"convention", "standard"}
    assert _run("laws", "page.length", "--basis", "standard").exit_code == 2


def test_laws_are_explained_in_json() -> None:
    """Tools get the parts of each law, with the addresses of its sources."""
    (found,) = json.loads(_run("laws", "link.previous", "--format", "json").output)
    assert found["links"] == ["https://www.rfc-editor.org/rfc/rfc8288"]
    assert "openapi/ANNOTATIONS.md#link-2" in found["statements"]
    (other,) = json.loads(_run("laws", "page.oversized", "--format", "json").output)
    assert other["strictness"] == ["oversizedPage"]
    assert other["violations"][0] == "A page size above the maximum is read as the maximum."


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--parent", "roomid=x"], "--parent: no path of"),
        (["--parent", "roomid"], "--parent: expected NAME=VALUE, got roomid"),
        (["--profile", "hourly"], "expected smoke, ci, nightly, live, got hourly"),
        (["--seed", "now"], "--seed: expected an integer, got now"),
        (["--max-requests", "0"], "--max-requests: expected an integer from 1 to 999999999, got 0"),
        (["--max-requests", "1e3"], "--max-requests: expected an integer from 1 to"),
        (["--rate", "0"], "--rate: expected a number from 0.001 to 1000000, got 0"),
        (["--rate", "fast"], "--rate: expected a number from 0.001 to 1000000, got fast"),
        (["--max-time", "nan"], "--max-time: expected a number from 0.001 to"),
        (["--max-wait", "-1"], "--max-wait: expected a number from 0 to"),
        (["--request-timeout", "inf"], "--request-timeout: expected a number from"),
        (["--max-rows", "-5"], "--max-rows: expected an integer from 1 to"),
        (["--law", "fitler.*"], "--law: nothing matches fitler.*"),
    ],
)
def test_a_wrong_option_is_a_usage_error(
    arguments: list[str], message: str, spec: Path, tmp_path: Path
) -> None:
    """The message has one line, and no report is written."""
    outcome = check(tmp_path, _ORIGIN, *arguments, spec=spec)
    assert outcome.status == 2, outcome.output
    (line,) = outcome.output.splitlines()
    assert line.startswith("Error: ")
    assert message in line
    assert outcome.report == {}


def test_all_wrong_options_are_named_together(spec: Path, tmp_path: Path) -> None:
    """Each has a line."""
    options = ("--rate", "fast", "--max-time", "0", "--seed", "x")
    outcome = check(tmp_path, _ORIGIN, *options, spec=spec)
    assert outcome.status == 2
    assert [line.partition(": expected")[0] for line in outcome.output.splitlines()] == [
        "Error: --seed",
        "--rate",
        "--max-time",
    ]


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("127.0.0.1:8000/v2", "expected an address such as https://"),
        ("https://me:secret@example.com", "leave user and password out"),
        ("", "URL: expected an address such as https://api.example.com/v2, got none"),
    ],
)
def test_an_address_that_is_not_complete_is_a_usage_error(
    url: str, message: str, tmp_path: Path
) -> None:
    """Nothing is sent."""
    outcome = check(tmp_path, url)
    assert outcome.status == 2
    assert message in outcome.output


def test_a_spec_that_does_not_exist_is_named(tmp_path: Path) -> None:
    """The message begins with the path."""
    outcome = check(tmp_path, _ORIGIN, spec=Path("openapi/nothing.yaml"))
    assert outcome.status == 2
    assert "openapi/nothing.yaml: " in outcome.output


def test_a_report_that_cannot_be_written_is_a_usage_error(spec: Path, tmp_path: Path) -> None:
    """The check is before the run."""
    (tmp_path / "file").touch()
    report = tmp_path / "file" / "report.json"
    outcome = check(tmp_path, _ORIGIN, "--json", str(report), spec=spec)
    assert outcome.status == 2
    assert "'--json'" in outcome.output
    assert "is not a writable folder" in outcome.output


def test_a_credential_of_two_parts_is_asked_for_with_a_colon(tmp_path: Path) -> None:
    """The token of a spec with HTTP Basic has a user and a password."""
    document = Api(token=TOKEN).document
    document["components"]["securitySchemes"]["key"]["scheme"] = "basic"
    spec = tmp_path / "basic.json"
    spec.write_text(json.dumps(document), "utf-8")
    outcome = check(tmp_path, _ORIGIN, spec=spec, token="one-part")  # noqa: S106
    assert outcome.status == 2
    assert "requires two parts; pass username:password, with the colon" in outcome.output
