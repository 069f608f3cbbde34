"""The mutants of searches: a law that they name fails."""

from collections.abc import Mapping

import pytest

from tests.support.killed import fate, mutants_of
from tests.support.searched import Searched, finds

PLAIN = "first-page-only first-twice not-counted filters-lost lost-with-filter order-lost"
ALL = f"{PLAIN} ignored last-lost none-gives-all fieldless-title fieldless-place case-counts"
APIS: Mapping[str, tuple[Searched, str]] = {
    "all": (Searched(), f"{ALL} any-for-all first-word-only"),
    "any": (
        Searched(
            {**Searched().search, "words": "any"},
            finds=lambda row, value: any(finds(row, each) for each in value.split() or [""]),
        ),
        f"{ALL} all-for-any first-word-only",
    ),
    "unknown": (Searched({}), PLAIN),
}


@pytest.mark.parametrize("name", APIS)
def test_each_mutant_of_a_search_is_killed(name: str) -> None:
    """The mutants are those that the keys of the annotation allow."""
    api, kinds = APIS[name]
    fates = {each.kind.partition(".")[2]: fate(api, each) for each in mutants_of(api, "search")}
    assert fates == dict.fromkeys(kinds.split(), "killed")
