"""Searches: a correct server passes, and a wrong one fails."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs
import pytest

from rollcall.laws import applies, find_law, registered
from rollcall.spec import simplified
from tests.support.evaluations import outcome
from tests.support.searched import BEGINNINGS, WHOLE_WORDS, Row, Searched, arranged, finds

Arrange = Callable[[Sequence[Row], Mapping[str, str]], Sequence[Row]]

SILENT = {"fields": ["/title", "/place"]}
"""An annotation that does not say how a word matches."""
UNSAID = {**SILENT, "match": "contains", "words": "all"}
"""An annotation that does not say which differences count."""
ANY = {**Searched().search, "words": "any"}
WORDS = {**Searched().search, "match": "word"}


def _any(row: Row, value: str) -> bool:
    return any(finds(row, word) for word in value.split() or [""])


def _texts(row: Row) -> str:
    return f"{row['title'] or ''}\n{row['place']}"


def _cased(row: Row, value: str) -> bool:
    return all(each in _texts(row) for each in value.split())


def _word(row: Row, value: str) -> bool:
    return {*value.lower().split()} <= {*_texts(row).lower().split()}


def _prefix(row: Row, value: str) -> bool:
    words = _texts(row).lower().split()
    return all(any(each.startswith(word) for each in words) for word in value.lower().split())


def _plain(row: Row, value: str) -> bool:
    """Return whether a row has all words, whatever their case and their accents."""
    text, plain = (simplified(each, {"accents", "case"}) for each in (_texts(row), value))
    return all(each in text for each in plain.split())


def _noted(row: Row, value: str) -> bool:
    """Return whether a row has all words, some of them perhaps in a field that is not named."""
    return finds({**row, "title": f"{row['title'] or ''}\n{row['note']}"}, value)


def _hyphenated(row: Row, value: str) -> bool:
    """Return whether a row has all words, where a word ends at any other character."""
    words = {*re.findall(r"\w+", _texts(row).lower())}
    return {*value.lower().split()} <= words


def _without_short_words(row: Row, value: str) -> bool:
    return finds(row, " ".join(each for each in value.split() if len(each) > 2))


def _by_relevance(rows: Sequence[Row], given: Mapping[str, str]) -> Sequence[Row]:
    """Return rows in another order if a search has none."""
    found = arranged(rows, given)
    return found[::-1] if "q" in given and "sort" not in given else found


def _ties_turned(rows: Sequence[Row], given: Mapping[str, str]) -> Sequence[Row]:
    """Return rows of which equal ones have another order in a search."""
    return arranged(rows[::-1] if "q" in given else rows, given)


_POST_WAR: Sequence[Row] = [
    {**each, "title": "Post-war maps" if number % 9 == 0 else each["title"]}
    for number, each in enumerate(Searched().items)
]


@pytest.mark.parametrize(
    "api",
    [
        Searched(),
        Searched(ANY, finds=_any),
        BEGINNINGS,
        WHOLE_WORDS,
        Searched({}),
        Searched({"fields": ["/title", "/place"]}, finds=_word),
    ],
)
def test_a_correct_server_passes(api: Searched) -> None:
    """Each law has a witness, and those apply that the keys of the annotation allow."""
    laws = {"search.subset", "search.filters", "search.order"}
    laws |= {"search.none", "search.found"} if "fields" in api.search else set()
    laws |= {"search.narrows"} if "words" in api.search else set()
    (operation,) = api.spec.lists
    known = {each.id for each in registered() if each.family == "search"}
    assert {each for each in known if applies(find_law(each), api.spec, operation)} == laws
    assert {outcome(each, api) for each in laws} == {"pass"}


ODD: Mapping[str, Searched] = {
    "accents may be ignored": Searched(finds=_plain),
    "case may be ignored": Searched(UNSAID),
    "case may count": Searched(UNSAID, finds=_cased),
    "prefixes, where nothing is said": Searched(SILENT, finds=_prefix),
    "parts, where nothing is said": Searched(SILENT),
    "whole words, where nothing is said": Searched(SILENT, finds=_word),
    "any word, where nothing is said": Searched(SILENT, finds=_any),
    "accents and case, where nothing is said": Searched(SILENT, finds=_plain),
    "more fields, where nothing is said": Searched(SILENT, finds=_noted),
    "other fields, where none is named": Searched(
        {}, finds=lambda row, value: value.lower() in f"{row['note']} {row['id']}".lower()
    ),
    "a word ends at a blank": Searched(WORDS, finds=_word, items=_POST_WAR),
    "a word ends at a hyphen": Searched(WORDS, finds=_hyphenated, items=_POST_WAR),
    "short words are left out": Searched(finds=_without_short_words),
    "the best match comes first": Searched(arrange=_by_relevance),
    "equal items have another order": Searched(arrange=_ties_turned),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_server_passes(name: str) -> None:
    """The annotation leaves open what it does, so that no law fails."""
    (operation,) = ODD[name].spec.lists
    found = {
        each.id: outcome(each.id, ODD[name])
        for each in registered()
        if each.family == "search" and applies(each, ODD[name].spec, operation)
    }
    assert {*found.values()} <= {"pass", "vacuous"}, found
    assert found["search.subset"] == "pass"


WRONG: Mapping[str, tuple[Mapping[str, Any], Callable[[Row, str], bool], str]] = {
    "ignored": ({}, lambda _row, _value: True, "none found"),
    "a field is left out": ({}, lambda row, value: finds({**row, "place": ""}, value), "found"),
    "case counts": (
        {},
        lambda row, value: all(each in _texts(row) for each in value.split()),
        "found",
    ),
    "any word": ({}, _any, "narrows found"),
    "all words": ({"words": "any"}, finds, "narrows found"),
    "parts of words": ({"match": "word"}, finds, "found"),
    "beginnings of words": ({"match": "word"}, _prefix, "found"),
    "whole words": ({"match": "prefix"}, _word, "found"),
    "beginnings, not parts": ({}, _prefix, "found"),
    "accents count": ({"ignore": ["accents", "case"]}, finds, "found"),
    "more fields": ({}, _noted, "found"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_search_fails(name: str) -> None:
    """Each of the laws fails."""
    keys, keeps, laws = WRONG[name]
    api = Searched({**Searched().search, **keys}, finds=keeps)
    assert {each: outcome(f"search.{each}", api) for each in laws.split()} == dict.fromkeys(
        laws.split(), "fail"
    )


def _without_filters(rows: Sequence[Row], given: Mapping[str, str]) -> Sequence[Row]:
    return arranged(rows, {name: each for name, each in given.items() if name != "place"})


def _without_order(rows: Sequence[Row], given: Mapping[str, str]) -> Sequence[Row]:
    return arranged(rows, {name: each for name, each in given.items() if name != "sort"})


def _in_a_search(wrong: Arrange) -> Arrange:
    return lambda rows, given: (wrong if "q" in given else arranged)(rows, given)


def _one_lost(rows: Sequence[Row], given: Mapping[str, str]) -> Sequence[Row]:
    return arranged(rows, given)[{"place", "sort"} & {*given} != set() :]


BESIDE: Mapping[str, tuple[Searched, str]] = {
    "filters are ignored": (Searched(arrange=_in_a_search(_without_filters)), "filters"),
    "the order is ignored": (Searched(arrange=_in_a_search(_without_order)), "order"),
    "the order is turned": (
        Searched(
            arrange=_in_a_search(
                lambda rows, given: arranged(rows, given)[:: -1 if "sort" in given else 1]
            )
        ),
        "order",
    ),
    "an item is lost": (Searched(arrange=_in_a_search(_one_lost)), "filters order"),
}


@pytest.mark.parametrize("name", BESIDE)
@pytest.mark.parametrize("search", [Searched().search, SILENT, {}], ids=["all", "fields", "none"])
def test_a_search_beside_others_fails(name: str, search: Mapping[str, Any]) -> None:
    """The laws of the combination fail; those of the search alone pass."""
    api, laws = BESIDE[name]
    api = attrs.evolve(api, search=search)
    found = {each: outcome(f"search.{each}", api) for each in ("filters", "order", "subset")}
    assert {each for each in found if found[each] == "fail"} == {*laws.split()}


def test_a_filter_or_an_order_that_is_wrong_alone_is_not_the_search() -> None:
    """Other laws report it: the laws of the combination pass."""
    for wrong in (_without_filters, _without_order):
        api = Searched(arrange=wrong)
        found = {each: outcome(f"search.{each}", api) for each in ("filters", "order", "found")}
        assert "fail" not in found.values(), found


def _twice(body: Mapping[str, Any], given: Mapping[str, str]) -> Mapping[str, Any]:
    return {**body, "books": [*body["books"][:1], *body["books"]]} if "q" in given else body


def _counting_all(body: Mapping[str, Any], given: Mapping[str, str]) -> Mapping[str, Any]:
    return {**body, "total": 29} if "q" in given else body


def _renamed(body: Mapping[str, Any], given: Mapping[str, str]) -> Mapping[str, Any]:
    rows = [{**each, "place": f"<b>{each['place']}</b>"} for each in body["books"]]
    return {**body, "books": rows} if "q" in given else body


@pytest.mark.parametrize("change", [_twice, _counting_all, _renamed])
def test_another_page_of_a_search_fails(change: Callable[..., Mapping[str, Any]]) -> None:
    """An item comes twice, the total counts the list, or a field has another value."""
    assert outcome("search.subset", attrs.evolve(Searched(), change=change)) == "fail"
