"""A run with overlays: it checks what they add, and shows their files."""

import json
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

import rollcall
from rollcall.cli import main
from rollcall.http import serving
from tests.support.api import Api, asgi
from tests.support.checks import check_api
from tests.support.overlays import apart

pytest_plugins = ["pytester"]

NOTHING = {"target": "$.paths['/boks'].get", "update": {"x-list": {}}}


def _overlay(folder: Path, more: Sequence[object] = ()) -> Path:
    """Write the overlay of the example API, with further actions."""
    overlay = apart(Api().document)[1]
    overlay["actions"] += more
    path = folder / "books.overlay.json"
    path.write_text(json.dumps(overlay, indent=1), "utf-8")
    return path


def test_a_run_with_an_overlay_has_the_same_verdicts(tmp_path: Path) -> None:
    """The reports name the overlay, and the command that repeats the run has it."""
    wrong = Api(total=lambda items: len(items) + 1)
    bare, _ = apart(wrong.document)
    path = _overlay(tmp_path)
    options = ("--seed", "1", "--law", "page.*")
    expected = check_api(tmp_path, wrong, *options)
    found = check_api(tmp_path, wrong, *options, f"--overlay={path}", document=bare)
    assert found.status == expected.status == 1
    assert found.report["verdicts"] == expected.report["verdicts"]
    assert found.report["spec"] == {**expected.report["spec"], "overlays": [str(path)]}
    assert f"books.json + {path}" in found.output
    assert f"--overlay {path}" in found.output


def test_an_action_that_changes_nothing_is_a_warning(tmp_path: Path) -> None:
    """A strict run does not begin."""
    bare, _ = apart(Api().document)
    path = _overlay(tmp_path, [NOTHING])
    options = ("--seed", "1", "--law", "page.length", f"--overlay={path}")
    warned = check_api(tmp_path, Api(), *options, document=bare)
    (warning,) = [each for each in warned.output.splitlines() if each.startswith("Warning: ")]
    assert warning.startswith(f"Warning: {path}:")
    assert "/target: $.paths['/boks'].get selects nothing in " in warning
    assert warned.status == 0
    strict = check_api(tmp_path, Api(), *options, "--strict", document=bare)
    assert strict.status == 2
    assert strict.output == warning.replace("Warning", "Error") + "\n"


def test_a_report_has_the_overlays_of_the_spec(tmp_path: Path) -> None:
    """Those of the configuration are the default of what reads a spec; the spec decides."""
    api = Api()
    bare, _ = apart(api.document)
    (tmp_path / "books.json").write_text(json.dumps(bare), "utf-8")
    path = _overlay(tmp_path)
    spec = rollcall.from_path(tmp_path / "books.json", overlays=path)
    target = rollcall.Target(api.base_url, transport=httpx.MockTransport(api.respond))
    config = rollcall.Config(seed=1, laws=("page.length",), overlays=("other.yaml",))
    *_, finished = rollcall.run(spec, target, config)
    assert isinstance(finished, rollcall.RunFinished)
    assert finished.report.config.overlays == (str(path),)


def test_a_cause_names_the_line_of_the_overlay(tmp_path: Path) -> None:
    """It is about a parameter that the file of the document does not have."""
    wrong = Api(keeps=lambda _item, _name, _value: True)
    bare, overlay = apart(wrong.document)
    operation = bare["paths"]["/books"]["get"]
    (added,) = [each for each in operation["parameters"] if each["name"] == "kind"]
    operation["parameters"].remove(added)
    added["x-filter"] = {"field": "/kind", "operator": "eq", "precision": "exact"}
    overlay["actions"] = [
        *(each for each in overlay["actions"] if "x-list" in each["update"]),
        {"target": "$.paths['/books'].get.parameters", "update": added},
    ]
    path = tmp_path / "books.overlay.json"
    path.write_text(json.dumps(overlay, indent=1), "utf-8")
    lines = path.read_text("utf-8").splitlines()
    options = ("--seed", "1", "--law", "filter.sound", f"--overlay={path}")
    found = check_api(tmp_path, wrong, *options, document=bare)
    (cause,) = found.report["causes"]
    assert lines[cause["line"] - 1 :][:2] == ['   "update": {', '    "name": "kind",']
    assert cause["file"] == str(path)
    assert f"{path}:{cause['line']}" in found.html


def test_an_overlay_is_fetched(tmp_path: Path) -> None:
    """It may be a URL, whatever the document is."""
    bare, overlay = apart(Api().document)
    (tmp_path / "books.json").write_text(json.dumps(bare), "utf-8")
    with serving(asgi(lambda _request: httpx.Response(200, json=overlay))) as origin:
        address = f"{origin}/books.overlay.json"
        spec = rollcall.from_path(tmp_path / "books.json", overlays=address)
    assert [each.id for each in spec.lists] == ["listBooks"]
    assert spec.overlays == (address,)


def test_mutants_are_those_of_the_overlaid_document(tmp_path: Path) -> None:
    """Without the overlay, there is no list to mutate."""
    bare, _ = apart(Api().document)
    spec = tmp_path / "books.json"
    spec.write_text(json.dumps(bare), "utf-8")
    arguments = ["mutate", str(spec), "http://127.0.0.1:9", "--list"]
    listed = CliRunner().invoke(main, [*arguments, "--overlay", str(_overlay(tmp_path))])
    assert "listBooks filter.ignored kind: " in listed.output
    assert CliRunner().invoke(main, arguments).exit_code == 2


def test_the_plugin_prints_the_warnings(pytester: pytest.Pytester) -> None:
    """They stand before the summary of the contract."""
    bare, _ = apart(Api().document)
    (pytester.path / "books.json").write_text(json.dumps(bare), "utf-8")
    path = _overlay(pytester.path, [NOTHING])
    pytester.plugins = ["rollcall.pytest_plugin"]
    pytester.makeini("[pytest]\naddopts = -p no:cacheprovider -p no:xdist\n")
    pytester.makepyfile(f"""
        import httpx
        import rollcall
        from tests.support.api import Api

        api = Api()
        target = rollcall.Target(api.base_url, transport=httpx.MockTransport(api.respond))
        spec = rollcall.from_path("books.json", overlays={path.name!r})
        contract = rollcall.contract(spec, target, rollcall.Config(seed=1, laws=("page.length",)))

        @contract.parametrize()
        def test_contract(case):
            case.check()
    """)
    done = pytester.runpytest_inprocess()
    assert done.ret == 0
    done.stdout.fnmatch_lines([f"Warning: {path.name}:*selects nothing in books.json"])
