"""The keys of an order are checked when a document is read."""

from collections.abc import Mapping
from typing import Any

import attrs
import pytest

from rollcall.spec import SpecError
from tests.support.orders import ROWS, ordered

PLACE = "/paths/~1books/get/x-list/order/0"

WRONG: Mapping[str, tuple[Mapping[str, Any], str]] = {
    "field": ({"field": "/titel"}, "did you mean /title?"),
    "kind": (
        {"field": "/title"},
        "the precisions text, decimal, day and instant order texts",
    ),
    "text": ({"field": "/pages", "precision": "text"}, "the precision text needs a string"),
    "day": ({"field": "/pages", "precision": "day"}, "the precision day needs a date"),
    "ignore": ({"field": "/pages", "ignore": ["case"]}, "only texts ignore differences"),
    "direction": ({"field": "/pages", "direction": "descend"}, "did you mean descending?"),
    "nulls": ({"field": "/rank", "nulls": "lasts"}, "did you mean last?"),
    "key": ({"field": "/rank", "null": "last"}, "did you mean nulls?"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_key_is_refused(name: str) -> None:
    """The error names the place, and the remedy."""
    key, remedy = WRONG[name]
    with pytest.raises(SpecError) as error:
        _ = ordered([key], ROWS).spec
    (problem,) = error.value.problems
    assert PLACE in problem
    assert remedy in problem


SORTS: Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any], str]] = {
    "a field": ({"keys": {"title": "/titel"}}, {}, "did you mean /title?"),
    "a kind": ({"keys": {"title": "/title"}}, {}, "the precision exact needs"),
    "a parameter": (
        {"keys": {"pages": "/pages"}, "descending": {"parameter": "form", "value": "desc"}},
        {},
        "did you mean from?",
    ),
    "a value": (
        {"keys": {"pages": "/pages"}},
        {"enum": ["page", "opened"]},
        "did you mean page?",
    ),
    "two signs": (
        {"keys": {"pages": "/pages"}, "descending": {"prefix": "-", "suffix": ":desc"}},
        {},
        "only one of them",
    ),
    "a direction without its value": (
        {"keys": {"pages": "/pages"}, "descending": {"parameter": "from"}},
        {},
        "'value' is a dependency of 'parameter'",
    ),
}


@pytest.mark.parametrize("name", SORTS)
def test_a_wrong_sort_is_refused(name: str) -> None:
    """The error names the remedy."""
    annotation, values, remedy = SORTS[name]
    part = {"schema": {"type": "string", **values}, "x-sort": annotation}
    with pytest.raises(SpecError) as error:
        _ = attrs.evolve(ordered([], ROWS), sorts={"sort": part}).spec
    (problem,) = error.value.problems
    assert remedy in problem


def _choices(annotation: Mapping[str, Any], **others: str) -> dict[str, list[tuple[str, bool]]]:
    """Return the fields of each order that a parameter chooses, and whether it is descending."""
    part = {"schema": {"type": "string"}, "x-sort": annotation}
    named = {name: {"schema": {"type": "string"}} for name in others}
    operation = attrs.evolve(ordered([], ROWS), sorts={"sort": part, **named}).spec.lists[0]
    return {
        "&".join(each.values.values()): [(str(key.field), key.is_descending) for key in each.keys]
        for each in operation.sorts["sort"].choices("sort")
    }


def test_a_sign_around_a_name_keeps_or_reverses_the_direction() -> None:
    """``-newest`` is ascending if ``newest`` is descending."""
    newest = {"field": "/pages", "direction": "descending"}
    keys = {"newest": newest, "rank": "/rank"}
    signs = {"ascending": {"prefix": "+"}, "descending": {"prefix": "-"}, "separator": ","}
    assert _choices({"keys": keys, **signs}) == {
        "newest": [("/pages", True)],
        "+newest": [("/pages", True)],
        "-newest": [("/pages", False)],
        "rank": [("/rank", False)],
        "+rank": [("/rank", False)],
        "-rank": [("/rank", True)],
        "newest,-rank": [("/pages", True), ("/rank", True)],
        "rank,-newest": [("/rank", False), ("/pages", False)],
    }


def test_another_parameter_has_the_direction_itself() -> None:
    """The direction of the key applies only without that parameter."""
    newest = {"field": "/pages", "direction": "descending"}
    signs = {
        "ascending": {"parameter": "way", "value": "up"},
        "descending": {"parameter": "way", "value": "down"},
    }
    assert _choices({"keys": {"newest": newest}, **signs}, way="") == {
        "newest": [("/pages", True)],
        "newest&up": [("/pages", False)],
        "newest&down": [("/pages", True)],
    }


def test_the_parameters_of_an_order_are_explained() -> None:
    """They are arguments of a client, which need not be able to check their values."""
    signs = {"descending": {"parameter": "way", "value": "down"}}
    text = {"type": "string", "pattern": "^[a-z]+$"}
    part = {"schema": text, "x-sort": {"keys": {"rank": "/rank"}, **signs}}
    sorts: Mapping[str, Mapping[str, Any]] = {
        "sort": part,
        "way": {"schema": text},
        "form": {"schema": text},
    }
    operation = attrs.evolve(ordered([], ROWS), sorts=sorts).spec.lists[0]
    assert [each.name for each in operation.unexplained] == ["form"]
    assert {each.name for each in operation.arguments} >= {"sort", "way"}
