"""``update`` replaces all packages or none, however it ends."""

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rollcall.codegen import update
from tests.support.generator_command import ROOT, generate, snapshot
from tests.support.specs import LIBRARY, SHELF, write

_KILLS = 6


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the packages of two specs in it."""
    folder = tmp_path_factory.mktemp("written")
    specs = [write(folder / "first.yaml"), write(folder / "second.yaml")]
    update(specs, folder / "output")
    return folder


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    """Return a copy of that folder, to change."""
    return Path(shutil.copytree(written, tmp_path / "work"))


def contents(folder: Path) -> dict[str, bytes]:
    """Return what lies in a folder, without times."""
    return {name: content for name, (_, content) in snapshot(folder).items()}


def test_nothing_is_replaced_when_the_second_spec_is_invalid(folder: Path) -> None:
    """The first package stays as it was, though its spec was valid and had changed."""
    first = write(folder / "first.yaml", {"/info/version": "3.0.0"})
    second = write(folder / "second.yaml", {"/openapi": "3.0.0"})
    before = contents(folder / "output")

    run = generate("update", first, second, "--output", folder / "output")

    assert run.code == 1
    assert run.stderr.startswith(f"{second}:")
    assert contents(folder / "output") == before


def test_the_first_package_is_put_back_when_the_second_cannot_be_replaced(folder: Path) -> None:
    """A folder that cannot be moved fails the whole update, in one line."""
    output = folder / "output"
    first = write(folder / "first.yaml", {"/info/version": "3.0.0"})
    shutil.rmtree(output / "second")
    # Whoever runs the tests, a folder cannot be renamed onto a link to nowhere.
    (output / "second").symlink_to("nowhere")
    before = contents(output / "first")

    run = generate("update", first, folder / "second.yaml", "--output", output)

    assert run.code == 1
    assert run.stderr.count("\n") == 1
    assert "second" in run.stderr
    assert contents(output / "first") == before
    assert (output / "second").is_symlink()
    assert sorted(path.name for path in output.iterdir()) == ["first", "second"]


@pytest.mark.parametrize("where", ["output", "below"])
def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path, where: str) -> None:
    """What stands in the way stays as it was, and the message names it."""
    path = tmp_path / "output"
    path.write_text("mine", encoding="utf-8")

    run = generate("update", LIBRARY, "--output", path if where == "output" else path / "below")

    assert run.code == 1
    assert run.stderr.startswith(f"{path}")
    assert run.stderr.count("\n") == 1
    assert path.read_text(encoding="utf-8") == "mine"


def test_what_a_killed_update_left_is_cleared_away(folder: Path) -> None:
    """A temporary folder of an update that was ended does not stay for ever."""
    output = folder / "output"
    (output / ".generating-x" / "new").mkdir(parents=True)
    (output / ".generating-x" / "new" / "half.py").write_text("", encoding="utf-8")

    assert generate("update", folder / "first.yaml", "--output", output).code == 0
    assert sorted(path.name for path in output.iterdir()) == ["first", "second"]


def test_a_killed_update_leaves_the_old_package_or_the_new_one(tmp_path: Path) -> None:
    """At whatever moment it is killed, no package is half written, and the next one is right."""
    output = tmp_path / "output"
    spec = tmp_path / "library.yaml"
    versions = [{}, {f"{SHELF}/height": {"type": "integer"}}]
    complete = []
    for number, changes in enumerate(versions):
        update([write(spec, changes)], tmp_path / str(number))
        complete.append(contents(tmp_path / str(number) / "library"))
    update([spec], output)
    command = [sys.executable, str(ROOT / "scripts" / "generate.py"), "update", str(spec)]
    moments = random.Random(20210425)  # noqa: S311 - moments to kill at, no secret
    started = time.monotonic()
    subprocess.run([*command, "--output", str(output)], check=True, capture_output=True)
    duration = time.monotonic() - started

    killed = 0
    for number in range(_KILLS):
        write(spec, versions[number % 2])
        with subprocess.Popen([*command, "--output", str(output)], stdout=-3, stderr=-3) as process:
            # Most moments near the end, where packages are replaced.
            moment = duration * (1 - moments.random() ** 2)
            try:
                process.wait(timeout=moment)
            except subprocess.TimeoutExpired:
                process.kill()
            killed += process.wait() == -signal.SIGKILL
        assert contents(output / "library") in complete

    assert killed
    assert generate("update", spec, "--output", output).code == 0
    assert contents(output / "library") == complete[(_KILLS - 1) % 2]
    assert [path.name for path in output.iterdir()] == ["library"]
