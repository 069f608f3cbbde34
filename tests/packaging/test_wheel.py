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

_LISTS = """
from datetime import UTC, date, datetime
from telnyx_video import Telnyx
from twilio_video import Twilio

with Telnyx() as telnyx:
    rooms = list(telnyx.rooms.list(filter_date_created_at_gte=date(2000, 1, 1), page_size=250))
print(len(rooms), type(rooms[0]).__name__)
with Twilio() as twilio:
    early = datetime(2000, 1, 1, tzinfo=UTC)
    people = list(twilio.rooms.participants.list("all-hands", date_created_after=early))
print(len(people), type(people[0]).__name__)
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
    assert {"telnyx_video/py.typed", "twilio_video/py.typed"} <= packed.keys()


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


def test_lists_from_a_fresh_environment(interpreter: Path) -> None:
    """Installed on their own, both packages list all that a server has."""
    with serve(rooms=30, twilio_participants=100, seed=1) as sandbox:
        twilio = sandbox.apis["twilio-video"]
        account, _, token = twilio.token.partition(":")
        done = subprocess.run(
            [interpreter, "-W", "error", "-c", _LISTS],
            env={
                **_bare_environment(),
                "TELNYX_BASE_URL": sandbox.base_url,
                "TELNYX_API_KEY": sandbox.token,
                "TWILIO_BASE_URL": twilio.base_url,
                "TWILIO_ACCOUNT_SID": account,
                "TWILIO_AUTH_TOKEN": token,
            },
            cwd=interpreter.parent,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert done.stderr == ""
    assert done.stdout == "30 Room\n75 RoomParticipant\n"


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
