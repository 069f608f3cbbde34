"""The package's command line, run as a user runs it: from a shell, or on a terminal."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

import attrs

import telnyx_video

__all__ = ["KEY", "Run", "Shown", "environment", "run", "show", "started", "wait_until", "width"]

KEY = "KEY0123456789-secret"

PACKAGES: Final = Path(telnyx_video.__file__).parents[1]
_SECONDS = 30.0
_OWN_VARIABLES = (
    "TELNYX_",
    "TWILIO_",
    "LC_",
    "COLUMNS",
    "FORCE_COLOR",
    "LANG",
    "LINES",
    "NO_COLOR",
    "PYTHONIOENCODING",
)


def environment(packages: Path = PACKAGES, /, **variables: str) -> dict[str, str]:
    """Return the variables of a process that finds the packages, and is told nothing else."""
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(_OWN_VARIABLES)
    }
    return {**inherited, "PYTHONPATH": str(packages), **variables}


@attrs.frozen
class Run:
    """What a run of the command came to."""

    code: int
    stdout: bytes
    stderr: str

    @property
    def lines(self) -> list[str]:
        """The lines of the output."""
        return self.stdout.decode("utf-8").splitlines()


def run(
    *words: str,
    base_url: str = "http://127.0.0.1:1/v2",
    key: str = KEY,
    package: str = "telnyx_video",
    packages: Path = PACKAGES,
    variables: Mapping[str, str] | None = None,
) -> Run:
    """Run the command between pipes; its messages are for people: none is a traceback.

    Args:
        words: The command line.
        base_url: What the environment says of the API's address.
        key: What it says of the key.
        package: The package to run.
        packages: The folder that holds it.
        variables: Other variables of the environment.
    """
    done = subprocess.run(
        _command(words, package),
        env=environment(
            packages, TELNYX_BASE_URL=base_url, TELNYX_API_KEY=key, **(variables or {})
        ),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=_SECONDS,
    )
    stderr = done.stderr.decode("utf-8")
    assert "Traceback" not in stderr, stderr
    assert key not in f"{done.stdout!r} {stderr}" or not key
    return Run(done.returncode, done.stdout, stderr)


@contextmanager
def started(*words: str, base_url: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Start the command between pipes, and end it with the context where it goes on."""
    # A shell that runs the tests in its background has them ignore it, and what they start.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        process = subprocess.Popen(
            _command(words, "telnyx_video"),
            env=environment(TELNYX_BASE_URL=base_url, TELNYX_API_KEY=KEY),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
    finally:
        signal.signal(signal.SIGINT, before)
    with process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


@attrs.frozen
class Shown:
    """What a run of the command showed on a terminal.

    Attributes:
        code: The exit code.
        received: All that the terminal was sent.
    """

    code: int
    received: str

    @property
    def lines(self) -> list[str]:
        """What stands on the screen in the end, without blanks at the ends of lines."""
        return [self._overwritten(line) for line in self.received.replace("\r\n", "\n").split("\n")]

    def _overwritten(self, line: str) -> str:
        screen = ""
        for text in line.split("\r"):
            screen = text + screen[len(text) :]
        return screen.rstrip()


def show(
    *words: str,
    base_url: str,
    columns: int = 80,
    stdout: IO[bytes] | int | None = None,
    variables: Mapping[str, str] | None = None,
) -> Shown:
    """Run the command on a terminal.

    Args:
        words: The command line.
        base_url: What the environment says of the API's address.
        columns: How wide the terminal is.
        stdout: What the output goes to in place of the terminal, as for ``Popen``.
        variables: Other variables of the environment.
    """
    terminal, end = pty.openpty()
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    variables = {"TERM": "xterm-256color", "TELNYX_BASE_URL": base_url, **(variables or {})}
    try:
        process = subprocess.Popen(
            _command(words, "telnyx_video"),
            env=environment(TELNYX_API_KEY=KEY, **variables),
            stdin=end,
            stdout=end if stdout is None else stdout,
            stderr=end,
        )
        os.close(end)
        with process:
            try:
                received = _read_all(terminal)
                code = process.wait(_SECONDS)
            finally:
                if process.poll() is None:
                    process.kill()
    finally:
        os.close(terminal)
    assert "Traceback" not in received, received
    return Shown(code, received)


def _read_all(terminal: int) -> str:
    received = b""
    deadline = time.monotonic() + _SECONDS
    while (left := deadline - time.monotonic()) > 0:
        if not select.select([terminal], [], [], left)[0]:
            break
        try:
            more = os.read(terminal, 65536)
        except OSError:
            # Linux's way of saying that no program has the terminal open any more.
            more = b""
        if not more:
            return received.decode("utf-8")
        received += more
    raise TimeoutError(f"the command did not end: {received!r}")


def _command(words: tuple[str, ...], package: str) -> list[str]:
    return [sys.executable, "-P", "-W", "error", "-m", package, *words]


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait for something that another thread or process does."""
    deadline = time.monotonic() + _SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def width(line: str) -> int:
    """Count the columns that a line takes on a terminal."""
    return sum(
        0
        if unicodedata.combining(character)
        else 1 + (unicodedata.east_asian_width(character) in "WF")
        for character in line
    )
