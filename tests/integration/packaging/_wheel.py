"""Reads wheels, and installs them into empty environments."""

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from email.message import Message
from email.parser import Parser
from pathlib import Path

from uv import find_uv_bin

__all__ = [
    "ROOT",
    "bare_environment",
    "create_environment",
    "install",
    "metadata",
    "packed_files",
    "requirements",
    "source_files",
]

ROOT = Path(__file__).parents[3]


def packed_files(wheel: Path) -> Mapping[str, bytes]:
    """Return the files of a wheel, without its metadata."""
    with zipfile.ZipFile(wheel) as archive:
        return {
            name: archive.read(name) for name in archive.namelist() if ".dist-info/" not in name
        }


def source_files(*folders: Path) -> Mapping[str, bytes]:
    """Return the files below some folders, by their paths from the folders' parents."""
    return {
        path.relative_to(folder.parent).as_posix(): path.read_bytes()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def metadata(wheel: Path) -> Message:
    """Return the metadata of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return Parser().parsestr(archive.read(name).decode())


def requirements(wheel: Path) -> set[str]:
    """Return the names of the packages that a wheel needs, without those of its extras."""
    found = metadata(wheel).get_all("Requires-Dist") or []
    return {re.split(r"[<>=!~ ;]", each)[0] for each in found if "extra ==" not in each}


def create_environment(folder: Path) -> Path:
    """Create an empty environment; return the folder of its commands."""
    _uv("venv", "--python", sys.executable, str(folder))
    return folder / "bin"


def install(wheel: Path, commands: Path, *others: str, extras: str = "") -> None:
    """Install a wheel and its locked dependencies into an environment.

    Args:
        wheel: The wheel.
        commands: The folder of the environment's commands.
        others: Further locked packages.
        extras: The extras, in brackets.
    """
    lock = str(ROOT / "requirements" / "dev.lock")
    python = str(commands / "python")
    _uv("pip", "install", "--python", python, "--constraint", lock, f"{wheel}{extras}", *others)


def bare_environment() -> dict[str, str]:
    """Return this process's environment without the variables that change an interpreter."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def _uv(*arguments: str) -> None:
    subprocess.run([find_uv_bin(), "--quiet", *arguments], check=True)
