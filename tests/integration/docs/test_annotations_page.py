"""The commands of docs/tutorials/annotations.md succeed."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from tests.support.example_api import ROOT, SPEC, serving

_PAGE = (ROOT / "docs" / "tutorials" / "annotations.md").read_text(encoding="utf-8")
_SHELL = re.compile(r"^```sh\n(.*?)^```", flags=re.MULTILINE | re.DOTALL)
_ADDRESS = "http://127.0.0.1:8017/v1"


def test_the_commands_succeed(tmp_path: Path) -> None:
    """Each command runs as it is printed, in the order of the page, with the laws of pages only."""
    lines = [line for block in _SHELL.findall(_PAGE) for line in block.splitlines()]
    start, *commands = (
        re.sub(r"\.venv/bin/", f"{Path(sys.executable).parent}/", each) for each in lines
    )
    _, program, *arguments = shlex.split(start)
    assert ROOT / program == SPEC.parent / "server.py"
    arguments[arguments.index("--port") + 1] = "0"
    with serving(*arguments) as server:
        assert server.base_url.replace(str(server.port), "8017") == _ADDRESS
        for command in commands:
            text = command.replace(_ADDRESS, server.base_url).replace("build/", f"{tmp_path}/")
            done = subprocess.run(
                ["sh", "-c", text],
                cwd=ROOT,
                env={**os.environ, "ROLLCALL_LAWS": "page.*"},
                capture_output=True,
                text=True,
                timeout=300,
                check=False,
            )
            assert done.returncode == 0, (command, done.stdout[-2000:], done.stderr[-2000:])
    assert {each.name for each in tmp_path.iterdir()} >= {
        "example_api.html",
        "example_api.json",
        "clients",
    }
    assert (tmp_path / "clients" / "example_api" / "py.typed").exists()
