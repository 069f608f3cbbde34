"""The checks of each response know which fields a request selects."""

from collections.abc import Sequence

import attrs
import httpx
import pytest

import rollcall
from tests.support.selected import LISTED, NESTED, Row, Selected

_CHECKS = (
    "conformance.negative_data_rejection",
    "conformance.positive_data_acceptance",
    "conformance.response_schema_conformance",
)


def _without_the_title(row: Row, names: Sequence[str] | None) -> Row:
    found = Selected().part(row, names)
    return {name: value for name, value in found.items() if name != "title" or names is not None}


def _violated(api: Selected) -> set[str]:
    target = rollcall.Target(api.base_url, transport=httpx.MockTransport(api.respond))
    config = rollcall.Config(seed=1)
    finished = [
        each
        for each in rollcall.run(api.spec, target, config)
        if isinstance(each, rollcall.RunFinished)
    ]
    laws = {each.law for each in finished[0].report.violations}
    return {each for each in laws if each in _CHECKS or each.startswith("select.")}


@pytest.mark.parametrize("api", [Selected(), NESTED, LISTED, attrs.evolve(LISTED, unknown=200)])
def test_fields_that_are_not_selected_are_not_required(api: Selected) -> None:
    """The schema of an item requires all of them."""
    choice = "accepted" if api.unknown == httpx.codes.OK else [api.unknown]
    assert _violated(attrs.evolve(api, strictness={"invalidValue": choice})) == set()


def _without_the_note(row: Row, names: Sequence[str] | None) -> Row:
    return {name: value for name, value in LISTED.part(row, names).items() if name != "note"}


@pytest.mark.parametrize(
    "api",
    [Selected(part=_without_the_title), attrs.evolve(LISTED, part=_without_the_note)],
    ids=["nothing is selected", "all is selected"],
)
def test_a_whole_item_needs_all_required_fields(api: Selected) -> None:
    """The server leaves one out if the request selects nothing, or all."""
    found = _violated(api)
    assert "conformance.response_schema_conformance" in found
    assert "conformance.negative_data_rejection" not in found
