"""The pytest plugin, in a folder of its own and a process of its own."""

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[3]
_TOKEN = "s3cret-of-the-shelf"  # noqa: S105 - no one's
_CONTRACT = """
import rollcall
from shelf import app, shelf

contract = rollcall.contract(
    rollcall.from_asgi("/openapi.json", {app}), config=rollcall.Config(seed=1, laws={laws})
)

@contract.parametrize()
def test_contract(case):
    case.check()
"""


def _pytest(folder: Path, text: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_shelf.py").write_text(text, encoding="utf-8")
    path = os.pathsep.join(map(str, (_ROOT / "src", _ROOT / "tests" / "support")))
    is_installed = any(each.name == "rollcall" for each in entry_points(group="pytest11"))
    plugin = () if is_installed else ("-p", "rollcall.pytest_plugin")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *plugin, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path, "ROLLCALL_TOKEN": _TOKEN},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_each_unit_is_a_case(tmp_path: Path) -> None:
    """Three lines check an application in process; each law is a test with a readable id."""
    text = _CONTRACT.format(app="app", laws=("page.*",))
    done = _pytest(tmp_path, text, "-v")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "test_contract[http-listBooks-page.length] PASSED" in done.stdout
    assert "Shelf 1.0.0 at http://127.0.0.1:" in done.stdout
    assert "profile smoke, seed 1" in done.stdout
    chosen = _pytest(tmp_path, text, "-k", "page.length", "-q")
    assert "1 passed" in chosen.stdout


def test_a_violation_fails_its_case(tmp_path: Path) -> None:
    """The test says which law is violated, and how to reproduce it; there is no traceback."""
    text = _CONTRACT.format(app="shelf(lambda book, kind: True)", laws=("filter.sound",))
    done = _pytest(tmp_path, text)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "listBooks filter.sound kind" in done.stdout
    assert "curl --globoff" in done.stdout
    assert "was served for this run alone: to reproduce a violation, serve" in done.stdout
    assert "pytest_plugin.py" not in done.stdout


def test_what_the_data_cannot_tell_is_skipped(tmp_path: Path) -> None:
    """A vacuous law skips its case with the reason."""
    text = _CONTRACT.format(app="app", laws=("filter.none",))
    done = _pytest(tmp_path, text, "-rs")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "vacuous: kind: " in done.stdout


def test_a_contract_that_cannot_be_checked_fails_once(tmp_path: Path) -> None:
    """The first case says why, and the others are skipped."""
    text = _CONTRACT.format(app="app", laws=("page.*",)).replace(
        "config=", "rollcall.Target('http://127.0.0.1:9'), config="
    )
    done = _pytest(tmp_path, text, "-q")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 failed" in done.stdout
    assert "the contract cannot be checked: no answer from http://127.0.0.1:9" in done.stdout
    assert "During handling" not in done.stdout


def test_the_token_is_not_shown(tmp_path: Path) -> None:
    """What a failing test shows of its surroundings is redacted."""
    text = _CONTRACT.format(app="app", laws=("page.length",)).replace(
        "    case.check()", f"    shown = {_TOKEN!r}\n    case.check(target)\n    assert not shown"
    )
    text += f"""
import pytest
from rollcall.http import serving

@pytest.fixture(scope="session")
def target():
    with serving(app) as origin:
        yield rollcall.Target(origin, {_TOKEN!r})
"""
    done = _pytest(tmp_path, text.replace("(case)", "(case, target)"), "--showlocals")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "[token]" in done.stdout
    assert _TOKEN not in done.stdout.replace(text, "")


@pytest.mark.parametrize("arguments", [(), ("--help",)], ids=["run", "help"])
def test_the_plugin_is_inert_where_it_is_not_used(
    arguments: tuple[str, ...], tmp_path: Path
) -> None:
    """A suite without contracts sees neither options nor output of it, and loads no more."""
    text = """
import sys

def test_nothing():
    assert "rollcall.runs" not in sys.modules
"""
    done = _pytest(tmp_path, text, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (
        "rollcall"
        not in done.stdout.replace(str(tmp_path), "").partition("plugins:")[2].partition("\n")[2]
    )
