"""The same spec gives the same bytes, whatever the machine is set to."""

import os
import shutil
from pathlib import Path

import pytest

from tests.support.generator_command import generate, snapshot
from tests.support.specs import LIBRARY

RUFF_SETTINGS = """
line-length = 40
indent-width = 2
exclude = ["*"]
[format]
quote-style = "single"
[lint]
select = ["ALL"]
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the package as it is written with nothing special."""
    return update(tmp_path_factory.mktemp("written"))


def update(output: Path, *, cwd: Path | None = None, **environment: str) -> dict[str, bytes]:
    """Write the library's package and give its files."""
    run = generate(
        "update", LIBRARY, "--output", output, cwd=cwd or Path.cwd(), environment=environment
    )
    assert run.code == 0, run.stderr
    files = snapshot(output / "library")
    return {name: content for name, (_, content) in files.items()}


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_the_order_of_sets_does_not_show(
    tmp_path: Path, written: dict[str, bytes], seed: str
) -> None:
    """Python's hash seed is no part of the output."""
    assert update(tmp_path, PYTHONHASHSEED=seed) == written


def test_the_locale_the_time_zone_and_the_folder_do_not_show(
    tmp_path: Path, written: dict[str, bytes]
) -> None:
    """Where, when and in which language it runs is no part of the output."""
    environment = {"LC_ALL": "C", "PYTHONUTF8": "0", "TZ": "Pacific/Kiritimati"}
    assert update(tmp_path / "output", cwd=tmp_path, **environment) == written


def test_the_files_can_be_read_by_everyone_that_the_umask_admits(tmp_path: Path) -> None:
    """The package's folder has the usual rights, not those of a temporary one."""
    update(tmp_path)
    umask = os.umask(0o22)
    os.umask(umask)

    assert (tmp_path / "library").stat().st_mode & 0o777 == 0o777 & ~umask
    assert (tmp_path / "library" / "py.typed").stat().st_mode & 0o777 == 0o666 & ~umask


def test_another_ruff_on_the_path_is_not_run(tmp_path: Path, written: dict[str, bytes]) -> None:
    """Only the ruff that is pinned formats the code."""
    ruff = tmp_path / "bin" / "ruff"
    ruff.parent.mkdir()
    ruff.write_text(f"#!/bin/sh\necho ran > {tmp_path / 'ran'}\nexit 1\n", encoding="utf-8")
    ruff.chmod(0o755)

    path = f"{ruff.parent}{os.pathsep}{os.environ['PATH']}"

    assert update(tmp_path / "output", PATH=path) == written
    assert not (tmp_path / "ran").exists()


def test_settings_of_ruff_are_not_read(tmp_path: Path, written: dict[str, bytes]) -> None:
    """Neither files around the output, nor variables, nor what git ignores, change the code."""
    output = tmp_path / "build" / "output"
    output.mkdir(parents=True)
    for folder in (tmp_path, output):
        (folder / "ruff.toml").write_text(RUFF_SETTINGS, encoding="utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("*\n", encoding="utf-8")
    environment = {
        "RUFF_OUTPUT_FILE": str(tmp_path / "report"),
        "RUFF_OUTPUT_FORMAT": "json",
        "RUFF_CONFIG": str(tmp_path / "ruff.toml"),
    }

    assert update(output, cwd=tmp_path, **environment) == written
    assert not (tmp_path / "report").exists()


def test_modules_of_the_working_folder_are_not_imported(
    tmp_path: Path, written: dict[str, bytes]
) -> None:
    """A module that has the name of a tool or of the package does not get in its way."""
    for name in ("ruff", "library", "msgspec"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('wrong one')\n", encoding="utf-8")

    assert update(tmp_path / "output", cwd=tmp_path) == written


def test_the_name_of_the_output_folder_does_not_show(
    tmp_path: Path, written: dict[str, bytes]
) -> None:
    """Blanks and letters beyond ASCII in the path are taken as they are."""
    assert update(tmp_path / "größe und mehr") == written


def test_a_second_update_changes_nothing(tmp_path: Path, written: dict[str, bytes]) -> None:
    """Updating what is current gives the same bytes, also over files with other rights."""
    update(tmp_path)
    (tmp_path / "library" / "_client.py").chmod(0o400)

    assert update(tmp_path) == written
    shutil.rmtree(tmp_path / "library")
    assert update(tmp_path) == written
