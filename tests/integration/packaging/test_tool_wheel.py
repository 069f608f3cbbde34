"""The wheel of the tool, which server teams install."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from rollcall.http import serving
from tests.integration.packaging._wheel import (
    ROOT,
    bare_environment,
    create_environment,
    install,
    metadata,
    packed_files,
    source_files,
)
from tests.support.shop import SPEC, app

_OVERLAY = """
overlay: 1.0.0
info: { title: The shop, version: 1.0.0 }
actions: [{ target: $.info, update: { description: It sells. } }]
"""

pytestmark = pytest.mark.xdist_group("packaging")


def test_the_wheel_holds_the_tool_only(tool_wheel: Path) -> None:
    """The files are those of src/rollcall, with its templates, schemas and pages."""
    found = packed_files(tool_wheel)
    assert found == source_files(ROOT / "src" / "rollcall")
    assert {"rollcall/py.typed", "rollcall/spec/annotations.schema.json"} <= found.keys()
    for suffix in (".html.jinja", ".css", ".js", ".py.jinja", ".schema.json"):
        assert any(name.endswith(suffix) for name in found), suffix
    assert "rollcall/codegen/runtime/_http/__init__.py" in found


def test_metadata_of_the_tool(tool_wheel: Path) -> None:
    """The metadata has the name, the extras, the licence, the Python versions and the README."""
    found = metadata(tool_wheel)
    assert found["Name"] == "rollcall-contract"
    assert found.get_all("Provides-Extra") == ["asgi", "clients", "diff", "generate", "mutate"]
    assert found["License-Expression"] == "MIT"
    assert found["Requires-Python"] == ">=3.11"
    assert str(found.get_payload()).startswith("# Rollcall")


@pytest.fixture(scope="module")
def commands(tool_wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel without extras; return the folder of its commands."""
    folder = create_environment(tmp_path_factory.mktemp("tool") / "environment")
    install(tool_wheel, folder)
    return folder


def _run(
    command: Path, *arguments: str, folder: Path, **variables: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [command, *arguments],
        env={**bare_environment(), **variables},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_check_needs_no_extra(commands: Path, tmp_path: Path) -> None:
    """Without extras, ``rollcall check`` checks a server and writes the reports."""
    (tmp_path / "shop.json").write_text(json.dumps(SPEC), encoding="utf-8")
    with serving(app) as base_url:
        arguments = "check", "shop.json", base_url, "--json", "report.json", "--html", "report.html"
        done = _run(commands / "rollcall", *arguments, folder=tmp_path, ROLLCALL_LAWS="page.*")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "pass: " in done.stdout
    assert (tmp_path / "report.json").exists()
    assert (tmp_path / "report.html").exists()


def test_a_missing_extra_is_named(commands: Path, tmp_path: Path) -> None:
    """A command whose extra is not installed names the extra to install."""
    (tmp_path / "shop.json").write_text(json.dumps(SPEC), encoding="utf-8")
    done = _run(commands / "rollcall", "generate", "shop.json", "-o", ".", folder=tmp_path)
    assert done.returncode == 2
    assert "rollcall-contract[generate]" in done.stderr


@pytest.mark.parametrize("workers", ["0", "2"])
def test_the_readme_sample_of_pytest_passes(
    workers: str, commands: Path, tool_wheel: Path, tmp_path: Path
) -> None:
    """With the extra ``asgi``, the test file of the README checks an application in process.

    It leaves nothing behind in the folder, with workers of pytest-xdist either.
    """
    install(tool_wheel, commands, "pytest-xdist", extras="[asgi]")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    samples = re.findall(r"^```python\n(.*?)^```", readme, flags=re.MULTILINE | re.DOTALL)
    (sample,) = (each for each in samples if "rollcall.contract" in each)
    application = (ROOT / "tests" / "support" / "shop.py").read_text(encoding="utf-8")
    (tmp_path / "my_application.py").write_text(application, encoding="utf-8")
    (tmp_path / "test_contract.py").write_text(sample, encoding="utf-8")
    (tmp_path / "overlay.yaml").write_text(_OVERLAY, encoding="utf-8")
    before = {*tmp_path.rglob("*")}
    arguments = "-q", "-W", "error", "-p", "no:cacheprovider", "-n", workers
    chosen = {"ROLLCALL_LAWS": "page.*,filter.*", "PYTHONDONTWRITEBYTECODE": "1"}
    done = _run(commands / "pytest", *arguments, folder=tmp_path, **chosen)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "passed" in done.stdout
    assert {*tmp_path.rglob("*")} == before
