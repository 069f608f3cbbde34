"""Check that a list API does what its OpenAPI document says.

    import rollcall

    spec = rollcall.from_path("openapi.yaml")
    for event in rollcall.run(spec, rollcall.Target("http://127.0.0.1:8000")):
        ...

In a test module of pytest:

    test_contract = rollcall.contract("/openapi.json", app).test()
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rollcall._sources import from_asgi, from_path, from_url, from_wsgi
    from rollcall.config import Config
    from rollcall.http import Target
    from rollcall.laws import Cases, Context, Law, Place, Query, Response, ViolationError, law
    from rollcall.pytest_plugin import Case, contract
    from rollcall.runs import (
        CauseFound,
        Event,
        LawFinished,
        Progress,
        Report,
        RunFinished,
        RunStarted,
        Waiting,
        run,
    )
    from rollcall.spec import Spec, SpecError, UsageError

__all__ = [
    "Case",
    "Cases",
    "CauseFound",
    "Config",
    "Context",
    "Event",
    "Law",
    "LawFinished",
    "Place",
    "Progress",
    "Query",
    "Report",
    "Response",
    "RunFinished",
    "RunStarted",
    "Spec",
    "SpecError",
    "Target",
    "UsageError",
    "ViolationError",
    "Waiting",
    "contract",
    "from_asgi",
    "from_path",
    "from_url",
    "from_wsgi",
    "law",
    "run",
]

_MODULES = {
    "rollcall._sources": ("from_asgi", "from_path", "from_url", "from_wsgi"),
    "rollcall.config": ("Config",),
    "rollcall.http": ("Target",),
    "rollcall.laws": (
        *("Cases", "Context", "Law", "Place", "Query", "Response", "ViolationError", "law"),
    ),
    "rollcall.pytest_plugin": ("Case", "contract"),
    "rollcall.spec": ("Spec", "SpecError", "UsageError"),
}


def __getattr__(name: str) -> object:
    """Import a name on its first use: pytest loads the plugin, and this module, everywhere."""
    if name not in __all__:
        raise AttributeError(f"module 'rollcall' has no attribute {name!r}")
    found = (module for module, names in _MODULES.items() if name in names)
    return getattr(importlib.import_module(next(found, "rollcall.runs")), name)
