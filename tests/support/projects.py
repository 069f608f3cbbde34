"""The projects in examples/, as modules of this process."""

import importlib
import sys
from pathlib import Path
from types import ModuleType

__all__ = ["LIBRARY", "SHOP", "module"]

_EXAMPLES = Path(__file__).parents[2] / "examples"
LIBRARY = _EXAMPLES / "fastapi"
SHOP = _EXAMPLES / "django-rest-framework"


def module(name: str) -> ModuleType:
    """Import a module of an example project, or of its framework.

    The projects are no packages of this repository, and Django has no types.
    """
    for folder in (LIBRARY, SHOP):
        if str(folder) not in sys.path and (folder / name.partition(".")[0]).is_dir():
            sys.path.append(str(folder))
    return importlib.import_module(name)
