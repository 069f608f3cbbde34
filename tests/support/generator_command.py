"""Runs the command of the generator, within the process or in a new one."""

import io
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

import attrs

from scripts import generate as command

__all__ = ["ROOT", "Run", "generate", "generate_in_subprocess", "snapshot"]

ROOT = Path(__file__).resolve().parents[2]

_COMMAND = ROOT / "scripts" / "generate.py"


@attrs.frozen
class Run:
    """The exit code and the output of a command."""

    code: int
    stdout: str
    stderr: str


def generate(*arguments: str | Path) -> Run:
    """Run ``scripts/generate.py`` within this process."""
    words = [str(each) for each in arguments]
    stdout, stderr, code = io.StringIO(), io.StringIO(), 0
    # The command repeats its own command line.
    with redirect_stdout(stdout), redirect_stderr(stderr), patch.object(sys, "argv", ["", *words]):
        try:
            command.main(words, prog_name=_COMMAND.name)
        except SystemExit as ended:
            is_message = isinstance(ended.code, str)
            stderr.write(f"{ended.code}\n" if is_message else "")
            code = 1 if is_message else int(ended.code or 0)
    return Run(code, stdout.getvalue(), stderr.getvalue())


def generate_in_subprocess(
    *arguments: str | Path, cwd: Path = ROOT, environment: Mapping[str, str] | None = None
) -> Run:
    """Run ``scripts/generate.py`` in a process of its own.

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
        timeout=600,
    )
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    return Run(done.returncode, done.stdout, done.stderr)


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return the modification time in nanoseconds and the content of every file in a folder."""
    return {
        str(path.relative_to(folder)): (
            path.stat().st_mtime_ns,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in [folder, *folder.rglob("*")]
    }
