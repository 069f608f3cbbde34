"""Starts the sandbox in a process of its own, as its users do."""

import secrets
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["started_sandbox"]

_ROOT = Path(__file__).parents[2]
_SECONDS = 30.0


@contextmanager
def started_sandbox(*options: str) -> Iterator[tuple[str, str]]:
    """Serve the sandbox until the context ends, and yield its base URL and its token.

    Args:
        options: What its command line is given besides the token.

    Raises:
        RuntimeError: It does not start within half a minute.
    """
    token = secrets.token_hex(16)
    command = [sys.executable, "-m", "contract_tests.sandbox", "--token", token, *options]
    with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own
        assert process.stdout is not None
        # A server that neither prints nor ends would hold up the reading.
        watchdog = threading.Timer(_SECONDS, process.kill)
        watchdog.start()
        try:
            words = process.stdout.readline().split()
        finally:
            watchdog.cancel()
        try:
            if not words:
                raise RuntimeError("the sandbox did not start")
            yield words[-1], token
        finally:
            process.terminate()
            process.wait(_SECONDS)
