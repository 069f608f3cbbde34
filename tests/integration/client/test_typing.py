"""Type checkers, run strictly on the client and on code that uses it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
CHECKED = [
    "generated/telnyx_video",
    "generated/twilio_video",
    "tests/unit/client/typing_of_client.py",
    "tests/unit/client/typing_of_twilio.py",
]
PYRIGHT = ROOT / "node_modules" / ".bin" / "pyright"


def test_mypy() -> None:
    """``mypy --strict`` finds nothing in the client, and the types are those that are meant."""
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", *CHECKED]
    run = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )
    assert (run.stdout, run.stderr, run.returncode) == ("", "", 0)


@pytest.mark.skipif(not PYRIGHT.exists(), reason="pyright is not installed; make typecheck does it")
def test_pyright() -> None:
    """Neither does pyright, with the strict settings of pyrightconfig.json."""
    run = subprocess.run(
        [str(PYRIGHT), "--project", str(ROOT), "--outputjson"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    report = json.loads(run.stdout)
    assert report["generalDiagnostics"] == []
    assert report["summary"]["filesAnalyzed"] > len(CHECKED)
