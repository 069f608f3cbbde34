"""The command ``rollcall annotate``, and what ``rollcall check`` says without annotations."""

import json
import os
import pty
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import rollcall
from rollcall.cli import main
from rollcall.http import serving
from tests.support.api import Api
from tests.support.unannotated import without_annotations

pytestmark = pytest.mark.xdist_group("annotate")

WRONG = Api(keeps=lambda item, _, value: str(item["kind"]) == value or item["id"] == "b00")


@pytest.fixture(name="spec")
def written(tmp_path: Path) -> Path:
    """Write the document of the example API without its annotations."""
    path = tmp_path / "books.json"
    path.write_text(json.dumps(without_annotations(Api().spec).raw), encoding="utf-8")
    return path


@pytest.fixture(name="origin", scope="module")
def running_api() -> Iterator[str]:
    """Serve the example API."""
    with serving(Api().app) as origin:
        yield origin


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments], prog_name="rollcall")


def test_an_overlay_is_written_and_used(spec: Path, origin: str, tmp_path: Path) -> None:
    """It is confirmed by the server, and a check with it passes; a second run adds nothing."""
    overlay = tmp_path / "new" / "overlay.yaml"
    ran = _run("annotate", spec, origin, "-o", overlay, "--seed=1")
    assert ran.exit_code == 0, ran.output
    assert "confirmed" in ran.stderr
    text = overlay.read_text("utf-8")
    assert "x-filter: {field: /kind, operator: eq, precision: exact}" in text
    again = _run("annotate", spec, origin, "-o", overlay)
    assert again.exit_code == 0, again.output
    assert overlay.read_text("utf-8") == text
    check = ("check", spec, origin, "--overlay", overlay, "--law=filter.*", "--channel=http")
    assert _run(*check).exit_code == 0


def test_a_parameter_without_a_proposal_is_told(spec: Path, tmp_path: Path) -> None:
    """The line says why, and where the overlay has the choices; a second run adds nothing."""
    document = spec.read_text("utf-8").replace('"name": "kind"', '"name": "genre"')
    spec.write_text(document, encoding="utf-8")
    overlay = tmp_path / "overlay.yaml"
    first = _run("annotate", spec, "-o", overlay)
    text = overlay.read_text("utf-8")
    line = 1 + text[: text.index("@.name == 'genre'")].count("\n")
    told = (
        "no proposal for: genre of listBooks (no field of an item has a name like it; "
        f"choose in {overlay}:{line})"
    )
    assert told in first.stderr.splitlines()
    again = _run("annotate", spec, "-o", overlay)
    assert again.exit_code == 0, again.output
    assert told in again.stderr.splitlines()
    assert overlay.read_text("utf-8") == text


def test_without_an_output_the_overlay_is_printed(spec: Path) -> None:
    """Nothing else is on the standard output."""
    ran = _run("annotate", spec)
    assert ran.stdout.startswith("# Proposed by rollcall annotate.")
    assert "proposals: " in ran.stderr


def test_a_check_without_annotations_names_the_command_that_writes_them(
    spec: Path, origin: str
) -> None:
    """It says what could be checked, before it checks the conformance."""
    ran = _run("check", spec, origin, "--max-requests=30", "--law=conformance.coverage")
    assert "No list of" in ran.stderr
    assert "listBooks could be checked by" in ran.stderr
    assert f"rollcall annotate {spec} {origin} -o overlay.yaml" in ran.stderr


@pytest.mark.parametrize(("api", "status"), [(Api(), 0), (WRONG, 1)])
def test_a_check_by_a_guess(spec: Path, tmp_path: Path, api: Api, status: int) -> None:
    """The verdicts are marked as resting on a guess."""
    report = tmp_path / "report.json"
    laws = ("--law=filter.*", "--channel=http", "--seed=1")
    with serving(api.app) as origin:
        ran = _run("check", spec, origin, "--guess", *laws, "--json", report)
    assert ran.exit_code == status, ran.output
    assert "guessed: listBooks: x-list; x-filter kind" in " ".join(ran.output.split())
    found = json.loads(report.read_text("utf-8"))
    assert found["guesses"] == ["x-list of listBooks", "x-filter of kind of listBooks"]
    assert [each["guesses"] for each in found["causes"]] == [found["guesses"]] * status
    marked = "; rests on a guess: x-list, x-filter of kind\n"
    assert ran.output.count(marked) == status
    again = [each for each in ran.output.splitlines() if each.startswith("re-run: ")]
    assert [" --guess" in each for each in again] == [True] * status


