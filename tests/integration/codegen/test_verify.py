"""What ``verify`` catches, what it says, and that it touches nothing."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.generator_command import ROOT, generate, snapshot
from tests.support.specs import LIBRARY, SHELF, write


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the library's package in it."""
    output = tmp_path_factory.mktemp("written")
    assert generate("update", LIBRARY, "--output", output).code == 0
    return output


@pytest.fixture
def output(written: Path, tmp_path: Path) -> Path:
    """Return a copy of that folder, to change."""
    return Path(shutil.copytree(written, tmp_path / "output"))


def test_the_committed_packages_are_what_the_specs_say() -> None:
    """generated/ is current: this is the golden output of the generator."""
    before = snapshot(ROOT / "generated")

    run = generate("verify")

    assert (run.code, run.stderr) == (0, ""), run.stdout
    assert run.stdout.splitlines() == [
        "generated/telnyx_video: as openapi/telnyx-video.yaml says",
        "generated/twilio_video: as openapi/twilio-video.yaml says",
    ]
    assert snapshot(ROOT / "generated").keys() == before.keys()


def test_an_equal_package_is_said_to_be_so(output: Path) -> None:
    """Nothing differs: the command says so and exits with 0."""
    before = snapshot(output)

    run = generate("verify", LIBRARY, "--output", output)

    assert (run.code, run.stderr) == (0, "")
    assert run.stdout == f"{output / 'library'}: as {LIBRARY} says\n"
    assert snapshot(output) == before


def edit_a_line(package: Path) -> None:
    """Change a word by hand."""
    path = package / "_models.py"
    path.write_text(path.read_text("utf-8").replace("A book.", "A tome."), encoding="utf-8")


def delete_a_file(package: Path) -> None:
    """Remove a module."""
    (package / "_walk.py").unlink()


def empty_a_file(package: Path) -> None:
    """Leave nothing of a module."""
    (package / "_walk.py").write_bytes(b"")


def delete_the_marker(package: Path) -> None:
    """Remove an empty file, which has no lines to differ."""
    (package / "py.typed").unlink()


def add_a_module(package: Path) -> None:
    """Add a module by hand."""
    (package / "extra.py").write_text("ANSWER = 42\n", encoding="utf-8")


def add_a_folder(package: Path) -> None:
    """Add a module in a folder of its own."""
    (package / "more").mkdir()
    (package / "more" / "extra.py").write_text("ANSWER = 42\n", encoding="utf-8")


def write_crlf(package: Path) -> None:
    """Check out with the line endings of Windows."""
    path = package / "_client.py"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def drop_the_last_newline(package: Path) -> None:
    """Leave out the newline at a file's end."""
    path = package / "_client.py"
    path.write_bytes(path.read_bytes().rstrip(b"\n"))


def break_the_encoding(package: Path) -> None:
    """Add bytes that are no text."""
    with (package / "_client.py").open("ab") as file:
        file.write(b"\xff\xfe")


def remove_the_package(package: Path) -> None:
    """Remove all of it."""
    shutil.rmtree(package)


