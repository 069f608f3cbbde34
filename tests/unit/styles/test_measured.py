"""The mutants of public and example APIs, and the words that they are about."""

from collections import Counter
from collections.abc import Mapping

import pytest

from rollcall.mutants import server_mutants
from scripts import mutate_list_apis
from tests.support.measured import EXAMPLES, MEASURED, measured_words, usage, words_of

ABOUT: Mapping[str, Mapping[str, str]] = {
    "example_filters": {
        "listBooks filter.inverted title_not_in": (
            "filter operator notIn, filter precision exact, filter nulls, filter several values"
        ),
        "listBooks filter.day-of-utc opened_by": (
            "filter operator lte, filter precision day, filter zone"
        ),
        "listBooks filter.operator-lt price": (
            "filter operator eq, filter operator gte, filter operator lt, "
            "filter precision decimal, filter prefixes"
        ),
        "listBooks page.overlap": "list style page",
    },
    "example_invoices": {
        "listInvoices coherence.unique-shared Invoice: unique /shop /number": "invariants unique",
        "listInvoices coherence.identity-shared": "list identity",
    },
    "example_libraries": {
        "listBooks scope.above-stray shelf": "list parent, list parent below another",
        "listShelves scope.stray library": "list parent",
    },
    "example_kiosks": {
        "listOrders auth.any-user-taken": "credentials",
        "listOrders link.token-made-up-taken after": (
            "strictness alteredToken, list continuationToken, list style link"
        ),
    },
    "github": {
        "listRepos link.next-itself $response.header.Link rel=next": (
            "list next, list places in headers, list style page"
        ),
    },
}
"""The words of some mutants by API, without the beginning of each."""


@pytest.mark.parametrize("name", ABOUT)
def test_a_mutant_is_about_the_words_of_what_it_changes(name: str) -> None:
    """Its parameter, its place in a page, or its rule has them."""
    found = words_of(MEASURED[name].spec)
    for mutant, words in ABOUT[name].items():
        named = ", ".join(each.removeprefix("x-") for each in found[mutant])
        assert (mutant, named) == (mutant, words)


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_mutated_where_public_apis_have_few_mutants(name: str) -> None:
    """Each example has such words."""
    words = measured_words(name, EXAMPLES[name].spec)
    assert 0 < len(words) < len(words_of(EXAMPLES[name].spec))


def test_the_samples_of_all_apis_have_mutants_of_each_word() -> None:
    """They have three of them if there are as many, and none that the spec leaves open."""
    shares = {word: -(-3 // count) for word, count in usage().items()}
    count, possible = Counter[str](), Counter[str]()
    for name, api in MEASURED.items():
        words = measured_words(name, api.spec)
        broken = {each.id for each in server_mutants(api.spec) if not each.is_open}
        sample = mutate_list_apis.sample(api.spec, words, shares)
        assert {*sample} <= broken
        count.update(word for each in sample for word in words[each])
        possible.update(word for each in broken & words.keys() for word in words[each])
    assert {word for word in possible if count[word] < min(3, possible[word])} == set()
