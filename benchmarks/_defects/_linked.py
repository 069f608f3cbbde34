"""Our client for an API with linked pages, generated for one run."""

import importlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks._faulty_servers import Server

from ._defect import KEY

__all__ = ["linked_package", "list_linked_rooms"]

_SPEC = Path(__file__).with_name("linked_rooms.yaml")
_GENERATE = Path(__file__).parents[2] / "scripts" / "generate.py"


@contextmanager
def linked_package() -> Iterator[None]:
    """Generate the package, importable within the context."""
    with TemporaryDirectory(prefix="rollcall-bench-") as folder:
        command = [sys.executable, str(_GENERATE), "update", str(_SPEC), "--output", folder]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)  # noqa: S603 - our own
        sys.path.insert(0, folder)
        try:
            yield
        finally:
            sys.path.remove(folder)


def list_linked_rooms(server: Server) -> list[object]:
    """List all rooms."""
    package: Any = importlib.import_module(_SPEC.stem)
    with package.Client(KEY, base_url=server.url) as client:
        return list(client.rooms.list())
