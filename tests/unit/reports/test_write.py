"""Writing reports to files."""

import re
from pathlib import Path

from rollcall.http import Redactor
from rollcall.reports import FORMATS, mutation_to_html, to_html, write, write_mutation_report
from tests.support.reports._mutation import mutation_report
from tests.support.reports._reports import hostile, passing


def test_write_creates_the_given_files(tmp_path: Path) -> None:
    """Missing folders are created, the paths are returned, and no other file is written."""
    report, mutants = passing(), [mutation_report()]
    files = {name: tmp_path / "new" / name for name in FORMATS}
    assert write(report, files, mutants) == [*files.values()]
    for name, (_, render) in FORMATS.items():
        expected = to_html(report, mutants) if name == "html" else render(report)
        assert files[name].read_text("utf-8") == expected
    assert write(report, {}) == []
    assert write(report, {"junit": tmp_path / "b.xml"}) == [tmp_path / "b.xml"]
    assert {each.name for each in tmp_path.iterdir()} == {"new", "b.xml"}


def test_a_lone_surrogate_is_escaped(tmp_path: Path) -> None:
    """A lone surrogate, which a server may send in JSON, is escaped in each file."""
    for path in write(hostile(), {name: tmp_path / name for name in FORMATS}):
        assert re.search(r"surrogate\\{1,2}ud800", path.read_text("utf-8"))


def test_the_page_of_a_mutation_run_has_no_secret(tmp_path: Path) -> None:
    """Secrets are replaced before the text is escaped."""
    path = tmp_path / "a.html"
    report = mutation_report('It says "tok<1234567" aloud.')
    assert write_mutation_report(report, Redactor.of("tok<1234567"), html=path) == [path]
    assert path.read_text("utf-8") == mutation_to_html(mutation_report('It says "[token]" aloud.'))
