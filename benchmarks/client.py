"""The generated client beside the vendor's own: importing it, and reading one page.

Both read the same page of 250 rooms, through httpx's mock transport, so that no network is
measured. The runs of the two alternate, and the medians are compared.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import httpx
import telnyx

import telnyx_video

from ._table import print_table

__all__ = ["main"]

_IMPORT_RUNS = 7
_PAGE_RUNS = 200
_PAGE_SIZE = 250

_IMPORTS = {
    "telnyx_video": "import telnyx_video; telnyx_video.Client('key').rooms",
    "telnyx": "import telnyx; telnyx.Telnyx(api_key='key').rooms",
}


def main() -> None:
    """Measure and print."""
    _print_ratios("Import and reach a resource: CPU time", "ms", _measure_imports(_cpu_ms))
    if Path("/proc/self/status").exists():
        title = "Import and reach a resource: peak memory"
        _print_ratios(title, "MiB", _measure_imports(_peak_mib))
    else:
        print("\nPeak memory: not measured, for this system has no /proc")
    _print_ratios(f"Read one page of {_PAGE_SIZE} rooms", "ms", _measure_pages())


def _print_ratios(title: str, unit: str, figures: Mapping[str, float]) -> None:
    best = figures["telnyx_video"]
    rows = [[name, f"{value:.2f}", f"{value / best:.1f}"] for name, value in figures.items()]
    print_table(title, ["package", unit, "ratio"], rows)


def _measure_imports(measure: Callable[[str], float]) -> dict[str, float]:
    runs: dict[str, list[float]] = {name: [] for name in _IMPORTS}
    for _ in range(_IMPORT_RUNS):
        for name, code in _IMPORTS.items():
            runs[name].append(measure(code))
    return {name: statistics.median(values) for name, values in runs.items()}


def _cpu_ms(code: str) -> float:
    return float(_run(f"{code}; import time; print(time.process_time() * 1000)"))


def _peak_mib(code: str) -> float:
    # getrusage() would count the memory that this process had when it forked.
    status = _run(f"{code}; print(open('/proc/self/status').read())")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def _run(code: str) -> str:
    generated = Path(telnyx_video.__file__).parent.parent
    done = subprocess.run(  # noqa: S603 - the code is one of those above
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(generated)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def _measure_pages() -> dict[str, float]:
    body = json.dumps(_page()).encode()
    transport = httpx.MockTransport(
        lambda _: httpx.Response(200, content=body, headers={"content-type": "application/json"})
    )
    ours = telnyx_video.Client("key", http_client=httpx.Client(transport=transport))
    theirs = telnyx.Telnyx(api_key="key", http_client=httpx.Client(transport=transport))
    calls: dict[str, Callable[[], object]] = {
        "telnyx_video": lambda: next(iter(ours.rooms.list(page_size=_PAGE_SIZE).pages())),
        "telnyx": lambda: theirs.rooms.list(page_size=_PAGE_SIZE),
    }
    runs: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(_PAGE_RUNS):
        for name, call in calls.items():
            start = time.perf_counter()
            call()
            runs[name].append((time.perf_counter() - start) * 1000)
    return {name: statistics.median(values) for name, values in runs.items()}


def _page() -> dict[str, object]:
    room = {
        "id": "7b61621f-62e0-4aad-ab11-9fd19e272e73",
        "max_participants": 50,
        "unique_name": "My Room",
        "created_at": "2021-04-16T09:46:20.954863Z",
        "updated_at": "2021-04-16T10:24:55.962200Z",
        "active_session_id": "7b61621f-62e0-4aad-ab11-9fd19e272e74",
        "enable_recording": True,
        "webhook_event_url": "https://www.example.com",
        "webhook_event_failover_url": "https://failover.example.com",
        "webhook_timeout_secs": 25,
        "record_type": "room",
    }
    meta = {"page_number": 1, "page_size": _PAGE_SIZE, "total_pages": 1, "total_results": 250}
    return {"data": [room] * _PAGE_SIZE, "meta": meta}


if __name__ == "__main__":
    main()
