"""Starts the sandbox in a process of its own, as its users do."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["started_sandbox"]

_ROOT = Path(__file__).parents[2]
_SECONDS = 60.0


@contextmanager
def started_sandbox(*options: str) -> Iterator[tuple[str, str]]:
    """Serve the sandbox until the context ends, and yield its base URL and its token.

    Args:
        options: What its command line is given.

    Raises:
        RuntimeError: It does not start within a minute.
    """
    command = [sys.executable, "-m", "contract_tests.sandbox", *options]
    with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own
        assert process.stdout is not None
        # A server that neither prints nor ends would hold up the reading.
        watchdog = threading.Timer(_SECONDS, process.kill)
        watchdog.start()
        try:
            lines = [process.stdout.readline().split() for _ in ("address", "token")]
        finally:
            watchdog.cancel()
        try:
            if not all(lines):
                raise RuntimeError("the sandbox did not start")
            yield lines[0][-1], lines[1][-1]
        finally:
            process.terminate()
            try:
                process.wait(_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
