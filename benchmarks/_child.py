"""Child processes: servers, and measurements in a fresh process."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

__all__ = ["announce", "run", "serving"]

_ROOT = Path(__file__).parents[1]
_STOP_SECONDS = 10


def run(arguments: Sequence[str], *, bytecode: Path, paths: Sequence[Path] = ()) -> str:
    """Run Python with the generated packages on its path; return its standard output.

    Args:
        arguments: The arguments for Python.
        bytecode: The folder for bytecode; from the second run on, no run compiles modules.
        paths: More folders to import from.
    """
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(map(str, [_ROOT / "generated", *paths])),
        "PYTHONPYCACHEPREFIX": str(bytecode),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, *arguments],
        env=environment,
        cwd=_ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


@contextmanager
def serving(module: str, *arguments: str) -> Iterator[str]:
    """Run a module of this package as a server; yield the address that it prints.

    Raises:
        RuntimeError: The server ended before it printed an address.
    """
    with subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", f"benchmarks.{module}", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=_ROOT,
    ) as process:
        assert process.stdin is not None  # noqa: S101
        assert process.stdout is not None  # noqa: S101
        try:
            address = process.stdout.readline().strip()
            if not address:
                message = f"benchmarks.{module} did not start"
                raise RuntimeError(message)
            yield address
        finally:
            process.stdin.close()
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


def announce(address: str) -> None:
    """Print the address for the parent process, and end with the parent."""
    print(address, flush=True)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    sys.stdin.read()
    os._exit(0)
