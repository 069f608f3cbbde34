"""The generator's command, run as a user runs it, and what it leaves behind."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import attrs

__all__ = ["ROOT", "Run", "generate", "snapshot"]

ROOT = Path(__file__).resolve().parents[2]

_COMMAND = ROOT / "scripts" / "generate.py"


@attrs.frozen
class Run:
    """What a run of the command came to."""

    code: int
    stdout: str
    stderr: str


def generate(
    *arguments: str | Path, cwd: Path = ROOT, environment: Mapping[str, str] | None = None
) -> Run:
    """Run ``scripts/generate.py``, whose messages are for people: none is a traceback.

    Args:
        arguments: The command line.
        cwd: The working folder.
        environment: Variables that are set beside those of this process.
    """
    done = subprocess.run(
        [sys.executable, str(_COMMAND), *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    return Run(done.returncode, done.stdout, done.stderr)


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return the time of the last change and the content of all that lies in a folder."""
    return {
        str(path.relative_to(folder)): (
            path.stat().st_mtime_ns,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in [folder, *folder.rglob("*")]
    }
