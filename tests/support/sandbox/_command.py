"""Run the sandbox's command."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen

from contract_tests.sandbox import Api, Sandbox

ROOT = Path(__file__).parents[3]
_COMMAND = (sys.executable, "-m", "contract_tests.sandbox")


@frozen
class Started:
    """A sandbox that runs as a process of its own."""

    process: "subprocess.Popen[str]"
    sandbox: Sandbox
    printed: str

    def stop(self, number: signal.Signals) -> int:
        """Send a signal, and return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(30)


@contextmanager
def started(*arguments: str | Path) -> Iterator[Started]:
    """Start the command, read its output, and end it with the context."""
    process = subprocess.Popen(
        [*_COMMAND, *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONWARNINGS": "error"},
    )
    assert process.stdout is not None
    with process:
        try:
            lines = [process.stdout.readline() for _ in range(11)]
            first, second = (_values(each) for each in (lines[:4], lines[5:]))
            rooms = tuple(each.removeprefix("RoomSid=") for each in second["parents"].split())
            sandbox = Sandbox(
                first["address"],
                first["token"],
                {"twilio-video": Api(second["address"], second["token"], {"RoomSid": rooms})},
            )
            yield Started(process, sandbox, "".join(lines))
        finally:
            if process.poll() is None:
                process.kill()


def _values(lines: list[str]) -> dict[str, str]:
    """Read the lines about one API: a word, and its value."""
    pairs = (line.split(maxsplit=1) for line in lines)
    return {name: value.strip() for name, value in pairs}


def run(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    """Run the command where it is expected to end by itself."""
    return subprocess.run(
        [*_COMMAND, *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
