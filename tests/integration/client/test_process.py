"""The package in a new process: imports, warnings and event loops."""

import subprocess
import sys

from tests.support.client_command import environment
from tests.support.wire import page, serving

_IMPORT = """
import sys
before = set(sys.modules)
import telnyx_video
print(*sorted(set(sys.modules) - before))
"""

_FAILURE = """
import httpx, telnyx_video
http = httpx.Client(transport=httpx.MockTransport(lambda request: httpx.Response(503)))
retries = telnyx_video.Retries(count=2, backoff=0)
try:
    telnyx_video.Client("key", http_client=http, retries=retries).rooms.list().first()
except telnyx_video.ServerError as error:
    print(error.attempts)
"""

_TWO_LOOPS = """
import asyncio, telnyx_video

client = telnyx_video.AsyncClient("key", retries=0)

async def run():
    await client.rooms.list().first()

asyncio.run(run())
try:
    asyncio.run(run())
except telnyx_video.TransportError as error:
    print(error)
"""


def _output(code: str, **variables: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(**variables),
        cwd="/",
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stderr == ""
    return done.stdout


def test_import_stands_alone() -> None:
    """An import loads three dependencies with theirs, and not the command line."""
    modules = _output(_IMPORT).split()
    imported = {name.partition(".")[0] for name in modules}
    foreign = {name for name in imported - set(sys.stdlib_module_names) if not name.startswith("_")}
    admitted = {
        "attr",
        "attrs",
        "httpx",
        "msgspec",
        "telnyx_video",
        "anyio",
        "certifi",
        "h11",
        "httpcore",
        "idna",
        "sniffio",
        "typing_extensions",
    }
    # httpx imports these if they are installed, for HTTP/2, colours and encodings.
    admitted |= {"brotli", "brotlicffi", "click", "h2", "hpack", "hyperframe", "pygments", "rich"}
    admitted |= {"socksio", "zstandard"}
    assert foreign <= admitted
    assert "argparse" not in imported
    assert not any(name.startswith("telnyx_video._command") for name in modules)


def test_nothing_is_printed_unless_asked_for() -> None:
    """In an application without logging, the client prints no warning."""
    assert _output(_FAILURE) == "3\n"


def test_a_second_event_loop() -> None:
    """A client whose connections belong to another event loop raises an error."""
    # The first connection stays open, so that the second loop finds it.
    kept = page(1).replace(b"connection: close\r\n", b"")
    with serving(kept, keeps_connections=True) as server:
        assert "an AsyncClient serves one event loop" in _output(
            _TWO_LOOPS, TELNYX_BASE_URL=server.url
        )
