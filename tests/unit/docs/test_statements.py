"""The statements of ANNOTATIONS.md, and the laws that test them."""

import re

import pytest

from rollcall.laws import Law, registered
from rollcall.mutants import defects_of
from rollcall.spec import CONVENTIONS
from scripts import publish_statements
from tests.support.example_api import ROOT

PAGE = (ROOT / "openapi" / "ANNOTATIONS.md").read_text(encoding="utf-8")
STATEMENTS = re.findall(r'<a id="([a-z]+-\w+)"></a>', PAGE)

_OUTSIDE = re.compile(r"RFC [0-9]+|OWASP|the field's schema")
"""The sources of laws that no annotation requires."""

laws = pytest.mark.parametrize("law", registered(), ids=lambda law: law.id)


def test_statements_are_numbered() -> None:
    """Each has a name of its own, and the names of a word have no gap."""
    assert len(STATEMENTS) == len({*STATEMENTS}) > 100
    numbers: dict[str, list[int]] = {}
    for word, number in (each.rsplit("-", 1) for each in STATEMENTS):
        if number.isdecimal():
            numbers.setdefault(word, []).append(int(number))
    assert all(found == [*range(1, len(found) + 1)] for found in numbers.values()), numbers


def test_a_statement_shows_its_name() -> None:
    """The anchor and the name in the text are the same."""
    shown = re.findall(
        r'^- <a id="([a-z]+-[0-9]+)"></a>\*\*([a-z]+-[0-9]+)\*\* ', PAGE, re.MULTILINE
    )
    assert len(shown) == sum(each.rsplit("-", 1)[1].isdecimal() for each in STATEMENTS)
    assert [anchor for anchor, name in shown if anchor != name] == []


def test_names_in_the_text_are_those_of_statements() -> None:
    """A statement refers to statements that exist."""
    assert {*re.findall(r"\*\*([a-z]+-[0-9]+)\*\*", PAGE)} <= {*STATEMENTS}


@laws
def test_a_law_has_its_basis_and_its_source(law: Law) -> None:
    """Each statement that a law names exists; a law without one has a source outside of it."""
    assert {*law.statements} <= {*STATEMENTS}
    assert law.source
    assert law.statements or _OUTSIDE.search(law.source)
    assert (law.basis == "convention") == bool(law.choices)


@laws
def test_a_law_is_explained(law: Law) -> None:
    """It says what it compares, and has an example of a violation."""
    assert re.fullmatch(r"(Compare|Look for) .*[.]", law.comparison)
    assert defects_of(law.id)


def test_the_page_of_statements_is_up_to_date() -> None:
    """`scripts/publish_statements.py` writes it."""
    assert publish_statements.main(["--check"]) == 0


def test_each_choice_has_a_law() -> None:
    """No key of strictness is without a law."""
    assert {key for law in registered() for key in law.choices} == {*CONVENTIONS}
