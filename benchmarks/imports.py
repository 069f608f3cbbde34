"""Measure the import of each package and the access to a list, in fresh processes.

python -m benchmarks.imports
"""

import json
from functools import partial
from itertools import product
from pathlib import Path
from statistics import median

from attrs import frozen

from ._child import run
from ._rounds import describe_ratio, measure_rounds, median_ratio
from ._stock import PACKAGE, stock_package
from ._table import print_goal, print_table

__all__ = ["main"]

_ROUNDS = 7
_MOST = 1.2
_OURS = ("telnyx_video", "twilio_video")
_IMPORTED = "httpx, msgspec and attrs, imported"
_CREATED = "httpx, msgspec and attrs, with an httpx.Client"

_CODES = {
    "python alone": "",
    _IMPORTED: "import attrs, httpx, msgspec",
    _CREATED: "import attrs, httpx, msgspec; httpx.Client()",
    "telnyx_video": "import telnyx_video; telnyx_video.Client('key').rooms",
    "twilio_video": "import twilio_video; twilio_video.Client('AC0', 'token').rooms.participants",
    "stock openapi-python-client": (
        f"from {PACKAGE} import AuthenticatedClient; from {PACKAGE}.api.rooms import list_rooms; "
        "AuthenticatedClient('https://api.telnyx.com/v2', 'key')"
    ),
    "twilio": (
        "from twilio.rest import Client; Client('AC0', 'token').video.v1.rooms('RM0').participants"
    ),
    "telnyx": "import telnyx; telnyx.Telnyx(api_key='key').rooms",
}

_REPORT = """
import json, sys, time
cpu = time.process_time() * 1000
try:
    # getrusage() would count the memory of the parent at the fork.
    lines = open("/proc/self/status").read().splitlines()
    peak = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024
except OSError:
    peak = float("nan")
print(json.dumps([cpu, len(sys.modules), peak]))
"""


@frozen
class _Cost:
    """The CPU time in milliseconds, the modules, and the peak memory in MiB."""

    cpu: float
    modules: int
    peak: float


def main() -> None:
    """Print the measurements."""
    with stock_package() as folder:
        measures = {name: partial(_measure, code, folder) for name, code in _CODES.items()}
        for measure in measures.values():
            measure()  # writes the bytecode
        costs = measure_rounds(measures, _ROUNDS)
    cpu = {name: [cost.cpu for cost in figures] for name, figures in costs.items()}
    peak = {name: [cost.peak for cost in figures] for name, figures in costs.items()}
    rows = [
        [
            name,
            f"{median(cpu[name]):.0f}",
            describe_ratio(cpu[name], cpu[_IMPORTED]),
            describe_ratio(cpu[name], cpu[_CREATED]),
            str(figures[0].modules),
            f"{median(peak[name]):.1f}",
            describe_ratio(peak[name], peak[_IMPORTED]),
            describe_ratio(peak[name], peak[_CREATED]),
        ]
        for name, figures in costs.items()
    ]
    print_table(
        "Import and reach a list, in a fresh process: CPU time, modules, peak memory\n"
        f"  (medians of {_ROUNDS} rounds; ratios within a round: median and quartiles)",
        ["", "CPU ms", "x imported", "x client", "modules", "MiB", "x imported", "x client"],
        rows,
    )
    print(
        "  telnyx and httpx.Client() read the certificates at once, the others at the first request"
    )
    for ours, base in product(_OURS, (_IMPORTED, _CREATED)):
        for unit, figures in (("CPU time", cpu), ("memory", peak)):
            ratio = median_ratio(figures[ours], figures[base])
            goal = f"{ours}: at most {_MOST} times the {unit} of {base}"
            print_goal(goal, f"{ratio:.2f}", met=ratio <= _MOST)


def _measure(code: str, stock: Path) -> _Cost:
    printed = run(["-c", code + _REPORT], bytecode=stock / "bytecode", paths=[stock])
    return _Cost(*json.loads(printed))


if __name__ == "__main__":
    main()
