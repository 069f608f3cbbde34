"""Schemathesis confirms the example API, without Rollcall."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.example_api import KEY_HEADER, SPEC, RunningExample, serving


@pytest.fixture(scope="module")
def server() -> Iterator[RunningExample]:
    """Start the server of the example."""
    with serving() as running:
        yield running


def _schemathesis(spec: Path, server: RunningExample, folder: Path) -> tuple[int, str]:
    done = subprocess.run(
        [
            *(str(Path(sys.executable).with_name("schemathesis")), "run", str(spec)),
            *("--url", server.base_url, "--header", f"{KEY_HEADER}: {server.key}"),
            *("--checks", "all", "--no-color", "--max-examples", "30", "--seed", "1"),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_server_passes_schemathesis(server: RunningExample, tmp_path: Path) -> None:
    """All checks pass. The document states no maximum: schemathesis does not know clamping."""
    spec = tmp_path / "example_api.yaml"
    text = SPEC.read_text(encoding="utf-8").replace("maximum: 50, default: 10", "default: 10")
    assert text.count("default: 10") == 2
    spec.write_text(text, encoding="utf-8")
    status, output = _schemathesis(spec, server, tmp_path)
    assert status == 0, output
    assert "No issues found" in output


def test_schemathesis_reports_clamping(server: RunningExample, tmp_path: Path) -> None:
    """With the maximum in the document, it reports only the clamped page sizes."""
    status, output = _schemathesis(SPEC, server, tmp_path)
    assert status == 1, output
    assert "found 2 unique failures" in output
    assert output.count("Value greater than maximum") == 2
