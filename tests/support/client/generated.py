"""Clients that a test generates."""

import importlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from unittest import mock

from rollcall.codegen import update

__all__ = ["generate_client", "import_client"]


def generate_client(spec: Path) -> Path:
    """Generate the client of a spec beside it, and return its folder.

    It is neither formatted nor imported, which take processes of their own.
    """
    succeeded = subprocess.CompletedProcess((), 0, "", "")
    with mock.patch.object(subprocess, "run", return_value=succeeded):
        (package,) = update([spec], spec.parent)
    return package


def import_client(spec: Path) -> ModuleType:
    """Generate the client of a spec beside it, and import it."""
    package = generate_client(spec)
    with mock.patch.object(sys, "path", [str(package.parent), *sys.path]):
        importlib.invalidate_caches()
        try:
            return importlib.import_module(package.name)
        finally:
            for name in [each for each in sys.modules if each.partition(".")[0] == package.name]:
                del sys.modules[name]
