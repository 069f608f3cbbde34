"""CURATION.md is complete and consistent with itself and with the facts."""

import re

from tests.support.documents._document import OPENAPI
from tests.support.documents._facts import FACTS, origins
from tests.support.documents._markdown import table_rows

TEXT = (OPENAPI / "CURATION.md").read_text(encoding="utf-8")
ROWS = table_rows(TEXT, "| id | question | what the sources say | decision | why |")
DECISIONS = {row[0].strip("`") for row in ROWS}
SOURCES = {row[0].strip("`") for row in table_rows(TEXT, "| id | what it is |")}


def test_every_row_has_an_id_and_five_full_cells() -> None:
    """A decision has an id of its own, a question, sources, a decision and a reason."""
    assert ROWS
    assert len(DECISIONS) == len(ROWS)
    assert all(re.fullmatch(r"`[a-z]+(-[a-z]+)*`", row[0]) for row in ROWS)
    assert all(len(row) == 5 and all(row) for row in ROWS)


def test_every_fact_names_sources_and_decisions_of_the_page() -> None:
    """A fact comes from sources and decisions that the page describes; no fact comes from none."""
    for facts in FACTS.values():
        assert set(origins(facts)) <= SOURCES | DECISIONS
        for tables in (facts["parameters"], facts["fields"]):
            assert all(row["from"] for rows in tables.values() for row in rows.values())


def test_every_listed_source_is_cited() -> None:
    """Each source of the page is cited in a row."""
    cited = set(re.findall(r"`([a-z-]+)`", " ".join(row[2] for row in ROWS)))
    assert cited >= SOURCES
