"""The clients of public list APIs are typed."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from rollcall.codegen import update
from tests.support.styles.documents import APIS

_ROOT = Path(__file__).parents[3]
_PYRIGHT = _ROOT / "node_modules" / ".bin" / "pyright"
_NAMES = [api.path.stem for api in APIS.values()]


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write all packages as ``rollcall generate`` does."""
    return update([api.path for api in APIS.values()], tmp_path_factory.mktemp("clients"))[0].parent


def test_mypy_finds_nothing(packages: Path, tmp_path: Path) -> None:
    """Its strict mode is that of the packages of this project."""
    options = ["--config-file", str(_ROOT / "pyproject.toml"), "--cache-dir", str(tmp_path)]
    _run([sys.executable, "-m", "mypy", *options, *_NAMES], packages)


@pytest.mark.skipif(not _PYRIGHT.exists(), reason="pyright needs Node: make typecheck installs it")
def test_pyright_finds_nothing(packages: Path) -> None:
    """Its strict mode is that of the packages of this project."""
    settings = {
        **json.loads((_ROOT / "pyrightconfig.json").read_text(encoding="utf-8")),
        "include": _NAMES,
        "extraPaths": ["."],
        "venvPath": str(_ROOT),
    }
    (packages / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    _run([str(_PYRIGHT), "--project", "."], packages)


def _run(command: Sequence[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
