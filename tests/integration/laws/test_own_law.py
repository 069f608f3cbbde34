"""A law of a user: the example of docs/howto/own_law.md is reported like a built-in law."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "howto" / "own_law.md").read_text(encoding="utf-8")
(EXAMPLE,) = re.findall(r"^```python\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)

_RUN = """
import json, sys, rollcall
from rollcall.reports import to_html
from tests.support.api import Api
text = {"type": "string"}
api = Api(
    [{"id": f"p{number}", "name": name} for number, name in enumerate(sys.argv[1:])],
    fields={"id": text, "name": text},
    filters={},
)
spec = rollcall.from_asgi("/openapi.json", api.app)
config = rollcall.Config(laws=("naming.*",), plugins=("our_laws",))
*_, finished = rollcall.run(spec, config=config)
report = finished.report
verdicts = [each for each in report.verdicts if each.law == "naming.not_empty"]
print(json.dumps({
    "exit": report.exit_code,
    "verdicts": [[each.channel, each.outcome, each.reason] for each in verdicts],
    "titles": [each.title for each in report.violations],
    "html": to_html(report),
}))
"""


@pytest.fixture
def plugins(tmp_path: Path) -> Path:
    """Write the example of the page to a folder, as a user would."""
    (tmp_path / "our_laws.py").write_text(EXAMPLE, encoding="utf-8")
    return tmp_path


def _python(plugins: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a new process, in which the law is registered."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(plugins), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("names", "outcome", "exit_code"),
    [
        (["Ada", "Grace", "Mary", "Joan"], ["pass", None], 0),
        (["Ada", "Grace", " ", "Joan"], ["fail", None], 1),
        ([], ["vacuous", "needs an item with a name"], 3),
    ],
    ids=["holds", "is broken", "no items"],
)
def test_the_example_gets_a_verdict(
    plugins: Path, names: list[str], outcome: list[str | None], exit_code: int
) -> None:
    """The law is selected by its family, and its three outcomes are in the report."""
    done = _python(plugins, "-c", _RUN, *names)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["verdicts"] == [["http", *outcome]]
    assert found["titles"] == (["the name of p2 is empty"] if outcome[0] == "fail" else [])
    assert found["exit"] == exit_code
    assert "Naming" in found["html"]
    assert "No item has an empty name." in found["html"]


def test_the_command_explains_it(plugins: Path) -> None:
    """``rollcall laws`` lists the law of a plugin after the built-in laws."""
    ran = _python(plugins, "-m", "rollcall", "laws", "naming.not_empty", "--plugin", "our_laws")
    assert ran.returncode == 0, ran.stderr
    assert "No item has an empty name." in ran.stdout
    listed = _python(plugins, "-m", "rollcall", "laws", "--plugin", "our_laws").stdout
    assert listed.index("http.method") < listed.index("naming.not_empty")


def test_an_id_belongs_to_one_law(plugins: Path) -> None:
    """The error names the file and the line of both definitions."""
    (plugins / "again.py").write_text(EXAMPLE, encoding="utf-8")
    ran = _python(plugins, "-m", "rollcall", "laws", "--plugin", "our_laws", "--plugin", "again")
    assert ran.returncode == 2
    assert re.search(r"law naming\.not_empty .*our_laws\.py:\d+ .*again\.py:\d+", ran.stderr)
