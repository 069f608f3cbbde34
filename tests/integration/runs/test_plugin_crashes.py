"""Plugins that crash: while they are imported, and while their law is evaluated."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.checks import ROOT

_LAW = """
from rollcall import Cases, law

@law("ours.length", "Every kind has a length.", source="us", needs="an item",
     cases=lambda context: Cases([context.query]))
def length(context, query):
    return all(len(item["kind"]) for item in context.page(query).items) and {result}
"""
_RUN = """
import json, sys, httpx, rollcall
from tests.support.api import Api

def change(request, response):
    body = response.json()
    if response.is_success and sys.argv[1] == "malformed":
        body["books"][0]["kind"] = 7
    if response.is_success and sys.argv[1] == "faulty":
        body["total"] = "many"
    return httpx.Response(response.status_code, json=body)

api = Api(send=change)
target = rollcall.Target(api.base_url, transport=httpx.MockTransport(api.respond))
config = rollcall.Config(seed=1, laws=("ours.length",), plugins=("ours",))
*_, finished = rollcall.run(api.spec, target, config)
report = finished.report
(verdict,) = (each for each in report.verdicts if each.law == "ours.length")
print(json.dumps({
    "exit": report.exit_code,
    "outcome": verdict.outcome,
    "errors": [each.reason for each in report.errors if each.traceback],
    "follows": {each.id: [key[2] for key in each.follows] for each in report.causes},
}))
"""
_SCHEMA = "schema listBooks /books/*/kind"


def _python(folder: Path, plugin: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    (folder / "ours.py").write_text(plugin, encoding="utf-8")
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("server", "result", "expected"),
    [
        ("sound", "True", {"exit": 0, "outcome": "pass", "errors": [], "follows": {}}),
        (
            "sound",
            "1 / 0",
            {
                "exit": 3,
                "outcome": "inconclusive",
                "errors": ["ZeroDivisionError: division by zero"],
                "follows": {},
            },
        ),
        (
            "faulty",
            "1 / 0",
            {
                "exit": 1,
                "outcome": "inconclusive",
                "errors": [],
                "follows": {"schema listBooks /total": ["ours.length"]},
            },
        ),
        (
            "malformed",
            "True",
            {
                "exit": 1,
                "outcome": "inconclusive",
                "errors": [],
                "follows": {_SCHEMA: ["ours.length"]},
            },
        ),
    ],
    ids=["no bug", "a bug", "a bug, and data that breaks its schema", "a bug of the data"],
)
def test_a_law_that_raises_an_exception(
    server: str, result: str, expected: dict[str, object], tmp_path: Path
) -> None:
    """The law is at fault, unless the data breaks its schema; the run is never green."""
    done = _python(tmp_path, _LAW.format(result=result), "-c", _RUN, server)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == expected


@pytest.mark.parametrize(
    ("plugin", "reason"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero (.*ours.py:1)"),
        ("import nothing_of_this_name", "No module named 'nothing_of_this_name'"),
        ("def law(:", "SyntaxError: "),
    ],
)
def test_a_plugin_that_cannot_be_imported_is_a_usage_error(
    plugin: str, reason: str, tmp_path: Path
) -> None:
    """The message says why, and where."""
    done = _python(tmp_path, plugin, "-m", "rollcall", "laws", "--plugin", "ours")
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("Error: --plugin: ours cannot be imported: ")
    assert reason.partition(" (.*")[0] in done.stderr
    assert "ours.py" in done.stderr or "nothing" in reason
