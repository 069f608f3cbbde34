"""The pytest plugin in a process of its own: it serves an application, or is inert."""

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

from tests.support.checks import ROOT

_CONTRACT = """
import rollcall
from tests.support.api import Api

api = Api(keeps=lambda *_: True, token="of-the-test")
contract = rollcall.contract(
    rollcall.from_asgi("/openapi.json", api.app),
    config=rollcall.Config(seed=1, laws=("filter.sound", "page.length")),
)

@contract.parametrize()
def test_contract(case):
    case.check()
"""
_NO_CONTRACT = """
import sys

def test_nothing():
    assert "rollcall.runs" not in sys.modules
"""


def _pytest(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_api.py").write_text(text, encoding="utf-8")
    is_installed = any(each.name == "rollcall" for each in entry_points(group="pytest11"))
    plugin = () if is_installed else ("-p", "rollcall.pytest_plugin")
    path = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *plugin],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path, "ROLLCALL_TOKEN": "of-the-test"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_an_application_is_served_for_its_contract(tmp_path: Path) -> None:
    """Its token is in the environment; the summary says that the server is gone."""
    done = _pytest(tmp_path, _CONTRACT)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 failed, 1 passed" in done.stdout
    assert "violates filter.sound kind" in done.stdout
    assert "was served only for this run: to reproduce a violation, serve" in done.stdout


def test_the_plugin_is_inert_in_a_suite_without_contracts(tmp_path: Path) -> None:
    """It adds no output, and loads no other module."""
    done = _pytest(tmp_path, _NO_CONTRACT)
    assert done.returncode == 0, done.stdout + done.stderr
    shown = done.stdout.replace(str(tmp_path), "")
    assert "rollcall" not in shown.partition("plugins:")[2].partition("\n")[2]
