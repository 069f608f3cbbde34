"""CURATION.md is complete and consistent with itself and with the table of decisions."""

import re

from tests.support.documents._document import OPENAPI
from tests.support.documents._facts import KNOWLEDGE
from tests.support.documents._markdown import table_rows

TEXT = (OPENAPI / "CURATION.md").read_text(encoding="utf-8")
ROWS = table_rows(TEXT, "| id | question | what the sources say | decision | why |")
SOURCE_IDS = {row[0].strip("`") for row in table_rows(TEXT, "| id | what it is |")}


def test_every_row_has_an_id_and_five_full_cells() -> None:
    """A decision has an id of its own, a question, sources, a decision and a reason."""
    assert ROWS
    ids = [row[0] for row in ROWS]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"`[a-z]+(-[a-z]+)*`", each) for each in ids)
    assert all(len(row) == 5 and all(row) for row in ROWS)


def test_every_decision_of_the_tests_has_its_row() -> None:
    """Whatever the tests take as decided is explained."""
    entries = [
        entry
        for known in KNOWLEDGE.values()
        for value in known.decisions.values()
        for entry in (value if isinstance(value, list) else [value])
    ]
    assert {entry["decision"] for entry in entries} <= {row[0].strip("`") for row in ROWS}


def test_every_source_is_described() -> None:
    """The sources of the facts are among those that the page lists."""
    pages = {source.id for known in KNOWLEDGE.values() for source in known.sources}
    assert pages <= SOURCE_IDS


def test_every_listed_source_is_cited() -> None:
    """No source is listed in vain."""
    cited = set(re.findall(r"`([a-z-]+)`", " ".join(row[2] for row in ROWS)))
    assert cited >= SOURCE_IDS
