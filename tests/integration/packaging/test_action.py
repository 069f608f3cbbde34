"""The composite action of GitHub: its check, run as its runner does, and the hook of pre-commit."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML

from rollcall.cli import main
from tests.integration.packaging._wheel import ROOT
from tests.support.projects import ORDERS
from tests.support.specs import write

_INPUT = re.compile(r"\$\{\{ inputs\.(\w+) \}\}")


def _read(name: str) -> Any:  # noqa: ANN401 - YAML
    return YAML(typ="safe", pure=True).load((ROOT / name).read_text("utf-8"))


def _check(folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the step that checks, with the tool of this environment."""
    action = _read("action.yml")
    (step,) = (each for each in action["runs"]["steps"] if each.get("name") == "Check")
    known = {name: each.get("default", "") for name, each in action["inputs"].items()} | inputs
    named = {
        key: re.fullmatch(r"\$\{\{ inputs\.(\w+) \}\}", text) for key, text in step["env"].items()
    }
    environment = {key: known[match[1]] for key, match in named.items() if match is not None}
    assert environment.keys() == step["env"].keys()
    tools = folder / "rollcall" / "bin"
    tools.mkdir(parents=True)
    (tools / "rollcall").symlink_to(Path(sys.executable).with_name("rollcall"))
    runner = {"RUNNER_TEMP": str(folder), "GITHUB_STEP_SUMMARY": str(folder / "summary")}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=ORDERS,
        env={**os.environ, **runner, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.fixture(name="port")
def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def test_the_action_starts_a_server_checks_it_and_stops_it(tmp_path: Path, port: int) -> None:
    """The summary of the job has the cause, and the folder of the artifact all reports."""
    url = f"http://127.0.0.1:{port}"
    ran = _check(
        tmp_path,
        spec=f"{url}/openapi.json",
        url=url,
        start=f"{sys.executable} -m uvicorn app:app --port {port}",
        profile="smoke",
        options="--guess --seed=1 --law=page.* --law=filter.totals",
    )
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "the total is 47" in (tmp_path / "summary").read_text("utf-8")
    written = {each.name for each in (tmp_path / "rollcall-reports").iterdir()}
    reports = {"report.html", "report.json", "report.sarif", "report.xml", "summary.md"}
    assert written == {*reports, "server.log"}
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), 5).close()


def test_a_server_that_ends_is_told(tmp_path: Path, port: int) -> None:
    """Its output is in the log of the step."""
    url = f"http://127.0.0.1:{port}"
    ran = _check(tmp_path, spec=f"{url}/openapi.json", url=url, start="echo no database; exit 1")
    assert ran.returncode == 2, ran.stdout + ran.stderr
    assert "no database" in ran.stdout
    assert "::error::the server ended" in ran.stdout


def test_the_hook_of_pre_commit_compares_the_client(tmp_path: Path) -> None:
    """Its command fails if the package is outdated."""
    (hook,) = _read(".pre-commit-hooks.yaml")
    _, command, *words = hook["entry"].split()
    arguments = [
        command,
        *words,
        str(write(tmp_path / "library.yaml")),
        "-o",
        str(tmp_path / "out"),
    ]
    assert CliRunner().invoke(main, arguments).exit_code == 1
    generate = [each for each in arguments if each != "--check"]
    assert CliRunner().invoke(main, generate).exit_code == 0
    assert CliRunner().invoke(main, arguments).exit_code == 0
