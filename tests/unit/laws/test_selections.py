"""Selections: a correct server passes, and a wrong one fails."""

from collections.abc import Callable, Mapping, Sequence

import attrs
import pytest

from rollcall.laws import registered
from tests.support.evaluations import outcome
from tests.support.selected import LISTED, NESTED, Row, Selected, selected

LAWS = sorted(each.id for each in registered() if each.family == "select")


def _without_null(row: Row, names: Sequence[str] | None) -> Row:
    found = Selected().part(row, names)
    return {name: value for name, value in found.items() if value is not None}


def _null_for_unselected(row: Row, names: Sequence[str] | None) -> Row:
    return {**dict.fromkeys(row), **Selected().part(row, names)}


@pytest.mark.parametrize(
    "api",
    [
        Selected(),
        NESTED,
        LISTED,
        Selected(unknown=200, strictness={"invalidValue": "accepted", "emptyValue": "accepted"}),
        Selected(part=_without_null),
        Selected(part=_null_for_unselected),
        Selected({"separator": ","}, part=selected),
    ],
)
def test_a_correct_server_passes(api: Selected) -> None:
    """Each law has a witness; null is like absent, and an item may lack its identity."""
    assert {each: outcome(each, api) for each in LAWS} == dict.fromkeys(LAWS, "pass")


def _whole(row: Row, _names: Sequence[str] | None) -> Row:
    return row


def _never_the_title(row: Row, names: Sequence[str] | None) -> Row:
    return selected(row, [each for each in names or row if each != "title"])


def _in_capitals(row: Row, names: Sequence[str] | None) -> Row:
    found = Selected().part(row, names)
    return found if names is None else {name: str(found[name]).upper() for name in found}


WRONG: Mapping[str, tuple[Callable[[Row, Sequence[str] | None], Row], str]] = {
    "all fields": (_whole, "fields"),
    "a field is never listed": (_never_the_title, "fields"),
    "no identity": (selected, "fields"),
    "other values": (_in_capitals, "rows"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_selection_fails(name: str) -> None:
    """A field too many, a field too few, or another value."""
    part, law = WRONG[name]
    api = attrs.evolve(Selected(), part=part)
    if name == "a field is never listed":
        api = attrs.evolve(api, part=lambda row, names: row if names is None else part(row, names))
    assert outcome(f"select.{law}", api) == "fail"


def test_a_status_of_the_server_is_no_refusal() -> None:
    """Neither of an unknown name, nor of an empty one."""
    api = Selected(unknown=500)
    assert {outcome(f"select.{each}", api) for each in ("refused", "empty")} == {"fail"}
