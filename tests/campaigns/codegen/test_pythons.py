"""Every Python that is supported writes the same bytes as the committed ones.

For each interpreter that is found, the locked dependencies are installed once into a virtual
environment under ``.venv-matrix/``, and again when the lock file changes.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.generator_command import ROOT

_LOCK = ROOT / "requirements" / "dev.lock"
_MATRIX = ROOT / ".venv-matrix"


def _candidates(version: str) -> Iterator[str]:
    if found := shutil.which(f"python{version}"):
        yield found
    # The folder of pyenv, also if its commands are not active here.
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    yield from map(str, sorted(root.glob(f"versions/{version}.*/bin/python{version}")))


def _interpreter(version: str) -> str:
    for candidate in _candidates(version):
        asked = "import sys, venv; print('{}.{}'.format(*sys.version_info))"
        done = subprocess.run([candidate, "-c", asked], capture_output=True, text=True, check=False)
        if done.returncode == 0 and done.stdout.strip() == version:
            return candidate
    pytest.skip(f"python{version} is not installed, or does not run")


def _environment(version: str) -> Path:
    """Install the lock into a virtual environment, unless it has this lock already."""
    interpreter = _interpreter(version)
    folder = _MATRIX / version
    python = folder / "bin" / "python"
    lock = hashlib.sha256(_LOCK.read_bytes()).hexdigest()
    installed = folder / "lock.sha256"
    if installed.is_file() and installed.read_text(encoding="utf-8") == lock:
        return python
    shutil.rmtree(folder, ignore_errors=True)
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for command in (
        [interpreter, "-m", "venv", str(folder)],
        [*install, "--require-hashes", "--only-binary", ":all:", "-r", str(_LOCK)],
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
        assert done.returncode == 0, done.stderr
    installed.write_text(lock, encoding="utf-8")
    return python


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13", "3.14"])
def test_every_python_writes_the_committed_bytes(version: str) -> None:
    """``verify`` succeeds, which compares every byte and imports the package."""
    if version == "{}.{}".format(*sys.version_info):
        pytest.skip(f"python{version} runs all the other tests")
    python = _environment(version)

    done = subprocess.run(
        [str(python), "scripts/generate.py", "verify"],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONHASHSEED": version.replace(".", ""),
            # The lock holds what the tool needs, not the tool.
            "PYTHONPATH": str(ROOT / "src"),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )

    assert done.returncode == 0, done.stdout + done.stderr