@pytest.mark.parametrize(
    ("change", "said", "count"),
    [
        (edit_a_line, ["_models.py: changed", '-    """A tome.', '+    """A book.'], 1),
        (delete_a_file, ["_walk.py: missing", "+class Walk("], 1),
        (empty_a_file, ["_walk.py: changed", "+class Walk("], 1),
        (delete_the_marker, ["py.typed: missing"], 1),
        (add_a_module, ["extra.py: extra", "-ANSWER = 42"], 1),
        (add_a_folder, ["more/extra.py: extra", "-ANSWER = 42"], 1),
        (
            write_crlf,
            ["_client.py: changed", 'where an application begins."""\\r'],
            1,
        ),
        (drop_the_last_newline, ["_client.py: changed"], 1),
        (break_the_encoding, ["_client.py: changed", "-\N{REPLACEMENT CHARACTER}"], 1),
        (remove_the_package, ["__init__.py: missing", "py.typed: missing"], None),
    ],
)
def test_a_difference_is_shown_with_the_command_that_mends_it(
    output: Path, change: Callable[[Path], None], said: list[str], count: int | None
) -> None:
    """The file, how it differs, and what to run; nothing is written."""
    modules = len([path for path in (output / "library").rglob("*") if path.is_file()])
    change(output / "library")
    before = snapshot(output)

    run = generate("verify", LIBRARY, "--output", output)

    assert run.code == 1
    for words in said:
        assert words in run.stdout
    files = "1 file is" if count == 1 else f"{modules} files are"
    begin, _, command = run.stderr.partition(" scripts/generate.py ")
    assert begin.startswith(f"{files} not what the spec says. Run: ")
    assert Path(ROOT, begin.partition("Run: ")[2]) == Path(sys.executable)
    assert command == f"update {LIBRARY} --output {output}\n"
    assert snapshot(output) == before


def test_the_command_that_is_named_mends_it(output: Path) -> None:
    """What verify says to run makes verify succeed, whatever was changed."""
    for change in (edit_a_line, delete_a_file, delete_the_marker, add_a_folder, write_crlf):
        change(output / "library")

    said = generate("verify", LIBRARY, "--output", output).stderr
    command = said.partition(" scripts/generate.py ")[2].split()

    assert generate(*command).code == 0
    assert generate("verify", LIBRARY, "--output", output).code == 0


def test_a_changed_spec_is_caught_and_its_effect_shown(output: Path, tmp_path: Path) -> None:
    """A new field and a new version show in the diff, in every file that they change."""
    changes = {f"{SHELF}/height": {"type": "integer"}, "/info/version": "3.0.0"}
    spec = write(tmp_path / "library.yaml", changes)
    before = snapshot(output)

    run = generate("verify", spec, "--output", output)

    assert run.code == 1
    assert "+    height: int | UnsetType = UNSET" in run.stdout
    assert '-SPEC_VERSION = "2.3.4"' in run.stdout
    assert '+SPEC_VERSION = "3.0.0"' in run.stdout
    modules = len(list((output / "library").rglob("*.py")))
    assert run.stderr.startswith(f"{modules} files are not what the spec says.")
    assert snapshot(output) == before


def test_a_long_diff_is_cut_and_says_so(output: Path) -> None:
    """The terminal is not flooded: what is left out is counted."""
    (output / "library" / "_walk.py").unlink()

    lines = generate("verify", LIBRARY, "--output", output).stdout.splitlines()

    assert len(lines) < 70
    assert lines[-1].startswith("... and ")
    assert lines[-1].endswith(" more lines")


def test_a_package_that_no_spec_describes_is_extra(tmp_path: Path) -> None:
    """What was left behind when a spec went is named; update does not delete it."""
    output = tmp_path / "output"
    assert generate("update", "--output", output).code == 0
    (output / "old_api").mkdir()
    (output / "old_api" / "__init__.py").write_text("", encoding="utf-8")
    before = snapshot(output)

    run = generate("verify", "--output", output)

    assert run.code == 1
    assert run.stdout == f"{output / 'old_api'}: extra, no spec describes it\n"
    assert run.stderr == f"Delete what no spec describes: {output / 'old_api'}\n"
    assert snapshot(output) == before


def test_compiled_modules_are_no_difference(output: Path) -> None:
    """A package that was imported has a ``__pycache__``, which nobody commits."""
    cache = output / "library" / "__pycache__"
    cache.mkdir()
    (cache / "_client.cpython-311.pyc").write_bytes(b"\0")

    assert generate("verify", LIBRARY, "--output", output).code == 0


def test_nothing_is_made_where_nothing_was(tmp_path: Path) -> None:
    """Not even the folder is made by verify."""
    run = generate("verify", LIBRARY, "--output", tmp_path / "none" / "output")

    assert run.code == 1
    assert "__init__.py: missing" in run.stdout
    assert not (tmp_path / "none").exists()