@pytest.mark.parametrize(
    ("path", "media_type", "is_left_out"),
    [
        ("/docs", "application/vnd.oai.openapi; version=3.1", True),
        ("/api/schema/", "application/json", True),
        ("/openapi.json", "application/json", True),
        ("/settings", "application/json", False),
    ],
)
def test_a_check_leaves_out_the_document(
    spec: Path, origin: str, path: str, media_type: str, *, is_left_out: bool
) -> None:
    """It is told, with the option that selects it."""
    document = json.loads(spec.read_text("utf-8"))
    content = {media_type: {"schema": {"type": "object", "additionalProperties": {}}}}
    responses = {"200": {"description": "The document.", "content": content}}
    document["paths"][path] = {"get": {"operationId": "getDocument", "responses": responses}}
    spec.write_text(json.dumps(document), encoding="utf-8")
    options = ("--law=conformance.examples", "--channel=http", "--max-requests=200")
    told = f"GET {path} returns the OpenAPI document; --operation selects it"
    for more in ([], ["--guess"]):
        assert (told in _run("check", spec, origin, *more, *options).output) == is_left_out
    selected = _run("check", spec, origin, "--guess", *options, "--operation=getDocument")
    assert told not in selected.output


def test_a_test_by_a_guess(spec: Path) -> None:
    """A contract of pytest takes the same guesses."""
    made = rollcall.contract(spec, None, rollcall.Config(guess=True))
    assert [each.id for each in made.spec.lists] == ["listBooks"]
    assert made.spec.guesses
    assert not rollcall.contract(spec, None, rollcall.Config()).spec.lists


def test_a_person_decides_on_a_terminal(spec: Path, tmp_path: Path) -> None:
    """A doubtful proposal is shown with its other values; skipped, it is only a comment."""
    document = spec.read_text("utf-8").replace('"name": "kind"', '"name": "kind_after"')
    spec.write_text(document, encoding="utf-8")
    output = tmp_path / "overlay.yaml"
    command = [sys.executable, "-m", "rollcall", "annotate", str(spec), "-o", str(output)]
    shown = _typed(command, b"s\n")
    assert "x-filter: the name kind_after and the field /kind" in shown
    assert "1-4, s to skip, a to take all the rest" in shown
    text = output.read_text("utf-8")
    assert not re.search("(?m)^ +x-filter:", text)
    assert "# no proposal for kind_after of listBooks: skipped: the name kind_after" in text


def test_what_a_person_takes_is_not_called_confirmed(spec: Path, tmp_path: Path) -> None:
    """No server has shown it."""
    document = spec.read_text("utf-8").replace('"name": "kind"', '"name": "kind_after"')
    spec.write_text(document, encoding="utf-8")
    output = tmp_path / "overlay.yaml"
    _typed([sys.executable, "-m", "rollcall", "annotate", str(spec), "-o", str(output)], b"1\n")
    text = output.read_text("utf-8")
    assert "the field /kind; chosen\n" in text
    assert "; confirmed" not in text


def test_a_list_that_the_server_contradicts_is_told_in_one_line(spec: Path, tmp_path: Path) -> None:
    """No overlay is written; the command that names the bug does so."""
    output = tmp_path / "overlay.yaml"
    with serving(Api(page=lambda items, _number, _size: items).app) as origin:
        ran = _run("annotate", spec, origin, "-o", output)
        assert ran.exit_code == 1, ran.output
        assert not output.exists()
        lines = ran.stderr.splitlines()
        assert sum("cannot be annotated: page.partition: " in each for each in lines) == 1
        assert "without x-list" not in ran.stderr
        command = next(each.split() for each in lines if "--guess" in each)
        assert command == ["rollcall", "check", str(spec), origin, "--guess"]
        guessed = _run(*command[1:], "--law=page.*", "--channel=http")
    assert guessed.exit_code == 1, guessed.output
    assert "page.partition" in guessed.output


