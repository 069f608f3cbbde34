"""The mutants of each operator and each precision: a law that they name fails."""

from pathlib import Path

import pytest

from rollcall.mutants import document_mutants
from rollcall.spec import parse_spec
from tests.support.killed import fate, mutants_of
from tests.support.many_filters import FILTERS, MANY_FILTERS, with_filters

MUTANTS = {
    "title_not": "ignored inverted unset-matches",
    "title_has": "as-startsWith as-endsWith as-eq case-folded percent accents empty-ignored",
    "title_starts": "as-contains as-endsWith as-eq case-folded underscore",
    "title_ends": "as-contains as-startsWith as-eq comma-list",
    "untitled": "ignored inverted empty-as-unset always-true always-false true-ignored",
    "title_is": "case-counts blanks-counts accents-counts substring",
    "title_like": "case-counts unset-left-out as-startsWith percent",
    "title_from": "ordered-without-case as-gt as-lte",
    "price_is": "number-as-text decimals-cut one-more zero-ignored as-gte",
    "price_not": "number-as-text unset-left-out",
    "price_from": "number-as-text decimals-cut one-less as-gt",
    "price_below": "number-as-text decimals-cut",
    "pages_not": "inverted one-more as-gt",
    "opened_on": "day-of-utc day-without-summer-time day-as-written day-at-midnight",
    "opened_by": "day-of-utc day-without-summer-time day-with-next-midnight",
    "not_opened_on": "day-of-utc unset-matches",
    "title_in": "first-value-alone last-value-lost values-joined case-folded prefix",
    "title_not_in": "first-value-alone values-joined values-unsplit inverted",
    "pages_in": "first-value-alone last-value-alone values-joined",
    "pages_within": "low-end-excluded high-end-excluded low-end-ignored ends-swapped",
    "pages_of": "values-unsplit last-value-lost",
    "price_within": "low-end-excluded high-end-ignored",
    "price": "operator-eq operator-gte operator-lt unset-matches",
    "pages": "operator-ne operator-gt operator-gte inverted",
    "title": "operator-contains operator-ne",
    "opened": "operator-gt operator-lte ignored",
    "opened_within": "high-end-excluded day-of-utc",
}
"""The kinds of mutants that each filter has at least."""


@pytest.mark.parametrize("name", MUTANTS)
def test_a_mutant_of_an_operator_is_killed(name: str) -> None:
    """The server of the filter alone has the mutant, and a law that it names fails."""
    api = with_filters(name)
    known = {
        each.kind.partition(".")[2]: each
        for each in mutants_of(api, "text", "filter")
        if each.subject == name
    }
    wanted = MUTANTS[name].split()
    assert {each: fate(api, known[each]) for each in wanted} == dict.fromkeys(wanted, "killed")


def test_a_mutant_of_an_operator_is_a_valid_document() -> None:
    """So are the documents without one of the keys that say how texts, null and days count."""
    spec = MANY_FILTERS.spec
    names = {each for each, (_, by, *_) in FILTERS.items() if by in {"ne", "contains", "in"}}
    removals = {f"filter.{each}-removed" for each in ("ignore", "nulls", "zone")}
    changed = [
        each
        for each in document_mutants(spec)
        if each.kind in removals
        or (each.kind.startswith("filter.operator") and each.subject in names)
    ]
    assert removals < {each.kind for each in changed}
    for mutant in changed:
        mutated = parse_spec(Path("api.json"), mutant.of(spec))
        assert mutated.lists[0].filters != spec.lists[0].filters, mutant.id
