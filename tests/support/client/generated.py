"""Imports clients that a test generates."""

import importlib
import sys
from pathlib import Path
from types import ModuleType
from unittest import mock

from tests.support.specs import build

__all__ = ["import_client"]


def import_client(spec: Path) -> ModuleType:
    """Generate the client of a spec beside it, and import it."""
    package = build(spec, spec.parent)
    with mock.patch.object(sys, "path", [str(package.parent), *sys.path]):
        importlib.invalidate_caches()
        try:
            return importlib.import_module(package.name)
        finally:
            for name in [each for each in sys.modules if each.partition(".")[0] == package.name]:
                del sys.modules[name]
