"""The projects in examples/, as modules of this process."""

import importlib.util
import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import rollcall

__all__ = [
    "LIBRARY",
    "ORDERS",
    "SHOP",
    "STATIONS",
    "library_spec",
    "module",
    "module_of",
    "running",
]

_SECONDS = 60

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


@contextmanager
def running(project: Path, *command: str) -> Iterator[str]:
    """Start a server in a project, and yield the address that it prints."""
    with subprocess.Popen(
        [sys.executable, "-u", "-m", *command],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        # A server that neither prints its address nor ends is killed.
        watchdog = threading.Timer(_SECONDS, process.kill)
        watchdog.start()
        try:
            printed = (re.search(r"http://127\.0\.0\.1:[0-9]+", line) for line in process.stdout)
            found = next(filter(None, printed), None)
        finally:
            watchdog.cancel()
        assert found is not None, "the server printed no address"
        # What it prints is read, for the pipe has a limit.
        reader = threading.Thread(target=process.stdout.read)
        reader.start()
        try:
            yield found[0]
        finally:
            process.terminate()
            reader.join(_SECONDS)
