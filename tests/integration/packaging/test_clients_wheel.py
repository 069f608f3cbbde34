"""The wheel of the clients, which application developers install."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from contract_tests.sandbox import serve
from tests.integration.packaging._wheel import (
    ROOT,
    bare_environment,
    create_environment,
    install,
    metadata,
    packed_files,
    requirements,
    source_files,
)

pytestmark = pytest.mark.xdist_group("packaging")

_LISTS = """
from datetime import UTC, date, datetime
from telnyx_video import Telnyx
from twilio_video import Twilio

with Telnyx() as telnyx:
    rooms = list(telnyx.rooms.list(filter_date_created_at_gte=date(2000, 1, 1), page_size=100))
print(len(rooms), type(rooms[0]).__name__)
with Twilio() as twilio:
    early = datetime(2000, 1, 1, tzinfo=UTC)
    people = list(twilio.rooms.participants.list("all-hands", date_created_after=early))
print(len(people), type(people[0]).__name__)
"""


def test_the_wheel_holds_the_generated_packages_only(clients_wheel: Path) -> None:
    """The files are those of generated/, byte for byte."""
    generated = ROOT / "generated"
    found = packed_files(clients_wheel)
    assert found == source_files(generated / "telnyx_video", generated / "twilio_video")
    assert {"telnyx_video/py.typed", "twilio_video/py.typed"} <= found.keys()


def test_metadata_of_the_clients(clients_wheel: Path) -> None:
    """The metadata has the name, licence, Python versions, requirements, an extra, and a README."""
    found = metadata(clients_wheel)
    assert found["Name"] == "rollcall-video"
    assert found["License-Expression"] == "MIT"
    assert found["Requires-Python"] == ">=3.11"
    assert requirements(clients_wheel) == {"anyio", "attrs", "httpx", "msgspec"}
    assert found.get_all("Provides-Extra") == ["cli"]
    assert str(found.get_payload()).startswith("# Typed clients for video rooms")
    assert (ROOT / "generated" / "LICENSE").read_text() == (ROOT / "LICENSE").read_text()


def test_clients_work_without_the_tool(clients_wheel: Path, tmp_path: Path) -> None:
    """In an environment with the wheel only, both packages list all items of a server."""
    commands = create_environment(tmp_path / "environment")
    install(clients_wheel, commands)
    with serve(rooms=30, twilio_participants=100, seed=1) as sandbox:
        twilio = sandbox.apis["twilio-video"]
        account, _, token = twilio.token.partition(":")
        done = subprocess.run(
            [commands / "python", "-W", "error", "-c", _LISTS],
            env={
                **bare_environment(),
                "TELNYX_BASE_URL": sandbox.base_url,
                "TELNYX_API_KEY": sandbox.token,
                "TWILIO_BASE_URL": twilio.base_url,
                "TWILIO_ACCOUNT_SID": account,
                "TWILIO_AUTH_TOKEN": token,
            },
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert done.stderr == ""
    assert done.stdout == "30 Room\n75 RoomParticipant\n"


def test_the_command_line_is_an_extra(clients_wheel: Path, tmp_path: Path) -> None:
    """Without the extra, the commands say in a line what to install; with it, they work."""
    commands = create_environment(tmp_path / "environment")
    install(clients_wheel, commands)
    ways = ([commands / "telnyx-video"], [commands / "python", "-m", "telnyx_video"])
    for way in ways:
        refused = _run(*way, "rooms", "list", folder=tmp_path)
        assert (refused.returncode, refused.stdout) == (2, "")
        (line,) = refused.stderr.splitlines()
        assert line.endswith("needs click and rich: pip install 'rollcall-video[cli]'")
    install(clients_wheel, commands, extras="[cli]")
    with serve(rooms=3, seed=1) as sandbox:
        variables = {"TELNYX_BASE_URL": sandbox.base_url, "TELNYX_API_KEY": sandbox.token}
        for way in ways:
            listed = _run(*way, "rooms", "list", folder=tmp_path, variables=variables)
            assert (listed.returncode, listed.stderr) == (0, "")
            assert len(listed.stdout.splitlines()) == 3
    usage = _run(commands / "twilio-video", "--help", folder=tmp_path).stdout
    assert usage.startswith("Usage: twilio-video [OPTIONS] COMMAND")


def _run(
    *words: str | Path, folder: Path, variables: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words,
        env={**bare_environment(), **(variables or {})},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
