"""The tool's wheel: what a server team installs."""

import json
import subprocess
from pathlib import Path

import pytest

from rollcall.http import serving
from tests.integration.packaging._wheel import (
    ROOT,
    bare_environment,
    files,
    install,
    metadata,
    packed,
)
from tests.support.shop import SPEC, app

_TEST = """
import rollcall
from _shop import app

contract = rollcall.contract(rollcall.from_asgi("/openapi.json", app))

@contract.parametrize()
def test_contract(case): case.check()
"""


def test_holds_the_tool_and_nothing_else(tool_wheel: Path) -> None:
    """The wheel holds src/rollcall, with the templates, schemas and pages that it reads."""
    found = packed(tool_wheel)
    assert found == files(ROOT / "src" / "rollcall")
    assert {"rollcall/py.typed", "rollcall/spec/annotations.schema.json"} <= found.keys()
    for suffix in (".html.jinja", ".css", ".js", ".py.jinja", ".schema.json"):
        assert any(name.endswith(suffix) for name in found), suffix
    assert "rollcall/codegen/runtime/_http.py" in found


def test_says_what_it_is(tool_wheel: Path) -> None:
    """The metadata has the name, the extras, the licence, the Python versions and the README."""
    found = metadata(tool_wheel)
    assert found["Name"] == "rollcall-contract"
    assert found.get_all("Provides-Extra") == ["asgi", "clients", "generate", "mutate"]
    assert found["License-Expression"] == "MIT"
    assert found["Requires-Python"] == ">=3.11"
    assert str(found.get_payload()).startswith("# Rollcall")


@pytest.fixture(scope="module")
def environment(tool_wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel without extras; the result is the folder of its commands."""
    return install(tool_wheel, tmp_path_factory.mktemp("tool") / "environment").parent


def _run(command: Path, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [command, *arguments],
        env=bare_environment(),
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_explains_itself(environment: Path, tmp_path: Path) -> None:
    """Installed on its own, the command prints its help, and lists the laws."""
    done = _run(environment / "rollcall", "--help", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    for command in ("check", "generate", "laws", "mutate"):
        assert f"\n  {command} " in done.stdout
    assert "page.partition" in _run(environment / "rollcall", "laws", folder=tmp_path).stdout


def test_checks_a_server(environment: Path, tmp_path: Path) -> None:
    """Without extras, ``rollcall check`` checks a server, and writes the reports."""
    (tmp_path / "shop.json").write_text(json.dumps(SPEC), encoding="utf-8")
    with serving(app) as base_url:
        arguments = "check", "shop.json", base_url, "--json", "report.json", "--html", "report.html"
        done = _run(environment / "rollcall", *arguments, folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Filters" in done.stdout
    assert (tmp_path / "report.json").exists()
    assert (tmp_path / "report.html").exists()


def test_names_the_extra_that_is_missing(environment: Path, tmp_path: Path) -> None:
    """A command whose extra is not installed says which one to install."""
    (tmp_path / "shop.json").write_text(json.dumps(SPEC), encoding="utf-8")
    done = _run(environment / "rollcall", "generate", "shop.json", "-o", ".", folder=tmp_path)
    assert done.returncode == 2
    assert "rollcall-contract[generate]" in done.stderr


def test_checks_an_application_in_pytest(
    environment: Path, tool_wheel: Path, tmp_path: Path
) -> None:
    """With the extra ``asgi``, a few lines check an application in the process of pytest."""
    install(tool_wheel, environment.parent, extras="[asgi]")
    shop = (ROOT / "tests" / "support" / "shop.py").read_text(encoding="utf-8")
    (tmp_path / "_shop.py").write_text(shop, encoding="utf-8")
    (tmp_path / "test_shop.py").write_text(_TEST, encoding="utf-8")
    done = _run(environment / "pytest", "-q", "-W", "error", folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "passed" in done.stdout
