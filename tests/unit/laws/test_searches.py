"""Searches: a correct server passes, and a wrong one fails."""

from collections.abc import Callable, Mapping
from typing import Any

import attrs
import pytest

from rollcall.laws import applies, find_law, registered
from tests.support.evaluations import outcome
from tests.support.searched import Row, Searched, finds

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


@pytest.mark.parametrize(
    "api",
    [
        Searched(),
        Searched(ANY, finds=_any),
        Searched(WORDS, finds=_word),
        Searched({}),
        Searched({"fields": ["/title", "/place"]}, finds=_word),
    ],
)
def test_a_correct_server_passes(api: Searched) -> None:
    """Each law has a witness, and those apply that the keys of the annotation allow."""
    laws = {"search.subset"}
    laws |= {"search.none", "search.found"} if "fields" in api.search else set()
    laws |= {"search.narrows"} if "words" in api.search else set()
    (operation,) = api.spec.lists
    known = {each.id for each in registered() if each.family == "search"}
    assert {each for each in known if applies(find_law(each), api.spec, operation)} == laws
    assert {outcome(each, api) for each in laws} == {"pass"}


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
    "whole words": ({"match": "prefix"}, _word, "found"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_search_fails(name: str) -> None:
    """Each of the laws fails."""
    keys, keeps, laws = WRONG[name]
    api = Searched({**Searched().search, **keys}, finds=keeps)
    assert {each: outcome(f"search.{each}", api) for each in laws.split()} == dict.fromkeys(
        laws.split(), "fail"
    )


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
