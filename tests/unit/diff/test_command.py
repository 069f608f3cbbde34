"""``rollcall diff``: files, revisions of git, formats, versions and exit statuses."""

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rollcall.cli import main
from tests.support.specs import GET_SHELVES, LIBRARY, SHELF, write

SMALLER = {"/components/parameters/Size/schema/maximum": 40}
ADDED = {f"{SHELF}/width": {"description": "How wide it is.", "type": "integer"}}
MAJOR = {**SMALLER, "/info/version": "3.0.0"}
PROJECT = '[project]\nname = "clients"\nversion = "0.4.1"\n'


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["diff", *map(str, arguments)])


def _git(*arguments: str) -> None:
    identity = ["-c", "user.name=Ada", "-c", "user.email=ada@library.example"]
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a working folder whose spec and project have a tag, v1."""
    monkeypatch.chdir(tmp_path)
    write(Path("library.json"))
    Path("pyproject.toml").write_text(PROJECT, encoding="utf-8")
    _git("init", "--quiet")
    _git("add", ".")
    _git("commit", "--quiet", "-m", "Add the library")
    _git("tag", "v1")
    return tmp_path


def test_the_same_file_in_another_format_has_no_change(tmp_path: Path) -> None:
    """YAML and JSON of one document do not differ."""
    done = _run(LIBRARY, write(tmp_path / "library.json"))
    assert done.exit_code == 0
    assert "no change" in done.output


def test_a_breaking_change_fails_without_its_version(repository: Path) -> None:
    """Status 1, with the change, whom it breaks, and the version that it needs."""
    write(repository / "library.json", SMALLER)
    done = _run("v1", "library.json", "--no-python")
    assert done.exit_code == 1
    assert "maximum 50 → 40" in done.output
    assert "a breaking change makes it 3.0.0" in done.output


def test_a_breaking_change_passes_with_its_version(repository: Path) -> None:
    """Status 0: clients can see from the version that something breaks."""
    write(repository / "library.json", MAJOR)
    done = _run("v1", "library.json", "--no-python")
    assert done.exit_code == 0
    assert "maximum 50 → 40" in done.output


def test_a_dash_separates_revisions_from_files(repository: Path) -> None:
    """``--`` is allowed, as in ``git diff``."""
    write(repository / "library.json", SMALLER)
    assert _run("v1", "--no-python", "--", "library.json").exit_code == 1


def test_two_revisions_are_compared(repository: Path) -> None:
    """The working tree does not count then."""
    write(repository / "library.json", SMALLER)
    assert _run("v1", "HEAD", "library.json", "--no-python").exit_code == 0
    _git("commit", "--quiet", "-am", "Shorten pages")
    write(repository / "library.json")
    assert _run("v1", "HEAD", "library.json", "--no-python").exit_code == 1


def test_a_new_and_a_removed_document_are_compared(repository: Path) -> None:
    """All operations of a new document are added; those of a removed one are removed."""
    write(repository / "second.json")
    (repository / "library.json").unlink()
    new = json.loads(_run("v1", "second.json", "--format", "json").output)
    gone = json.loads(_run("v1", "library.json", "--format", "json").output)
    assert [each["wire"]["rule"] for each in new["documents"][0]["changes"]] == [
        "operation.added",
        "operation.added",
    ]
    assert {each["wire"]["rule"] for each in gone["documents"][0]["changes"]} == {
        "operation.removed"
    }
    assert (new["exit_code"], gone["exit_code"]) == (0, 0)  # neither has two versions


def test_an_overlay_is_read_in_its_own_version(repository: Path) -> None:
    """A change of an overlay is a change of the document; a new one had no effect before."""
    overlay = (
        "overlay: 1.0.0\ninfo: {title: Sizes, version: 1.0.0}\nactions:\n"
        "  - target: $.components.parameters.Size.schema\n    update: {maximum: 40}\n"
    )
    (repository / "sizes.yaml").write_text(overlay, encoding="utf-8")
    done = _run("v1", "library.json", "--overlay", "sizes.yaml", "--no-python")
    assert done.exit_code == 1
    assert "maximum 50 → 40" in done.output


def test_both_columns_are_in_one_row(repository: Path) -> None:
    """The field of the wire, and the attribute that it becomes."""
    write(repository / "library.json", ADDED)
    done = _run("v1", "library.json", "--format", "markdown")
    assert done.exit_code == 0
    assert (
        "| Shelf.width: optional field added (a generated client ignores fields that it does not "
        "know) | works | works | Shelf.width: attribute added |"
    ) in done.output


def test_the_package_needs_the_version_of_both_columns(repository: Path) -> None:
    """A method that has another name breaks nobody on the wire, but every import."""
    write(repository / "library.json", {f"{GET_SHELVES}/x-name": "every"})
    done = _run("v1", "library.json", "--package", "pyproject.toml", "--format", "json")
    report = json.loads(done.output)
    levels = {each["name"]: each["level"] for each in report["versions"]}
    proposed = {each["name"]: each["proposed"] for each in report["versions"]}
    assert levels == {"Library": "none", "clients": "major"}
    assert proposed["clients"] == "0.5.0"
    assert done.exit_code == 1


def test_versions_and_fragments_are_written(repository: Path) -> None:
    """The files have the proposed versions; the changelog a sentence for each type of change."""
    project = f'{PROJECT}[tool.towncrier]\ndirectory = "changelog.d"\n'
    (repository / "pyproject.toml").write_text(project, encoding="utf-8")
    write(repository / "library.json", {**SMALLER, **ADDED})
    done = _run("v1", "library.json", "--package", "pyproject.toml", "--write", "--no-python")
    assert done.exit_code == 0
    assert '"version": "3.0.0"' in (repository / "library.json").read_text("utf-8")
    assert 'version = "0.5.0"' in (repository / "pyproject.toml").read_text("utf-8")
    fragments = {
        each.name: each.read_text("utf-8") for each in (repository / "changelog.d").iterdir()
    }
    assert fragments == {
        "+library-3.0.0.added.md": "Library 3.0.0: `Shelf.width`: optional field added.\n",
        "+library-3.0.0.changed.md": (
            "Library 3.0.0: `size (GET /shelves, GET /shelves/{shelf_id}/books)`: "
            "maximum 50 → 40.\n"
        ),
    }
    assert _run("v1", "library.json", "--package", "pyproject.toml", "--no-python").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["v1"], "name the documents to compare"),
        (["library.json"], "pass two files, or a revision of git"),
        (["v2", "library.json"], "v2: neither a file nor a revision of git"),
        (["library.json", "v1"], "name revisions before documents"),
        (["v1", "HEAD", "main", "library.json"], "two revisions are named"),
        (["library.json", "missing.json"], "missing.json: there is no such file"),
        (["v1", "missing.json"], "there is no such file in either version"),
        (["v1", "library.json", "--package", "library.json"], "expected a pyproject.toml"),
    ],
)
def test_wrong_arguments_are_refused(arguments: list[str], problem: str, repository: Path) -> None:
    """Status 2, and one sentence."""
    assert repository.is_dir()
    done = _run(*arguments, "--no-python")
    assert done.exit_code == 2
    assert problem in " ".join(done.output.split())
