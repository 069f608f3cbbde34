"""What a wheel holds, and an environment that holds nothing else."""

import os
import re
import subprocess
import venv
import zipfile
from collections.abc import Mapping
from email.message import Message
from email.parser import Parser
from pathlib import Path

__all__ = ["ROOT", "bare_environment", "files", "install", "metadata", "packed", "requirements"]

ROOT = Path(__file__).parents[3]


def packed(wheel: Path) -> Mapping[str, bytes]:
    """Return the files of a wheel, without its metadata."""
    with zipfile.ZipFile(wheel) as archive:
        return {
            name: archive.read(name) for name in archive.namelist() if ".dist-info/" not in name
        }


def files(*folders: Path) -> Mapping[str, bytes]:
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


def install(wheel: Path, folder: Path, *, extras: str = "") -> Path:
    """Install a wheel, with its locked dependencies, into an environment with nothing else.

    Returns:
        The environment's interpreter.
    """
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run(
        [*command, "--constraint", str(_constraints(folder)), f"{wheel}{extras}"],
        check=True,
        cwd=folder,
    )
    return python


def bare_environment() -> dict[str, str]:
    """Return this process's environment without what changes an interpreter."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def _constraints(folder: Path) -> Path:
    """Pin what pip installs to the versions of the lock file, without its hashes."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^([a-z0-9._-]+==[^ \\]+)(?: ;[^\\\n]*)?", lock, flags=re.MULTILINE)
    constraints = folder / "constraints.txt"
    constraints.write_text("\n".join(pins), encoding="utf-8")
    return constraints
