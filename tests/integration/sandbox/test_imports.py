"""The sandbox is independent of the documents, the generated packages and the tool."""

import re
import subprocess
import sys

from tests.support.sandbox._command import ROOT

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
    """The sandbox opens neither the OpenAPI documents nor the generated packages."""
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
    """The sandbox imports nothing of the tool but the functions that open a socket."""
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
