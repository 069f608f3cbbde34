"""Compare smoke runs of rollcall with a run of schemathesis on the same server.

    python -m benchmarks.smoke_run --rounds 5

The CPU time is that of the command, without the server. The wall time includes the server. The
first run of a command, which compiles the modules, is not counted.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from attrs import frozen

from ._child import serving
from ._rounds import describe_ratio, measure_rounds, median_ratio
from ._table import print_goal, print_table

__all__ = ["main"]

_ROUNDS = 5
_ROOT = Path(__file__).parents[1]
_SPEC = str(_ROOT / "openapi" / "telnyx-video.yaml")
_SEED = "1"
_STOCK = "st run, 50 examples"
_HTTP = "rollcall check, HTTP alone"
_ALL = "rollcall check, all channels"


@frozen
class _Cost:
    """The wall and CPU time in seconds, the peak memory in MiB, and the requests."""

    wall: float
    cpu: float
    peak: float
    requests: int


@frozen
class _Server:
    """A sandbox, and the URL that returns the number of its requests."""

    base_url: str
    token: str
    count_url: str

    def commands(self) -> Mapping[str, Sequence[str]]:
        """Return the commands to compare; each of them passes on the sandbox."""
        st = [
            "schemathesis.cli", "run", _SPEC, "--url", self.base_url,
            "--header", f"Authorization: Bearer {self.token}",
            "--checks", "all", "--max-examples", "50", "--seed", _SEED,
            "--generation-database", "none",
        ]  # fmt: skip
        rollcall = [
            "rollcall",
            "check",
            _SPEC,
            self.base_url,
            "--profile",
            "smoke",
            "--seed",
            _SEED,
        ]
        return {_STOCK: st, _HTTP: [*rollcall, "--channel", "http"], _ALL: rollcall}

    def measure(self, command: Sequence[str], folder: str) -> _Cost:
        """Run a command of Python in a folder, and return what it took.

        Raises:
            RuntimeError: The command did not pass.
        """
        environment = {
            **os.environ,
            "PYTHONPATH": str(_ROOT / "generated"),
            "PYTHONPYCACHEPREFIX": str(Path(folder) / "bytecode"),
            "ROLLCALL_TOKEN": self.token,
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        sent, started = self._sent(), time.perf_counter()
        with subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", *command],
            env=environment,
            cwd=folder,
            stdout=subprocess.DEVNULL,
        ) as process:
            _, status, used = os.wait4(process.pid, 0)
            wall = time.perf_counter() - started
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            message = f"{' '.join(command[:2])} ended with status {process.returncode}"
            raise RuntimeError(message)
        cpu, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
        return _Cost(wall, cpu, peak, self._sent() - sent)

    def _sent(self) -> int:
        with urlopen(self.count_url) as response:  # noqa: S310 - the sandbox
            return int(response.read())


def main(arguments: Sequence[str] | None = ()) -> None:
    """Print the measurements."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.smoke_run")
    parser.add_argument("--rounds", type=int, default=_ROUNDS, help="default: %(default)s")
    rounds = parser.parse_args(arguments).rounds
    with serving("_counted_sandbox") as line, TemporaryDirectory() as folder:
        server = _Server(*line.split())
        measures = {
            name: partial(server.measure, command, folder)
            for name, command in server.commands().items()
        }
        for measure in measures.values():
            measure()
        costs = measure_rounds(measures, rounds)
    cpu = {name: [each.cpu for each in figures] for name, figures in costs.items()}
    wall = {name: [each.wall for each in figures] for name, figures in costs.items()}
    print_table(
        f"A run of the Telnyx document on one sandbox, seed {_SEED}\n"
        f"  (medians of {rounds} rounds; ratios within a round: median and quartiles)",
        ["", "CPU s", "x st", "wall s", "x st", "requests", "per CPU s", "MiB"],
        [
            [
                name,
                f"{median(cpu[name]):.1f}",
                describe_ratio(cpu[name], cpu[_STOCK]),
                f"{median(wall[name]):.1f}",
                describe_ratio(wall[name], wall[_STOCK]),
                f"{median(each.requests for each in figures):,.0f}",
                f"{median(each.requests / each.cpu for each in figures):.0f}",
                f"{median(each.peak for each in figures):.0f}",
            ]
            for name, figures in costs.items()
        ],
    )
    ratio = median_ratio(cpu[_HTTP], cpu[_STOCK])
    print_goal(f"{_HTTP}: at most the CPU time of {_STOCK}", f"{ratio:.2f}", met=ratio <= 1)


if __name__ == "__main__":
    main(None)
