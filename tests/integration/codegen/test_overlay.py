"""A client is generated from a document with overlays."""

import json
from pathlib import Path

from click.testing import CliRunner
from ruamel.yaml import YAML

from rollcall.cli import main
from tests.support.overlays import apart
from tests.support.specs import LIBRARY


def _generate(*arguments: str) -> tuple[int, str]:
    ran = CliRunner().invoke(main, ["generate", *arguments])
    return ran.exit_code, ran.output


def test_a_client_is_generated_from_an_overlaid_document(tmp_path: Path) -> None:
    """It differs from the client of the annotated document only in the names of the files."""
    whole = YAML(typ="safe", pure=True).load(LIBRARY)
    bare, overlay = apart(whole)
    (tmp_path / "whole").mkdir()
    (tmp_path / "whole" / "library.json").write_text(json.dumps(whole), "utf-8")
    spec, lists = tmp_path / "library.json", tmp_path / "lists.overlay.json"
    spec.write_text(json.dumps(bare), "utf-8")
    overlay["actions"].append({"target": "$.none", "update": {}})
    lists.write_text(json.dumps(overlay), "utf-8")
    output = ["-o", str(tmp_path / "output")]

    assert _generate(str(tmp_path / "whole" / "library.json"), *output)[0] == 0
    expected = {path.name: path.read_text("utf-8") for path in (tmp_path / "output").rglob("*.py")}
    status, printed = _generate(str(spec), *output, "--overlay", str(lists))

    assert (status, f"$.none selects nothing in {spec}" in printed) == (0, True)
    found = {path.name: path.read_text("utf-8") for path in (tmp_path / "output").rglob("*.py")}
    header = "# Generated from library.json + lists.overlay.json ("
    assert found["__init__.py"].startswith(header)
    names = "library.json + lists.overlay.json"
    assert {name: text.replace(names, "library.json") for name, text in found.items()} == expected
    assert _generate(str(spec), *output, "--check", "--overlay", str(lists))[0] == 0
    # The package is that of the overlaid document alone: without it, there is no list.
    assert _generate(str(spec), *output, "--check")[0] == 1
