"""What a program prints when an error of the client ends it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.client_command import environment
from tests.support.wire import reply, serving

_LINES = 24
"""The lines of a small terminal."""

_SYNC = """
from telnyx_video import Client
with Client("KEY-secret", retries={retries}) as client:
    {call}
"""
_ASYNC = """
import asyncio
from telnyx_video import AsyncClient
async def main():
    async with AsyncClient("KEY-secret", retries={retries}) as client:
        {call}
asyncio.run(main())
"""
_CALLS = {
    "loop": (_SYNC, "for _ in client.rooms.list(): pass"),
    "prefetch": (_SYNC, "print([*client.rooms.list(concurrency=3)])"),
    "first": (_SYNC, "client.rooms.list().first()"),
    "async": (_ASYNC, "async for _ in client.rooms.list(): pass"),
    "async prefetch": (_ASYNC, "async for _ in client.rooms.list(concurrency=3): pass"),
}
_BODIES = {
    "UnauthorizedError": reply({"errors": []}, 401),
    "NotFoundError": reply({"errors": []}, 404),
    "SchemaError": reply({"data": [{"id": 3}], "meta": {}}),
    "DecodingError": reply(b"<html>"),
}


def _ended(folder: Path, program: str, call: str, url: str, retries: int = 0) -> list[str]:
    """Run a program that an error ends, and return the lines of its standard error."""
    path = folder / "program.py"
    path.write_text(program.format(call=call, retries=retries), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, path],
        env=environment(TELNYX_BASE_URL=url),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert "secret" not in done.stderr.replace('"KEY-secret"', "")
    return done.stderr.splitlines()


def _assert_short(lines: list[str], error: str) -> None:
    """Check that one traceback is printed, which a screen has room for."""
    assert lines[0] == "Traceback (most recent call last):"
    assert lines[-1].startswith(f"telnyx_video.{error}: ")
    assert len(lines) <= _LINES
    assert not [line for line in lines if "httpx" in line or "httpcore" in line]


@pytest.mark.parametrize("kind", _CALLS)
def test_a_refused_connection(tmp_path: Path, kind: str) -> None:
    """No traceback of httpx is shown; the last line has the attempts."""
    lines = _ended(tmp_path, *_CALLS[kind], "http://127.0.0.1:1/v2", retries=1)
    _assert_short(lines, "_errors.ConnectionFailedError")
    assert lines[-1].endswith(" s: ConnectError, ConnectError)")


@pytest.mark.parametrize("error", _BODIES)
@pytest.mark.parametrize("kind", _CALLS)
def test_a_refused_request_and_an_invalid_body(tmp_path: Path, kind: str, error: str) -> None:
    """The traceback leads from the program to the list."""
    with serving(_BODIES[error]) as server:
        lines = _ended(tmp_path, *_CALLS[kind], server.url)
    module = "_status_errors" if error in {"UnauthorizedError", "NotFoundError"} else "_errors"
    _assert_short(lines, f"{module}.{error}")


@pytest.mark.parametrize(
    "call",
    [
        "client.rooms.list(page_size=0)",
        "client.rooms.list(filter_date_created_at_gte='25.4.2021')",
        "client.rooms.sessions.list('../x')",
        "client.rooms.list(limit=-1)",
        "Client('')",
        "Client(base_url='nowhere')",
    ],
)
def test_an_invalid_argument(tmp_path: Path, call: str) -> None:
    """The traceback leads from the program to the argument."""
    lines = _ended(tmp_path, _SYNC, call, "http://127.0.0.1:1/v2")
    _assert_short(lines, "_errors.ArgumentError")
