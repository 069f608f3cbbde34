"""The command line of a client: in this process, on a terminal, or in a new process."""

import fcntl
import importlib
import io
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from types import ModuleType
from typing import IO, Final
from unittest import mock

import attrs

import telnyx_video

__all__ = ["KEY", "Run", "Shown", "environment", "run", "show", "started", "wait_until", "width"]

KEY = "KEY0123456789-secret"

PACKAGE: Final = Path(telnyx_video.__file__).parent
_SECONDS = 60.0
_TOKEN = re.compile(r"\x1b\[[?0-9;]*[A-Za-z]|[\s\S]")
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


def environment(**variables: str) -> dict[str, str]:
    """Return the environment with the path to the packages, without variables for the client."""
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(_OWN_VARIABLES)
    }
    return {**inherited, "PYTHONPATH": str(PACKAGE.parent), **variables}


@attrs.frozen
class Run:
    """The result of a run of the command.

    Attributes:
        code: The exit code.
        stdout: The standard output.
        stderr: The standard error.
    """

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
    package: Path = PACKAGE,
    variables: Mapping[str, str] | None = None,
) -> Run:
    """Run the command in this process, its output in files.

    Args:
        words: The command line.
        base_url: The address of the API in the environment.
        key: The API key in the environment.
        package: The folder of the package to run.
        variables: Other variables of the environment.
    """
    variables = {"TELNYX_BASE_URL": base_url, "TELNYX_API_KEY": key, **(variables or {})}
    with TemporaryFile() as stdout, TemporaryFile() as stderr:
        code = _run(words, variables, stdout, stderr, package)
        stdout.seek(0)
        stderr.seek(0)
        done = Run(code, stdout.read(), stderr.read().decode("utf-8"))
    assert key not in f"{done.stdout!r} {done.stderr}" or not key
    return done


def _run(
    words: Sequence[str],
    variables: Mapping[str, str],
    stdout: IO[bytes],
    stderr: IO[bytes],
    package: Path = PACKAGE,
) -> int:
    encoding = variables.get("PYTHONIOENCODING", "utf-8")
    program = ModuleType("__main__")
    program.__package__ = package.name
    with (
        mock.patch.dict(os.environ, environment(**variables), clear=True),
        mock.patch.object(sys, "argv", [str(package / "__main__.py"), *words]),
        # The modules of before are there again afterwards, and no others.
        mock.patch.dict(sys.modules, {"__main__": program}),
        mock.patch.object(sys, "stdout", _text(stdout, encoding)) as output,
        # The width of a terminal is that of the first standard output.
        mock.patch.object(sys, "__stdout__", output),
        mock.patch.object(sys, "stderr", _text(stderr, "utf-8")) as messages,
        mock.patch.object(sys, "path", [str(package.parent), *sys.path]),
    ):
        if package.parent != PACKAGE.parent:
            # Another test may have imported a package of the same name.
            for name in [each for each in sys.modules if each.partition(".")[0] == package.name]:
                del sys.modules[name]
        try:
            code: int = importlib.import_module(f"{package.name}.__main__").main()
        except SystemExit as error:
            code = int(error.code or 0)
        output.flush()
        messages.flush()
    return code


def _text(stream: IO[bytes], encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(
        open(stream.fileno(), "wb", closefd=False),
        encoding,
        errors="backslashreplace",
    )


@contextmanager
def started(
    *words: str,
    base_url: str,
    stdout: int | IO[bytes] = subprocess.PIPE,
    stderr: int = subprocess.PIPE,
) -> Iterator["subprocess.Popen[bytes]"]:
    """Start the command in a process that ends with the context at the latest."""
    # In a background job of a shell SIGINT is ignored, and a new process inherits that.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        process = subprocess.Popen(
            [sys.executable, "-P", "-W", "error", "-m", "telnyx_video", *words],
            env=environment(TELNYX_BASE_URL=base_url, TELNYX_API_KEY=KEY, TERM="xterm"),
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
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
    """The result of a run of the command on a terminal.

    Attributes:
        code: The exit code.
        received: The text that was sent to the terminal.
    """

    code: int
    received: str

    @property
    def lines(self) -> list[str]:
        """The lines on the screen at the end, without styles and trailing blanks."""
        lines, row, column = [""], 0, 0
        for token in _TOKEN.findall(self.received):
            match token:
                case "\n":
                    row += 1
                    lines += [""] * (row + 1 - len(lines))
                case "\r":
                    column = 0
                case "\x1b[1A":
                    row -= 1
                case "\x1b[2K":
                    lines[row] = ""
                case _ if not token.startswith("\x1b"):
                    line = lines[row].ljust(column)
                    lines[row] = line[:column] + token + line[column + 1 :]
                    column += 1
        return [line.rstrip() for line in lines]


def show(
    *words: str,
    base_url: str,
    columns: int = 80,
    stdout: IO[bytes] | None = None,
    package: Path = PACKAGE,
    variables: Mapping[str, str] | None = None,
) -> Shown:
    """Run the command in this process, on a terminal.

    Args:
        words: The command line.
        base_url: The address of the API in the environment.
        columns: The width of the terminal.
        stdout: Receives the output in place of the terminal.
        package: The folder of the package to run.
        variables: Other variables of the environment.
    """
    terminal, end = pty.openpty()
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    variables = {
        "TERM": "xterm-256color",
        "TELNYX_BASE_URL": base_url,
        "TELNYX_API_KEY": KEY,
        **(variables or {}),
    }
    with ThreadPoolExecutor(1) as pool, open(terminal, "rb", buffering=0) as shown:  # noqa: PTH123
        received = pool.submit(_read_all, shown)
        with open(end, "wb", buffering=0) as screen:  # noqa: PTH123 - a descriptor
            code = _run(words, variables, stdout or screen, screen, package)
        return Shown(code, received.result(_SECONDS).decode("utf-8"))


def _read_all(terminal: IO[bytes]) -> bytes:
    received = b""
    # Linux raises OSError when no program has the terminal open any more.
    with suppress(OSError):
        while more := terminal.read(65536):
            received += more
    return received


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait for a condition that another thread or process fulfils."""
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
