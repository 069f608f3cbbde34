"""Imports clients that a test generates, and reads shelves with them."""

import importlib
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest import mock

import httpx

from tests.support.specs import build

__all__ = ["first_shelf", "import_client", "shelf_with"]


def import_client(spec: Path) -> ModuleType:
    """Generate the client of a spec beside it, and import it."""
    package = build(spec, spec.parent)
    with mock.patch.object(sys, "path", [str(package.parent), *sys.path]):
        importlib.invalidate_caches()
        for name in [each for each in sys.modules if each.partition(".")[0] == package.name]:
            del sys.modules[name]
        # It stays there, for some of its modules are imported when they are first needed.
        return importlib.import_module(package.name)


def shelf_with(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return a shelf of the small spec with more fields."""
    return {
        "id": "7b61621f-62e0-4aad-ab11-9fd19e272e73",
        "label": "a",
        "created_at": "2021-04-16T09:46:20Z",
        **fields,
    }


def first_shelf(package: ModuleType, fields: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """Return the first shelf that the client of a variant of the small spec reads."""
    body = {"shelves": [shelf_with(fields)], "meta": {"page": 1, "pages": 1, "total": 1}}
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=body))
    with httpx.Client(transport=transport) as http:
        return package.Client("key", http_client=http).shelves.list().first()
