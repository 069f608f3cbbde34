"""A killed ``update`` leaves a complete package."""

import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

from rollcall.codegen import update
from tests.support.generator_command import ROOT, generate_in_subprocess, snapshot
from tests.support.specs import SHELF, write

_KILLS = 12


def contents(folder: Path) -> dict[str, bytes]:
    """Return the contents of all files in a folder."""
    return {name: content for name, (_, content) in snapshot(folder).items()}


def test_a_killed_update_leaves_a_complete_package(tmp_path: Path) -> None:
    """The package is the old one or the new one, and the next update succeeds."""
    output = tmp_path / "output"
    spec = tmp_path / "library.yaml"
    versions = [{}, {f"{SHELF}/height": {"type": "integer"}}]
    complete = []
    for number, changes in enumerate(versions):
        update([write(spec, changes)], tmp_path / str(number))
        complete.append(contents(tmp_path / str(number) / "library"))
    update([spec], output)
    command = [sys.executable, str(ROOT / "scripts" / "generate.py"), "update", str(spec)]
    random = Random(20210425)  # noqa: S311 - when to kill, not a secret
    started = time.monotonic()
    subprocess.run([*command, "--output", str(output)], check=True, capture_output=True)
    duration = time.monotonic() - started

    killed = 0
    for number in range(_KILLS):
        write(spec, versions[number % 2])
        with subprocess.Popen([*command, "--output", str(output)], stdout=-3, stderr=-3) as process:
            # Most kills happen near the end, when the packages are replaced.
            seconds = duration * (1 - random.random() ** 2)
            try:
                process.wait(timeout=seconds)
            except subprocess.TimeoutExpired:
                process.kill()
            killed += process.wait() == -signal.SIGKILL
        assert contents(output / "library") in complete

    assert killed
    assert generate_in_subprocess("update", spec, "--output", output).code == 0
    assert contents(output / "library") == complete[(_KILLS - 1) % 2]
    assert [path.name for path in output.iterdir()] == ["library"]
