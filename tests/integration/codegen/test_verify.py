"""``verify`` shows every difference between packages and specs, and writes nothing."""

import shutil
import sys
from pathlib import Path

import pytest

from rollcall.codegen import leftovers
from tests.support.generator_command import ROOT, generate, snapshot
from tests.support.specs import LIBRARY, SHELF, write


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a package."""
    output = tmp_path_factory.mktemp("written")
    assert generate("update", LIBRARY, "--output", output).code == 0
    return output


@pytest.fixture
def output(written: Path, tmp_path: Path) -> Path:
    """Return a copy of that folder, which a test may change."""
    return Path(shutil.copytree(written, tmp_path / "output"))


def test_the_committed_packages_are_current() -> None:
    """generated/ is the golden output of the generator."""
    before = snapshot(ROOT / "generated")

    run = generate("verify")

    assert (run.code, run.stderr) == (0, ""), run.stdout
    assert run.stdout.splitlines() == [
        "generated/telnyx_video: as openapi/telnyx-video.yaml says",
        "generated/twilio_video: as openapi/twilio-video.yaml says",
    ]
    assert snapshot(ROOT / "generated").keys() == before.keys()


def test_an_equal_package_is_accepted(output: Path) -> None:
    """A ``__pycache__`` is no difference."""
    cache = output / "library" / "__pycache__"
    cache.mkdir()
    (cache / "_client.cpython-311.pyc").write_bytes(b"\0")
    before = snapshot(output)

    run = generate("verify", LIBRARY, "--output", output)

    assert (run.code, run.stderr) == (0, "")
    assert run.stdout == f"{output / 'library'}: as {LIBRARY} says\n"
    assert snapshot(output) == before


def _change(package: Path) -> None:
    """Change, remove and add files of a package."""
    models = package / "_models.py"
    models.write_text(models.read_text("utf-8").replace("A book.", "A tome."), encoding="utf-8")
    (package / "_walk.py").unlink()
    (package / "_routes.py").write_bytes(b"")
    (package / "py.typed").unlink()
    (package / "more").mkdir()
    (package / "more" / "extra.py").write_text("ANSWER = 42\n", encoding="utf-8")
    client, seen = package / "_client.py", package / "_seen.py"
    client.write_bytes(client.read_bytes().replace(b"\n", b"\r\n"))
    seen.write_bytes(seen.read_bytes().rstrip(b"\n"))
    with (package / "_logging.py").open("ab") as file:
        file.write(b"\xff\xfe")


def test_every_difference_is_shown_with_the_command_that_removes_it(output: Path) -> None:
    """Each file is listed with its difference; the command on standard error removes them."""
    _change(output / "library")
    before = snapshot(output)

    run = generate("verify", LIBRARY, "--output", output)

    assert run.code == 1
    package = f"{output / 'library'}/"
    kinds = ("changed", "missing", "extra")
    shown = [line for line in run.stdout.splitlines() if line.startswith(package)]
    assert [line.removeprefix(package) for line in shown] == [
        *(f"{name}: changed" for name in ("_client.py", "_logging.py", "_models.py")),
        *("_routes.py: changed", "_seen.py: changed", "_walk.py: missing"),
        *("more/extra.py: extra", "py.typed: missing"),
    ]
    assert all(line.endswith(kinds) for line in shown)
    for line in (
        "\\r\n",
        "-\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}",
        '-    """A tome.',
        '+    """A book.',
        "-ANSWER = 42",
        "+class Walk(",
    ):
        assert line in run.stdout
    longest = run.stdout.partition("_walk.py: missing\n")[2].partition(f"\n{package}")[0]
    assert len(longest.splitlines()) < 70
    assert longest.splitlines()[-1].startswith("... and ")
    begin, _, command = run.stderr.partition(" scripts/generate.py ")
    assert begin.startswith("8 files are not what the spec says. Run: ")
    assert Path(ROOT, begin.partition("Run: ")[2]) == Path(sys.executable)
    assert command == f"update {LIBRARY} --output {output}\n"
    assert snapshot(output) == before

    assert generate(*command.split()).code == 0
    assert generate("verify", LIBRARY, "--output", output).code == 0


def test_the_effect_of_a_changed_spec_is_shown(output: Path, tmp_path: Path) -> None:
    """The diff has a new field, and the new version in the header of each module."""
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


def test_a_package_without_a_spec_is_extra(output: Path, tmp_path: Path) -> None:
    """The command names the folder, and does not delete it."""
    (output / "old_api").mkdir()

    assert leftovers([LIBRARY], output) == [output / "old_api"]
    assert leftovers([LIBRARY], tmp_path / "none") == []


def test_verify_creates_no_folder(tmp_path: Path) -> None:
    """Every file of a missing folder is missing."""
    run = generate("verify", LIBRARY, "--output", tmp_path / "none" / "output")

    assert run.code == 1
    assert "__init__.py: missing" in run.stdout
    assert not (tmp_path / "none").exists()
