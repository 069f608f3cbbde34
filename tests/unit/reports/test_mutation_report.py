"""The report of a mutation run: its totals, its text and its JSON."""

import io
import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import attrs
import pytest
from jsonschema import Draft202012Validator

from rollcall.http import Redactor
from rollcall.reports import (
    MutationReport,
    mutation_to_html,
    mutation_to_json,
    open_console,
    print_mutation_report,
    read_mutation_report,
    write_mutation_report,
)
from rollcall.spec import UsageError
from tests.support.reports._mutation import MISSING, SURVIVOR, mutation_report

_ROOT = Path(__file__).parents[3]
_SCHEMA = json.loads(
    (_ROOT / "src/rollcall/reports/mutation-report.schema.json").read_text("utf-8")
)
_VALIDATOR = Draft202012Validator(_SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)


def test_the_json_follows_its_schema() -> None:
    """The schema is valid, and has each attribute of the report."""
    Draft202012Validator.check_schema(_SCHEMA)
    plain = json.loads(mutation_to_json(mutation_report()))
    assert [each.message for each in _VALIDATOR.iter_errors(plain)] == []
    assert [*plain] == [each.name for each in attrs.fields(MutationReport)]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda each: each.update(report_version=1), ["report_version"]),
        (lambda each: each.update(side="proxy"), ["side"]),
        (lambda each: each.pop("stopped"), []),
        (lambda each: each["mutants"][0].update(kind="ignored"), ["mutants", 0, "kind"]),
        (
            lambda each: each["mutants"][0]["results"]["http"].update(law=""),
            ["mutants", 0, "results", "http", "law"],
        ),
        (
            lambda each: each["mutants"][2]["results"]["http"].update(law="filter.sound"),
            ["mutants", 2, "results", "http", "law"],
        ),
    ],
)
def test_the_schema_refuses_other_reports(
    change: Callable[[dict[str, Any]], object], path: list[str | int]
) -> None:
    """Another version, key or outcome is an error, and so is a kill without a law."""
    changed = deepcopy(json.loads(mutation_to_json(mutation_report())))
    change(changed)
    assert [[*each.absolute_path] for each in _VALIDATOR.iter_errors(changed)] == [path]


def test_a_report_is_read_back(tmp_path: Path) -> None:
    """The JSON has the whole report, with the tokens replaced."""
    path = tmp_path / "new" / "mutants.json"
    report = mutation_report("It says tok-123456 aloud.")
    assert write_mutation_report(report, Redactor.of("tok-123456"), json=path) == [path]
    text = path.read_text("utf-8")
    assert "It says [token] aloud." in text
    assert "tok-123456" not in text
    read = read_mutation_report(path)
    assert mutation_to_json(read) == text
    assert read.total() == report.total()


@pytest.mark.parametrize("content", ["", "[]", '{"report_version": 1}'])
def test_another_file_is_a_usage_error(tmp_path: Path, content: str) -> None:
    """The message names the file."""
    path = tmp_path / "other.json"
    path.write_text(content, "utf-8")
    with pytest.raises(UsageError, match=r"other\.json is not a JSON report of rollcall mutate"):
        read_mutation_report(path)


def test_the_text_lists_survivors_and_missing_data() -> None:
    """The text has a row for each group and channel, the survivors and the missing data."""
    lines = _printed(mutation_report())
    text = " ".join(" ".join(lines).split())
    assert f"listOrders meta.total-unfiltered: {SURVIVOR}" in text
    assert f"not covered, needs {MISSING}: 1" in text
    assert "violations without a mutant, through plain HTTP: 1" in text
    rows = [line.split() for line in lines if line.startswith("Filters")]
    assert [row[1:3] for row in rows] == [["1", "·"], ["1", "·"]]
    assert text.endswith(
        "2 of 4 mutants killed (plain HTTP 2 of 4, the client 1 of 3), "
        "1 survived, 1 not covered, 1 equivalent"
    )


def test_the_text_fits_a_terminal() -> None:
    """No line is longer than 80 columns."""
    stream = io.StringIO()
    console = open_console(stream)
    console.width = 80
    print_mutation_report(mutation_report(), console)
    assert max(map(len, stream.getvalue().splitlines())) <= 80


def test_hostile_text_is_escaped() -> None:
    """Text of a server has no control characters, and is not read as markup."""
    text = "\n".join(_printed(mutation_report("ESC\x1b[2J [bold]is sent[/bold].")))
    assert "ESC\\u001b[2J [bold]is sent[/bold]." in text


def test_the_exit_code() -> None:
    """A survivor or a violation without a mutant makes 1, an error 3, an interrupt 130."""
    report = attrs.evolve(mutation_report(), sound={})
    assert report.exit_code == 1
    killed = attrs.evolve(report, mutants=[*report.mutants[:2], *report.mutants[3:]])
    assert killed.exit_code == 0
    assert attrs.evolve(killed, sound={"http": ["wrong"]}).exit_code == 1
    assert attrs.evolve(report, errors=["a worker ended"]).exit_code == 3
    assert attrs.evolve(report, is_incomplete=True).exit_code == 3
    assert attrs.evolve(report, is_interrupted=True).exit_code == 130


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({"sound": {}, "mutants": mutation_report().mutants[:2]}, "killed"),
        ({"is_interrupted": True, "stopped": "it was interrupted"}, "incomplete"),
    ],
)
def test_the_result(changes: dict[str, object], result: str) -> None:
    """The title is "killed" if no mutant survived, and "incomplete" after an interrupt."""
    report: MutationReport = attrs.evolve(mutation_report(), **changes)  # type: ignore[arg-type]
    html = mutation_to_html(report)
    assert f"<title>{result}: Orders API 1.0.0, mutants of the server</title>" in html
    assert (report.stopped or "No mutant survived.") in html


def _printed(report: MutationReport) -> list[str]:
    stream = io.StringIO()
    print_mutation_report(report, open_console(stream))
    return stream.getvalue().splitlines()
