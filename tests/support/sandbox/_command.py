"""Run the sandbox's command."""

import os
import shlex
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
            lines = [process.stdout.readline() for _ in range(12)]
            first, second = (_api(each) for each in (lines[:5], lines[6:]))
            apis = {"telnyx-video": first, "twilio-video": second}
            sandbox = Sandbox(first.base_url, first.token, apis)
            yield Started(process, sandbox, "".join(lines))
        finally:
            if process.poll() is None:
                process.kill()


def _api(lines: list[str]) -> Api:
    """Read the lines about one API: a word, and its value."""
    values = {name: value for name, value in (line.split(maxsplit=1) for line in lines)}  # noqa: C416
    variables = dict(each.partition("=")[::2] for each in shlex.split(values["check"]))
    rooms = tuple(each.removeprefix("RoomSid=") for each in variables.get("PARENT", "").split())
    parents = {"RoomSid": rooms} if rooms else {}
    return Api(values["address"].strip(), values["token"].strip(), parents)


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
