"""Each kind of change is judged as the folder of its case says."""

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from rollcall.diff import RULES, Row, compare
from tests.support.spec_changes import CASES, write_versions

_FOLDERS = sorted(each.parent for each in CASES.glob("*/expected.yaml"))


@pytest.mark.parametrize("case", _FOLDERS, ids=lambda case: case.name)
def test_a_change_is_judged(case: Path, tmp_path: Path) -> None:
    """The changes, whom they break, and the versions are those of ``expected.yaml``.

    The clients are generated and compared if it names the version of the package.
    """
    expected = YAML(typ="safe", pure=True).load(case / "expected.yaml")
    is_python = "package" in expected["versions"]
    files = write_versions(case, tmp_path)
    found = compare([*map(str, files)], is_python=is_python)
    document = found.documents[0]
    levels = {"spec": document.version.level, "package": document.level}
    assert document.notes == ()
    assert [_record(each) for each in document.rows] == expected["changes"]
    assert {key: levels[key] for key in expected["versions"]} == expected["versions"]


def test_each_rule_has_a_case() -> None:
    """Each kind of change is judged by a case."""
    texts = [(each / "expected.yaml").read_text("utf-8") for each in _FOLDERS]
    rules = {rule for text in texts for rule in re.findall("rule: (.*)", text)}
    assert rules == RULES.keys()


def _record(row: Row) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if row.wire is not None:
        rule = row.wire.rule
        found["wire"] = f"{row.wire.place}: {row.wire.what}"
        found["rule"] = rule.id
        found["client"] = "breaks" if rule.breaks_client else "works"
        found["server"] = "must change" if rule.breaks_server else "works"
    if row.python:
        found["python"] = [
            f"{each.name}: {each.what}{' (breaking)' if each.is_breaking else ''}"
            for each in row.python
        ]
    return found
