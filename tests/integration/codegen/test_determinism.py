"""The output of the generator depends only on the spec."""

import os
from pathlib import Path

import pytest

from tests.support.generator_command import generate, generate_in_subprocess, snapshot
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


def _contents(output: Path) -> dict[str, bytes]:
    return {name: content for name, (_, content) in snapshot(output / "library").items()}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the package that is written in the environment of the tests."""
    output = tmp_path_factory.mktemp("written")
    assert generate("update", LIBRARY, "--output", output).code == 0
    return _contents(output)


def test_the_environment_has_no_influence(tmp_path: Path, written: dict[str, bytes]) -> None:
    """Hash seed, locale, time zone, paths, and the settings of ruff and git change no byte.

    Neither another ruff on the PATH is run, nor a module of the working folder imported.
    """
    output = tmp_path / "größe und mehr" / "output"
    output.mkdir(parents=True)
    for folder in (tmp_path, output):
        (folder / "ruff.toml").write_text(RUFF_SETTINGS, encoding="utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("*\n", encoding="utf-8")
    for name in ("ruff", "library", "msgspec"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('wrong one')\n", encoding="utf-8")
    ruff = tmp_path / "bin" / "ruff"
    ruff.parent.mkdir()
    ruff.write_text(f"#!/bin/sh\necho ran > {tmp_path / 'ran'}\nexit 1\n", encoding="utf-8")
    ruff.chmod(0o755)
    environment = {
        "PATH": f"{ruff.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONHASHSEED": "4242",
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "TZ": "Pacific/Kiritimati",
        "RUFF_OUTPUT_FILE": str(tmp_path / "report"),
        "RUFF_OUTPUT_FORMAT": "json",
        "RUFF_CONFIG": str(tmp_path / "ruff.toml"),
    }

    run = generate_in_subprocess(
        "update", LIBRARY, "--output", output, cwd=tmp_path, environment=environment
    )

    assert run.code == 0, run.stderr
    assert _contents(output) == written
    assert not (tmp_path / "ran").exists()
    assert not (tmp_path / "report").exists()


def test_a_second_update_changes_nothing(tmp_path: Path, written: dict[str, bytes]) -> None:
    """Files that cannot be written are replaced, with the permissions of the umask."""
    package = tmp_path / "library"
    package.mkdir(0o700)
    (package / "_client.py").touch(0o400)

    assert generate("update", LIBRARY, "--output", tmp_path).code == 0

    assert _contents(tmp_path) == written
    umask = os.umask(0o22)
    os.umask(umask)
    assert package.stat().st_mode & 0o777 == 0o777 & ~umask
    assert (package / "py.typed").stat().st_mode & 0o777 == 0o666 & ~umask
