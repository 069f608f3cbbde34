"""Measure the memory of streaming a list, short and long.

    python -m benchmarks.memory

Each client streams in a fresh process; the server is a process of its own.
"""

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from attrs import frozen

from ._child import run, serving
from ._rooms import LARGEST_LINKED, PAGE_SIZE
from ._rounds import describe_ratio, measure_rounds, median_ratio
from ._stream import LINKED, NUMBERED, OFFICIAL
from ._table import print_goal, print_table

__all__ = ["main"]

_ROUNDS = 3
_FEW = 10_000
_MANY = 1_000_000
_MANY_OFFICIAL = 100_000  # more processes would slow down the others
_FLAT = 1.25


@frozen
class _Peak:
    """The peak memory in MiB after few items and after all."""

    few: float
    all: float
    rate: float


def main() -> None:
    """Print the measurements."""
    if not Path("/proc/self/status").exists():
        print("\nMemory of a stream: not measured: no /proc on this system")
        return
    _compare("_many_rooms", NUMBERED, f"rooms, {PAGE_SIZE} a page")
    _compare("_many_participants", LINKED, f"participants, {LARGEST_LINKED} a linked page")


def _compare(server: str, clients: Iterable[str], what: str) -> None:
    with TemporaryDirectory() as folder, serving(server, str(_MANY)) as address:
        bytecode = Path(folder)
        measures = {name: partial(_measure, name, address, bytecode) for name in clients}
        for name in clients:
            # The first run writes the bytecode.
            run(["-m", "benchmarks._stream", name, address, "1"], bytecode=bytecode)
        peaks = measure_rounds(measures, _ROUNDS)
    few = {name: [peak.few for peak in found] for name, found in peaks.items()}
    whole = {name: [peak.all for peak in found] for name, found in peaks.items()}
    rows = [
        [
            name,
            f"{_count(name):,}",
            f"{median(few[name]):.1f}",
            f"{median(whole[name]):.1f}",
            describe_ratio(whole[name], few[name]),
            f"{median(peak.rate for peak in found):,.0f}",
        ]
        for name, found in peaks.items()
    ]
    print_table(
        f"Stream {what}: peak memory after {_FEW:,} and after all\n"
        f"  (medians of {_ROUNDS} rounds, each in a fresh process; growth is all / {_FEW:,}:"
        " median and quartiles)",
        ["", "items", f"MiB at {_FEW:,}", "MiB at all", "growth", "items/s"],
        rows,
    )
    for name in clients:
        if name not in OFFICIAL:
            growth = median_ratio(whole[name], few[name])
            goal = f"{name}: at {_MANY:,} items at most {_FLAT} times as much as at {_FEW:,}"
            print_goal(goal, f"{growth:.2f}", met=growth <= _FLAT)


def _count(name: str) -> int:
    return _MANY_OFFICIAL if name in OFFICIAL else _MANY


def _measure(name: str, address: str, bytecode: Path) -> _Peak:
    counts = [str(_FEW), str(_count(name))]
    printed = run(["-m", "benchmarks._stream", name, address, *counts], bytecode=bytecode)
    (_, few, _), (count, peak, seconds) = (
        map(float, line.split()) for line in printed.splitlines()
    )
    return _Peak(few / 1024, peak / 1024, count / seconds)


if __name__ == "__main__":
    main()
