"""Writing reports to files."""

from pathlib import Path

from rollcall.http import Redactor
from rollcall.reports import (
    mutation_to_html,
    to_html,
    to_json,
    to_junit,
    write,
    write_mutation_report,
)
from tests.support.reports._mutation import mutation_report
from tests.support.reports._reports import hostile, passing


def test_write_creates_the_given_files(tmp_path: Path) -> None:
    """Missing folders are created, the paths are returned, and no other file is written."""
    report, mutants = passing(), [mutation_report()]
    json, junit, html = (tmp_path / "new" / name for name in ("a.json", "a.xml", "a.html"))
    assert write(report, json, junit, html, mutants) == [json, junit, html]
    texts = [path.read_text("utf-8") for path in (json, junit, html)]
    assert texts == [to_json(report), to_junit(report), to_html(report, mutants)]
    assert write(report) == []
    assert write(report, junit=tmp_path / "b.xml") == [tmp_path / "b.xml"]
    assert {each.name for each in tmp_path.iterdir()} == {"new", "b.xml"}


def test_a_lone_surrogate_is_escaped(tmp_path: Path) -> None:
    """A lone surrogate, which a server may send in JSON, is escaped in each file."""
    for path in write(hostile(), tmp_path / "a.json", tmp_path / "a.xml", tmp_path / "a.html"):
        assert "surrogate\\ud800" in path.read_text("utf-8")


def test_the_page_of_a_mutation_run_has_no_secret(tmp_path: Path) -> None:
    """Secrets are replaced before the text is escaped."""
    path = tmp_path / "a.html"
    report = mutation_report('It says "tok<1234567" aloud.')
    assert write_mutation_report(report, Redactor.of("tok<1234567"), html=path) == [path]
    assert path.read_text("utf-8") == mutation_to_html(mutation_report('It says "[token]" aloud.'))
