"""``update`` replaces all packages or none."""

import shutil
from pathlib import Path

import pytest

from rollcall.codegen import update
from tests.support.generator_command import generate, snapshot
from tests.support.specs import LIBRARY, write


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the packages of two specs."""
    folder = tmp_path_factory.mktemp("written")
    specs = [write(folder / "first.yaml"), write(folder / "second.yaml")]
    update(specs, folder / "output")
    return folder


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    """Return a copy of that folder, which a test may change."""
    return Path(shutil.copytree(written, tmp_path / "work"))


def contents(folder: Path) -> dict[str, bytes]:
    """Return the contents of all files in a folder."""
    return {name: content for name, (_, content) in snapshot(folder).items()}


def test_nothing_is_replaced_when_the_second_spec_is_invalid(folder: Path) -> None:
    """The package of the first spec does not change, though that spec is valid."""
    first = write(folder / "first.yaml", {"/info/version": "3.0.0"})
    second = write(folder / "second.yaml", {"/openapi": "2.0"})
    before = contents(folder / "output")

    run = generate("update", first, second, "--output", folder / "output")

    assert run.code == 1
    assert run.stderr.startswith(f"{second}:")
    assert contents(folder / "output") == before


def test_the_first_package_is_restored_when_the_second_cannot_be_replaced(folder: Path) -> None:
    """A folder that cannot be moved fails the update with one line."""
    output = folder / "output"
    first = write(folder / "first.yaml", {"/info/version": "3.0.0"})
    shutil.rmtree(output / "second")
    # Not even root can rename a folder onto a broken link.
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
def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path, where: str) -> None:
    """The file does not change."""
    path = tmp_path / "output"
    path.write_text("mine", encoding="utf-8")

    run = generate("update", LIBRARY, "--output", path if where == "output" else path / "below")

    assert run.code == 1
    assert run.stderr.startswith(f"{path}")
    assert run.stderr.count("\n") == 1
    assert path.read_text(encoding="utf-8") == "mine"
