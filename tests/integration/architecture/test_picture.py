"""The picture of the imports in ARCHITECTURE.md."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_the_picture_shows_the_present_imports() -> None:
    """The picture in docs/ is up to date; if not, run ``make docs``."""
    command = [sys.executable, "scripts/draw_imports.py", "--verify"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
