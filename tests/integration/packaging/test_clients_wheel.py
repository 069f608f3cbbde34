"""The clients' wheel: what an application developer installs."""

import subprocess
from pathlib import Path

from contract_tests.sandbox import serve
from tests.integration.packaging._wheel import (
    ROOT,
    bare_environment,
    files,
    install,
    metadata,
    packed,
    requirements,
)

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


def test_holds_the_generated_packages_and_nothing_else(clients_wheel: Path) -> None:
    """The wheel's modules are those of generated/, byte for byte."""
    generated = ROOT / "generated"
    found = packed(clients_wheel)
    assert found == files(generated / "telnyx_video", generated / "twilio_video")
    assert {"telnyx_video/py.typed", "twilio_video/py.typed"} <= found.keys()


def test_needs_four_packages(clients_wheel: Path) -> None:
    """An application installs httpx, attrs, msgspec and anyio with it, no more."""
    assert requirements(clients_wheel) == {"anyio", "attrs", "httpx", "msgspec"}


def test_says_what_it_is(clients_wheel: Path) -> None:
    """The metadata has the name, the licence, the Python versions and a README of its own."""
    found = metadata(clients_wheel)
    assert found["Name"] == "rollcall-video"
    assert found["License-Expression"] == "MIT"
    assert found["Requires-Python"] == ">=3.11"
    assert str(found.get_payload()).startswith("# Typed clients for video rooms")
    assert (ROOT / "generated" / "LICENSE").read_text() == (ROOT / "LICENSE").read_text()


def test_lists_from_a_fresh_environment(clients_wheel: Path, tmp_path: Path) -> None:
    """Installed on their own, both packages list all that a server has."""
    python = install(clients_wheel, tmp_path / "environment")
    with serve(rooms=30, twilio_participants=100, seed=1) as sandbox:
        twilio = sandbox.apis["twilio-video"]
        account, _, token = twilio.token.partition(":")
        done = subprocess.run(
            [python, "-W", "error", "-c", _LISTS],
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