def test_a_contradicted_proposal_is_told_and_checked(spec: Path, tmp_path: Path) -> None:
    """The terminal has the violation and its request; the next command fails by the bug."""
    output = tmp_path / "over lay.yaml"
    with serving(WRONG.app) as origin:
        ran = _run("annotate", spec, origin, "-o", output, "--seed=1")
        assert ran.exit_code == 0, ran.output
        text, told = output.read_text("utf-8"), ran.stderr
        assert "1 contradicted: the proposal is wrong, or the server has a bug:\n" in told
        line = next(each for each in told.splitlines() if f"{output}:" in each and "kind" in each)
        number = int(line.partition(f"{output}:")[2].partition(":")[0])
        assert "@.name == 'kind'" in text.splitlines()[number - 1]
        assert "filter.sound: " in line
        assert f"    curl --globoff --path-as-is --include '{origin}/books?" in told
        assert "high, but the server contradicts it: filter.sound: " in " ".join(text.split())
        (command,) = (each for each in told.splitlines() if each.startswith("next: "))
        words = shlex.split(command)
        assert words[1:] == ["rollcall", "check", str(spec), origin, "--overlay", str(output)]
        checked = _run(*words[2:], "--law=filter.sound", "--channel=http")
    assert checked.exit_code == 1, checked.output
    assert "filter.sound" in checked.output


def test_a_doubt_is_told(tmp_path: Path) -> None:
    """A server that excludes the last value may mean so, or have a bug."""
    api = Api(
        items=[{"id": f"b{number:02}", "price": number % 7} for number in range(23)],
        fields={"id": {"type": "string"}, "price": {"type": "integer"}},
        filters={"price_to": ("price", "lte")},
        keeps=lambda item, _, value: item["price"] < value,
    )
    spec, output = tmp_path / "books.json", tmp_path / "overlay.yaml"
    spec.write_text(json.dumps(without_annotations(api.spec).raw), encoding="utf-8")
    with serving(api.app) as origin:
        ran = _run("annotate", spec, origin, "-o", output, "--seed=1")
    assert ran.exit_code == 0, ran.output
    assert "operator: lt, precision: exact" in output.read_text("utf-8")
    assert " confirmed, 1 confirmed with a doubt\n" in ran.stderr
    told = ran.stderr.partition("1 confirmed with a doubt: ")[2].splitlines()[1]
    assert re.search(r'overlay.yaml:[0-9]+: price_to of listBooks: .*"lt"', told)
    assert ': not {"field": "/price", "operator": "lte", "precision": "exact"}: filter.' in told
    assert "/books?" in ran.stderr.partition(told)[2].splitlines()[1]


def test_the_requests_are_counted_while_they_are_sent(spec: Path, origin: str) -> None:
    """On a terminal, a line tells how far it is."""
    command = [sys.executable, "-m", "rollcall", "annotate", str(spec), origin, "--yes"]
    shown = _typed(command, b"")
    assert f"asking {origin} about 7 proposals: at most 3,000 requests" in shown
    assert re.search(r"[0-9]+/[0-9]+ .*[0-9]+ requests?", shown)


def _typed(command: list[str], keys: bytes) -> str:
    """Return what a command prints on a terminal on which some keys are pressed."""
    child, terminal = pty.fork()
    if child == 0:
        os.execv(command[0], command)  # noqa: S606 - our own command
    os.write(terminal, keys)
    shown = b""
    try:
        while part := os.read(terminal, 4096):
            shown += part
    except OSError:  # the end of a terminal
        pass
    os.waitpid(child, 0)
    os.close(terminal)
    return shown.decode()
