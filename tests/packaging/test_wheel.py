"""The wheel: what an application developer installs."""

import os
import re
import subprocess
import sys
import venv
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest

from contract_tests.sandbox import serve

ROOT = Path(__file__).parents[2]

_LIST_ROOMS = """
import os
from datetime import date
from telnyx_video import Client

with Client(os.environ["TOKEN"], base_url=os.environ["BASE_URL"]) as client:
    rooms = list(client.rooms.list(filter_date_created_at_gte=date(2000, 1, 1), page_size=250))
print(len(rooms), type(rooms[0]).__name__)
"""


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the working tree."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*command, str(ROOT)], check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def interpreter(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel, with its locked dependencies, into an environment with nothing else."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run(
        [*install, "--constraint", str(_constraints(folder)), str(wheel)],
        check=True,
        cwd=folder,
    )
    return python


def test_holds_the_generated_packages_and_nothing_else(wheel: Path) -> None:
    """The wheel's modules are those of generated/, byte for byte."""
    with zipfile.ZipFile(wheel) as archive:
        packed = {
            name: archive.read(name) for name in archive.namelist() if ".dist-info/" not in name
        }
    generated = {
        path.relative_to(ROOT / "generated").as_posix(): path.read_bytes()
        for path in (ROOT / "generated").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert packed == generated
    assert "telnyx_video/py.typed" in packed


def test_needs_four_packages(wheel: Path) -> None:
    """An application installs httpx, attrs, msgspec and anyio with it, no more."""
    requirements = _metadata(wheel).get_all("Requires-Dist") or []
    assert {re.split(r"[<>=!~ ]", requirement)[0] for requirement in requirements} == {
        "anyio",
        "attrs",
        "httpx",
        "msgspec",
    }


def test_says_what_it_is(wheel: Path) -> None:
    """The metadata has the name, the licence, the Python versions and the README."""
    metadata = _metadata(wheel)
    assert metadata["Name"] == "rollcall-video"
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Requires-Python"] == ">=3.11"
    assert str(metadata.get_payload()).startswith("# Rollcall")


def test_lists_rooms_from_a_fresh_environment(interpreter: Path) -> None:
    """Installed on its own, the package lists every room of a server."""
    with serve(rooms=30, seed=1) as sandbox:
        done = subprocess.run(
            [interpreter, "-W", "error", "-c", _LIST_ROOMS],
            env={**_bare_environment(), "BASE_URL": sandbox.base_url, "TOKEN": sandbox.token},
            cwd=interpreter.parent,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert done.stderr == ""
    assert done.stdout == "30 Room\n"


def _metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return Parser().parsestr(archive.read(name).decode())


def _constraints(folder: Path) -> Path:
    """Pin what pip installs to the versions of the lock file, without its hashes."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^([a-z0-9._-]+==[^ \\]+)(?: ;[^\\\n]*)?", lock, flags=re.MULTILINE)
    constraints = folder / "constraints.txt"
    constraints.write_text("\n".join(pins), encoding="utf-8")
    return constraints


def _bare_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
