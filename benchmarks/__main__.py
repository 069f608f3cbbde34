"""Run all benchmarks, one after the other."""

import os
import platform
import time
from importlib.metadata import version

from . import (
    defects,
    imports,
    injections,
    latency,
    linked_latency,
    memory,
    pages,
    participants,
    sandbox_pages,
    smoke_run,
)

_PACKAGES = ("telnyx", "twilio", "openapi-python-client", "httpx", "msgspec", "attrs")
_BENCHMARKS = (
    imports,
    pages,
    participants,
    latency,
    linked_latency,
    memory,
    defects,
    injections,
    sandbox_pages,
    smoke_run,
)


def main() -> None:
    """Run all benchmarks; print the versions and the time."""
    start = time.monotonic()
    versions = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors; {versions}")
    for benchmark in _BENCHMARKS:
        benchmark.main()
    print(f"\nThe benchmarks took {time.monotonic() - start:.0f} s.")


if __name__ == "__main__":
    main()
