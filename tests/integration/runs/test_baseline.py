"""A run of the command with a baseline file, and in GitHub Actions."""

import json
import tomllib
from pathlib import Path

import pytest

from tests.support.api import Api
from tests.support.checks import check_api

pytestmark = pytest.mark.xdist_group("runs")
_WRONG = Api(keeps=lambda *_: True)


def test_a_baseline_lets_known_causes_pass(tmp_path: Path) -> None:
    """An update writes the file; a run with it passes, and one that corrects them tells it."""
    path = tmp_path / "known.toml"
    options = ("--law=filter.sound", "--baseline", str(path))
    missing = check_api(tmp_path, _WRONG, *options)
    assert missing.status == 2
    assert f"{path}: no such file; --update-baseline writes it" in missing.output
    update = check_api(tmp_path, _WRONG, *options, "--update-baseline")
    assert update.status == 0, update.output
    assert f"baseline: {path}: 1 cause added, 0 removed, 1 known" in update.output
    ((id_, entry),) = tomllib.loads(path.read_text("utf-8")).items()
    assert (entry["operation"], entry["law"]) == ("listBooks", "filter.sound")
    known = check_api(tmp_path, _WRONG, *options, "--seed", "2")
    assert known.status == 0, known.output
    assert f"known: listBooks: {entry['title']}" in known.output
    assert "pass: 1 known cause; " in known.output
    assert [(each["id"], each["state"]) for each in known.report["causes"]] == [(id_, "known")]
    (result,) = json.loads((tmp_path / "report.sarif").read_text("utf-8"))["runs"][0]["results"]
    assert result["baselineState"] == "unchanged"
    gone = check_api(tmp_path, Api(), *options)
    assert gone.status == 0, gone.output
    assert f"gone: listBooks: {entry['title']}" in gone.output
    assert "remove with --update-baseline" in gone.output
    assert gone.report["gone"] == [id_]


def test_a_step_of_github_actions_has_annotations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They name the line of the parameter in the document, and are printed nowhere else."""
    assert "::error" not in check_api(tmp_path, _WRONG, "--law=filter.sound").output
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    document = tmp_path / "books.json"
    outcome = check_api(tmp_path, _WRONG, "--law=filter.sound")
    (line,) = (each for each in outcome.output.splitlines() if each.startswith("::"))
    assert line.startswith(f"::error file={document},line=1,title=listBooks%3A ")
    assert "### listBooks: " in (tmp_path / "report.markdown").read_text("utf-8")
