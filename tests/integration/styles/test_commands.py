"""The command line of a client whose fields have other names in JSON."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from rollcall.http import serving
from tests.support.specs import build
from tests.support.styles import StyleServer
from tests.support.styles.documents import APIS

_API = APIS["google_aip"]


def _run(folder: Path, *words: str) -> str:
    """Return the output of the command that lists publishers."""
    with serving(StyleServer(_API.style).app) as origin:
        base_url = _API.base_url.replace("http://api.test", origin)
        command = [sys.executable, "-m", "google_aip", "publishers", "list", *words]
        done = subprocess.run(
            [*command, "--base-url", base_url],
            env={**os.environ, "PYTHONPATH": str(folder), "GOOGLE_API_KEY": _API.token},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generate the client."""
    target = tmp_path_factory.mktemp("commands")
    build(_API.path, target)
    return target


def test_records_have_the_names_on_the_wire(folder: Path) -> None:
    """CSV and JSON hold the same records."""
    records = [json.loads(each) for each in _run(folder, "--format", "jsonl").splitlines()]
    rows = [*csv.DictReader(_run(folder, "--format", "csv").splitlines())]
    assert rows == records
    assert records[0].keys() == {"name", "displayName", "createTime"}
    assert len(records) == len(_API.style.items)


def test_a_table_has_the_names_on_the_wire(folder: Path) -> None:
    """They are the names that ``--fields`` takes."""
    header, *rows = _run(folder, "--format", "table", "--limit", "3").splitlines()
    assert header.split() == ["name", "displayName", "createTime"]
    assert len(rows) == 3
