"""The projects in examples/, as modules of this process."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import rollcall

__all__ = ["LIBRARY", "ORDERS", "SHOP", "STATIONS", "library_spec", "module", "module_of"]

_EXAMPLES = Path(__file__).parents[2] / "examples"
LIBRARY = _EXAMPLES / "fastapi"
ORDERS = _EXAMPLES / "orders"
STATIONS = _EXAMPLES / "plain-spec"
SHOP = _EXAMPLES / "django-rest-framework"


def module(name: str) -> ModuleType:
    """Import a module of an example project, or of its framework.

    The projects are no packages of this repository, and Django has no types.
    """
    for folder in (LIBRARY, SHOP):
        if str(folder) not in sys.path and (folder / name.partition(".")[0]).is_dir():
            sys.path.append(str(folder))
    return importlib.import_module(name)


def module_of(folder: Path, name: str) -> ModuleType:
    """Load a module of a folder, even if another folder has one of this name."""
    found = importlib.util.spec_from_file_location(f"{folder.name}_{name}", folder / f"{name}.py")
    assert found is not None
    assert found.loader is not None
    made = importlib.util.module_from_spec(found)
    # pydantic looks a model's module up to read its annotations.
    sys.modules[made.__name__] = made
    found.loader.exec_module(made)
    return made


def library_spec(folder: Path) -> rollcall.Spec:
    """Write the document of FastAPI into a folder, and read it with the overlay."""
    path = folder / "openapi.json"
    path.write_text(json.dumps(module("library.main").app.openapi()), "utf-8")
    return rollcall.from_path(path, overlays=[LIBRARY / "openapi.overlay.yaml"])
