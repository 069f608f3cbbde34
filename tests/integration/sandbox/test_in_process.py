"""The application without a socket, and what it keeps away from."""

import asyncio
import re
import subprocess
import sys

import httpx

from contract_tests.sandbox import DEFAULT_TOKEN, build_app
from tests.support.sandbox._command import ROOT


def test_application_in_process() -> None:
    """The same lists are there without a server."""

    async def ask() -> httpx.Response:
        with build_app(rooms=3) as app:
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as client:
                headers = {"authorization": f"Bearer {DEFAULT_TOKEN}"}
                return await client.get("/v2/rooms", headers=headers)

    assert asyncio.run(ask()).json()["meta"]["total_results"] == 3


_WATCH = """
import sys

opened = []
sys.addaudithook(lambda event, details: event == "open" and opened.append(str(details[0])))

from contract_tests.sandbox import serve

with serve(rooms=2):
    pass

walled = (sys.argv[1] + "/openapi/", sys.argv[1] + "/generated/")
found = [name for name in opened if name.replace("\\\\", "/").startswith(walled)]
found += {"telnyx_video", "twilio_video"} & set(sys.modules)
sys.exit(" ".join(found) or 0)
"""


def test_wall() -> None:
    """The sandbox reads neither the OpenAPI documents nor what is made of them."""
    watched = subprocess.run(
        [sys.executable, "-c", _WATCH, ROOT.as_posix()],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (watched.returncode, watched.stderr) == (0, "")


def test_imports_of_the_tool() -> None:
    """The sandbox uses the tool to listen on a socket, and for nothing else."""
    imports = {
        line
        for path in (ROOT / "contract_tests" / "sandbox").rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if re.match(r"\s*(from|import) +rollcall", line)
    }
    assert imports == {
        "from rollcall.http import bound_socket, http_server, origin",
        "from rollcall.http import serving",
    }
