"""The package in a new process: imports, warnings and event loops."""

import subprocess
import sys

import pytest

from tests.support.client_command import environment
from tests.support.wire import Computed, Request, page, serving

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
import asyncio, httpx, telnyx_video

client = telnyx_video.AsyncClient("key", retries=0, OWN)

async def run():
    room = await client.rooms.list().first()
    print(room.unique_name, end=" ")

asyncio.run(run())
try:
    asyncio.run(run())
except telnyx_video.TransportError as error:
    print(error)
"""
_OWN = "http_client=httpx.AsyncClient()"
_ONE_LOOP = "an httpx.AsyncClient of your own serves one event loop"

_FIRST = """
import asyncio, os, sys, telnyx_video

def first(client, process):
    options = {"extra_headers": {"x-process": str(process)}}
    if isinstance(client, telnyx_video.Client):
        return client.rooms.list(**options).first().unique_name
    return loop.run_until_complete(client.rooms.list(**options).first()).unique_name

loop = asyncio.new_event_loop()
"""

_FORK = (
    _FIRST
    + """
client = telnyx_video.KIND("key", retries=0)
assert first(client, 9) == "room 9"
children = []
for process in range(1, 5):
    pid = os.fork()
    if not pid:
        loop = asyncio.new_event_loop()
        wrong = [first(client, process) for _ in range(20)]
        os._exit(sum(each != f"room {process}" for each in wrong))
    children.append(pid)
wrong = [found for _ in range(20) if (found := first(client, 9)) != "room 9"]
print(sum(os.waitstatus_to_exitcode(os.waitpid(each, 0)[1]) for each in children), wrong)
"""
)

_OWN_FORK = (
    _FIRST
    + """
import httpx

http = httpx.KIND()
client = telnyx_video.KIND("key", retries=0, http_client=http)
first(client, 9)
pid = os.fork()
if not pid:
    try:
        first(client, 1)
    except telnyx_video.TransportError as error:
        print(error, flush=True)
    os._exit(0)
os.waitpid(pid, 0)
"""
)

_ENVIRONMENT = """
import telnyx_video
try:
    telnyx_video.Client("key", retries=0).rooms.list().first()
except telnyx_video.TransportError as error:
    print(error)
print(telnyx_video.Client("key", trust_env=False).rooms.list().first().unique_name)
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


@pytest.mark.parametrize(("client", "expected"), [("", "room 1 room 1"), (_OWN, _ONE_LOOP)])
def test_a_second_event_loop(client: str, expected: str) -> None:
    """A client has connections in each event loop; an httpx.AsyncClient serves only one."""
    # The first connection stays open, so that the second loop finds it.
    kept = page(1).replace(b"connection: close\r\n", b"")
    with serving(kept, keeps_connections=True) as server:
        code = _TWO_LOOPS.replace("OWN", client)
        assert expected in _output(code, TELNYX_BASE_URL=server.url)


@pytest.mark.parametrize("kind", ["Client", "AsyncClient"])
def test_a_fork(kind: str) -> None:
    """Each process gets the rows that it asks for, and the parent's connection stays open."""

    def respond(request: Request) -> bytes:
        # The path of each process differs, and so does the room that it gets.
        number = int(request.headers["x-process"])
        return page(number).replace(b"connection: close\r\n", b"")

    with serving(Computed(respond), keeps_connections=True) as server:
        printed = _output(_FORK.replace("KIND", kind), TELNYX_BASE_URL=server.url)
        assert printed == "0 []\n"


@pytest.mark.parametrize("kind", ["Client", "AsyncClient"])
def test_a_forked_http_client(kind: str) -> None:
    """The caller's own HTTP client is refused in another process than the one that used it."""
    kept = page(1).replace(b"connection: close\r\n", b"")
    with serving(kept, keeps_connections=True) as server:
        printed = _output(_OWN_FORK.replace("KIND", kind), TELNYX_BASE_URL=server.url)
        assert "make one in each process" in printed


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("HTTPS_PROXY", "ftp://proxy.test"),
        ("all_proxy", "proxy.test:port"),
        ("SSL_CERT_FILE", "/no/such/file.pem"),
    ],
)
def test_an_environment_that_httpx_cannot_read(variable: str, value: str) -> None:
    """The error names the variable, and the option that ignores it."""
    with serving(page(1)) as server:
        printed = _output(_ENVIRONMENT, **{variable: value, "TELNYX_BASE_URL": server.url})
    lines = printed.splitlines()
    assert f"see {variable} in the environment, or pass trust_env=False" in lines[0]
    assert lines[1] == "room 1"
