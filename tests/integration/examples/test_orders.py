"""The example of the first five minutes: from a URL to the cause, by the commands of its README.

docs/tutorials/own_api.md has the same commands, and the test file that keeps the list correct.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from rollcall.http import serving
from tests.support.projects import ORDERS, module_of

_README = (ORDERS / "README.md").read_text("utf-8")
_TUTORIAL = (ORDERS.parents[1] / "docs" / "tutorials" / "own_api.md").read_text("utf-8")
_PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
_PORT = "http://127.0.0.1:8000"


def _run(command: str, origin: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command of the README, with the address of the server of the test."""
    assert command in _README
    assert command in _TUTORIAL
    words = command.replace(_PORT, origin).split()
    return subprocess.run(
        [sys.executable, "-m", *words, "--seed=1"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


_GUESS = f"rollcall check {_PORT}/openapi.json {_PORT} --guess"
_ANNOTATE = f"rollcall annotate {_PORT}/openapi.json {_PORT} -o overlay.yaml"
_CHECK = f"rollcall check {_PORT}/openapi.json {_PORT} --overlay overlay.yaml"


def test_the_bug_is_named_without_an_annotation(tmp_path: Path) -> None:
    """The cause is that of the README; the seed chooses the request that shows it."""
    shown = re.search(r"(FAIL .* the list has )\d+ items\n    violates page.totals", _README)
    assert shown is not None
    with serving(module_of(ORDERS, "app").app) as origin:
        ran = _run(_GUESS, origin, tmp_path)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert shown[1] in ran.stdout.replace(origin, _PORT)
    assert not [*tmp_path.iterdir()]


def test_the_proposals_are_confirmed_and_the_mended_server_passes(tmp_path: Path) -> None:
    """The bug is told again by the check with the overlay, until it is mended."""
    mended = tmp_path / "mended"
    shutil.copytree(ORDERS, mended)
    source = (mended / "app.py").read_text("utf-8")
    assert source.count("total=len(ORDERS)") == 1
    (mended / "app.py").write_text(source.replace("len(ORDERS)", "len(found)"), "utf-8")
    with serving(module_of(ORDERS, "app").app) as origin:
        proposed = _run(_ANNOTATE, origin, tmp_path)
        assert proposed.returncode == 0, proposed.stdout + proposed.stderr
        overlay = (tmp_path / "overlay.yaml").read_text("utf-8")
        assert "x-filter: {field: /amount, operator: gte, precision: exact}" in overlay
        assert "totalItems: /total" in overlay
        checked = _run(_CHECK, origin, tmp_path)
        assert checked.returncode == 1, checked.stdout + checked.stderr
        assert "the total is 47, but the list has" in checked.stdout
    with serving(module_of(mended, "app").app) as origin:
        checked = _run(_CHECK, origin, tmp_path)
        assert checked.returncode == 0, checked.stdout + checked.stderr
        _assert_tested(mended, tmp_path / "overlay.yaml")


def test_the_tutorial_shows_the_line_of_the_bug() -> None:
    """Its first sample is the last line of the application."""
    line, _ = _PYTHON.findall(_TUTORIAL)
    assert (ORDERS / "app.py").read_text("utf-8").endswith(f"    {line}")


def _assert_tested(folder: Path, overlay: Path) -> None:
    """Run the test file of the tutorial beside the application."""
    (_, test), (settings,) = (
        _PYTHON.findall(_TUTORIAL),
        re.findall(r"^```toml\n(.*?)^```", _TUTORIAL, re.MULTILINE | re.DOTALL),
    )
    (folder / "test_contract.py").write_text(test, "utf-8")
    (folder / "pyproject.toml").write_text(settings, "utf-8")
    shutil.copy(overlay, folder)
    tested = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert tested.returncode == 0, tested.stdout + tested.stderr
    assert re.search(r"[1-9][0-9]+ passed", tested.stdout)
