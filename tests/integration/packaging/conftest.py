"""The wheels, built once from the working tree."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.packaging._wheel import ROOT


@pytest.fixture(scope="session")
def clients_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel of the clients."""
    return _build(ROOT / "generated", tmp_path_factory.mktemp("clients"))


@pytest.fixture(scope="session")
def tool_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel of the tool."""
    return _build(ROOT, tmp_path_factory.mktemp("tool"))


def _build(project: Path, folder: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    subprocess.run(
        [*command, "--directory", str(folder)], cwd=project, check=True, capture_output=True
    )
    (built,) = folder.glob("*.whl")
    return built
